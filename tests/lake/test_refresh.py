"""A refresh costs what changed, and the lake holds the same however it came about. Real files, real processes."""

import os
import random
import re
import shutil
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
from pipeline.lake import plan, refresh, texts
from pipeline.lake.history import Refresh
from pipeline.lake.manifest import Manifest
from pipeline.lake.pool import Map, pool
from pipeline.lake.refresh import Committed, commit, look, refuse_shrinking
from pipeline.lake.sources import sources
from pipeline.lake.text import TABLES
from pipeline.settings import SQL
from pipeline.site.config import load_site
from pipeline.warehouse.session import attached
from tests.conftest import PROJECT

POSTS = {
    "_posts/2024-01-05-one.md": "---\ntitle: One\n---\nThe first.\n",
    "_posts/2024-01-09-two.md": "---\ntitle: Two\n---\nThe second.\n",
    "_posts/2024-02-01-three.md": "---\ntitle: Three\n---\nThe third.\n",
    "_posts/2024-02-02-broken.md": "---\ntitle: a: b\n---\nNo post.\n",
    "_drafts/idea.md": "---\ntitle: Idea\n---\nNot yet.\n",
}


class Place:
    """A site and a lake in one folder, refreshed at will; packs may lie in a store."""

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

    def refresh(self, *, full: bool = False, map_: Map = map) -> Committed:
        seen = look([load_site("s", self.root)], self.lake, full=full, map_=map_)
        now = datetime.now(UTC)
        return commit(seen, self.lake, self.past, Refresh(now, now), store=self.store, full=full, map_=map_)

    def unchanged(self) -> bool:
        return look([load_site("s", self.root)], self.lake).unchanged is not None

    def packs(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.lake / "posts").iterdir()}

    def posts(self) -> list[tuple]:
        """Those rows of lake.posts that count, by path, without their keys."""
        with attached(sources(Manifest.read(self.lake), self.lake, self.past, SQL / "seeds")) as duck:
            return duck.execute(
                "select * exclude (row_key) from lake.posts semi join lake.files using (row_key) order by path"
            ).fetchall()

    def text_packs(self) -> dict[tuple[str, str], bytes]:
        folders = [self.lake / name for name in TABLES]
        return {(folder.name, path.name): path.read_bytes() for folder in folders for path in folder.iterdir()}

    def texts(self) -> dict[str, list[dict[str, Any]]]:
        """What is counted of the posts that are there, by their keys, and of each once."""
        wanted = [file.text_key for file in Manifest.read(self.lake).files if file.text_key is not None]
        found = {}
        for name in TABLES:
            rows = [row for path in (self.lake / name).iterdir() for row in pq.read_table(path).to_pylist()]
            # the order of a text's terms counts, that of texts does not
            found[name] = sorted((row for row in rows if row["text_key"] in wanted), key=lambda row: row["text_key"])
        assert [row["text_key"] for row in found["openings"]] == sorted(wanted)
        return found

    def changes(self) -> list[tuple[str, str, str | None]]:
        names = [name for name in Manifest.read(self.lake).history if name.startswith("changes-")]
        rows = [row for name in names for row in pq.read_table(self.past / name).to_pylist()]
        return [(row["change"], row["path"], row["moved_from"]) for row in rows]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_the_second_look_hashes_and_parses_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refresh, "SETTLED_NS", 0)  # their times are trusted at once
    first = place.refresh()
    assert (first.parsed, first.packs) == (5, 1)
    before = place.packs()

    def reads_nothing(function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterable[Any]:
        assert not list(tasks)
        return []

    second = place.refresh(map_=reads_nothing)
    assert (second.parsed, second.packs) == (0, 0)
    assert place.packs() == before
    assert place.unchanged()


def test_a_pack_of_one_post_is_no_measure_of_the_others(place: Place) -> None:
    """DuckDB takes every file of a table to have as many rows as the first; wrong by far, it joins the wrong way round."""

    def expected(table: str) -> int:
        with attached(sources(Manifest.read(place.lake), place.lake, place.past, SQL / "seeds")) as duck:
            plan_ = duck.execute(f"explain select * from {table}").fetchall()[0][1]
            found = re.search(r"~([\d,]+) rows?", plan_)
            assert found, plan_
            return int(found[1].replace(",", ""))

    def first_by_name(manifest: Manifest) -> set[str]:
        return {min(manifest.packs()), min(manifest.text_packs())}

    large = first_by_name(place.refresh().manifest)
    for day in range(1, plan.MOST_WORN):
        place.write(f"_posts/2024-03-{day:02}-more.md", f"---\ntitle: M{day}\n---\nMore.\n")
        manifest = place.refresh().manifest
        assert expected("lake.posts") >= len(manifest.files)
        assert expected("lake.openings") >= len(manifest.files) - 1  # one is broken
        if not large & first_by_name(manifest):
            return
    pytest.fail("no pack of one post has the first of the names")


def test_one_edited_post_is_parsed_and_written_and_no_other(place: Place, tmp_path: Path) -> None:
    place.refresh()
    before = place.packs()
    place.write("_posts/2024-01-09-two.md", "---\ntitle: Two, corrected\n---\nThe second.\n")
    assert not place.unchanged()
    done = place.refresh()
    assert (done.parsed, done.packs) == (1, 1)
    after = place.packs()
    assert before.items() <= after.items(), "what was parsed before stays as it is"
    assert [len(before), len(after)] == [1, 2]
    fresh = place.at(tmp_path / "fresh")
    fresh.refresh()
    assert place.posts() == fresh.posts(), "the row that was replaced is not read"
    assert place.changes()[-1] == ("edited", "_posts/2024-01-09-two.md", None)


def test_refreshed_in_steps_or_at_once_the_lake_holds_the_same(
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
            assert here.posts() == place.posts()
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
    assert (first.counted, len(first.manifest.text_packs())) == (4, 1)
    before, said = place.text_packs(), place.texts()
    place.write("_posts/2024-01-09-two.md", "---\ntitle: Two\n---\nThe second, corrected.\n")
    assert place.refresh().counted == 1
    after = place.text_packs()
    assert before.items() <= after.items(), "what was counted before stays as it is"
    assert len(after) == 2 * len(TABLES)
    assert place.refresh().counted == 0
    place.write("_posts/2024-01-09-two.md", POSTS["_posts/2024-01-09-two.md"])
    assert place.refresh().counted == 0, "what it said before has been counted"
    assert (place.text_packs(), place.texts()) == (before, said)


def test_packs_that_are_small_or_wasteful_are_put_together(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a year of nights would be a year of packs, and of what posts once said."""
    monkeypatch.setattr(plan, "MOST_WORN", 3)
    monkeypatch.setattr(plan, "SMALL", 3)
    packs, rows = [], []
    for night in range(40):
        place.write(f"_posts/2023-05-{night % 7 + 1:02}-x.md", f"---\ntitle: X\n---\nWords{', and more' * night}.\n")
        assert place.refresh().counted == (5 if night == 0 else 1)
        for table in ("posts", "openings"):
            written = list((place.lake / table).iterdir())
            packs.append(len(written))
            rows.append(sum(pq.read_table(path).num_rows for path in written))
    assert max(packs) <= 3 + 1 + 12 // 3, "worn ones, the night's, and those of three or more"
    assert max(rows) <= 2 * 12
    fresh = place.at(tmp_path / "fresh")
    fresh.refresh()
    assert (place.texts(), place.posts()) == (fresh.texts(), fresh.posts())
    place.refresh(full=True)
    assert place.text_packs() == fresh.text_packs(), "nothing is left of what posts said before"
    assert place.packs() == fresh.packs()


def test_a_post_that_is_back_as_it_was_is_there_once(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows of both times have one path and one content, and lie in packs that are put together."""
    monkeypatch.setattr(plan, "MOST_WORN", 2)
    shutil.rmtree(place.root)
    nights = [
        {"a": "As it was.", "b": "Another."},
        {"a": "Quite otherwise."},
        {"a": "As it was."},
        {"c": "New.", "d": "New, too."},  # a larger pack, which is left alone
        {"e": "New as well."},
    ]
    for night in nights:
        for name, said in night.items():
            place.write(f"_posts/2024-01-01-{name}.md", f"---\n---\n{said}\n")
        assert place.refresh().parsed == len(night)
    rows = [pq.read_table(path).num_rows for path in (place.lake / "posts").iterdir()]
    assert sorted(rows) == [1, 2, 2], "the packs of a and b are one"
    fresh = place.at(tmp_path / "fresh")
    fresh.refresh()
    assert place.posts() == fresh.posts()


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_night_by_night_the_rows_are_those_from_scratch(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Posts come, go, and come back as they were, while what is left of them in packs is put together."""
    monkeypatch.setattr(plan, "MOST_WORN", 2)
    monkeypatch.setattr(plan, "SMALL", 4)
    chance = random.Random(seed)
    for night in range(15):
        for _ in range(chance.randint(1, 3)):
            path = f"_posts/2024-01-01-{chance.randint(1, 6)}.md"
            if chance.random() < 0.3 and (place.root / path).exists():
                (place.root / path).unlink()
            else:
                place.write(path, f"---\n---\nWords{', and more' * chance.randint(0, 2)}.\n")
        place.refresh()
        fresh = place.at(tmp_path / str(night))
        fresh.refresh()
        assert (place.posts(), place.texts()) == (fresh.posts(), fresh.texts()), night


def test_damaged_texts_are_not_taken_over(place: Place, tmp_path: Path) -> None:
    place.refresh()
    for path in (place.lake / "openings").iterdir():
        path.write_bytes(path.read_bytes()[:-9])
    place.write("_posts/2024-01-09-two.md", "---\ntitle: Two\n---\nThe second, corrected.\n")
    assert place.refresh().counted == 4
    fresh = place.at(tmp_path / "fresh")
    fresh.refresh()
    assert place.text_packs() == fresh.text_packs()


def test_a_damaged_pack_that_is_to_be_put_together_is_named(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without mend(), which finds it first wherever the warehouse has the checksums."""
    monkeypatch.setattr(plan, "MOST_WORN", 1)
    place.refresh()
    place.write("_posts/2024-01-09-two.md", "---\ntitle: Two\n---\nThe second, corrected.\n")
    place.refresh()
    for path in (place.lake / "terms").iterdir():
        path.write_bytes(path.read_bytes()[:-9])
    place.write("_posts/2024-01-05-one.md", "---\ntitle: One\n---\nThe first, corrected.\n")
    with pytest.raises(PostsError, match=rf"{place.lake}/terms/.* is damaged \(.*\); remove it and refresh"):
        place.refresh()
    for path in (place.lake / "terms").iterdir():
        path.unlink()
    assert place.refresh().counted == 4


def test_a_setting_that_changes_no_text_counts_nothing_again(place: Place) -> None:
    place.refresh()
    before = place.text_packs()
    (place.root / "_config.yml").write_text("timezone: Asia/Tokyo\n")
    done = place.refresh()
    assert (done.parsed, done.counted) == (5, 0)
    assert place.text_packs() == before


def test_another_recipe_counts_every_text_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    first = place.refresh()
    monkeypatch.setattr("pipeline.lake.text.recipe", lambda: "a newer engine")
    assert not place.unchanged()
    second = place.refresh()
    assert (second.parsed, second.counted) == (0, 4)
    assert not set(first.manifest.text_packs()) & set(second.manifest.text_packs())
    assert len(place.text_packs()) == len(TABLES)


def test_lost_texts_are_counted_again(place: Place) -> None:
    place.refresh()
    before = place.text_packs()
    for path in (place.lake / "terms").iterdir():
        path.unlink()
    assert place.refresh().counted == 4
    assert place.text_packs() == before


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


def test_a_touched_file_is_hashed_but_nothing_has_changed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refresh, "SETTLED_NS", 0)
    first = place.refresh()
    os.utime(place.root / "_posts/2024-01-05-one.md")
    assert place.unchanged()
    second = place.refresh()
    assert (second.parsed, second.manifest.lake_id) == (0, first.manifest.lake_id)


def test_a_file_of_this_moment_is_hashed_again_next_time(place: Place) -> None:
    """Two writes within one tick of the clock, of one length: only the content tells them apart."""
    path = place.root / "_posts/2024-01-05-one.md"
    path.write_text("---\ntitle: 1st\n---\nThe first.\n")
    place.refresh()
    assert {file.changed_ns for file in Manifest.read(place.lake).files} == {0}, "a time that is trusted"
    path.write_text("---\ntitle: 2nd\n---\nThe first.\n")
    assert not place.unchanged()


def test_files_that_changed_places_are_seen_whatever_their_times(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds set all times to one: two posts of one length that change places are told by when they were renamed."""
    monkeypatch.setattr(refresh, "SETTLED_NS", 0)  # so that their times are trusted at once
    one, two = (place.root / f"_posts/2024-01-0{n}-swap.md" for n in (1, 2))
    for path, title in ((one, "A"), (two, "B")):
        path.write_text(f"---\ntitle: {title}\n---\n")
        os.utime(path, ns=(1, 1))
    place.refresh()
    assert place.unchanged()
    one.rename(place.root / "aside")
    two.rename(one)
    (place.root / "aside").rename(two)
    assert not place.unchanged()
    place.refresh()
    assert place.changes()[-2:] == [("edited", f"_posts/2024-01-0{n}-swap.md", None) for n in (1, 2)]


def test_the_size_of_a_file_that_jekyll_ignores(place: Place) -> None:
    place.write("_posts/notes.txt", "one")
    first = place.refresh()
    place.write("_posts/notes.txt", "one, two and three")
    assert not place.unchanged()
    second = place.refresh()
    assert second.manifest.lake_id != first.manifest.lake_id
    assert [file.bytes for file in second.manifest.files if file.ignored] == [18]


def test_a_site_without_settings_and_posts(tmp_path: Path) -> None:
    (tmp_path / "site/_posts").mkdir(parents=True)
    assert look([load_site("s", tmp_path / "site")], tmp_path / "lake").files == []


def test_a_lost_pack_is_made_again(place: Place) -> None:
    place.refresh()
    before = place.packs()
    for name in before:
        (place.lake / "posts" / name).unlink()
    assert place.refresh().parsed == 5
    assert place.packs() == before


def test_what_is_left_of_damaged_packs_is_parsed_again(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without mend(), which finds it first wherever the warehouse has the checksums."""
    monkeypatch.setattr(plan, "MOST_WORN", 1)
    place.refresh()
    place.write("_posts/2024-01-09-two.md", "---\ntitle: Two, corrected\n---\nThe second.\n")
    place.refresh()
    for path in (place.lake / "posts").iterdir():
        path.write_bytes(b"not Parquet")
    place.write("_posts/2024-01-05-one.md", "---\ntitle: One, corrected\n---\nThe first.\n")
    assert place.refresh().parsed == 5, "the edited one, and what nobody can tell to be there once"
    fresh = place.at(tmp_path / "fresh")
    fresh.refresh()
    assert place.posts() == fresh.posts()


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
    assert place.posts() == anew.posts()


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
    """To ask DuckDB costs what counting a hundred posts costs: a task for each place would cost more than the edits."""
    for module in (plan, texts):
        monkeypatch.setattr(module, "MOST", 12)
    for number in range(36):
        place.write(f"_posts/2023-0{number % 3 + 1}-09-{number}.md", f"---\ntitle: Post {number}\n---\nWords.\n")
    tasks: list[texts.PackTask] = []

    def noting(function: Callable[[Any], Any], given: Iterable[Any]) -> Iterable[Any]:
        given = list(given)
        tasks.extend(task for task in given if isinstance(task, texts.PackTask))
        return map(function, given)

    place.refresh(map_=noting)
    assert len(tasks) == 4, "of ten posts each"
    tasks.clear()
    for number in range(3):
        place.write(f"_posts/2023-0{number + 1}-09-{number}.md", f"---\ntitle: Post {number}\n---\nOther words.\n")
    assert (place.refresh(map_=noting).counted, [len(task.posts) for task in tasks]) == (3, [1])


@pytest.mark.parametrize(
    ("sizes", "packs"),
    [
        pytest.param([1] * 70, [70], id="a hundred edits anywhere"),
        pytest.param([400] * 5, [800, 800, 400], id="packs of posts share one of texts"),
        pytest.param([1_500, 400], [1_500, 400], id="and none is cut"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_a_pack_is_of_as_many_texts_as_are_counted_at_once(sizes: list[int], packs: list[int]) -> None:
    batches = texts.batches({str(at): range(size) for at, size in enumerate(sizes)}, 1_000)
    assert [sum(len(part.keys) for part in batch) for batch in batches] == packs


def test_ctrl_c_is_not_for_those_who_read_posts() -> None:
    """The terminal sends it to all; the server would end in a traceback while it imports what they need."""
    lines = [
        "import os, signal",
        "from pipeline.lake.pool import pool, prepare",
        "from pipeline.lake.texts import Part, PackTask",
        "signal.signal(signal.SIGINT, lambda *_: print('interrupted', flush=True))",
        "prepare()",
        "os.killpg(0, signal.SIGINT)",
        "with pool() as map_: print(*map_(repr, [PackTask(None, (Part('a', frozenset(range(2_000))),))] * 2), sep='|')",
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
    assert (done.returncode, done.stderr, done.stdout.count("PackTask")) == (0, "", 2)
    assert done.stdout.startswith("interrupted\n")
