"""Which packs hold the texts of posts, and the task that makes a new one; text.py does the counting.

A pack holds what was counted of some texts, by their keys, and stays as it is. What a post says no longer stays in it
until worn packs are put together, and no row of lake.posts that counts has its key.
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
from pipeline.files import sync, within
from pipeline.lake import parquet, text
from pipeline.lake.manifest import Manifest
from pipeline.lake.plan import File, worn
from pipeline.lake.pool import Map
from pipeline.lake.text import Text
from pipeline.progress import tracked

MOST, LEAST = 1_000, 200  # posts counted at once; to ask DuckDB costs what a hundred posts cost
SHARES = 4  # packs that few posts make, so that no process waits long for another
OPENED = 3  # texts that are counted in the time in which a pack is read


@dataclass(frozen=True)
class Part:
    """Texts, by their keys, that a pack of posts or of texts holds."""

    id: str
    keys: frozenset[int]

    @property
    def size(self) -> int:
        return len(self.keys) + OPENED


@dataclass(frozen=True)
class PackTask:
    """Make a pack: count the texts in packs of `posts`, and take over what `packs` of texts hold."""

    store: Path
    posts: tuple[Part, ...] = ()
    packs: tuple[Part, ...] = ()

    @property
    def size(self) -> int:
        return sum(part.size for part in self.posts + self.packs)

    @property
    def keys(self) -> frozenset[int]:
        return frozenset[int]().union(*(part.keys for part in self.posts + self.packs))


def packed(task: PackTask) -> str:
    """Write a pack, sorted by key, and give its name, which is not yet on the disk."""
    name = hashlib.sha256(text.recipe().encode())
    name.update("".join(f"\0{key}" for key in sorted(task.keys)).encode())
    id = name.hexdigest()
    posts = [_some(path_of(task.store, "posts", part.id), part.keys, text.READS) for part in task.posts]
    parts = [text.text(pa.concat_tables(posts).sort_by("text_key"))] if posts else []
    for part in task.packs:
        parts.append(Text(*(_some(path_of(task.store, table, part.id), part.keys) for table in text.TABLES)))
    for tables, (table, schema) in zip(zip(*parts, strict=True), text.TABLES.items(), strict=True):
        whole = pa.concat_tables(tables)
        if len(parts) > 1:
            whole = whole.sort_by("text_key")  # a stable sort: terms of a text stay in their order
        # hashes do not get smaller, and trying would cost as much as making them
        options = {"compression": "none"} if schema == text.FINGERPRINTS else {}
        content = parquet.encoded(whole.combine_chunks(), use_dictionary=["text_key", "term"], **options)
        parquet.put(path_of(task.store, table, id), content, named=False)
    return id


def _some(path: Path, keys: Collection[int], columns: Sequence[str] | None = None) -> pa.Table:
    try:
        table = parquet.read(path, columns)
    except pa.ArrowException as error:  # of a store that keeps its own checksums; else it has been made again by now
        raise PostsError(f"{path} is damaged ({error}); remove it and refresh: it is made again") from error
    return table.filter(pc.is_in(table.column("text_key"), pa.array(keys, pa.int64())))


def path_of(store: Path, table: str, id: str) -> Path:
    return store / table / f"{id}.parquet"


def with_texts(
    files: Sequence[File], before: Manifest, store: Path, *, full: bool, map_: Map
) -> tuple[list[File], int]:
    """Count the texts that no pack holds, or all if `full`; gives the files with the names of their packs, and how many
    texts were counted."""
    wanted = {file.text_key: file.pack or "" for file in sorted(files) if file.text_key is not None}
    stored = [{path.stem for path in within(store / table)} for table in text.TABLES]
    is_same = before.text_recipe == text.recipe() and not full
    held = set(before.text_packs()).intersection(*stored) if is_same else set()
    found = {
        file.text_key: file.text_pack for file in before.files if file.text_pack in held and file.text_key is not None
    }
    if not wanted.keys() <= found.keys():
        found = _found(held, store)
    tasks = _tasks(wanted, found, store)
    uncounted = [sum(len(part.keys) for part in task.posts) for task in tasks]
    for task, id in zip(tasks, tracked("count", map_(packed, tasks), uncounted), strict=True):
        found |= dict.fromkeys(task.keys, id)
    if tasks:
        for table in text.TABLES:
            sync(store / table)
    return [
        file._replace(text_pack=found[file.text_key] if file.text_key is not None else None) for file in files
    ], sum(uncounted)


def _found(packs: Collection[str], store: Path) -> dict[int, str]:
    """Which pack holds a text, also one that no post has now: it may be back."""
    found: dict[int, str] = {}
    for pack in packs:
        with suppress(pa.ArrowException, OSError):  # damaged or gone: its texts are counted again
            keys = parquet.read(path_of(store, "openings", pack), ["text_key"])
            found |= dict.fromkeys(keys.column(0).to_pylist(), pack)
    return found


def _tasks(wanted: Mapping[int, str], found: Mapping[int, str], store: Path) -> list[PackTask]:
    """New packs for texts that none holds, and with these for what is wanted of worn ones, once those are many."""
    missing, held = defaultdict[str, set[int]](set), defaultdict[str, set[int]](set)
    for key, pack in wanted.items():
        if key in found:
            held[found[key]].add(key)
        else:
            missing[pack].add(key)
    if not missing:
        return []
    again = worn({pack: len(keys) for pack, keys in held.items()}, Counter(found.values()))
    few = max(LEAST, sum(map(len, missing.values())) // SHARES)
    tasks = [PackTask(store, posts=batch) for batch in batches(missing, min(MOST, few))]
    return tasks + [PackTask(store, packs=batch) for batch in batches({pack: held[pack] for pack in again}, MOST)]


def batches(texts: Mapping[str, Collection[int]], most: int) -> Iterator[tuple[Part, ...]]:
    """What goes into one pack each: at most as many texts as `most`, unless one part alone has more."""
    batch: list[Part] = []
    for id, keys in texts.items():
        if batch and sum(len(part.keys) for part in batch) + len(keys) > most:
            yield tuple(batch)
            batch = []
        batch.append(Part(id, frozenset(keys)))
    if batch:
        yield tuple(batch)
