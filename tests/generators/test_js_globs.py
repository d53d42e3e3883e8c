"""Glob patterns, as micromatch and globby of JavaScript read them."""

import pytest

from pipeline.generators.js_globs import GlobSet


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        pytest.param("**/*.{md,mdx}", ("a.md", "b/c.mdx", "b/c/d.md"), ("a.MD", "a.txt", ".a.md", ".b/a.md"), id="any depth"),
        pytest.param("*.md", ("a.md",), ("b/a.md",), id="one folder"),
        pytest.param("**/_*/**", ("_a/b.md", "c/_a/b/d.md"), ("a/b.md", "_a.md"), id="folders by their names"),
        pytest.param("blog/**", ("blog/a.md", "blog/b/c.md"), ("blog.md", "x/blog/a.md"), id="all below a folder"),
        pytest.param("a/**/z.md", ("a/z.md", "a/b/c/z.md"), ("z.md",), id="no folder between counts, too"),
        pytest.param("**.md", ("a.md", "b/a.md"), ("a.mdx",), id="two stars before an extension alone"),
        pytest.param("c/**.md", ("c/a.md",), ("c/b/a.md",), id="two stars beside a text are one"),
        pytest.param("a**/b**", ("ab/bc", "a/b"), ("a/c/b", "a/b/c"), id="two stars behind a text are one"),
        pytest.param("{a/**,b}", ("a/b/c", "b"), ("c",), id="two stars in a group"),
        pytest.param("[[:a]x", ("[x", ":x", "ax"), ("bx",), id="a bracket among letters"),
        pytest.param("[ab]?.md", ("ax.md", "b1.md"), ("cx.md", "a.md"), id="single letters"),
        pytest.param("./a.md", ("a.md",), ("b.md",), id="a dot and a slash before it"),
        pytest.param("a.md", ("a.md",), ("axmd",), id="a dot is a dot"),
        pytest.param("@(a|b{c,d}).md", ("a.md", "bd.md"), ("ab.md", "(a).md"), id="one of several"),
        pytest.param("a?(b|c).md", ("a.md", "ab.md"), ("abc.md", "ax.md"), id="perhaps one of several"),
        pytest.param("a@b+c|d,!.md", ("a@b+c|d,!.md",), ("a@bc",), id="letters that mean something elsewhere"),
        pytest.param("**/(a|b).md", ("a.md", "c/b.md"), ("ab.md", "c.md"), id="one of several in plain brackets"),
        pytest.param("**/!(_)*.md", ("a.md", "b/c.md"), ("_a.md", "b/_c.md"), id="anything that does not begin so"),
        pytest.param("b/!(a|c.md)", ("b/a.md", "b/d"), ("b/a", "b/c.md", "b/d/e"), id="anything but these"),
        pytest.param("@(a|b", (), ("a", "@(a|b"), id="a group that is not closed"),
        pytest.param("{a", (), ("a", "{a"), id="a brace that is not closed"),
        pytest.param("*a*a*a*a*a*a*b", (), ("a" * 100,), id="more stars than are safe"),
    ],
)  # fmt: skip
def test_a_pattern_matches_whole_paths(pattern: str, matching: tuple[str, ...], others: tuple[str, ...]) -> None:
    globs = GlobSet([pattern])
    assert [path for path in matching if not globs.matches(path)] == []
    assert [path for path in others if globs.matches(path)] == []


def test_an_exclamation_mark_takes_paths_out() -> None:
    globs = GlobSet(["**/*.md", "!drafts/**"])
    assert globs.matches("a.md")
    assert not globs.matches("drafts/a.md")


def test_an_exclamation_mark_before_brackets_takes_nothing_out() -> None:
    assert [path for path in ("a.md", "b.md", "c") if GlobSet(["!(a).md", "c"]).matches(path)] == ["b.md", "c"]


def test_names_with_a_dot_before_them_match_if_asked_for() -> None:
    assert GlobSet(["**/*.md"], has_dots=True).matches(".b/.a.md")
