"""One fragment's file: the task that a worker is given, wherever it runs, and what it answers. No plan is made here."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.lake import parquet
from pipeline.lake.plan import Content, Fragment
from pipeline.posts.parse import parse
from pipeline.posts.schema import FILES, POSTS
from pipeline.site.config import Site
from pipeline.site.scan import read


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
    """Write `fragment` into `folder`, taking over from the `previous` ones the rows of files that are the same."""

    site: Site
    fragment: Fragment
    previous: tuple[Path, ...]
    folder: Path

    @property
    def size(self) -> int:
        return len(self.fragment.files)


@dataclass(frozen=True)
class Written:
    """`fates` has fate and problem kinds of each path; where files were `restless` (they hold something else now), none
    was written."""

    fates: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    parsed: int = 0
    restless: dict[str, Content] = field(default_factory=dict)


def hashed(batch: Batch) -> list[Content]:
    """What each path holds."""
    return [_content(batch.site, path)[1] for path in batch.paths]


def _content(site: Site, path: str) -> tuple[bytes | None, Content]:
    content, fault = read(site, path)
    if content is None:
        return None, Content(None, f"{fault.kind}: {fault.detail}" if fault else None)
    return content, Content(hashlib.sha256(content).hexdigest())


def written(task: Task) -> Written:
    """Take over, parse the rest, and write the rows sorted by path: the same bytes as when everything is parsed."""
    taken = _taken_over(task)
    have = set(taken.column("path").to_pylist())
    rows: list[dict[str, Any]] = []
    restless: dict[str, Content] = {}
    for file in task.fragment.files:
        if file.path in have:
            continue
        if file.fault:
            kind, _, detail = file.fault.partition(": ")
            fault = {"kind": kind, "severity": "error", "line": None, "detail": detail}
            rows.append({"path": file.path, "fault": fault})
            continue
        content, now = _content(task.site, file.path)
        if now.sha256 != file.sha256:
            restless[file.path] = now
        rows.append({"path": file.path, "sha256": file.sha256, "content": content})
    if restless:
        return Written(restless=restless)
    parsed = parse(pa.RecordBatch.from_pylist(rows, FILES), task.site)
    table = pa.concat_tables([taken, pa.Table.from_batches([parsed])]).sort_by("path").combine_chunks()
    parquet.put(task.folder / f"{task.fragment.id}.parquet", parquet.encoded(table))
    fates = {
        row["path"]: (row["fate"], tuple(sorted({problem["kind"] for problem in row["problems"]})))
        for row in table.select(["path", "fate", "problems"]).to_pylist()
    }
    return Written(fates, len(rows))


def _taken_over(task: Task) -> pa.Table:
    wanted = {file.path: file.sha256 for file in task.fragment.files}
    taken = [POSTS.empty_table()]
    for path in task.previous:
        try:
            table = pq.read_table(path)
        except (pa.ArrowException, OSError):  # damaged or gone: its files are parsed again
            continue
        pairs = zip(table.column("path").to_pylist(), table.column("sha256").to_pylist(), strict=True)
        taken.append(table.filter(pa.array([sha256 is not None and wanted.get(p) == sha256 for p, sha256 in pairs])))
    return pa.concat_tables(taken)
