"""Which fragments' texts must be counted, and the task that a worker is given for a few; text.py does the counting."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.files import sync, within
from pipeline.lake import parquet, text
from pipeline.lake.manifest import Manifest
from pipeline.lake.plan import File
from pipeline.lake.pool import Map
from pipeline.lake.text import Text
from pipeline.progress import tracked

MOST, LEAST = 1_000, 200  # posts counted at once; to ask DuckDB costs what a hundred posts cost
SHARES = 4  # batches that few posts make, so that no process waits long for another
TAKEN = 6  # posts that are taken over in the time in which one is counted


@dataclass(frozen=True)
class Uncounted:
    """A fragment of posts, as much work as counting `size` of them; `previous` names what was counted of it before."""

    fragment: str
    size: int
    previous: tuple[str, ...]


@dataclass(frozen=True)
class TextTask:
    """Count the texts of `fragments`, also what was counted already if `again`."""

    store: Path
    fragments: tuple[Uncounted, ...]
    again: bool

    @property
    def size(self) -> int:
        return sum(fragment.size for fragment in self.fragments)


@dataclass(frozen=True)
class Counted:
    """The name that the tables of a fragment's texts share, and of how many posts they had to be made."""

    id: str
    posts: int


class _Part(NamedTuple):
    """What was counted, now or before, and of which posts it is wanted."""

    text: Text
    post_ids: set[str]


@dataclass(frozen=True)
class _Work:
    """What is left to do for a fragment: `taken` was counted before (None: all of it is there), `rest` was not."""

    id: str
    taken: list[_Part] | None
    rest: pa.Table
    sha256: dict[str, str]


def counted(task: TextTask) -> list[Counted]:
    """Write what the posts of each fragment say: what was counted of the same texts before is taken over, the rest of
    all fragments is counted at once. The same bytes as when everything is counted. Names are not yet on the disk."""
    work = [_work(task, fragment) for fragment in task.fragments]
    sha256 = {post_id: digest for part in work for post_id, digest in part.sha256.items()}
    for part, made in zip(work, text.text([part.rest for part in work], sha256), strict=True):
        if part.taken is not None:
            _write(task.store, part.id, [*part.taken, _Part(made, set(part.rest.column("post_id").to_pylist()))])
    return [Counted(part.id, part.rest.num_rows) for part in work]


def _work(task: TextTask, fragment: Uncounted) -> _Work:
    table = parquet.read(task.store / "posts" / f"{fragment.fragment}.parquet", ["fate", *text.READS])
    posts = table.filter(pc.not_equal(table.column("fate"), "problem")).drop_columns("fate")
    sha256 = text.digests(posts)
    # what else a setting changes of a post is not counted again
    id = hashlib.sha256("\0".join([text.recipe(), *(f"{key} {sha256[key]}" for key in sorted(sha256))]).encode())
    if not task.again and is_there(task.store, id.hexdigest()):
        return _Work(id.hexdigest(), None, posts.slice(0, 0), {})
    taken = _taken_over(task.store, fragment.previous, sha256)
    known = set[str]().union(*(part.post_ids for part in taken))
    is_left = pa.array([post_id not in known for post_id in posts.column("post_id").to_pylist()], pa.bool_())
    return _Work(id.hexdigest(), taken, posts.filter(is_left), sha256)


def _taken_over(store: Path, previous: Sequence[str], sha256: dict[str, str]) -> list[_Part]:
    """What of the `previous` texts can be taken over."""
    found = []
    for name in previous:
        try:
            before = Text(*(parquet.read(path_of(store, table, name)) for table in text.TABLES))
        except (pa.ArrowException, OSError):  # damaged or gone: its posts are counted again
            continue
        pairs = zip(*(before.openings.column(name).to_pylist() for name in ("post_id", "sha256")), strict=True)
        found.append(_Part(before, {post_id for post_id, digest in pairs if sha256.get(post_id) == digest}))
    return found


def _write(store: Path, id: str, parts: Sequence[_Part]) -> None:
    for at, (name, schema) in enumerate(text.TABLES.items()):
        # hashes do not get smaller, and trying would cost as much as making them
        options = {"compression": "none"} if schema == text.FINGERPRINTS else {}
        table = _sorted([(part.text[at], part.post_ids) for part in parts])
        content = parquet.encoded(table, use_dictionary=["site", "post_id", "term"], **options)
        parquet.put(path_of(store, name, id), content, named=False)


def _sorted(parts: Sequence[tuple[pa.Table, set[str]]]) -> pa.Table:
    """The rows of some posts of each table, sorted by post. Each is sorted already, so whole stretches stay together:
    to filter and to sort row by row takes twice as long."""
    wanted = [
        (post_id, number, start, end)
        for number, (table, post_ids) in enumerate(parts)
        for post_id, start, end in text.runs(table.column("post_id"))
        if post_id in post_ids
    ]
    stretches: list[tuple[int, int, int]] = []
    for _, number, start, end in sorted(wanted):
        goes_on = stretches and stretches[-1][::2] == (number, start)
        stretches.append((number, stretches.pop()[1] if goes_on else start, end))
    slices = [parts[number][0].slice(start, end - start) for number, start, end in stretches]
    return pa.concat_tables([parts[-1][0].slice(0, 0), *slices]).combine_chunks()


def path_of(store: Path, table: str, id: str) -> Path:
    return store / table / f"{id}.parquet"


def is_there(store: Path, id: str) -> bool:
    return all(path_of(store, table, id).exists() for table in text.TABLES)


def with_texts(
    files: Sequence[File], before: Manifest, store: Path, *, full: bool, map_: Map
) -> tuple[list[File], int]:
    """Count the texts of every fragment that is new, or of all by another recipe; gives the files with their texts'
    name, and how many posts were counted."""
    same = before.text_recipe == text.recipe() and not full
    stored = [{path.stem for path in within(store / table)} for table in text.TABLES]
    there = set(before.texts()).intersection(*stored) if same else set()
    old = {file.key: file for file in before.files if file.text in there}
    known = {file.fragment: file.text for file in old.values()}
    members: defaultdict[str, list[File]] = defaultdict(list)
    for file in files:
        if file.fragment and file.fragment not in known:
            members[file.fragment].append(file)
    uncounted = []
    for fragment, those in sorted(members.items()):
        taken = [old[file.key] for file in those if file.key in old and old[file.key].content == file.content]
        previous = tuple(sorted({other.text or "" for other in taken}))
        uncounted.append(Uncounted(fragment, len(those) - len(taken) + len(taken) // TAKEN, previous))
    tasks = [TextTask(store, batch, full) for batch in batches(uncounted)]
    posts = 0
    for task, done in zip(tasks, tracked("count", map_(counted, tasks), len(tasks)), strict=True):
        for part, answer in zip(task.fragments, done, strict=True):
            known[part.fragment] = answer.id
            posts += answer.posts
    if tasks:
        for table in text.TABLES:
            sync(store / table)
    return [file._replace(text=known[file.fragment] if file.fragment else None) for file in files], posts


def batches(fragments: Sequence[Uncounted]) -> Iterator[tuple[Uncounted, ...]]:
    """What one task each is to count: at most MOST posts at once, and of fewer a share that keeps processes busy."""
    most = min(MOST, max(LEAST, sum(fragment.size for fragment in fragments) // SHARES))
    batch: list[Uncounted] = []
    for fragment in fragments:
        if batch and sum(other.size for other in batch) + fragment.size > most:
            yield tuple(batch)
            batch = []
        batch.append(fragment)
    if batch:
        yield tuple(batch)
