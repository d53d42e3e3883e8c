"""The URL of a post: a template filled as Jekyll fills it, and what makes no URL."""

from datetime import datetime

import pytest

from pipeline.generators.jekyll.permalinks import UrlParts, escape_url_path, fill_permalink
from pipeline.generators.problems import ProblemError
from tests.support.parsing import kinds, read_post

PARTS = UrlParts(
    path="a/_posts/2015-01-03-My_Post-title..",
    stem="2015-01-03-My_Post-title",
    slug="My_Post-title",
    categories=("Web Dev", "C++", "web dev"),
    extension=".html",
)


LOCAL = datetime(2015, 1, 3, 4, 5, 6)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("/:categories/:year/:month/:day/:title:output_ext", "/web%20dev/c++/2015/01/03/My_Post-title.html"),
        ("/:categories/:year/W:week/:short_day/:title/", "/web%20dev/c++/2015/W01/Sat/My_Post-title/"),
        ("/blog/:slugified_categories/:slug/", "/blog/web-dev/c/my-post-title/"),
        ("/:collection/:name/:path", "/posts/2015-01-03-my-post-title/a/2015-01-03-My_Post-title"),
        ("/:i_month/:i_day/:short_year/:short_month/:long_month", "/1/3/15/Jan/January"),
        ("/:y_day/:w_year/:w_day/:long_day", "/003/2015/6/Saturday"),
        ("/:hour:minute:second", "/040506"),
        ("/:month_:day", "/01_03"),
        ("/:Title", "/:Title"),
        (":title", "/My_Post-title"),
        ("/a//b/../:title/", "/a/b/My_Post-title/"),
        ("/%2e%2e/../../x", "/%2e%2e/x"),
        ("", "/"),
    ],
)
def test_a_template_is_filled_with_the_parts_of_a_post(template: str, expected: str) -> None:
    assert fill_permalink(template, PARTS, LOCAL) == expected


def test_no_post_has_an_author_in_its_url() -> None:
    with pytest.raises(ProblemError, match="asks for :author, which no post has"):
        fill_permalink("/:author/:title/", PARTS, LOCAL)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/b-c.d", "a/b-c.d"),
        ("100%", "100%25"),
        ("c#/x y#z", "c%23/x%20y%23z"),
        ("what?/é", "what?/%C3%A9"),
        ('["a"]', "%5B%22a%22%5D"),
        ("news: world", "news:%20world"),
    ],
)
def test_what_may_not_stand_in_a_path_is_percent_encoded(path: str, expected: str) -> None:
    assert escape_url_path(path) == expected


@pytest.mark.parametrize(
    ("front_matter", "path", "settings", "expected"),
    [
        ("a: 1", "_posts/2015-10-01-x.textile", {}, "/2015/10/01/x.textile"),
        ("a: 1", "_posts/2015-10-01-x.MD", {}, "/2015/10/01/x.html"),
        ("a: 1", "_posts/2015-10-01-x.txt", {"markdown_ext": (".txt",)}, "/2015/10/01/x.html"),
        ("slug: Custom Slug!", "_posts/2015-10-01-x.md", {}, "/2015/10/01/Custom-Slug!.html"),
        ("permalink: /:year/:title.php", "_posts/2015-10-01-x.md", {}, "/2015/x.php"),
        ("permalink: /:title:output_ext", "_posts/2015-10-01-x.md", {}, "/x.html"),
        ("permalink: pretty", "_posts/2015-10-01-x.md", {}, "/pretty"),
        ("permalink: false", "_posts/2015-10-01-x.md", {"permalink": "/:title"}, "/x"),
        ("date: 2015-01-01 02:00:00", "_posts/2015-10-01-x.md", {}, "/2014/12/31/x.html"),
        ("a: 1", "c/sub/_posts/2015-10-01-x.md", {"collections_dir": "c"}, "/sub/2015/10/01/x.html"),
        ("a: 1", "src/sub/_posts/2015-10-01-x.md", {"source": "src"}, "/sub/2015/10/01/x.html"),
    ],
)
def test_a_post_has_the_url_that_jekyll_gives_it(
    front_matter: str, path: str, settings: dict[str, object], expected: str
) -> None:
    assert read_post(f"---\n{front_matter}\n---\n", path, **settings)["url"] == expected


@pytest.mark.parametrize(
    ("front_matter", "line"),
    [
        ("permalink: 2015", 2),
        ("a: 1\nslug: 124062", 3),
        ("permalink: /:basename/", 2),
        ("category: 'sci fi: x'", None),
    ],
)
def test_what_makes_no_url(front_matter: str, line: int | None) -> None:
    """Each of these stops Jekyll's build with a NoMethodError or an InvalidURIError."""
    row = read_post(f"---\n{front_matter}\n---\n")
    assert (row["fate"], kinds(row)) == ("problem", [("permalink_invalid", line)])


def test_a_number_for_a_slug_is_fine_where_no_url_needs_it() -> None:
    row = read_post("---\nslug: 124062\n---\n", permalink="/:year/:name")
    assert (row["url"], row["slug"]) == ("/2015/2015-10-01-my-post", "124062")
