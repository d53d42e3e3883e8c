"""Which fragments' texts must be counted, and the task that a worker is given for one; text.py does the counting."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.files import replacing
from pipeline.lake import text
from pipeline.lake.manifest import Manifest
from pipeline.lake.plan import File
from pipeline.lake.pool import Map
from pipeline.progress import tracked


@dataclass(frozen=True)
class TextTask:
    """Count the texts of the `fragment` of posts, made of `size` files, also what was counted already if `again`."""

    lake: Path
    fragment: str
    size: int
    again: bool = False


@dataclass(frozen=True)
class Counted:
    """The name that the tables of a fragment's texts share, and of how many posts they had to be made."""

    id: str
    posts: int


def counted(task: TextTask) -> Counted:
    """Write what the posts of a fragment say, unless their texts have been counted the same way before."""
    table = pq.read_table(task.lake / "posts" / f"{task.fragment}.parquet", columns=["fate", *text.READS])
    posts = table.filter(pc.not_equal(table.column("fate"), "problem")).drop_columns("fate")
    id = text_id(posts)
    paths = [path_of(task.lake, name, id) for name in text.TABLES]
    if not task.again and all(path.exists() for path in paths):
        return Counted(id, 0)
    for path, made in zip(paths, text.text(posts), strict=True):
        with replacing(path) as beside:
            # hashes do not get smaller, and trying would cost as much as making them
            packed = {"compression": "none" if made.schema == text.FINGERPRINTS else "zstd"}
            pq.write_table(made, beside, use_dictionary=["site", "post_id", "term"], **packed)
    return Counted(id, posts.num_rows)


def text_id(posts: pa.Table) -> str:
    """sha256 of the recipe and of all that it reads of the posts: what else a setting changes is not counted again."""
    name = hashlib.sha256(text.recipe().encode())
    for row in posts.to_pylist():
        for column in text.READS:
            value = row[column]
            name.update(b"\0-" if value is None else b"\0+" + hashlib.sha256(value.encode()).digest())
    return name.hexdigest()


def path_of(lake: Path, table: str, id: str) -> Path:
    return lake / table / f"{id}.parquet"


def with_texts(files: Sequence[File], before: Manifest, lake: Path, *, full: bool, map_: Map) -> tuple[list[File], int]:
    """Count the texts of every fragment that is new, or of all by another recipe; gives the files with their texts'
    name, and how many posts were counted."""
    known: dict[str, str] = {}
    if before.text_recipe == text.recipe() and not full:
        there = {id for id in before.texts() if all(path_of(lake, name, id).exists() for name in text.TABLES)}
        known = {file.fragment: file.text for file in before.files if file.fragment and file.text in there}
    sizes = Counter(file.fragment for file in files if file.fragment and file.fragment not in known)
    tasks = [TextTask(lake, fragment, size, full) for fragment, size in sorted(sizes.items())]
    posts = 0
    for task, done in zip(tasks, tracked("count", map_(counted, tasks), len(tasks)), strict=True):
        known[task.fragment] = done.id
        posts += done.posts
    return [replace(file, text=known[file.fragment] if file.fragment else None) for file in files], posts
