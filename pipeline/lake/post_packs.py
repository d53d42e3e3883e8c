"""Tasks of a worker, on this machine or a cluster: hash files, write one pack of posts, and the results.

Start with write_post_pack. plan.py decides which packs are written; commit.py sends the tasks.
"""

import hashlib
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.generators.read import Fault, load_files
from pipeline.generators.site import Site
from pipeline.lake import parquet
from pipeline.lake.plan import Content, File, Pack
from pipeline.posts.parse import parse
from pipeline.posts.schema import FILES, POSTS
from pipeline.schema_docs import documented_schema

_REPETITIVE_COLUMNS = ["site", "fate", "date_source", "date_precision", "lang", "layout"]
_ROW_KEY = ("row_key", pa.int64(), "Names the row: lake.files says which row of a file counts.")
_KEY = documented_schema(_ROW_KEY, never_null=("row_key",)).field(0)
PACKED = POSTS.append(_KEY)


@dataclass(frozen=True)
class HashTask:
    """Files of one site to hash."""

    site: Site
    paths: tuple[str, ...]

    @property
    def size(self) -> int:
        return len(self.paths)


@dataclass(frozen=True)
class PostPackTask:
    """Pack to write into `folder`, with the rows that other packs there have of its files."""

    site: Site
    pack: Pack
    folder: Path

    @property
    def size(self) -> int:
        return len(self.pack.files)


class Fate(NamedTuple):
    """Content of a file, its fate, and the keys of its row and text."""

    content: Content
    fate: str
    problems: tuple[str, ...]  # kinds
    text_key: int | None
    row_key: int


@dataclass(frozen=True)
class WrittenPack:
    """Result of a task: the pack's `id`, the fates of its files, and how many were parsed."""

    id: str
    fates: list[Fate]
    parsed: int


def hash_files(task: HashTask) -> list[Content]:
    """Return the content of each path of a task."""
    return [_to_content(*found) for found in load_files(task.site.root, task.paths)]


def _to_content(content: bytes | None, fault: Fault | None) -> Content:
    if content is not None:
        has_crlf = b"\r\n" in content
        lf_sha256 = hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest() if has_crlf else None
        return Content(hashlib.sha256(content).hexdigest(), lf_sha256=lf_sha256)
    return Content(None, f"{fault.kind}: {fault.detail}" if fault else None)


def load_rows(task: PostPackTask) -> tuple[pa.Table, list[File], int]:
    """Return the rows (PACKED) of a pack, sorted by path, its files as read here, and how many were parsed.

    Rows of other packs are reused. The content of a file is the one read here, whatever the scan read.
    """
    reused = _load_reused_rows(task)
    reused_paths = set(reused.column("path").to_pylist())
    files = list(task.pack.files)
    to_parse = [at for at, file in enumerate(files) if file.path not in reused_paths]
    contents = load_files(task.site.root, [files[at].path for at in to_parse if not files[at].fault])
    read_contents: list[bytes | None] = []
    for at in to_parse:
        content = None
        if not files[at].fault:
            content, fault = next(contents)
            files[at] = files[at].holding(_to_content(content, fault))
        read_contents.append(content)
    columns = {
        "path": [files[at].path for at in to_parse],
        "sha256": [files[at].sha256 for at in to_parse],
        "content": read_contents,
        "fault": [_fault_fields(files[at].fault) for at in to_parse],
    }
    table = pa.Table.from_batches([parse(pa.RecordBatch.from_pydict(columns, FILES), task.site)])
    if reused_paths:
        table = pa.concat_tables([reused, table]).sort_by("path").combine_chunks()
    return table.append_column(_KEY, pa.array(map(_row_key, files), pa.int64())), files, len(to_parse)


def write_post_pack(task: PostPackTask) -> WrittenPack:
    """Write the rows of a pack; its name is not yet synced to the disk."""
    packed, files, parsed = load_rows(task)
    id = replace(task.pack, files=tuple(files)).id
    assert id is not None
    encoded = parquet.encode(packed, use_dictionary=_REPETITIVE_COLUMNS)
    parquet.write(task.folder / f"{id}.parquet", encoded, sync_name=False)
    fate_columns = (packed.column(name).to_pylist() for name in ("fate", "problems", "text_key", "row_key"))
    fates = [
        Fate(Content(file.sha256, file.fault, file.lf_sha256), fate, _kinds(problems), text_key, row_key)
        for file, fate, problems, text_key, row_key in zip(files, *fate_columns, strict=True)
    ]
    return WrittenPack(id, fates, parsed)


def _kinds(problems: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(sorted({problem["kind"] for problem in problems}))


def _row_key(file: File) -> int:
    """Return a key of a file and its content: 64 bits of a sha256, as in parse.text_key."""
    identity = f"{file.site}\0{file.path}\0{file.content}"
    return int.from_bytes(hashlib.sha256(identity.encode()).digest()[:8], signed=True)


def _fault_fields(fault: str | None) -> dict[str, Any] | None:
    if fault is None:
        return None
    kind, _, detail = fault.partition(": ")
    return {"kind": kind, "severity": "error", "line": None, "detail": detail}


def _load_reused_rows(task: PostPackTask) -> pa.Table:
    paths_by_pack = defaultdict[str, list[str]](list)
    for file in task.pack.files:
        if file.pack is not None:
            paths_by_pack[file.pack].append(file.path)
    tables = [POSTS.empty_table()]
    for id, paths in paths_by_pack.items():
        with suppress(pa.ArrowException, OSError):  # damaged or gone: its files are parsed again
            table = parquet.load(task.folder / f"{id}.parquet", POSTS.names)
            tables.append(table.filter(pc.is_in(table.column("path"), pa.array(paths, pa.string()))))
    return pa.concat_tables(tables)
