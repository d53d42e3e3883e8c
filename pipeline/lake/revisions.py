"""Revisions of a site's texts, from the history of its checkout: one Parquet file a site. Start with update_revisions.

A row is made of one commit and the two versions of a file that it joins, so that history read in steps is history read
at once. The history itself is git's: whatever is lost here is read again.
"""

import functools
import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from pipeline.files import ensure_dir
from pipeline.generators import generator_of
from pipeline.generators.problems import ProblemError
from pipeline.generators.site import Site
from pipeline.git import is_ancestor, read_blobs, read_log
from pipeline.lake import parquet
from pipeline.lake.parser_version import parser_files
from pipeline.posts.word_counts import count_words
from pipeline.schema_docs import documented_schema

REVISIONS = documented_schema(
    ("site", pa.string(), "The site."),
    (
        "path",
        pa.string(),
        "The file, relative to the site, as it is called now; null for one whose place another took.",
    ),
    ("commit", pa.string(), "The commit."),
    ("committed_at", pa.timestamp("us", tz="UTC"), "When it was committed."),
    ("kind", pa.string(), "What it did (added, text, front_matter, moved); null for a file that is not read."),
    ("words_before", pa.int32(), "Words of the body before; null for a file that it added."),
    ("words_after", pa.int32(), "Words of the body after."),
    ("committed_path", pa.string(), "The file as the commit calls it."),
    ("moved_from", pa.string(), "Its path before, if the commit moved it."),
    ("blob_before", pa.string(), "Git's id of its content before."),
    ("blob_after", pa.string(), "Git's id of its content after."),
    ("place", pa.int64(), "Grows from commit to commit in the order of git's log."),
)
_TEXTS = (".md", ".markdown", ".mkd", ".mkdn", ".mdx", ".html", ".htm", ".textile", ".org", ".adoc", ".rst")
_BLOCK = re.compile(r"\A\s*(---|\+\+\+)[ \t]*\n(.*?)^(?:---|\+\+\+|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TITLE = re.compile(r"""^title[ \t]*[:=][ \t]*["']?(.*?)["']?[ \t]*$""", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class History:
    """Revisions of a site as the lake holds them: the file's id, and the commit and the code they were read with."""

    id: str
    head: str
    version: str


class _Text(NamedTuple):
    """Title and body of one version of a file."""

    title: str
    body: str


def update_revisions(
    site: Site, paths: Collection[str], before: Mapping[str, str] | None, lake: Path
) -> dict[str, str] | None:
    """Write the revisions of the files `paths` of a site; return its History as a mapping, None without a checkout.

    Only commits that `before` does not know are read, unless its branch was rewritten. Raises GitError.
    """
    if site.head is None:
        return None
    known = History(**before) if before else None
    rows: list[dict[str, Any]] = []
    if known and known.version == _version():
        with suppress(pa.ArrowException, OSError):  # damaged or gone: the whole history is read again
            rows = parquet.load(revisions_path(lake, known.id)).to_pylist()
    since = known.head if known and rows and is_ancestor(site.root, known.head, site.head) else None
    if since is None:
        rows = []
    first = max((row["place"] for row in rows), default=-1) + 1
    rows += _load_commits(site, since, first) if since != site.head else []
    rows.sort(key=lambda row: (row["committed_at"], row["place"], row["committed_path"]), reverse=True)
    _follow_moves(rows)
    _describe_changes(site, [row for row in rows if row["kind"] is None and row["path"] in paths])
    table = pa.Table.from_pylist(rows, REVISIONS)
    content = parquet.encode(table)
    id = hashlib.sha256(content).hexdigest()
    if not revisions_path(lake, id).exists():
        ensure_dir(lake / "revisions")
        parquet.write(revisions_path(lake, id), content)
    return {"id": id, "head": site.head, "version": _version()}


def revisions_path(lake: Path, id: str) -> Path:
    """Return the path of a file of revisions."""
    return lake / "revisions" / f"{id}.parquet"


def _version() -> str:
    version = hashlib.sha256()
    for source in (Path(__file__), *parser_files()):
        version.update(source.read_bytes())
    return version.hexdigest()


def _load_commits(site: Site, since: str | None, first: int) -> list[dict[str, Any]]:
    """Return the rows of the commits after `since`, oldest first, without kind and words."""
    rows = []
    place = first
    for commit in reversed(list(read_log(site.root, since, site.head or "HEAD"))):
        for change in commit.changes:
            if change.path.lower().endswith(_TEXTS):
                rows.append(
                    {
                        "site": site.name,
                        "commit": commit.id,
                        "committed_at": datetime.fromtimestamp(commit.committed_at, UTC),
                        "kind": None,
                        "words_before": None,
                        "words_after": None,
                        "committed_path": change.path,
                        "moved_from": change.moved_from,
                        "blob_before": change.blob_before,
                        "blob_after": change.blob_after,
                        "place": place,
                    }
                )
        place += 1
    return rows


def _follow_moves(rows: Sequence[dict[str, Any]]) -> None:
    """Set the path that each file has now, and the place of its commit; `rows` are sorted, the newest first."""
    now: dict[str, str | None] = {}
    commits = [list(group) for _, group in groupby(rows, key=lambda row: row["commit"])]
    for place, commit in zip(reversed(range(len(commits))), commits, strict=True):
        for row in commit:
            row["path"] = now.get(row["committed_path"], row["committed_path"])
            row["place"] = place
        moves = [row for row in commit if row["moved_from"]]
        # What had this path before was another file.
        now |= {row["committed_path"]: None for row in moves}
        now |= {row["moved_from"]: row["path"] for row in moves}


def _describe_changes(site: Site, rows: Sequence[dict[str, Any]]) -> None:
    """Set kind and words of rows, from the contents before and after."""
    blobs = {blob for row in rows for blob in (row["blob_before"], row["blob_after"]) if blob}
    texts = {blob: _split(site, content) for blob, content in read_blobs(site.root, sorted(blobs))}
    fold = functools.cache(lambda blob: (texts[blob].title, " ".join(texts[blob].body.split())))
    count = functools.cache(count_words)  # many versions have one body
    for row in rows:
        before, after = row["blob_before"], row["blob_after"]
        row["words_before"] = count(texts[before].body) if before else None
        row["words_after"] = count(texts[after].body)
        if before is None:
            row["kind"] = "added"
        elif texts[before] != texts[after] and fold(before) != fold(after):
            row["kind"] = "text"
        else:
            row["kind"] = "moved" if row["moved_from"] else "front_matter"


def _split(site: Site, content: bytes) -> _Text:
    """Return title and body of a file, without the cost of reading all of its front matter."""
    text = content.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
    if block := _BLOCK.match(text):
        title = _TITLE.search(block[2])
        return _Text(title[1] if title else "", text[block.end() :])
    if text.startswith(("{", "#+")):
        with suppress(ProblemError):
            document = generator_of(site).document(site, content)
            return _Text(str(document.front_matter.get("title", "")), document.body)
    return _Text("", text)
