"""The whole of "incremental" is pure: which fragments files make, and what changed between two looks."""

import pytest

from pipeline.lake.plan import MOST_FILES, Change, File, carried, changes, fragments, month


def file(path: str, sha256: str | None = "a", site: str = "s", **more: object) -> File:
    return File(site, path, 1, 1, sha256, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("_posts/2024-03-01-a.md", "2024-03", id="plain"),
        pytest.param("_posts/2017-2-5-a.md", "2017-02", id="unpadded, as jekyll's own 2017-2-5-i-dont-like-zeroes.md"),
        pytest.param("news/_posts/deep/2024-12-31-a.b.md", "2024-12", id="in folders"),
        pytest.param("_posts/2024-03-01-a/2019-01-02-b.md", "2019-01", id="the file's name counts, not its folder's"),
        pytest.param("_posts/2024-03-01-a/b.md", "undated", id="a dated folder is not a dated file"),
        pytest.param("_drafts/idea.md", "undated", id="draft"),
        pytest.param("_posts/2024-03-01.md", "undated", id="no slug"),
    ],
)
def test_month(path: str, expected: str) -> None:
    assert month(path) == expected


def test_fragments_group_by_site_and_month_and_sort_by_path() -> None:
    files = [
        file("_posts/2024-02-01-b.md"),
        file("_posts/2024-01-09-a.md"),
        file("_posts/2024-02-01-a.md"),
        file("_posts/2024-02-01-a.md", site="t"),
        file("_posts/x.png", ignored="not dated"),
    ]
    planned = fragments(files, {"s": "r", "t": "r"})
    assert [(f.site, [m.path for m in f.files]) for f in planned] == [
        ("s", ["_posts/2024-01-09-a.md"]),
        ("s", ["_posts/2024-02-01-a.md", "_posts/2024-02-01-b.md"]),
        ("t", ["_posts/2024-02-01-a.md"]),
    ]


def test_a_fragment_is_named_by_content_recipe_and_paths_but_not_by_when_or_in_which_order() -> None:
    one, two = file("_posts/2024-01-01-a.md"), file("_posts/2024-01-02-b.md", "b")
    [base] = fragments([one, two], {"s": "r"})
    touched = File("s", one.path, 1, 999, "a", fate="post", fragment="old")
    assert fragments([two, touched], {"s": "r"})[0].id == base.id
    for other in ([one, file(two.path, "c")], [one, file("_posts/2024-01-03-b.md", "b")], [one]):
        assert fragments(other, {"s": "r"})[0].id != base.id
    assert fragments([one, two], {"s": "newer parser"})[0].id != base.id
    assert fragments([one, file(two.path, None, fault="unreadable: x")], {"s": "r"})[0].id != base.id
    assert fragments([one, file(two.path, None)], {"s": "r"})[0].id is None, "nobody has read it yet"


def test_a_large_month_is_shared_out_and_one_more_post_moves_one_share_only() -> None:
    files = [file(f"_posts/2024-01-01-{n}.md", str(n)) for n in range(3 * MOST_FILES)]
    before = fragments(files, {"s": "r"})
    after = fragments([*files, file("_posts/2024-01-01-new.md", "new")], {"s": "r"})
    assert sum(len(f.files) for f in before) == 3 * MOST_FILES
    assert len(before) == len(after) == 4
    assert max(len(f.files) for f in before) <= MOST_FILES
    assert len({f.id for f in after} - {f.id for f in before}) == 1


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param([], [file("a")], [Change("s", "a", "added")], id="added"),
        pytest.param([file("a")], [], [Change("s", "a", "removed")], id="removed"),
        pytest.param([file("a", "1")], [file("a", "2")], [Change("s", "a", "edited")], id="edited"),
        pytest.param([file("a")], [file("a")], [], id="the same"),
        pytest.param([file("a")], [file("b")], [Change("s", "b", "moved", "a")], id="moved"),
        pytest.param(
            [file("a")],
            [file("b", site="t")],
            [Change("s", "a", "removed"), Change("t", "b", "added")],
            id="not across sites",
        ),
        pytest.param(
            [file("a"), file("b")],
            [file("c"), file("d"), file("e")],
            [Change("s", "c", "moved", "a"), Change("s", "d", "moved", "b"), Change("s", "e", "added")],
            id="copies move pairwise, in order of path",
        ),
        pytest.param([file("a")], [file("a"), file("b")], [Change("s", "b", "added")], id="a copy is no move"),
        pytest.param(
            [file("a", None, fault="x")],
            [file("b", None, fault="x")],
            [Change("s", "a", "removed"), Change("s", "b", "added")],
            id="unreadable files do not move",
        ),
        pytest.param([file("a", None, fault="x")], [file("a", "1")], [Change("s", "a", "edited")], id="readable again"),
        pytest.param(
            [file("a")],
            [file("a", problems=("bad",))],
            [Change("s", "a", "reread")],
            id="read differently by a newer parser",
        ),
        pytest.param([file("a", ignored="x")], [file("a")], [Change("s", "a", "added")], id="no longer ignored"),
        pytest.param([file("a", ignored="x")], [], [], id="an ignored file is not missed"),
    ],
)
def test_changes(before: list[File], after: list[File], expected: list[Change]) -> None:
    assert changes(before, after) == expected


def test_a_hash_is_carried_only_while_size_and_time_agree() -> None:
    known = File("s", "a", 10, 5, "hash")
    assert carried(File("s", "a", 10, 5), known).sha256 == "hash"
    assert carried(File("s", "a", 11, 5), known).sha256 is None
    assert carried(File("s", "a", 10, 6), known).sha256 is None
    assert carried(File("s", "a", 10, 5), None).sha256 is None
    assert carried(File("s", "a", 10, 0), File("s", "a", 10, 0, "hash")).sha256 is None
