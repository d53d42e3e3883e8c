"""Which front matter defaults hold for a path, and how values are laid over each other."""

import pytest

from pipeline.generators.jekyll.defaults import merge_values
from pipeline.generators.jekyll.settings import own_settings
from pipeline.generators.scalars import Plain, Value
from pipeline.generators.site import Site
from tests.support.parsing import kinds, make_site, read_post


def find_defaults(site: Site, path: str) -> dict[str, Value]:
    """Return the defaults that a site gives the post at a path from the folder of its collections."""
    return own_settings(site).front_matter_defaults.values_for(path)


@pytest.mark.parametrize(
    ("under", "over", "expected"),
    [
        ({"a": "1"}, {"b": "2"}, {"a": "1", "b": "2"}),
        ({"a": "1"}, {"a": "2"}, {"a": "2"}),
        ({"a": "1"}, {"a": Plain("")}, {"a": "1"}),
        ({"a": "1"}, {"a": ""}, {"a": ""}),
        ({}, {"a": Plain("")}, {"a": ""}),
        ({"a": {"x": "1", "y": "1"}}, {"a": {"y": "2"}}, {"a": {"x": "1", "y": "2"}}),
        ({"a": ["1"]}, {"a": ["2"]}, {"a": ["2"]}),
    ],
    ids=["new", "covers", "null does not", "empty does", "null, nothing to cover", "mappings mix", "lists do not"],
)
def test_values_are_laid_over_others(
    under: dict[str, Value], over: dict[str, Value], expected: dict[str, Value]
) -> None:
    assert merge_values(under, over) == expected


@pytest.mark.parametrize(
    ("defaults", "path", "expected"),
    [
        pytest.param("[{values: {a: 1}}]", "_posts/x.md", "1", id="no scope"),
        pytest.param("[{scope: {path: ''}, values: {a: 1}}]", "_posts/x.md", "1", id="empty path"),
        pytest.param("[{scope: {path: .}, values: {a: 1}}]", "_posts/x.md", None, id="a dot"),
        pytest.param("[{scope: {path: /_posts}, values: {a: 1}}]", "_posts/x.md", None, id="a slash in front"),
        pytest.param("[{scope: {path: special}, values: {a: 1}}]", "special-x/_posts/x.md", "1", id="a prefix, no folder"),
        pytest.param("[{scope: {path: special/}, values: {a: 1}}]", "special-x/_posts/x.md", None, id="a folder"),
        pytest.param("[{scope: {type: posts}, values: {a: 1}}]", "_posts/x.md", "1", id="type"),
        pytest.param("[{scope: {type: post}, values: {a: 1}}]", "_posts/x.md", "1", id="old type"),
        pytest.param("[{scope: {type: pages}, values: {a: 1}}]", "_posts/x.md", None, id="other type"),
        pytest.param("[{scope: {type: drafts}, values: {a: 1}}]", "_drafts/x.md", None, id="drafts are posts"),
        pytest.param("[{scope: {type: ''}, values: {a: 1}}]", "_posts/x.md", None, id="an empty type is none"),
        pytest.param("[{values: {a: 1}}, {values: {a: 2}}]", "_posts/x.md", "2", id="the later"),
        pytest.param(
            "[{scope: {type: posts}, values: {a: 1}}, {scope: {path: ''}, values: {a: 2}}]", "_posts/x.md", "1",
            id="the one with a type",
        ),
        pytest.param(
            "[{scope: {path: _posts}, values: {a: 1}}, {scope: {type: posts}, values: {a: 2}}]", "_posts/x.md", "1",
            id="the longer path",
        ),
        pytest.param("[{scope: {path: '_posts/*.md'}, values: {a: 1}}]", "_posts/x.md", "1", id="*"),
        pytest.param("[{scope: {path: '_posts/*.md'}, values: {a: 1}}]", "_posts/b/x.md", None, id="* stays in its folder"),
        pytest.param("[{scope: {path: '*/_posts'}, values: {a: 1}}]", "b/_posts/c/x.md", "1", id="* and what is below"),
        pytest.param("[{scope: {path: '_po*'}, values: {a: 1}}]", "_posts/x.md", "1", id="part of a name"),
        pytest.param("[{scope: {path: '_posts/**/d'}, values: {a: 1}}]", "_posts/b/c/d/x.md", "1", id="**"),
        pytest.param("[{scope: {path: '_posts/{b,c?}/*'}, values: {a: 1}}]", "_posts/cd/x.md", "1", id="{}, ?"),
        pytest.param("[{scope: {path: '_posts/{b,c?}/*'}, values: {a: 1}}]", "_posts/b/x.md", "1", id="{}, the other"),
        pytest.param("[{scope: {path: '_posts/{b*'}, values: {a: 1}}]", "_posts/{bc/x.md", "1", id="a lone brace"),
        pytest.param("[{scope: {path: '_posts/[a-c]*'}, values: {a: 1}}]", "_posts/bx/x.md", "1", id="[]"),
    ],
)  # fmt: skip
def test_which_defaults_hold(defaults: str, path: str, expected: str | None) -> None:
    assert find_defaults(make_site(defaults=defaults), path).get("a") == expected


@pytest.mark.parametrize("scope", ["c/_posts", "_posts", "c/*"])
def test_paths_are_from_the_folder_of_the_collections_or_from_the_source(scope: str) -> None:
    site = make_site(defaults=f"[{{scope: {{path: {scope}}}, values: {{a: 1}}}}]", collections_dir="c")
    assert find_defaults(site, "_posts/x.md") == {"a": "1"}


def test_values_of_several_sets_mix() -> None:
    sets = "[{scope: {path: _p}, values: {a: {x: 1}, b: 1}}, {values: {a: {x: 2, y: 2}, c: 2}}]"
    assert find_defaults(make_site(defaults=sets), "_posts/x.md") == {"a": {"x": "1", "y": "2"}, "b": "1", "c": "2"}


# Answers of Jekyll 4.3.1 for posts of the folder `c` and of its folder `sub`.
GLOBS_BELOW_C = {
    "**": [],
    "*": [],
    "**/x": [],
    "/**": [],
    "sub/**": [],
    "c/**": ["_posts/x.md", "sub/_posts/z.md"],
    "c/*": ["_posts/x.md", "sub/_posts/z.md"],
    "**/*": ["_posts/x.md", "sub/_posts/z.md"],
    "**/_posts": ["_posts/x.md", "sub/_posts/z.md"],
    "**/sub": ["sub/_posts/z.md"],
    "c/**/sub": ["sub/_posts/z.md"],
}


@pytest.mark.parametrize(("path", "expected"), GLOBS_BELOW_C.items(), ids=GLOBS_BELOW_C)
def test_what_a_star_finds_lies_below_the_folder_of_the_collections(path: str, expected: list[str]) -> None:
    site = make_site(collections_dir="c", defaults=f"[{{scope: {{path: '{path}'}}, values: {{a: 1}}}}]")
    assert [path for path in ("_posts/x.md", "sub/_posts/z.md") if find_defaults(site, path)] == expected


@pytest.mark.parametrize("scope", ["''", "x", "~", "[]", "5", "no"])
def test_a_scope_that_is_no_mapping_leaves_jekyll_without_posts(scope: str) -> None:
    row = read_post("---\ntitle: T\n---\n", defaults=f"[{{scope: {scope}, values: {{a: 1}}}}]")
    assert (row["fate"], kinds(row)) == ("problem", [("defaults_invalid", None)])
    assert "write `scope: {path: ''}`, or leave it out" in row["problems"][0]["detail"]
