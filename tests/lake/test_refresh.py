"""A refresh costs what changed, and the lake is the same bytes however it came about. Real files, real processes."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline.errors import NotPublishedError, PostsError
from pipeline.lake import texts
from pipeline.lake.history import Refresh
from pipeline.lake.manifest import Manifest
from pipeline.lake.pool import Map, pool
from pipeline.lake.refresh import Committed, commit, look, refuse_shrinking
from pipeline.lake.text import TABLES
from pipeline.site.config import load_site
from tests.conftest import PROJECT

POSTS = {
    "_posts/2024-01-05-one.md": "---\ntitle: One\n---\nThe first.\n",
    "_posts/2024-01-09-two.md": "---\ntitle: Two\n---\nThe second.\n",
    "_posts/2024-02-01-three.md": "---\ntitle: Three\n---\nThe third.\n",
    "_posts/2024-02-02-broken.md": "---\ntitle: a: b\n---\nNo post.\n",
    "_drafts/idea.md": "---\ntitle: Idea\n---\nNot yet.\n",
}


class Place:
    """A site and a lake in one folder, refreshed at will; fragments may lie in a store."""

    store: Path | None = None

    def __init__(self, folder: Path) -> None:
        self.root, self.lake, self.past = folder / "site", folder / "lake", folder / "history"
        for path, text in POSTS.items():
            self.write(path, text)

    def at(self, folder: Path) -> "Place":
        """The same site with a lake elsewhere."""
        other = copy(self)
        other.lake, other.past = folder / "lake", folder / "history"
        return other

    def write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        os.utime(target, (1_700_000_000, 1_700_000_000 + len(text)))  # long ago: the times can be trusted

    def refresh(self, *, full: bool = False, map_: Map = map) -> Committed:
        seen = look([load_site("s", self.root)], self.lake, full=full, map_=map_)
        now = datetime.now(UTC)
        return commit(seen, self.lake, self.past, Refresh(now, now), store=self.store, full=full, map_=map_)

    def unchanged(self) -> bool:
        return look([load_site("s", self.root)], self.lake).unchanged is not None

    def fragments(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.lake / "posts").iterdir()}

    def texts(self) -> dict[tuple[str, str], bytes]:
        folders = [self.lake / name for name in TABLES]
        return {(folder.name, path.name): path.read_bytes() for folder in folders for path in folder.iterdir()}

    def changes(self) -> list[tuple[str, str, str | None]]:
        names = [name for name in Manifest.read(self.lake).history if name.startswith("changes-")]
        rows = [row for name in names for row in pq.read_table(self.past / name).to_pylist()]
        return [(row["change"], row["path"], row["moved_from"]) for row in rows]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_the_second_look_hashes_and_parses_nothing(place: Place) -> None:
    first = place.refresh()
    assert (first.parsed, first.fragments) == (5, 3)
    before = place.fragments()

    def reads_nothing(function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterable[Any]:
        assert not list(tasks)
        return []

    second = place.refresh(map_=reads_nothing)
    assert (second.parsed, second.fragments) == (0, 0)
    assert place.fragments() == before
    assert place.unchanged()


def test_one_edited_post_rewrites_one_fragment_and_parses_one_post(place: Place) -> None:
    place.refresh()
    before = place.fragments()
    place.write("_posts/2024-01-09-two.md", "---\ntitle: Two, corrected\n---\nThe second.\n")
    assert not place.unchanged()
    done = place.refresh()
    assert (done.parsed, done.fragments) == (1, 1)
    after = place.fragments()
    assert len(before.keys() & after.keys()) == 2
    assert len(after) == 3, "the fragment that was replaced is gone"
    assert place.changes()[-1] == ("edited", "_posts/2024-01-09-two.md", None)


def test_refreshed_in_steps_or_at_once_the_lake_is_the_same_bytes(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.refresh()
    place.write("_posts/2024-01-09-two.md", "---\ntitle: Two, corrected\n---\nThe second.\n")
    place.refresh()
    place.write("_posts/2024-01-20-new.md", "---\ntitle: New\n---\nNew.\n")
    (place.root / "_posts/2024-02-01-three.md").unlink()
    in_steps = place.refresh()
    monkeypatch.setattr("pipeline.lake.pool.FEW", 0)
    with pool() as processes:
        for name, map_ in (("builtin", map), ("processes", processes)):
            here = place.at(tmp_path / name)
            assert here.refresh(map_=map_).manifest.lake_id == in_steps.manifest.lake_id
            assert here.fragments() == place.fragments()
            assert here.texts() == place.texts()


@dataclass
class Killing:
    """A task that ends its process, as a machine without memory does."""

    size: int = 1


def killed(task: Killing) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_worker_that_is_killed_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.lake.pool.FEW", 0)
    with pytest.raises(PostsError, match="a process that read posts was killed"), pool() as map_:
        list(map_(killed, [Killing(), Killing()]))


def test_only_the_changed_text_is_counted(place: Place) -> None:
    first = place.refresh()
    assert (first.counted, len(first.manifest.texts())) == (4, 3)
    before = place.texts()
    place.write("_posts/2024-01-09-two.md", "---\ntitle: Two\n---\nThe second, corrected.\n")
    second = place.refresh()
    assert second.counted == 1, "its neighbour of January is taken over"
    after = place.texts()
    assert len(before.keys() & after.keys()) == 2 * len(TABLES)
    assert len(after) == 3 * len(TABLES), "what was counted before is gone"
    assert place.refresh().counted == 0


def test_damaged_texts_are_not_taken_over(place: Place, tmp_path: Path) -> None:
    place.refresh()
    for path in (place.lake / "fingerprints").iterdir():
        path.write_bytes(path.read_bytes()[:-9])
    place.write("_posts/2024-01-09-two.md", "---\ntitle: Two\n---\nThe second, corrected.\n")
    assert place.refresh().counted == 2
    fresh = place.at(tmp_path / "fresh")
    fresh.refresh()
    january = place.texts().keys() & fresh.texts().keys()
    assert {name: place.texts()[name] for name in january if name[0] != "fingerprints"} == {
        name: fresh.texts()[name] for name in january if name[0] != "fingerprints"
    }


def test_a_setting_that_changes_no_text_counts_nothing_again(place: Place) -> None:
    place.refresh()
    before = place.texts()
    (place.root / "_config.yml").write_text("timezone: Asia/Tokyo\n")
    done = place.refresh()
    assert (done.parsed, done.counted) == (5, 0)
    assert place.texts() == before


def test_another_recipe_counts_every_text_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    first = place.refresh()
    monkeypatch.setattr("pipeline.lake.text.recipe", lambda: "a newer engine")
    assert not place.unchanged()
    second = place.refresh()
    assert (second.parsed, second.counted) == (0, 4)
    assert not set(first.manifest.texts()) & set(second.manifest.texts())
    assert len(place.texts()) == 3 * len(TABLES)


def test_lost_texts_are_counted_again(place: Place) -> None:
    place.refresh()
    before = place.texts()
    for path in (place.lake / "terms").iterdir():
        path.unlink()
    assert place.refresh().counted == 4
    assert place.texts() == before


def test_changes_are_recorded_once(place: Place) -> None:
    place.refresh()
    assert sorted(place.changes()) == sorted(("added", path, None) for path in POSTS)
    (place.root / "_posts/2024-02-01-three.md").rename(place.root / "_posts/2024-03-01-three.md")
    (place.root / "_posts/2024-01-05-one.md").unlink()
    place.refresh()
    place.refresh()
    assert place.changes()[len(POSTS) :] == [
        ("removed", "_posts/2024-01-05-one.md", None),
        ("moved", "_posts/2024-03-01-three.md", "_posts/2024-02-01-three.md"),
    ]


def test_a_touched_file_is_hashed_but_nothing_has_changed(place: Place) -> None:
    first = place.refresh()
    os.utime(place.root / "_posts/2024-01-05-one.md")
    assert place.unchanged()
    second = place.refresh()
    assert (second.parsed, second.manifest.lake_id) == (0, first.manifest.lake_id)


def test_a_file_of_this_moment_is_hashed_again_next_time(place: Place) -> None:
    """Two writes within one tick of the clock, of one length: only the content tells them apart."""
    path = place.root / "_posts/2024-01-05-one.md"
    path.write_text("---\ntitle: 1st\n---\nThe first.\n")
    moment = path.stat().st_mtime_ns
    place.refresh()
    path.write_text("---\ntitle: 2nd\n---\nThe first.\n")
    os.utime(path, ns=(moment, moment))
    assert not place.unchanged()


def test_a_lost_or_damaged_fragment_is_made_again(place: Place) -> None:
    place.refresh()
    before = place.fragments()
    for name in before:
        (place.lake / "posts" / name).unlink()
    assert place.refresh().parsed == 5
    assert place.fragments() == before
    for name in before:
        (place.lake / "posts" / name).write_bytes(b"not Parquet")
    place.write("_posts/2024-01-09-two.md", "---\ntitle: Two, corrected\n---\nThe second.\n")
    assert place.refresh().parsed == 2, "the rows of its neighbour could not be taken over"
    assert place.refresh(full=True).parsed == 5


def test_a_file_that_changes_or_vanishes_after_the_look_is_what_was_read(place: Place) -> None:
    def meddling(function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterable[Any]:
        if function.__name__ == "written":
            place.write("_posts/2024-01-05-one.md", "---\ntitle: Changed under the reader\n---\n")
            (place.root / "_posts/2024-01-09-two.md").unlink()
        return map(function, tasks)

    place.write("_posts/2024-01-20-new.md", POSTS["_posts/2024-01-05-one.md"])
    done = place.refresh(map_=meddling)
    assert {file.path: (file.fate, file.problems) for file in done.manifest.files} == {
        "_drafts/idea.md": ("draft", ()),
        "_posts/2024-01-05-one.md": ("post", ()),
        "_posts/2024-01-09-two.md": ("problem", ("vanished",)),
        "_posts/2024-01-20-new.md": ("post", ()),
        "_posts/2024-02-01-three.md": ("post", ()),
        "_posts/2024-02-02-broken.md": ("problem", ("front_matter_syntax",)),
    }
    titles = [row["title"] for path in (place.lake / "posts").iterdir() for row in pq.read_table(path).to_pylist()]
    assert "Changed under the reader" in titles
    assert not place.unchanged(), "one is gone"
    place.refresh()
    assert place.unchanged()
    anew = place.at(place.root.parent / "anew")
    anew.refresh()
    assert place.fragments() == anew.fragments()


def test_every_file_has_its_fate(place: Place) -> None:
    place.write("_posts/notes.txt", "no date in the name")
    done = place.refresh()
    assert {file.path: file.fate for file in done.manifest.files} == {
        "_drafts/idea.md": "draft",
        "_posts/2024-01-05-one.md": "post",
        "_posts/2024-01-09-two.md": "post",
        "_posts/2024-02-01-three.md": "post",
        "_posts/2024-02-02-broken.md": "problem",
        "_posts/notes.txt": "ignored",
    }


def test_a_site_that_lost_a_fifth_is_refused_before_anything_is_written(place: Place) -> None:
    place.refresh()
    for path in list(POSTS)[:2]:
        (place.root / path).unlink()
    with pytest.raises(
        NotPublishedError, match=r"s shrank from 5 files to 3 in .*; is it all there\? .*--allow-shrink"
    ):
        refuse_shrinking(look([load_site("s", place.root)], place.lake))


def test_texts_of_a_few_edits_anywhere_are_counted_in_one_task(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """To ask DuckDB costs what counting a hundred posts costs: a task for each fragment would cost more than the edits."""
    monkeypatch.setattr(texts, "MOST", 12)
    for number in range(36):
        place.write(f"_posts/2023-0{number % 3 + 1}-09-{number}.md", f"---\ntitle: Post {number}\n---\nWords.\n")
    tasks: list[texts.TextTask] = []

    def noting(function: Callable[[Any], Any], given: Iterable[Any]) -> Iterable[Any]:
        given = list(given)
        tasks.extend(task for task in given if isinstance(task, texts.TextTask))
        return map(function, given)

    place.refresh(map_=noting)
    assert len(tasks) >= 4, "twelve new posts a month are a task each"
    tasks.clear()
    for number in range(3):
        place.write(f"_posts/2023-0{number + 1}-09-{number}.md", f"---\ntitle: Post {number}\n---\nOther words.\n")
    assert (place.refresh(map_=noting).counted, [len(task.fragments) for task in tasks]) == (3, [3])


@pytest.mark.parametrize(
    ("sizes", "tasks"),
    [
        pytest.param([30] * 70, [510, 510, 510, 510, 60], id="a hundred edits anywhere"),
        pytest.param([1_000] * 6, [1_000] * 6, id="new months"),
        pytest.param([300] * 20, [900] * 6 + [600], id="much is not asked of DuckDB for a hundred posts at a time"),
        pytest.param([30] * 5, [150], id="few"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_a_task_is_neither_so_small_that_asking_costs_most_nor_so_large_that_one_process_waits(
    sizes: list[int], tasks: list[int]
) -> None:
    batches = texts.batches([texts.Uncounted(str(at), size, ()) for at, size in enumerate(sizes)])
    assert [sum(fragment.size for fragment in batch) for batch in batches] == tasks


def test_ctrl_c_is_not_for_those_who_read_posts() -> None:
    """The terminal sends it to all; the server would end in a traceback while it imports what they need."""
    lines = [
        "import os, signal",
        "from pipeline.lake.pool import pool, prepare",
        "from pipeline.lake.texts import Uncounted, TextTask",
        "signal.signal(signal.SIGINT, lambda *_: print('interrupted', flush=True))",
        "prepare()",
        "os.killpg(0, signal.SIGINT)",
        "with pool() as map_: print(*map_(repr, [TextTask(None, (Uncounted('a', 2_000, ()),), False)] * 2), sep='|')",
    ]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        cwd=PROJECT,
        start_new_session=True,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr, done.stdout.count("TextTask")) == (0, "", 2)
    assert done.stdout.startswith("interrupted\n")
