"""Analysts, each a process of its own, who query while refreshes publish; and the disk that all of it takes."""

import json
import multiprocessing
import tempfile
import time
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import duckdb

from tests.conftest import refreshed

QUERIES = (
    "select count(*), max(title) from core.posts",
    "select month, posts, stories from cadence.monthly order by month",
    "select label, sum(weekly.stories) from topics.weekly join topics.topics using (site, topic_id) group by all order by all",
    "select (select count(*) from core.post_bodies) = (select count(*) from core.posts where is_live)",
)


@dataclass(frozen=True)
class Seen:
    """What happened to `analysts` through `refreshes`; `files` is how many versions of the file they saw in all."""

    analysts: int
    refreshes: int
    queries: int
    connections: int
    files: int
    errors: list[str]
    seconds: float

    def __str__(self) -> str:
        return (
            f"{self.analysts} analysts through {self.refreshes} refreshes: {self.connections:,} connections, "
            f"{self.queries:,} queries, {self.files} files seen, {len(self.errors)} errors, {self.seconds:,.0f} s"
        )


def analyse(published: str, over: Event, answers: Any, pause: float) -> None:
    """Connect, ask, close, until it is `over`."""
    queries, connections, files, errors = 0, 0, set[int](), []
    while not over.is_set():
        try:
            with duckdb.connect(published, read_only=True, config={"threads": 1, "memory_limit": "100MB"}) as duck:
                connections += 1
                for query in QUERIES:
                    [first, *_] = duck.execute(query).fetchall()
                    queries += 1
                    if query == QUERIES[0]:
                        files.add(first[0])
                if first != (True,):
                    errors.append("a file that is not of one piece")
        except duckdb.Error as error:
            errors.append(str(error))
        time.sleep(pause)
    answers.put(json.dumps([queries, connections, sorted(files), errors[:3]]))


def through_refreshes(analysts: int, refreshes: int) -> Seen:
    """Refresh a site that gains a post each time, while all analysts query."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        project = refreshed(Path(folder))
        processes = multiprocessing.get_context("spawn")
        over, answers = processes.Event(), processes.Queue()
        people = [
            processes.Process(target=analyse, args=(str(project.published), over, answers, 0.2 * analysts))
            for _ in range(analysts)
        ]
        for person in people:
            person.start()
        errors, sizes = [], []
        try:
            for number in range(refreshes):
                path = project.site / f"_posts/2026-06-25-number-{number}.md"
                path.write_text(f"---\ntitle: Number {number}\n---\nOne more.\n")
                done = project.run("refresh")
                if done.returncode:
                    errors.append(done.stderr)
                sizes.append(_size(project.root / "warehouse"))
        finally:
            over.set()
        found = [json.loads(answers.get(timeout=120)) for _ in people]
        for person in people:
            person.join(timeout=60)
        if sizes[-1] > 1.3 * sizes[1]:
            errors.append(f"the warehouse grew from {sizes[1]:,} to {sizes[-1]:,} bytes")
    files = {count for _, _, seen, _ in found for count in seen}
    errors += [error for *_, some in found for error in some]
    queries, connections = (sum(one[place] for one in found) for place in (0, 1))
    return Seen(analysts, refreshes, queries, connections, len(files), errors, time.perf_counter() - begun)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
