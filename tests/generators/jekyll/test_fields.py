"""What Jekyll makes of one post: its title, whether it is hidden, when it was updated, and what defaults give it."""

from datetime import date
from typing import Any

import pytest

from tests.support.parsing import read_post


@pytest.mark.parametrize(
    ("front_matter", "expected"),
    [
        ("title: 2015", "2015"),
        ("title: 010", "8"),
        ("title: 12:30", "750.0"),
        ("title: yes", "true"),
        ("title: no", "My Post"),
        ("title:", "My Post"),
        ("title: ''", ""),
        ("title: [a, 1.50, null]", '["a", 1.5, nil]'),
        ("title: {a: b}", '{"a"=>"b"}'),
        ("title: 2015-10-01 01:00:00", "2015-10-01 01:00:00 +0000"),
    ],
)
def test_titles_are_what_jekyll_shows(front_matter: str, expected: str) -> None:
    assert read_post(f"---\n{front_matter}\n---\n")["title"] == expected


@pytest.mark.parametrize(
    ("front_matter", "expected"),
    [
        ("a: 1", False),
        ("published: true", False),
        ("published: 0", False),
        ("published: 'false'", False),
        ("published: false", True),
        ("published: no", True),
        ("published:", True),
    ],
)
def test_a_post_is_hidden_where_published_is_false(front_matter: str, expected: bool) -> None:
    assert read_post(f"---\n{front_matter}\n---\n")["is_hidden"] is expected
    assert read_post(f"---\n{front_matter}\n---\n", unpublished=True)["is_hidden"] is False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("updated: 2016-01-01", date(2016, 1, 1)),
        ("modified: soon\nlastmod: 2016-01-02", date(2016, 1, 2)),
        ("last_modified_at:\nupdated_at: 2016-01-03\nupdated: 2016-01-04", date(2016, 1, 3)),
        ("a: 1", None),
    ],
)
def test_updated_is_the_first_that_reads_as_a_date(text: str, expected: date | None) -> None:
    updated = read_post(f"---\n{text}\n---\n")["updated_at"]
    assert (updated and updated.date()) == expected


@pytest.mark.parametrize(
    ("front_matter", "separator", "expected"),
    [
        ("excerpt: Custom **x**", "\n\n", "Custom **x**"),
        ("excerpt: ''", "\n\n", ""),
        ("excerpt:", "\n\n", "One"),
        ("excerpt: false", "\n\n", "One"),
        ("excerpt_separator: Two", "\n\n", "One\n\n"),
        ("excerpt_separator: ''", "\n\n", None),
        ("excerpt_separator: false", "\n\n", "One"),
        ("a: 1", "", None),
    ],
)
def test_excerpts_of_posts(front_matter: str, separator: str, expected: str | None) -> None:
    row = read_post(f"---\n{front_matter}\n---\nOne\n\nTwo", excerpt_separator=separator)
    assert row["excerpt"] == expected


@pytest.mark.parametrize(
    ("front_matter", "expected"),
    [
        ("a: 1", {"title": "DT", "layout": "l", "lang": "de", "is_hidden": True, "image": "/d.png"}),
        ("image: {path: false, url: /u.png}", {"lang": "de", "image": "/u.png"}),
        ("lang: no\nimage: false", {"title": "DT", "layout": "l", "lang": "no", "is_hidden": True, "image": None}),
        ("title: T\nlayout:\nlocale: fr\npublished: yes\nimage: {url: /p.png}",
         {"title": "T", "layout": "l", "lang": "de", "is_hidden": False, "image": "/p.png"}),
    ],
)  # fmt: skip
def test_posts_take_defaults(front_matter: str, expected: dict[str, Any]) -> None:
    defaults = "[{values: {title: DT, layout: l, lang: de, published: no, image: /d.png}}]"
    row = read_post(f"---\n{front_matter}\n---\n", defaults=defaults)
    assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("front_matter", "lang", "source"),
    [
        ("lang: fr", "fr", "front_matter"),
        ("lang:", "de", "defaults"),
        ("a: 1", "de", "defaults"),
        ("locale: fr", "de", "defaults"),  # `lang` goes first, wherever it stands
    ],
)
def test_where_the_language_comes_from(front_matter: str, lang: str, source: str) -> None:
    row = read_post(f"---\n{front_matter}\n---\n", defaults="[{values: {lang: de}}]")
    assert (row["lang"], row["lang_source"]) == (lang, source)
    bare = read_post("---\na: 1\n---\n")
    assert (bare["lang"], bare["lang_source"]) == (None, None)


@pytest.mark.parametrize(
    ("front_matter", "expected"),
    [
        ("translation_key: a\nref: b", "a"),
        ("translationKey: a", "a"),
        ("page_id: 12", "12"),
        ("ref: b\nlang-ref: c", "b"),
        ("lang-ref: c", "c"),
        ("lang: en\nname: d", "d"),
        ("name: d", None),  # the name of an author, or of anything
        ("ref:\nlang: en", None),
        ("ref: [a]", None),
    ],
)
def test_what_joins_a_post_to_its_translations(front_matter: str, expected: str | None) -> None:
    assert read_post(f"---\n{front_matter}\n---\n")["translation_key"] == expected
