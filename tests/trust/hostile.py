"""Files that mean harm, each read by the parser in bounded time and memory: what they are, and how they fared."""

import resource
import time
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from pipeline.generators import load_site
from pipeline.posts.parse import parse
from pipeline.posts.schema import FILES

MOST_MEMORY = 2_500_000  # KiB
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
    "dates in a list": "date: [2024-01-01, 2024-01-02]",
    "the last date": "date: 9999-12-31 23:59:59 -1400",
    "the year 0": "date: 0000-00-00",
    "an offset of 99 hours": "date: 2024-01-01T00:00:00+99:99",
    "a zone of another planet": "date: 2024-01-01 00:00:00 Mars/Olympus_Mons",
    "digits of another script": "date: ٢٠٢٤-٠١-٠١",
    "a date of months": "date: '" + "Jan " * 25_000 + "'",
    "a date of signs": "date: '2024-01-01 00:00:00 " + "+" * N + "'",
    "a title that is NUL": 'title: "\\0\\e[2J"',
    "half a character": 'title: "\\ud800"',
    "a name of initials": "author: '" + "J. " * 30_000 + "'",
    "a name of apostrophes": 'author: "' + "'" * N + '"',
    "an address of dots": "author: '" + "a." * 50_000 + "@'",
    "addresses without a name": "author: '" + "@a." * 30_000 + "'",
    "brackets around an address": "author: '" + "<" * N + "a@b.example'",
    "everybody": "authors: [" + ",".join(f"a{i}" for i in range(50_000)) + "]",
    "every tag": "tags: [" + ",".join(f"t{i}" for i in range(50_000)) + "]",
    "every category": "categories: '" + " ".join(f"c{i}" for i in range(50_000)) + "'",
    "a permalink of colons": "permalink: '" + "/:" * 50_000 + "'",
    "a permalink of percents": "permalink: '/" + "%" * N + "'",
    "a permalink up and up": "permalink: '/" + "../" * 30_000 + "etc/passwd'",
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
    "targets that never close": "[a](" + "(" * N,
    "targets in targets": "](" * 50_000,
    "labels that never close": "[a][" * 30_000,
    "footnotes that are defined": "[^a]: b\n" * 20_000,
    "output that never closes": "{{" * 50_000,
    "attributes that never close": "{: " * 30_000,
    "raw in raw": "{% raw %}" * 10_000,
    "entities": "&amp;&#" * 20_000,
    "ordered lists": "1. " * 30_000,
    "addresses in brackets": "<a@" * 30_000,
    "a fence of back quotes": "```" + "`x" * 50_000,
    "headings": "#" * N + "\n" + "# a\n" * 20_000,
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


@dataclass
class Read:
    """How many hostile files were read, the seconds that the slowest took, and what was wrong."""

    files: int = 0
    slowest: tuple[float, str] = (0.0, "")
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        seconds, name = self.slowest
        return (
            f"hostile files: {self.files:,} read, the slowest in {seconds:.1f} s of processor time ({name}), "
            f"{len(self.errors):,} wrong, {self.seconds:,.0f} s"
        )


def read(folder: Path) -> Read:
    """Parse every hostile file by itself; the same process reads all, so that its memory is bounded by the greediest."""
    (folder / "_posts").mkdir()  # makes it a site
    site, mark, seen, begun = load_site("s", folder), folder / "mark", Read(), time.perf_counter()
    for name, content in contents(mark).items():
        before = time.process_time()
        batch = parse(pa.RecordBatch.from_pylist([{"path": "_posts/2024-01-01-a.md", "content": content}], FILES), site)
        seconds = time.process_time() - before
        batch.validate(full=True)
        seen.files += 1
        seen.slowest = max(seen.slowest, (seconds, name))
        [problems] = batch.column("problems").to_pylist()
        seen.errors += [f"{name}: {found}" for found in problems if found["kind"] == "parser_fault"]
        if seconds > SECONDS:
            seen.errors.append(f"{name}: {seconds:.1f} s")
    if mark.exists():
        seen.errors.append("a file ran a command")
    if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > MOST_MEMORY:
        seen.errors.append("too much memory")
    seen.seconds = time.perf_counter() - begun
    return seen
