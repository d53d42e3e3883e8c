"""What the name of a file says, and the titles and parts of URLs that Jekyll makes of it."""

import pytest

from pipeline.generators.jekyll.slugs import FileName, parse_file_name, slugify, titleize


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
def test_a_file_name_is_read_as_date_slug_and_extension(path: str, expected: FileName) -> None:
    assert parse_file_name(path) == expected


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
def test_a_slug_becomes_a_title(slug: str, title: str) -> None:
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
def test_a_text_becomes_a_part_of_a_url(text: str, default: str, pretty: str) -> None:
    assert (slugify(text), slugify(text, pretty=True)) == (default, pretty)
