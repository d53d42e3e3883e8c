"""A Jekyll site without a folder, and one file of it read, for the tests of the parser."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.generators.frontmatter import load_yaml
from pipeline.generators.jekyll.settings import STYLES, JekyllSettings
from pipeline.generators.site import Site
from pipeline.posts.parse import parse
from pipeline.posts.schema import FILES

PATH = "_posts/2015-10-01-my-post.md"
OWN_SETTINGS = {field.name for field in fields(JekyllSettings)}


def make_site(**changes: Any) -> Site:
    """Return a site in New York with these settings of either kind; `defaults` is YAML."""
    own: dict[str, Any] = {
        "unpublished": False, "permalink": STYLES["date"], "defaults": (), "excerpt_separator": "\n\n", "source": "",
        "collections_dir": "", "collections_prefix": "", "exclude": (), "include": (), "destination": "_site", "encoding": "utf-8",
        "markdown_ext": (".markdown", ".md"), "author": None, "registry": None, "data_dir": "_data",
    }  # fmt: skip
    site: dict[str, Any] = {
        "name": "s", "root": Path("s"), "generator": "jekyll", "title": None, "url": None,
        "timezone": "America/New_York", "shows_future": False, "authors": (),
    }  # fmt: skip
    sets: Any = load_yaml(changes.pop("defaults", "[]"))
    own["defaults"] = tuple((entry.get("scope", {}), entry["values"]) for entry in sets)
    own |= {name: value for name, value in changes.items() if name in OWN_SETTINGS}
    site |= {name: value for name, value in changes.items() if name not in OWN_SETTINGS}
    return Site(**site, own=JekyllSettings(**own))


def read_post(text: str | bytes, path: str = PATH, **settings: Any) -> dict[str, Any]:
    """Return the row of one file of a site with these settings."""
    content = text.encode() if isinstance(text, str) else text
    files = pa.RecordBatch.from_pylist([{"path": path, "sha256": "0", "content": content}], FILES)
    return parse(files, make_site(**settings)).to_pylist()[0]


def kinds(row: dict[str, Any]) -> list[tuple[str, int | None]]:
    """Return the problems of a row as (kind, line)."""
    return [(problem["kind"], problem["line"]) for problem in row["problems"]]
