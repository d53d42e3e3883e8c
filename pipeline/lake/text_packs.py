"""Packs of text statistics: their plan, and the task that writes one. text_stats.py counts. Start with count_texts.

A pack holds the statistics of some texts, by their keys, and never changes. A text that no post has any more stays in
it until it is repacked.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import PostsError
from pipeline.files import list_dir, sync
from pipeline.lake import parquet, text_stats
from pipeline.lake.manifest import Manifest
from pipeline.lake.plan import File, packs_to_repack
from pipeline.lake.pool import Map
from pipeline.lake.text_stats import TextStats
from pipeline.progress import track

MAX_TEXTS_PER_PACK = 1_000
MIN_TEXTS_PER_TASK = 200  # a query of DuckDB costs as much as a hundred texts
TASKS_FOR_FEW_TEXTS = 4  # so that no process waits long for another
TEXTS_PER_PACK_READ = 3  # to read a pack takes as long as to count these


@dataclass(frozen=True)
class Part:
    """Texts of one pack of posts or of texts, by their keys."""

    id: str
    keys: frozenset[int]

    @property
    def size(self) -> int:
        return len(self.keys) + TEXTS_PER_PACK_READ


@dataclass(frozen=True)
class TextPackTask:
    """Pack to write: texts to count in packs of `posts`, and to copy from `packs` of texts."""

    store: Path
    posts: tuple[Part, ...] = ()
    packs: tuple[Part, ...] = ()

    @property
    def size(self) -> int:
        return sum(part.size for part in self.posts + self.packs)

    @property
    def keys(self) -> frozenset[int]:
        return frozenset[int]().union(*(part.keys for part in self.posts + self.packs))


def write_text_pack(task: TextPackTask) -> str:
    """Write a pack, sorted by key; return its id. Its name is not yet synced to the disk."""
    id = hashlib.sha256("\0".join([text_stats.text_version(), *map(str, sorted(task.keys))]).encode()).hexdigest()
    posts = [_load_part(task.store, "posts", part, text_stats.READS) for part in task.posts]
    parts = [text_stats.count_texts(pa.concat_tables(posts).sort_by("text_key"))] if posts else []
    for part in task.packs:
        parts.append(TextStats(*(_load_part(task.store, table, part) for table in text_stats.TABLES)))
    for tables, (table, schema) in zip(zip(*parts, strict=True), text_stats.TABLES.items(), strict=True):
        whole = pa.concat_tables(tables)
        if len(parts) > 1:
            whole = whole.sort_by("text_key")  # a stable sort: terms of a text stay in their order
        # Hashes do not compress, and to try costs as much as to make them.
        options = {"compression": "none"} if schema == text_stats.FINGERPRINTS else {}
        content = parquet.encode(whole.combine_chunks(), use_dictionary=["text_key", "term"], **options)
        parquet.write(pack_path(task.store, table, id), content, sync_name=False)
    return id


def _load_part(store: Path, table_name: str, part: Part, columns: Sequence[str] | None = None) -> pa.Table:
    path = pack_path(store, table_name, part.id)
    try:
        table = parquet.load(path, columns)
    except pa.ArrowException as error:  # only in a store with its own checksums; else repair.py was first
        raise PostsError(f"{path} is damaged ({error}); remove it and refresh: it is made again") from error
    return table.filter(pc.is_in(table.column("text_key"), pa.array(part.keys, pa.int64())))


def pack_path(store: Path, table: str, id: str) -> Path:
    """Return the path of a pack; `table` is "posts" or one of text_stats.TABLES."""
    return store / table / f"{id}.parquet"


def count_texts(
    files: Sequence[File], before: Manifest, store: Path, *, full: bool, map_: Map
) -> tuple[list[File], int]:
    """Count texts that no pack holds, or all; return the files with their packs, and how many."""
    wanted = {file.text_key: file.pack or "" for file in sorted(files) if file.text_key is not None}
    stored = [{path.stem for path in list_dir(store / table)} for table in text_stats.TABLES]
    is_same = before.text_version == text_stats.text_version() and not full
    usable = set(before.text_packs()).intersection(*stored) if is_same else set()
    pack_by_key = {
        file.text_key: file.text_pack for file in before.files if file.text_pack in usable and file.text_key is not None
    }
    if not wanted.keys() <= pack_by_key.keys():
        pack_by_key = _find_packs(usable, store)
    tasks = _plan_tasks(wanted, pack_by_key, store)
    uncounted = [sum(len(part.keys) for part in task.posts) for task in tasks]
    for task, id in zip(tasks, track("count", map_(write_text_pack, tasks), uncounted), strict=True):
        pack_by_key |= dict.fromkeys(task.keys, id)
    if tasks:
        for table in text_stats.TABLES:
            sync(store / table)
    return [
        file._replace(text_pack=pack_by_key[file.text_key] if file.text_key is not None else None) for file in files
    ], sum(uncounted)


def _find_packs(packs: Collection[str], store: Path) -> dict[int, str]:
    """Return the pack of each text, even of one that no post has now: it may come back."""
    pack_by_key: dict[int, str] = {}
    for pack in packs:
        with suppress(pa.ArrowException, OSError):  # damaged or gone: its texts are counted again
            keys = parquet.load(pack_path(store, "openings", pack), ["text_key"])
            pack_by_key |= dict.fromkeys(keys.column(0).to_pylist(), pack)
    return pack_by_key


def _plan_tasks(wanted: Mapping[int, str], found: Mapping[int, str], store: Path) -> list[TextPackTask]:
    """Return tasks for texts that no pack holds and, if there are any, for packs to repack."""
    missing, keys_by_pack = defaultdict[str, set[int]](set), defaultdict[str, set[int]](set)
    for key, pack in wanted.items():
        if key in found:
            keys_by_pack[found[key]].add(key)
        else:
            missing[pack].add(key)
    if not missing:
        return []
    live_texts = {pack: len(keys) for pack, keys in keys_by_pack.items()}
    to_repack = {pack: keys_by_pack[pack] for pack in packs_to_repack(live_texts, Counter(found.values()))}
    per_task = max(MIN_TEXTS_PER_TASK, sum(map(len, missing.values())) // TASKS_FOR_FEW_TEXTS)
    tasks = [TextPackTask(store, posts=batch) for batch in group_parts(missing, min(MAX_TEXTS_PER_PACK, per_task))]
    return tasks + [TextPackTask(store, packs=batch) for batch in group_parts(to_repack, MAX_TEXTS_PER_PACK)]


def group_parts(texts: Mapping[str, Collection[int]], max_texts: int) -> Iterator[tuple[Part, ...]]:
    """Yield the parts of each pack: at most `max_texts` texts, unless one part has more."""
    batch: list[Part] = []
    for id, keys in texts.items():
        if batch and sum(len(part.keys) for part in batch) + len(keys) > max_texts:
            yield tuple(batch)
            batch = []
        batch.append(Part(id, frozenset(keys)))
    if batch:
        yield tuple(batch)
