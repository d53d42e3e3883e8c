"""Sites that mean harm: each file is a row in bounded time, nothing runs, nothing is read that the site does not hold,
and nothing is published that the site did not publish.
"""

import os
import resource
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from pipeline.lake.history import Refresh
from pipeline.lake.manifest import Manifest
from pipeline.lake.refresh import commit, look
from pipeline.lake.sources import sources
from pipeline.posts.parse import parse
from pipeline.posts.schema import FILES
from pipeline.settings import SQL
from pipeline.site.config import load_site
from pipeline.warehouse.build import Sources
from pipeline.warehouse.catalog import load_catalog
from pipeline.warehouse.publish import publish

AS_OF = datetime(2026, 6, 30, 12, tzinfo=UTC)
SECONDS = 5.0  # of processor time, at most, for one file of a few hundred thousand characters; most take milliseconds
N = 100_000
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{','.join([f'*{chr(97 + i)}'] * 9)}]\n" for i in range(9)
)

FRONT_MATTER = {
    "an object is asked for": "title: !!python/object/apply:os.system ['touch {mark}']",
    "a Ruby object is asked for": "title: !ruby/object:Gem::Installer {}",
    "a module is asked for": "title: !!python/module:os",
    "an alias bomb": BOMB,
    "an alias of itself": "a: &a [*a]\nb: &b {x: *b}",
    "lists in lists": "a: " + "[" * N,
    "closed lists in lists": "a: " + "[" * 5000 + "]" * 5000,
    "mappings in mappings": "".join(" " * i + "a:\n" for i in range(1000)),
    "many keys": "".join(f"k{i}: v\n" for i in range(N)),
    "one key many times": "k: v\n" * N,
    "a long number": "title: " + "9" * N,
    "a sexagesimal number": "weight: " + ":59" * N,
    "a number of underscores": "weight: 1" + "_" * N,
    "a date of spaces": "date: 2024-01-01" + " " * N + "x",
    "a date of digits": "date: " + "1" * N,
    "a date of dashes": "date: 1" + "-1" * N,
    "a permalink of placeholders": "permalink: /" + ":title/" * 20_000,
    "a slug of dashes": "slug: " + "-" * N + "x",
    "tags of spaces": "tags: 'a" + " " * N + "b'",
    "authors joined by and": "author: 'a" + " and b" * 20_000 + "'",
    "an author of brackets": "author: '" + "(" * N + "'",
    "an author of at signs": "author: '" + "a@" * 50_000 + "'",
    "an excerpt separator of dots": "excerpt_separator: '" + "." * N + "'",
    "SQL": "title: \"'); drop table core.posts; --\"\ntags: [\"' or 1=1 --\", 'x\"; attach ''/tmp/x'' as y']\nauthor: \"Robert'); DROP TABLE students;--\"",
    "JSON in depth": "",
}
BODIES = {
    "brackets": "[" * N,
    "images in images": "![" * N,
    "links that never close": "[a](" * 50_000,
    "back quotes": "`" * N,
    "back quotes of every length": "".join("`" * i + " " for i in range(450)),
    "tags that never close": "<a " * 50_000,
    "angle brackets": "<" * N,
    "comments that never close": "<!--" * 40_000,
    "liquid that never closes": "{%" * 50_000,
    "blocks that never close": "{% highlight %}" * 10_000,
    "fences": "```\n" * 30_000,
    "fences that differ": "".join("`" * (3 + i % 60) + "\n" for i in range(5000)),
    "stars": "*" * N,
    "spaces": " " * N,
    "blank lines": "\n" * N,
    "spaces and a line": (" " * 1000 + "\n") * 200,
    "underlines": "a\n" + "=" * N + "x",
    "definitions": "[a]: b\n" * 20_000,
    "footnotes": "[^a]" * 30_000,
    "URLs": "https://" * 20_000,
    "conflict markers": "<<<<<<< \n" * 20_000,
    "dashes": "-" * N + "\n---",
    "front matter in front matter": "---\n" * 30_000,
    "tabs and quotes": "\t> " * 30_000,
    "emphasis": "*a **b " * 15_000,
    "Han": "漢" * N,
    "combining accents": "e" + "\u0301" * N,
    "NUL": "\0" * N,
}
NAMES = [
    "2024-01-01-'quoted'.md", '2024-01-01-"double".md', "2024-01-01-a\nb.md", "2024-01-01-..%2f..%2fetc.md",
    "2024-01-01-%.md", "2024-01-01-\x1b[31m.md", "2024-01-01-\x7f.md", "2024-01-01-'); drop table core.posts; --.md",
    "2024-01-01-" + "x" * 200 + ".md", "2024-01-01-\\..\\x.md", "2024-01-01-*?[a].md", "2024-01-01-$(touch x).md",
    "2024-01-01-=cmd|'!A1.md", "2024-01-01- .md", "2024-01-01-\u202egnp.md", "2024-01-01-{a,b}.md", "2024-01-01-💣.md",
]  # fmt: skip


