"""A site without a folder, and one file of it read, for the tests of the parser."""

from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.frontmatter import load_yaml
from pipeline.posts.parse import parse
from pipeline.posts.schema import FILES
from pipeline.site.config import STYLES, Site

PATH = "_posts/2015-10-01-my-post.md"


def make_site(**changes: Any) -> Site:
    """A site in New York; `defaults` is YAML."""
    settings: dict[str, Any] = {
        "name": "s", "root": Path("s"), "title": None, "url": None, "timezone": "America/New_York", "future": False,
        "unpublished": False, "permalink": STYLES["date"], "defaults": (), "excerpt_separator": "\n\n", "source": "",
        "collections_dir": "", "exclude": (), "include": (), "destination": "_site", "encoding": "utf-8",
        "markdown_ext": (".markdown", ".md"), "author": None, "authors": (),
    }  # fmt: skip
    sets: Any = load_yaml(changes.pop("defaults", "[]"))
    settings["defaults"] = tuple((entry.get("scope", {}), entry["values"]) for entry in sets)
    return Site(**settings | changes)


def read(text: str | bytes, path: str = PATH, **settings: Any) -> dict[str, Any]:
    """The row of one file."""
    content = text.encode() if isinstance(text, str) else text
    files = pa.RecordBatch.from_pylist([{"path": path, "sha256": "0", "content": content}], FILES)
    return parse(files, make_site(**settings)).to_pylist()[0]


def kinds(row: dict[str, Any]) -> list[tuple[str, int | None]]:
    """Its problems as (kind, line)."""
    return [(problem["kind"], problem["line"]) for problem in row["problems"]]
