"""A refresh costs what changed, and the lake holds the same however it came about. Real files, real processes."""

import random
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline.inputs import lake_inputs
from pipeline.lake import plan
from pipeline.lake.manifest import Manifest
from pipeline.lake.pool import process_pool
from pipeline.warehouse.session import attach_inputs
from tests.lake.workspace import POSTS, Workspace


def test_the_second_scan_hashes_and_parses_nothing(workspace: Workspace, trusted_times: None) -> None:
    first = workspace.refresh()
    assert (first.parsed, first.packs) == (5, 1)
    before = workspace.packs()

    def refuse_tasks(function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterable[Any]:
        assert not list(tasks)
        return []

    second = workspace.refresh(map_=refuse_tasks)
    assert (second.parsed, second.packs) == (0, 0)
    assert workspace.packs() == before
    assert workspace.is_unchanged()


def test_a_pack_of_one_post_is_no_measure_of_the_others(workspace: Workspace) -> None:
    """DuckDB takes every file of a table to have as many rows as the first; wrong by far, it joins the wrong way round."""

    def expected(table: str) -> int:
        with attach_inputs(lake_inputs(Manifest.load(workspace.lake), workspace.lake, workspace.history)) as duck:
            plan_ = duck.execute(f"explain select * from {table}").fetchall()[0][1]
            found = re.search(r"~([\d,]+) rows?", plan_)
            assert found, plan_
            return int(found[1].replace(",", ""))

    def first_by_name(manifest: Manifest) -> set[str]:
        return {min(manifest.packs()), min(manifest.text_packs())}

    large = first_by_name(workspace.refresh().manifest)
    for day in range(1, plan.MAX_STALE_PACKS):
        workspace.write(f"_posts/2024-03-{day:02}-more.md", f"---\ntitle: M{day}\n---\nMore.\n")
        manifest = workspace.refresh().manifest
        assert expected("lake.posts") >= len(manifest.files)
        assert expected("lake.openings") >= len(manifest.files) - 1  # one is broken
        if not large & first_by_name(manifest):
            return
    pytest.fail("no pack of one post has the first of the names")


def test_one_edited_post_is_parsed_and_written_and_no_other(workspace: Workspace, tmp_path: Path) -> None:
    workspace.refresh()
    before = workspace.packs()
    workspace.write("_posts/2024-01-09-two.md", "---\ntitle: Two, corrected\n---\nThe second.\n")
    assert not workspace.is_unchanged()
    done = workspace.refresh()
    assert (done.parsed, done.packs) == (1, 1)
    after = workspace.packs()
    assert before.items() <= after.items(), "what was parsed before stays as it is"
    assert [len(before), len(after)] == [1, 2]
    fresh = workspace.with_lake_in(tmp_path / "fresh")
    fresh.refresh()
    assert workspace.posts() == fresh.posts(), "the row that was replaced is not read"
    assert workspace.changes()[-1] == ("edited", "_posts/2024-01-09-two.md", None)


def test_refreshed_in_steps_or_at_once_the_lake_holds_the_same(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.refresh()
    workspace.write("_posts/2024-01-09-two.md", "---\ntitle: Two, corrected\n---\nThe second.\n")
    workspace.refresh()
    workspace.write("_posts/2024-01-20-new.md", "---\ntitle: New\n---\nNew.\n")
    (workspace.root / "_posts/2024-02-01-three.md").unlink()
    in_steps = workspace.refresh()
    monkeypatch.setattr("pipeline.lake.pool.MIN_FILES_FOR_POOL", 0)
    with process_pool() as processes:
        for name, map_ in (("builtin", map), ("processes", processes)):
            here = workspace.with_lake_in(tmp_path / name)
            assert here.refresh(map_=map_).manifest.lake_id == in_steps.manifest.lake_id
            assert here.posts() == workspace.posts()
            assert here.texts() == workspace.texts()


def test_packs_that_are_small_or_mostly_stale_are_repacked(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a year of nights would be a year of packs, and of what posts once said."""
    monkeypatch.setattr(plan, "MAX_STALE_PACKS", 3)
    monkeypatch.setattr(plan, "SMALL_PACK_ROWS", 3)
    packs, rows = [], []
    for night in range(40):
        workspace.write(
            f"_posts/2023-05-{night % 7 + 1:02}-x.md", f"---\ntitle: X\n---\nWords{', and more' * night}.\n"
        )
        assert workspace.refresh().counted == (5 if night == 0 else 1)
        for table in ("posts", "openings"):
            written = list((workspace.lake / table).iterdir())
            packs.append(len(written))
            rows.append(sum(pq.read_table(path).num_rows for path in written))
    assert max(packs) <= 3 + 1 + 12 // 3, "stale ones, the night's, and those of three or more"
    assert max(rows) <= 2 * 12
    fresh = workspace.with_lake_in(tmp_path / "fresh")
    fresh.refresh()
    assert (workspace.texts(), workspace.posts()) == (fresh.texts(), fresh.posts())
    workspace.refresh(full=True)
    assert workspace.text_packs() == fresh.text_packs(), "nothing is left of what posts said before"
    assert workspace.packs() == fresh.packs()


def test_a_post_that_is_back_as_it_was_is_there_once(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows of both times have one path and one content, and lie in packs that are repacked."""
    monkeypatch.setattr(plan, "MAX_STALE_PACKS", 2)
    shutil.rmtree(workspace.root)
    nights = [
        {"a": "As it was.", "b": "Another."},
        {"a": "Quite otherwise."},
        {"a": "As it was."},
        {"c": "New.", "d": "New, too."},  # a larger pack, which is left alone
        {"e": "New as well."},
    ]
    for night in nights:
        for name, said in night.items():
            workspace.write(f"_posts/2024-01-01-{name}.md", f"---\n---\n{said}\n")
        assert workspace.refresh().parsed == len(night)
    rows = [pq.read_table(path).num_rows for path in (workspace.lake / "posts").iterdir()]
    assert sorted(rows) == [1, 2, 2], "the packs of a and b are one"
    fresh = workspace.with_lake_in(tmp_path / "fresh")
    fresh.refresh()
    assert workspace.posts() == fresh.posts()


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_night_by_night_the_rows_are_those_from_scratch(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Posts come, go, and come back as they were, while what is left of them in packs is repacked."""
    monkeypatch.setattr(plan, "MAX_STALE_PACKS", 2)
    monkeypatch.setattr(plan, "SMALL_PACK_ROWS", 4)
    chance = random.Random(seed)
    for night in range(15):
        for _ in range(chance.randint(1, 3)):
            path = f"_posts/2024-01-01-{chance.randint(1, 6)}.md"
            if chance.random() < 0.3 and (workspace.root / path).exists():
                (workspace.root / path).unlink()
            else:
                workspace.write(path, f"---\n---\nWords{', and more' * chance.randint(0, 2)}.\n")
        workspace.refresh()
        fresh = workspace.with_lake_in(tmp_path / str(night))
        fresh.refresh()
        assert (workspace.posts(), workspace.texts()) == (fresh.posts(), fresh.texts()), night


def test_changes_are_recorded_once(workspace: Workspace) -> None:
    workspace.refresh()
    assert sorted(workspace.changes()) == sorted(("added", path, None) for path in POSTS)
    (workspace.root / "_posts/2024-02-01-three.md").rename(workspace.root / "_posts/2024-03-01-three.md")
    (workspace.root / "_posts/2024-01-05-one.md").unlink()
    workspace.refresh()
    workspace.refresh()
    assert workspace.changes()[len(POSTS) :] == [
        ("removed", "_posts/2024-01-05-one.md", None),
        ("moved", "_posts/2024-03-01-three.md", "_posts/2024-02-01-three.md"),
    ]


def test_a_lost_pack_is_made_again(workspace: Workspace) -> None:
    workspace.refresh()
    before = workspace.packs()
    for name in before:
        (workspace.lake / "posts" / name).unlink()
    assert workspace.refresh().parsed == 5
    assert workspace.packs() == before


def test_what_is_left_of_damaged_packs_is_parsed_again(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without repair(), which finds it first wherever the warehouse has the checksums."""
    monkeypatch.setattr(plan, "MAX_STALE_PACKS", 1)
    workspace.refresh()
    workspace.write("_posts/2024-01-09-two.md", "---\ntitle: Two, corrected\n---\nThe second.\n")
    workspace.refresh()
    for path in (workspace.lake / "posts").iterdir():
        path.write_bytes(b"not Parquet")
    workspace.write("_posts/2024-01-05-one.md", "---\ntitle: One, corrected\n---\nThe first.\n")
    assert workspace.refresh().parsed == 5, "the edited one, and what nobody can tell to be there once"
    fresh = workspace.with_lake_in(tmp_path / "fresh")
    fresh.refresh()
    assert workspace.posts() == fresh.posts()


def test_a_file_that_changes_or_vanishes_after_the_scan_is_what_was_read(workspace: Workspace) -> None:
    def map_and_edit(function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterable[Any]:
        if function.__name__ == "write_post_pack":
            workspace.write("_posts/2024-01-05-one.md", "---\ntitle: Changed under the reader\n---\n")
            (workspace.root / "_posts/2024-01-09-two.md").unlink()
        return map(function, tasks)

    workspace.write("_posts/2024-01-20-new.md", POSTS["_posts/2024-01-05-one.md"])
    done = workspace.refresh(map_=map_and_edit)
    assert {file.path: (file.fate, file.problems) for file in done.manifest.files} == {
        "_drafts/idea.md": ("draft", ()),
        "_posts/2024-01-05-one.md": ("post", ()),
        "_posts/2024-01-09-two.md": ("problem", ("vanished",)),
        "_posts/2024-01-20-new.md": ("post", ()),
        "_posts/2024-02-01-three.md": ("post", ()),
        "_posts/2024-02-02-broken.md": ("problem", ("front_matter_syntax",)),
    }
    titles = [row["title"] for path in (workspace.lake / "posts").iterdir() for row in pq.read_table(path).to_pylist()]
    assert "Changed under the reader" in titles
    assert not workspace.is_unchanged(), "one is gone"
    workspace.refresh()
    assert workspace.is_unchanged()
    anew = workspace.with_lake_in(workspace.root.parent / "anew")
    anew.refresh()
    assert workspace.posts() == anew.posts()


def test_every_file_has_its_fate(workspace: Workspace) -> None:
    workspace.write("_posts/notes.txt", "no date in the name")
    done = workspace.refresh()
    assert {file.path: file.fate for file in done.manifest.files} == {
        "_drafts/idea.md": "draft",
        "_posts/2024-01-05-one.md": "post",
        "_posts/2024-01-09-two.md": "post",
        "_posts/2024-02-01-three.md": "post",
        "_posts/2024-02-02-broken.md": "problem",
        "_posts/notes.txt": "ignored",
    }
