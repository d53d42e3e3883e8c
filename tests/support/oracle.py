"""How far this project agrees with Jekyll's own reader, by site and by field: `python -m tests.support.oracle [DIR]`.

DIR (else $ORACLE, else ../shared/oracle) holds <name>.jsonl, what Jekyll read of ../corpora/<name>, and cases.jsonl,
small sites and what Jekyll made of them. Exit 1 on any disagreement.
"""

import base64
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.generators import generator_of, load_site
from pipeline.generators.jekyll.fields import is_below_drafts
from pipeline.generators.jekyll.settings import own_settings
from pipeline.generators.read import load_file
from pipeline.generators.site import Site
from pipeline.posts.parse import parse
from pipeline.posts.schema import FILES

FOLDER = Path(os.environ.get("ORACLE", Path(__file__).parents[3] / "shared" / "oracle"))
COLUMNS = ("title", "slug", "layout", "lang", "url", "excerpt")
BUILD_TIME = "<build time>"  # stands for a date that Jekyll takes from the clock
NOT_YAML = ("{\n", "+++\n")  # front matter that is text to Jekyll; we read it


@dataclass
class Agreement:
    """How often each field was compared, and every difference as (where, field, Jekyll's, ours)."""

    compared: Counter[str] = field(default_factory=Counter)
    differences: list[tuple[str, str, Any, Any]] = field(default_factory=list)

    def compare(self, where: str, name: str, theirs: Any, ours: Any) -> None:
        self.compared[name] += 1
        if theirs != ours:
            self.differences.append((where, name, theirs, ours))

    def report(self, generator: str) -> int:
        """Print how often each field agrees, and every difference; return 1 if there is any."""
        wrong_fields = Counter(name for _, name, _, _ in self.differences)
        for name, count in self.compared.items():
            print(f"  {name}: {count - wrong_fields[name]} of {count}")
        for where, name, theirs, ours in self.differences:
            print(f"{where}, {name}: {generator} has {theirs!r:.300}, here it is {ours!r:.300}")
        return 1 if self.differences else 0


def rows(site: Site) -> dict[str, dict[str, Any]]:
    """The rows of a site by path; files that Jekyll does not read have none."""
    files = []
    for found in generator_of(site).walk(site):
        if found.ignored is None:
            content, fault = (None, found.fault) if found.fault else load_file(site.root, found.path)
            files.append({"path": found.path, "content": content, "fault": fault and fault._asdict()})
    return {row["path"]: row for row in parse(pa.RecordBatch.from_pylist(files, FILES), site).to_pylist()}


def compare_site(agreement: Agreement, name: str, posts: Iterable[str], root: Path) -> None:
    """Every post that Jekyll read of a site, and that it read no others."""
    site = load_site(name, root)
    ours = rows(site)
    for line in posts:
        post = json.loads(line)
        row = ours.pop(post["path"], None)
        _compare(agreement, f"{name}/{post['path']}", post, row)
    for path, row in ours.items():
        if row["fate"] == "post":
            agreement.compare(f"{name}/{path}", "fate", None, "post")


def compare_case(agreement: Agreement, name: str, case: dict[str, Any]) -> None:
    """The posts of one small site, or that it has a problem where Jekyll stops."""
    with tempfile.TemporaryDirectory() as folder:
        site = _site(case, Path(folder))
        ours = rows(site)
    if "raised" in case:
        if not case["config"].get("strict_front_matter"):
            agreement.compare(name, "fate", ["problem"], [row["fate"] for row in ours.values()])
        return
    texts = {file["path"]: file.get("text", "") for file in case["files"]}
    folder = own_settings(site).collections_dir
    above = f"{folder}/" if folder else ""
    for post in case["posts"]:
        path = above + post["path"]
        row = ours.pop(path, None)
        if texts[path].startswith(NOT_YAML):
            agreement.compared["read here, text to Jekyll"] += 1
        elif _is_no_post(post):
            agreement.compare(f"{name}: {path}", "fate", "problem", row and row["fate"])
        else:
            _compare(agreement, f"{name}: {path}", post, row)
    fates = {"post", "draft"} if case["config"].get("show_drafts") else {"post"}
    for path, row in ours.items():
        if (
            row["fate"] in fates
            and not row["is_hidden"]
            and (site.shows_future or row["published_at"] <= datetime.now(UTC))
        ):
            agreement.compare(f"{name}: {path}", "fate", None, row["fate"])


def _site(case: dict[str, Any], root: Path) -> Site:
    config = {"timezone": case["timezone"] or "America/New_York", **case["config"]}
    (root / "_config.yml").write_text(json.dumps(config), encoding="utf-8")
    for file in case["files"]:
        path = root / file["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(file["b64"]) if "b64" in file else file["text"].encode())
    return load_site("case", root)


def _is_no_post(post: dict[str, Any]) -> bool:
    """Whether Jekyll dates the post now, or finds no URL for it: here it is a problem. A draft may lack a date."""
    if post["date"] == BUILD_TIME:
        return not post["draft"]
    is_dated_by_the_run = (
        datetime.fromisoformat(post["date"]) > datetime(2026, 1, 1, tzinfo=UTC) and "2026" in post["url"]
    )
    return post["url"] is None or is_dated_by_the_run


def _compare(agreement: Agreement, where: str, post: dict[str, Any], row: dict[str, Any] | None) -> None:
    agreement.compare(where, "fate", "draft" if is_below_drafts(post["path"]) else "post", row and row["fate"])
    if row is None or row["fate"] == "problem":
        return
    if post["date"] == BUILD_TIME:
        agreement.compare(where, "date", None, row["published_at"])
    else:
        # ISO 8601 cannot write the seconds that offsets had before 1884: the instant to the minute, the clock exactly
        instant = datetime.fromisoformat(post["date"]).astimezone(UTC)
        agreement.compare(where, "date", instant.replace(second=0), row["published_at"].replace(second=0))
        local = datetime.fromisoformat(post.get("date_local", post["date"])).replace(tzinfo=None)
        agreement.compare(where, "date_local", local, row["published_local"])
        for name in COLUMNS:
            if name in post:
                agreement.compare(where, name, post[name] if post[name] is None else _text(post[name]), row[name])
    for name in ("categories", "tags"):
        agreement.compare(where, name, [_text(item) for item in post[name]], row[name])
    agreement.compare(where, "draft", post["draft"], row["is_draft"])
    if "published" in post:
        agreement.compare(where, "published", post["published"], not row["is_hidden"])
    if "content" in post:
        agreement.compare(where, "content", post["content"], row["body"])
    if "body_bytes" in post:
        agreement.compare(where, "body_bytes", post["body_bytes"], len(row["body"].encode()))


def _text(value: Any) -> str:
    """A value as Jekyll's templates show it: the columns hold text."""
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)


def main(folder: Path) -> int:
    total = Agreement()
    for path in sorted(folder.glob("*.jsonl")):
        lines = path.read_text(encoding="utf-8").splitlines()
        agreed = 0
        for number, line in enumerate(lines) if path.stem == "cases" else ():
            before = len(total.differences)
            case = json.loads(line)
            compare_case(total, f"case {number} ({case['label']})", case)
            agreed += len(total.differences) == before
        if path.stem != "cases":
            compare_site(total, path.stem, lines, folder.parent / "corpora" / path.stem)
            wrong = {where for where, *_ in total.differences if where.startswith(f"{path.stem}/")}
            agreed = len(lines) - len(wrong)
        print(f"{path.stem}: {agreed} of {len(lines)}")
    return total.report("Jekyll")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
