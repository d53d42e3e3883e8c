"""Rows as tests write them down: cells between bars, a line a row, or for wide tables a line a column."""

import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Rows = list[dict[str, Any]]
Run = Callable[..., Rows]


def rows(text: str) -> Rows:
    """Return the rows below a header; a cell is JSON where it can be, else text; an empty one is null and left out."""
    header, *lines = _cells(text)
    return [_row(header, line) for line in lines]


def columns(text: str) -> Rows:
    """Return the same with the header on the left."""
    header, *lines = zip(*_cells(text), strict=True)
    return [_row(header, line) for line in lines]


def with_text_keys(given: Rows) -> Rows:
    """Return these rows of posts, each with the key of its text."""
    return [row | {"text_key": zlib.crc32(f"{row['site']} {row['post_id']}".encode())} for row in given]


def with_row_keys(given: Mapping[str, Rows]) -> dict[str, Rows]:
    """Return the same with keys for rows of lake.posts where none are given, and with the files that these are of."""
    named = dict(given)
    for table in named.keys() & {"lake.posts", "staging.posts"}:
        named[table] = [{"row_key": _row_key(row)} | row for row in named[table]]
    posts = named.get("lake.posts", [])
    keys = {(row.get("site"), row.get("path")): row["row_key"] for row in posts}
    if "lake.files" in named:
        files = named["lake.files"]
        named["lake.files"] = [{"row_key": keys.get((row.get("site"), row.get("path")))} | row for row in files]
    else:
        named["lake.files"] = [
            {name: row[name] for name in ("site", "path", "fate", "row_key") if name in row} for row in posts
        ]
    return named


def _row_key(row: dict[str, Any]) -> int:
    return zlib.crc32(f"{row.get('site')} {row.get('post_id') or row.get('path')}".encode())


def text_rows(given: Rows) -> Rows:
    """Return rows about texts as the lake has them: with the key of the text, without the post."""
    return [{name: row[name] for name in row.keys() - {"site", "post_id"}} for row in with_text_keys(given)]


def live_posts(text: str) -> Rows:
    """Return rows of core.posts: live and the first of their story unless they say otherwise, on a clock of UTC."""
    return [_live_post(row) for row in rows(text)]


def _live_post(row: dict[str, Any]) -> dict[str, Any]:
    local = row.get("published_local", f"{row.get('published_on')} 00:00:00")
    dates = {"published_at": f"{local}+00", "published_local": local, "published_on": local[:10]}
    story = row.get("story_id", row["post_id"])
    return {"site": "one", "is_live": True, "is_future": False, "story_id": story, "work_id": story} | dates | row


def _cells(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def _row(header: Sequence[str], line: Sequence[str]) -> dict[str, Any]:
    return {column: _value(cell) for column, cell in zip(header, line, strict=True) if cell}


def _value(cell: str) -> Any:
    try:
        return json.loads(cell)
    except json.JSONDecodeError:
        return cell