def written(root: Path, path: str, content: str | bytes) -> None:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content.encode() if isinstance(content, str) else content)


def contents(mark: Path) -> dict[str, bytes]:
    found = {f"front matter: {name}": f"---\n{text}\n---\nText.\n" for name, text in FRONT_MATTER.items()}
    found |= {f"body: {name}": f"---\ntitle: T\n---\n{text}\n" for name, text in BODIES.items()}
    found |= {f"document: {name}": text for name, text in BODIES.items()}
    found["front matter: JSON in depth"] = '{\n"a": ' + "[" * N + "\n}\nText."
    found["front matter: TOML in depth"] = "+++\na = " + "[" * N + "\n+++\nText."
    found["front matter: 40 MB"] = "---\ntitle: " + "x" * 40_000_000 + "\n---\n"
    return {name: text.replace("{mark}", str(mark)).encode() for name, text in found.items()}


def test_each_file_is_a_row_in_bounded_time_and_memory(tmp_path: Path) -> None:
    site, slow, mark = load_site("s", tmp_path), {}, tmp_path / "mark"
    for name, content in contents(mark).items():
        begun = time.process_time()
        batch = parse(pa.RecordBatch.from_pylist([{"path": "_posts/2024-01-01-a.md", "content": content}], FILES), site)
        seconds = time.process_time() - begun
        batch.validate(full=True)
        [problems] = batch.column("problems").to_pylist()
        assert "parser_fault" not in {problem["kind"] for problem in problems}, (name, problems)
        if seconds > SECONDS:
            slow[name] = round(seconds, 1)
    assert slow == {}
    assert not mark.exists()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2_500_000  # KiB


def published(site: Path, folder: Path) -> Path:
    """Refresh a site, without Dagster."""
    lake, past = folder / "lake", folder / "history"
    seen = look([load_site("s", site)], lake)
    commit(seen, lake, past, Refresh(AS_OF, AS_OF))
    given: Sources = sources(Manifest.read(lake), lake, past, SQL / "seeds")
    publish(folder / "posts.duckdb", load_catalog(SQL), given, AS_OF, sites=["s"])
    return folder / "posts.duckdb"


