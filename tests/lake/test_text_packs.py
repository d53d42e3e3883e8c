"""Which texts are counted, into which packs, and that what was counted stays as it is."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import PostsError
from pipeline.lake import plan, text_packs
from pipeline.lake.text_stats import TABLES
from tests.lake.workspace import POSTS, Workspace


def test_only_the_changed_text_is_counted(workspace: Workspace) -> None:
    first = workspace.refresh()
    assert (first.counted, len(first.manifest.text_packs())) == (4, 1)
    before, said = workspace.text_packs(), workspace.texts()
    workspace.write("_posts/2024-01-09-two.md", "---\ntitle: Two\n---\nThe second, corrected.\n")
    assert workspace.refresh().counted == 1
    after = workspace.text_packs()
    assert before.items() <= after.items(), "what was counted before stays as it is"
    assert len(after) == 2 * len(TABLES)
    assert workspace.refresh().counted == 0
    workspace.write("_posts/2024-01-09-two.md", POSTS["_posts/2024-01-09-two.md"])
    assert workspace.refresh().counted == 0, "what it said before has been counted"
    assert (workspace.text_packs(), workspace.texts()) == (before, said)


def test_damaged_texts_are_not_taken_over(workspace: Workspace, tmp_path: Path) -> None:
    workspace.refresh()
    for path in (workspace.lake / "openings").iterdir():
        path.write_bytes(path.read_bytes()[:-9])
    workspace.write("_posts/2024-01-09-two.md", "---\ntitle: Two\n---\nThe second, corrected.\n")
    assert workspace.refresh().counted == 4
    fresh = workspace.with_lake_in(tmp_path / "fresh")
    fresh.refresh()
    assert workspace.text_packs() == fresh.text_packs()


def test_a_damaged_pack_that_is_to_be_repacked_is_named(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without repair(), which finds it first wherever the warehouse has the checksums."""
    monkeypatch.setattr(plan, "MAX_STALE_PACKS", 1)
    workspace.refresh()
    workspace.write("_posts/2024-01-09-two.md", "---\ntitle: Two\n---\nThe second, corrected.\n")
    workspace.refresh()
    for path in (workspace.lake / "terms").iterdir():
        path.write_bytes(path.read_bytes()[:-9])
    workspace.write("_posts/2024-01-05-one.md", "---\ntitle: One\n---\nThe first, corrected.\n")
    with pytest.raises(PostsError, match=rf"{workspace.lake}/terms/.* is damaged \(.*\); remove it and refresh"):
        workspace.refresh()
    for path in (workspace.lake / "terms").iterdir():
        path.unlink()
    assert workspace.refresh().counted == 4


def test_a_setting_that_changes_no_text_counts_nothing_again(workspace: Workspace) -> None:
    workspace.refresh()
    before = workspace.text_packs()
    (workspace.root / "_config.yml").write_text("timezone: Asia/Tokyo\n")
    done = workspace.refresh()
    assert (done.parsed, done.counted) == (5, 0)
    assert workspace.text_packs() == before


def test_another_text_version_counts_every_text_again(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    first = workspace.refresh()
    monkeypatch.setattr("pipeline.lake.text_stats.text_version", lambda: "a newer engine")
    assert not workspace.is_unchanged()
    second = workspace.refresh()
    assert (second.parsed, second.counted) == (0, 4)
    assert not set(first.manifest.text_packs()) & set(second.manifest.text_packs())
    assert len(workspace.text_packs()) == len(TABLES)


def test_lost_texts_are_counted_again(workspace: Workspace) -> None:
    workspace.refresh()
    before = workspace.text_packs()
    for path in (workspace.lake / "terms").iterdir():
        path.unlink()
    assert workspace.refresh().counted == 4
    assert workspace.text_packs() == before


def test_texts_of_a_few_edits_anywhere_are_counted_in_one_task(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To ask DuckDB costs what counting a hundred posts costs: a task for each place would cost more than the edits."""
    monkeypatch.setattr(plan, "MAX_POSTS_PER_PACK", 12)
    monkeypatch.setattr(text_packs, "MAX_TEXTS_PER_PACK", 12)
    for number in range(36):
        workspace.write(f"_posts/2023-0{number % 3 + 1}-09-{number}.md", f"---\ntitle: Post {number}\n---\nWords.\n")
    tasks: list[text_packs.TextPackTask] = []

    def map_and_note(function: Callable[[Any], Any], given: Iterable[Any]) -> Iterable[Any]:
        given = list(given)
        tasks.extend(task for task in given if isinstance(task, text_packs.TextPackTask))
        return map(function, given)

    workspace.refresh(map_=map_and_note)
    assert len(tasks) == 4, "of ten posts each"
    tasks.clear()
    for number in range(3):
        workspace.write(f"_posts/2023-0{number + 1}-09-{number}.md", f"---\ntitle: Post {number}\n---\nOther words.\n")
    assert (workspace.refresh(map_=map_and_note).counted, [len(task.posts) for task in tasks]) == (3, [1])


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
    batches = text_packs.group_parts({str(at): range(size) for at, size in enumerate(sizes)}, 1_000)
    assert [sum(len(part.keys) for part in batch) for batch in batches] == packs
