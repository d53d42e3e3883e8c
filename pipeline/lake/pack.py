"""One pack of posts: the task that a worker is given, wherever it runs, and what it answers. No plan is made here."""

import hashlib
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.columns import column
from pipeline.lake import parquet
from pipeline.lake.plan import Content, File, Pack
from pipeline.posts.parse import parse
from pipeline.posts.schema import FILES, POSTS
from pipeline.site.config import Site
from pipeline.site.read import Fault, contents

_REPEATED = ["site", "fate", "date_source", "date_precision", "lang", "layout"]  # columns
_KEY = column("row_key", pa.int64(), "Names the row: lake.files says which row of a file counts.", nullable=False)
PACKED = POSTS.append(_KEY)


@dataclass(frozen=True)
class Batch:
    """Files of one site to be hashed."""

    site: Site
    paths: tuple[str, ...]

    @property
    def size(self) -> int:
        return len(self.paths)


@dataclass(frozen=True)
class Task:
    """Write `pack` into `folder`, taking over from other packs there the rows of files that lie in one."""

    site: Site
    pack: Pack
    folder: Path

    @property
    def size(self) -> int:
        return len(self.pack.files)


class Fate(NamedTuple):
    """What a file was found to hold, and what became of it."""

    content: Content
    fate: str
    problems: tuple[str, ...]  # kinds
    text_key: int | None
    row_key: int


@dataclass(frozen=True)
class Written:
    """The pack as it was read: its `id`, the fates of its files, and how many of them were parsed."""

    id: str
    fates: list[Fate]
    parsed: int


def hashed(batch: Batch) -> list[Content]:
    """What each path holds."""
    return [_content(*found) for found in contents(batch.site.root, batch.paths)]


def _content(content: bytes | None, fault: Fault | None) -> Content:
    if content is not None:
        return Content(hashlib.sha256(content).hexdigest())
    return Content(None, f"{fault.kind}: {fault.detail}" if fault else None)


def written(task: Task) -> Written:
    """Take over, read and parse the rest, and write the rows (PACKED) sorted by path.

    What a file holds is what is read here, whatever it was when it was looked at. The name is not yet on the disk.
    """
    taken = _taken_over(task)
    have = set(taken.column("path").to_pylist())
    files = list(task.pack.files)
    rest = [at for at, file in enumerate(files) if file.path not in have]
    found = contents(task.site.root, [files[at].path for at in rest if not files[at].fault])
    read: list[bytes | None] = []
    for at in rest:
        content = None
        if not files[at].fault:
            content, fault = next(found)
            files[at] = files[at].holding(_content(content, fault))
        read.append(content)
    columns = {
        "path": [files[at].path for at in rest],
        "sha256": [files[at].sha256 for at in rest],
        "content": read,
        "fault": [_fault(files[at].fault) for at in rest],
    }
    table = pa.Table.from_batches([parse(pa.RecordBatch.from_pydict(columns, FILES), task.site)])
    if have:
        table = pa.concat_tables([taken, table]).sort_by("path").combine_chunks()
    id = replace(task.pack, files=tuple(files)).id
    assert id is not None
    keys = [_row_key(file) for file in files]
    packed = table.append_column(_KEY, pa.array(keys, pa.int64()))
    content = parquet.encoded(packed, use_dictionary=_REPEATED)  # texts that repeat are few
    parquet.put(task.folder / f"{id}.parquet", content, named=False)
    contents_ = [Content(file.sha256, file.fault) for file in files]
    found_ = (packed.column(name).to_pylist() for name in ("fate", "problems", "text_key", "row_key"))
    fates = [
        Fate(content, fate, tuple(sorted({problem["kind"] for problem in problems})), text_key, row_key)
        for content, fate, problems, text_key, row_key in zip(contents_, *found_, strict=True)
    ]
    return Written(id, fates, len(rest))


def _row_key(file: File) -> int:
    """Another key for another file or content; the chance that any two of ten million share one is 3e-6."""
    said = f"{file.site}\0{file.path}\0{file.content}"
    return int.from_bytes(hashlib.sha256(said.encode()).digest()[:8], signed=True)


def _fault(fault: str | None) -> dict[str, Any] | None:
    if fault is None:
        return None
    kind, _, detail = fault.partition(": ")
    return {"kind": kind, "severity": "error", "line": None, "detail": detail}


def _taken_over(task: Task) -> pa.Table:
    held = defaultdict[str, list[str]](list)
    for file in task.pack.files:
        if file.pack is not None:
            held[file.pack].append(file.path)
    taken = [POSTS.empty_table()]
    for id, paths in held.items():
        with suppress(pa.ArrowException, OSError):  # damaged or gone: its files are parsed again
            table = parquet.read(task.folder / f"{id}.parquet", POSTS.names)
            taken.append(table.filter(pc.is_in(table.column("path"), pa.array(paths, pa.string()))))
    return pa.concat_tables(taken)