def test_names_links_pipes_and_devices_of_a_hostile_site(tmp_path: Path) -> None:
    site, secret = tmp_path / "it's; a 'site'", tmp_path / "secret"
    secret.write_text("---\ntitle: A secret\n---\nkeep-this-to-yourself\n")
    for name in NAMES:
        written(site, f"_posts/{name}", FRONT_MATTER["SQL"].join(["---\n", "\n---\nText.\n"]))
    (site / "_posts" / os.fsdecode(b"2024-01-02-\xff\xfe.md")).write_text("---\n---\nText.\n")
    for number, target in enumerate(
        [str(secret), "/etc/passwd", "/dev/zero", "/dev/tty", "../../secret", "/proc/self/environ"]
    ):
        (site / f"_posts/2024-01-03-link-{number}.md").symlink_to(target)
    (site / "_posts/away").symlink_to("/etc")
    os.mkfifo(site / "_posts/2024-01-04-pipe.md")
    written(site, "_posts/2024-01-05-large.md", b"")
    os.truncate(site / "_posts/2024-01-05-large.md", 1 << 40)  # sparse
    written(site, "_config.yml", 'title: "\'); drop table core.posts; --"\nurl: "https://x\'y"\n')
    begun = time.process_time()
    live = published(site, tmp_path / "site=x" / "fate=draft" / "ware'house")  # no partitions of anything
    assert time.process_time() - begun < 60
    with duckdb.connect(str(live), read_only=True) as duck:
        fates = dict(duck.execute("select fate, count(*) from core.files group by fate").fetchall())
        paths = {path for (path,) in duck.execute("select path from core.posts").fetchall()}
        kinds = dict(
            duck.execute("select kind, count(*) from core.problems where severity = 'error' group by 1").fetchall()
        )
        titles = duck.execute("select distinct title from core.posts").fetchall()
    assert paths == {f"_posts/{name}" for name in NAMES}
    assert kinds == {"leads_out": 6, "name_not_utf8": 1, "not_a_file": 1, "too_large": 1}
    assert fates["post"] == len(NAMES)
    assert titles == [("'); drop table core.posts; --",)]
    everything = b"".join(path.read_bytes() for path in live.parent.rglob("*") if path.is_file())
    assert b"keep-this-to-yourself" not in everything


def test_nothing_is_published_that_the_site_does_not_publish(tmp_path: Path) -> None:
    """Words that compression cannot hide: each text is one word many times over in a file of its own."""
    site = tmp_path / "site"
    body = "the text says {0} and {0} again"
    hidden = {
        "_posts/2024-01-01-hidden.md": ("published: false", "hiddenword"),
        "_posts/2099-01-01-future.md": ("tags: [later]", "futureword"),
        "_drafts/draft.md": ("layout: post", "draftword"),
    }
    for path, (more, word) in hidden.items():
        text = body.format(word)
        written(
            site, path, f"---\ntitle: T\n{more}\nexcerpt: {text}\ndescription: {text}\nsecret: {word}\n---\n{text}\n"
        )
    written(
        site,
        "_posts/2024-01-02-live.md",
        "---\ntitle: Live\nauthor:\n  name: Jane Doe\n  email: jane@secret.example\n---\n" + body.format("liveword"),
    )
    written(site, "_posts/2024-01-03-also.md", '---\nauthor: "Max Roe <max@secret.example>"\n---\nAlso.\n')
    written(site, "_data/authors.yml", "ines:\n  name: Ines\n  email: ines@secret.example\n")
    written(site, "_posts/2024-01-04-more.md", "---\nauthor: ines\n---\nMore.\n")
    live = published(site, tmp_path / "warehouse")
    content = live.read_bytes()
    with duckdb.connect(str(live), read_only=True) as duck:
        tables = duck.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
        text = "\n".join(str(duck.execute(f"from {table}").fetchall()) for (table,) in tables)
    assert "liveword" in text
    for word in ("hiddenword", "futureword", "draftword", "secret.example"):
        assert word not in text
        assert word.encode() not in content


def test_an_analysts_helper_opens_nothing_else(tmp_path: Path) -> None:
    from pipeline.analyst.connection import opened
    from pipeline.errors import PostsError
    from pipeline.settings import Settings

    written(tmp_path, "site/_posts/2024-01-01-a.md", "---\ntitle: A\n---\nA.\n")
    published(tmp_path / "site", tmp_path / "w")
    settings = Settings.from_env({"POSTS_SITE": str(tmp_path / "site"), "POSTS_WAREHOUSE": str(tmp_path / "w")})
    for statement in (
        "from read_text('/etc/passwd')",
        "copy core.posts to '/tmp/out.csv'",
        "attach '/tmp/other.duckdb' as other",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "create table core.more as select 1",
        "delete from core.posts",
    ):
        with pytest.raises(PostsError), opened(settings) as duck:
            duck.execute(statement).fetchall()
