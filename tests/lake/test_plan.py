"""The whole of "incremental" is pure: which packs are written, and what changed between two looks."""

import pytest

from pipeline.lake import plan
from pipeline.lake.plan import MOST, MOST_WORN, Change, File, carried, changes, packs, worn


def file(path: str, sha256: str | None = "a", site: str = "s", **more: object) -> File:
    return File(site, path, 1, 1, sha256, **more)  # type: ignore[arg-type]


def test_files_that_are_in_no_pack_are_packed_site_by_site_in_order_of_paths() -> None:
    files = [
        file("_posts/2024-02-01-b.md"),
        file("_posts/2024-01-09-a.md", pack="old"),
        file("_posts/2024-02-01-a.md"),
        file("_posts/2024-02-01-a.md", site="t"),
        file("_posts/x.png", ignored="not dated"),
        file("_posts/2024-02-01-a.md", pack="older", site="u"),
    ]
    planned = packs(files, {"s": "r", "t": "r", "u": "r"}, {"old": 1, "older": 1})
    assert [(p.site, [m.path for m in p.files]) for p in planned] == [
        ("s", ["_posts/2024-02-01-a.md", "_posts/2024-02-01-b.md"]),
        ("t", ["_posts/2024-02-01-a.md"]),
    ]


def test_a_pack_is_named_by_content_recipe_and_paths_but_not_by_when_or_in_which_order() -> None:
    one, two = file("_posts/2024-01-01-a.md"), file("_posts/2024-01-02-b.md", "b")
    [base] = packs([one, two], {"s": "r"}, {})
    touched = File("s", one.path, 1, 999, "a", fate="post")
    assert packs([two, touched], {"s": "r"}, {})[0].id == base.id
    for other in ([one, file(two.path, "c")], [one, file("_posts/2024-01-03-b.md", "b")], [one]):
        assert packs(other, {"s": "r"}, {})[0].id != base.id
    assert packs([one, two], {"s": "newer parser"}, {})[0].id != base.id
    assert packs([one, file(two.path, None, fault="unreadable: x")], {"s": "r"}, {})[0].id != base.id
    assert packs([one, file(two.path, None)], {"s": "r"}, {})[0].id is None, "nobody has read it yet"


@pytest.mark.parametrize(
    ("count", "sizes"),
    [
        pytest.param(0, [], id="none"),
        pytest.param(MOST, [MOST], id="a full one"),
        pytest.param(MOST + 1, [MOST // 2, MOST // 2 + 1], id="one more, and no pack of one"),
        pytest.param(3 * MOST - 1, [MOST - 1, MOST, MOST], id="as few as can be"),
    ],
)
def test_packs_are_of_one_size(count: int, sizes: list[int]) -> None:
    files = [file(f"_posts/2024-01-01-{n:04}.md", str(n)) for n in range(count)]
    planned = packs(files, {"s": "r"}, {})
    assert [len(pack.files) for pack in planned] == sizes
    assert [each for pack in planned for each in pack.files] == files


@pytest.mark.parametrize(
    ("used", "sizes", "expected"),
    [
        pytest.param({"a": 249, "b": 249}, {"a": 249, "b": 249}, ["a"], id="small, and one more than are left alone"),
        pytest.param({"a": 249, "b": 250}, {"a": 249, "b": 250}, [], id="not small"),
        pytest.param({"a": 299, "b": 299}, {"a": 400, "b": 400}, ["a"], id="wasteful"),
        pytest.param({"a": 299, "b": 300}, {"a": 400, "b": 400}, [], id="three quarters are not"),
        pytest.param({"a": 249, "b": 20}, {"a": 249, "b": 400}, ["b"], id="those of which least counts go first"),
    ],
)
def test_worn_packs(
    used: dict[str, int], sizes: dict[str, int], expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "MOST_WORN", 1)
    assert worn(used, sizes) == expected


def test_worn_packs_of_a_site_are_put_together_in_the_night_that_packs_anything_of_it() -> None:
    held = [file(f"_posts/2024-01-{n:02}-a.md", pack=f"p{n:02}") for n in range(1, MOST_WORN + 2)]
    sizes = {each.pack: 1 for each in held if each.pack}
    new = file("_posts/2024-02-01-new.md")
    assert packs(held, {"s": "r"}, sizes) == []
    assert [len(pack.files) for pack in packs([*held[:-1], new], {"s": "r"}, sizes)] == [1], "not many enough"
    first, again = packs([new, *held], {"s": "r"}, sizes)
    assert first.files == (new,)
    assert again.files == tuple(held[:MOST_WORN]), "as many as are too many, the rest another night"
    elsewhere = [new._replace(site="t"), *held]
    assert [pack.site for pack in packs(elsewhere, {"s": "r", "t": "r"}, sizes)] == ["t"]


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
