"""What the name of a file says, and the titles, slugs and URLs that Jekyll makes of it."""

from datetime import datetime

import pytest

from pipeline.posts.names import FileName, read_name, slugify, titleize
from pipeline.posts.problems import RejectedError
from pipeline.posts.urls import Filling, escape, url
from tests.posts.reading import kinds, read


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("_posts/2017-2-5-zero.md", FileName("2017-2-5", "zero", ".md", "2017-2-5-zero")),
        ("_posts/2015-10-01-a.b.c.markdown", FileName("2015-10-01", "a.b.c", ".markdown", "2015-10-01-a.b.c")),
        ("_posts/2015-10-01-dots...md", FileName("2015-10-01", "dots", ".md", "2015-10-01-dots..")),
        ("_posts/2015-10-01-.md", FileName("2015-10-01", "", ".md", "2015-10-01-")),
        ("_posts/2015-10-01-2016-11-12-x.md", FileName("2015-10-01", "2016-11-12-x", ".md", "2015-10-01-2016-11-12-x")),
        ("_posts/2014-01-01-q/2015-10-01-x.md", FileName("2015-10-01", "x", ".md", "2015-10-01-x")),
        ("_drafts/my.idea.md", FileName(None, "my.idea", ".md", "my.idea")),
    ],
)
def test_read_name(path: str, expected: FileName) -> None:
    assert read_name(path) == expected


@pytest.mark.parametrize(
    ("slug", "title"),
    [
        ("star-wars", "Star Wars"),
        ("iPhone-and-NASA-c++", "Iphone And Nasa C++"),
        ("Foo_Bar-baz", "Foo_bar Baz"),
        ("a--b-", "A  B"),
        ("été-ñandú", "Été Ñandú"),
        ("ΟΔΟΣ-ΣΑΣ", "Οδοσ Σασ"),  # Ruby knows no final sigma
        ("", ""),
    ],
)
def test_titleize(slug: str, title: str) -> None:
    assert titleize(slug) == title


@pytest.mark.parametrize(
    ("text", "default", "pretty"),
    [
        ("The _config.yml file?", "the-config-yml-file", "The-_config.yml-file"),
        ("5時〜6時 三・一四", "5時-6時-三-一四", "5時-6時-三-一四"),
        ("C++ & C#", "c-c", "C++-&-C"),
        ("हिन्दी", "हिन्दी", "हिन्दी"),  # vowel signs are marks
        ("x²½", "x", "x"),
        ("💎", "", ""),
        ("--a--", "a", "a"),
    ],
)
def test_slugify(text: str, default: str, pretty: str) -> None:
    assert (slugify(text), slugify(text, pretty=True)) == (default, pretty)


FILLING = Filling(
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
def test_url(template: str, expected: str) -> None:
    assert url(template, FILLING, LOCAL) == expected


def test_no_post_has_an_author_in_its_url() -> None:
    with pytest.raises(RejectedError, match="asks for :author, which no post has"):
        url("/:author/:title/", FILLING, LOCAL)


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
def test_escape(path: str, expected: str) -> None:
    assert escape(path) == expected


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
def test_urls_of_posts(front_matter: str, path: str, settings: dict[str, object], expected: str) -> None:
    assert read(f"---\n{front_matter}\n---\n", path, **settings)["url"] == expected


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
    row = read(f"---\n{front_matter}\n---\n")
    assert (row["fate"], kinds(row)) == ("problem", [("permalink_invalid", line)])


def test_a_number_for_a_slug_is_fine_where_no_url_needs_it() -> None:
    row = read("---\nslug: 124062\n---\n", permalink="/:year/:name")
    assert (row["url"], row["slug"]) == ("/2015/2015-10-01-my-post", "124062")
