"""The whole of "incremental" is pure: which packs are written, and what changed between two scans."""

import pytest

from pipeline.lake import plan
from pipeline.lake.plan import (
    MAX_POSTS_PER_PACK,
    MAX_STALE_PACKS,
    Change,
    File,
    carry_over_hash,
    find_changes,
    packs_to_repack,
    plan_packs,
)


def make_file(path: str, sha256: str | None = "a", site: str = "s", **more: object) -> File:
    """Return a file of one byte, changed at 1."""
    return File(site, path, 1, 1, sha256, **more)  # type: ignore[arg-type]


def test_files_that_are_in_no_pack_are_packed_site_by_site_in_order_of_paths() -> None:
    files = [
        make_file("_posts/2024-02-01-b.md"),
        make_file("_posts/2024-01-09-a.md", pack="old"),
        make_file("_posts/2024-02-01-a.md"),
        make_file("_posts/2024-02-01-a.md", site="t"),
        make_file("_posts/x.png", ignored="not dated"),
        make_file("_posts/2024-02-01-a.md", pack="older", site="u"),
    ]
    planned = plan_packs(files, {"s": "r", "t": "r", "u": "r"}, {"old": 1, "older": 1})
    assert [(p.site, [m.path for m in p.files]) for p in planned] == [
        ("s", ["_posts/2024-02-01-a.md", "_posts/2024-02-01-b.md"]),
        ("t", ["_posts/2024-02-01-a.md"]),
    ]


def test_a_pack_is_named_by_content_parser_version_and_paths_but_not_by_when_or_in_which_order() -> None:
    one, two = make_file("_posts/2024-01-01-a.md"), make_file("_posts/2024-01-02-b.md", "b")
    [base] = plan_packs([one, two], {"s": "r"}, {})
    touched = File("s", one.path, 1, 999, "a", fate="post")
    assert plan_packs([two, touched], {"s": "r"}, {})[0].id == base.id
    for other in ([one, make_file(two.path, "c")], [one, make_file("_posts/2024-01-03-b.md", "b")], [one]):
        assert plan_packs(other, {"s": "r"}, {})[0].id != base.id
    assert plan_packs([one, two], {"s": "newer parser"}, {})[0].id != base.id
    assert plan_packs([one, make_file(two.path, None, fault="unreadable: x")], {"s": "r"}, {})[0].id != base.id
    assert plan_packs([one, make_file(two.path, None)], {"s": "r"}, {})[0].id is None, "nobody has read it yet"


