"""Places in content, and the characters that a URL keeps. Each row was made by Hugo 0.168."""

import pytest

from pipeline.generators.hugo.paths import escape, parse_path, sanitize

LANGUAGES = ("en", "fr", "pt-br")


@pytest.mark.parametrize(
    ("path", "logical", "lang", "kind"),
    [
        pytest.param("posts/a.md", "/posts/a", None, "page", id="a page"),
        pytest.param("posts/Up.MD", "/posts/up", None, "page", id="capitals"),
        pytest.param("My Posts/a--b - c.md", "/my-posts/a--b---c", None, "page", id="each blank is a dash"),
        pytest.param("posts/a.fr.md", "/posts/a", "fr", "page", id="a language in the name"),
        pytest.param("posts/a.PT-BR.md", "/posts/a", "pt-br", "page", id="a language in capitals"),
        pytest.param("posts/a.de.md", "/posts/a.de", None, "page", id="a language that the site does not have"),
        pytest.param("posts/c.fr.en.md", "/posts/c.fr", "en", "page", id="the last of two languages"),
        pytest.param("posts/f.fr.x.md", "/posts/f", "fr", "page", id="what stands behind a language is dropped"),
        pytest.param("posts/fr.md", "/posts/fr", None, "page", id="a name that is a language"),
        pytest.param("posts/v1.2.3/x.md", "/posts/v1.2.3/x", None, "page", id="dots in a folder"),
        pytest.param("posts/trip/index.md", "/posts/trip", None, "leaf", id="a bundle"),
        pytest.param("posts/trip/INDEX.fr.md", "/posts/trip", "fr", "leaf", id="a bundle in another language"),
        pytest.param("posts/trip/index.x.md", "/posts/trip/index.x", None, "page", id="no bundle"),
        pytest.param("posts/_index.fr.md", "/posts", "fr", "branch", id="a section"),
        pytest.param("_index.md", "/", None, "branch", id="the home page"),
        pytest.param("index.md", "/", None, "leaf", id="a home page that is a bundle"),
    ],
)
def test_a_file_has_a_place(path: str, logical: str, lang: str | None, kind: str) -> None:
    place = parse_path(path, LANGUAGES)
    assert (place.logical, place.lang, place.kind, place.markup) == (logical, lang, kind, "markdown")


@pytest.mark.parametrize(
    ("name", "markup"),
    [("a.md", "markdown"), ("a.MARKDOWN", "markdown"), ("a.htm", "html"), ("a.org", "org"), ("a.rst", "rst"),
     ("a.adoc", "asciidoc"), ("a.pdc", "pandoc"), ("a.txt", ""), ("a.Rmd", ""), ("md", ""), (".md", ""), ("a.", "")],
)  # fmt: skip
def test_an_extension_makes_a_page(name: str, markup: str) -> None:
    assert parse_path(name, ()).markup == markup


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Hello, World! C++ & C#", "Hello-World-C++-C#"),
        ("a'b(c)!,;=$*", "abc"),
        ("a+b@c~d_e", "a+b@c~d_e"),
        ("a - b -- c", "a-b--c"),
        ("  lead and trail  ", "lead-and-trail"),
        ("& a", "a"),
        ("50% of 50%41", "50-of-50%41"),
        ("½ ² Été e\u0301 १", "Été-e\u0301-१"),
        ("日本 語!", "日本-語"),
        ("tab\tno\u00a0break", "tab-no-break"),
        ("emoji😀x", "emojix"),
        ("a\\b/c.d", "a\\b/c.d"),
    ],
)
def test_a_path_keeps_letters_digits_and_few_signs(text: str, clean: str) -> None:
    assert sanitize(text) == clean


def test_accents_are_taken_off_where_the_site_asks_for_it() -> None:
    assert sanitize("Été à Łódź 日本", accents=False) == "Ete-a-Łodz-日本"


def test_a_url_is_encoded_once() -> None:
    assert escape("/ü/%20x/a b#c?d") == "/%C3%BC/%20x/a%20b%23c?d"