@pytest.mark.parametrize(
    ("count", "sizes"),
    [
        pytest.param(0, [], id="none"),
        pytest.param(MAX_POSTS_PER_PACK, [MAX_POSTS_PER_PACK], id="a full one"),
        pytest.param(
            MAX_POSTS_PER_PACK + 1,
            [MAX_POSTS_PER_PACK // 2, MAX_POSTS_PER_PACK // 2 + 1],
            id="one more, and no pack of one",
        ),
        pytest.param(
            3 * MAX_POSTS_PER_PACK - 1,
            [MAX_POSTS_PER_PACK - 1, MAX_POSTS_PER_PACK, MAX_POSTS_PER_PACK],
            id="as few as can be",
        ),
    ],
)
def test_packs_are_of_one_size(count: int, sizes: list[int]) -> None:
    files = [make_file(f"_posts/2024-01-01-{n:04}.md", str(n)) for n in range(count)]
    planned = plan_packs(files, {"s": "r"}, {})
    assert [len(pack.files) for pack in planned] == sizes
    assert [each for pack in planned for each in pack.files] == files


@pytest.mark.parametrize(
    ("used", "sizes", "expected"),
    [
        pytest.param({"a": 249, "b": 249}, {"a": 249, "b": 249}, ["a"], id="small, and one more than are left alone"),
        pytest.param({"a": 249, "b": 250}, {"a": 249, "b": 250}, [], id="not small"),
        pytest.param({"a": 299, "b": 299}, {"a": 400, "b": 400}, ["a"], id="mostly stale"),
        pytest.param({"a": 299, "b": 300}, {"a": 400, "b": 400}, [], id="three quarters are not"),
        pytest.param({"a": 249, "b": 20}, {"a": 249, "b": 400}, ["b"], id="those of which least counts go first"),
    ],
)
def test_small_and_mostly_stale_packs_are_repacked_once_they_are_many(
    used: dict[str, int], sizes: dict[str, int], expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "MAX_STALE_PACKS", 1)
    assert packs_to_repack(used, sizes) == expected


def test_stale_packs_of_a_site_are_repacked_in_the_night_that_packs_anything_of_it() -> None:
    held = [make_file(f"_posts/2024-01-{n:02}-a.md", pack=f"p{n:02}") for n in range(1, MAX_STALE_PACKS + 2)]
    sizes = {each.pack: 1 for each in held if each.pack}
    new = make_file("_posts/2024-02-01-new.md")
    assert plan_packs(held, {"s": "r"}, sizes) == []
    assert [len(pack.files) for pack in plan_packs([*held[:-1], new], {"s": "r"}, sizes)] == [1], "not many enough"
    first, again = plan_packs([new, *held], {"s": "r"}, sizes)
    assert first.files == (new,)
    assert again.files == tuple(held[:MAX_STALE_PACKS]), "as many as are too many, the rest another night"
    elsewhere = [new._replace(site="t"), *held]
    assert [pack.site for pack in plan_packs(elsewhere, {"s": "r", "t": "r"}, sizes)] == ["t"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param([], [make_file("a")], [Change("s", "a", "added")], id="added"),
        pytest.param([make_file("a")], [], [Change("s", "a", "removed")], id="removed"),
        pytest.param([make_file("a", "1")], [make_file("a", "2")], [Change("s", "a", "edited")], id="edited"),
        pytest.param([make_file("a")], [make_file("a")], [], id="the same"),
        pytest.param([make_file("a")], [make_file("b")], [Change("s", "b", "moved", "a")], id="moved"),
        pytest.param(
            [make_file("a")],
            [make_file("b", site="t")],
            [Change("s", "a", "removed"), Change("t", "b", "added")],
            id="not across sites",
        ),
        pytest.param(
            [make_file("a"), make_file("b")],
            [make_file("c"), make_file("d"), make_file("e")],
            [Change("s", "c", "moved", "a"), Change("s", "d", "moved", "b"), Change("s", "e", "added")],
            id="copies move pairwise, in order of path",
        ),
        pytest.param(
            [make_file("a")], [make_file("a"), make_file("b")], [Change("s", "b", "added")], id="a copy is no move"
        ),
        pytest.param(
            [make_file("a", None, fault="x")],
            [make_file("b", None, fault="x")],
            [Change("s", "a", "removed"), Change("s", "b", "added")],
            id="unreadable files do not move",
        ),
        pytest.param(
            [make_file("a", None, fault="x")], [make_file("a", "1")], [Change("s", "a", "edited")], id="readable again"
        ),
        pytest.param(
            [make_file("a")],
            [make_file("a", problems=("bad",))],
            [Change("s", "a", "reread")],
            id="read differently by a newer parser",
        ),
        pytest.param(
            [make_file("a", ignored="x")], [make_file("a")], [Change("s", "a", "added")], id="no longer ignored"
        ),
        pytest.param([make_file("a", ignored="x")], [], [], id="an ignored file is not missed"),
    ],
)
def test_two_scans_differ_by_these_changes(before: list[File], after: list[File], expected: list[Change]) -> None:
    assert find_changes(before, after) == expected


def test_a_hash_is_carried_only_while_size_and_time_agree() -> None:
    known = File("s", "a", 10, 5, "hash")
    assert carry_over_hash(File("s", "a", 10, 5), known).sha256 == "hash"
    assert carry_over_hash(File("s", "a", 11, 5), known).sha256 is None
    assert carry_over_hash(File("s", "a", 10, 6), known).sha256 is None
    assert carry_over_hash(File("s", "a", 10, 5), None).sha256 is None
    assert carry_over_hash(File("s", "a", 10, 0), File("s", "a", 10, 0, "hash")).sha256 is None


def test_other_line_ends_make_no_change() -> None:
    lf, crlf = make_file("a", "lf"), make_file("a", "crlf", lf_sha256="lf")
    assert find_changes([lf], [crlf]) == find_changes([crlf], [lf]) == find_changes([crlf], [crlf]) == []
    assert [change.change for change in find_changes([lf], [crlf._replace(problems=("k",))])] == ["reread"]
    other = make_file("a", "other", lf_sha256="another text")
    assert [change.change for change in find_changes([crlf], [other])] == ["edited"]
    assert [change.change for change in find_changes([other], [lf])] == ["edited"]
