"""Settings of a Hugo site, from all the places that hold them."""

import pickle
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import PostsError, UsageError
from pipeline.generators import generator_of, load_site
from pipeline.generators.hugo.settings import own_settings
from pipeline.generators.site import Author
from tests.support.hugo_sites import write_site


@pytest.mark.parametrize(
    ("files", "url"),
    [
        pytest.param({"config.toml": "[permalinks]\np = '/old/:slug/'"}, "/old/a/", id="a file of the old name"),
        pytest.param(
            {"hugo.yaml": "permalinks: {p: /new/:slug/}", "config.toml": "[permalinks]\np = '/old/:slug/'"},
            "/new/a/",
            id="hugo.* beats config.*",
        ),
        pytest.param({"hugo.toml": "[PermaLinks]\nP = '/x/:slug/'"}, "/x/a/", id="keys in any case"),
        pytest.param(
            {"hugo.toml": "[permalinks]\np = '/file/:slug/'", "config/_default/permalinks.yaml": "p: /dir/:slug/"},
            "/dir/a/",
            id="a folder beats the file",
        ),
        pytest.param(
            {"config/_default/hugo.json": '{"permalinks": {"p": "/d/:slug/"}}', "config/production/permalinks.toml": "p = '/p/:slug/'"},
            "/p/a/",
            id="the environment beats the default",
        ),
        pytest.param(
            {"config/_default/permalinks.yaml": "permalinks: {p: /wrapped/:slug/}"}, "/wrapped/a/", id="wrapped in its name"
        ),
        pytest.param({"config/development/permalinks.yaml": "p: /d/:slug/", "hugo.toml": ""}, "/p/a/", id="another one"),
        pytest.param({"config/_default/languages.fr.toml": "weight = 1"}, "/p/a/", id="a language in a file's name"),
    ],
)  # fmt: skip
def test_settings_are_laid_over_each_other(tmp_path: Path, files: dict[str, str], url: str) -> None:
    from tests.support.hugo_sites import read_page

    fields, _ = read_page(tmp_path, {**files, "content/p/a.md": "---\ntitle: A\n---\n"}, "content/p/a.md")
    assert fields.url == url


def test_a_site_has_a_title_a_zone_and_files(tmp_path: Path) -> None:
    files = {
        "config/_default/hugo.toml": 'title = "T"\nbaseURL = "https://x.org/"\ntimeZone = "Asia/Tokyo"\nbuildFuture = true'
    }
    site = write_site(tmp_path, files)
    assert (site.title, site.url, site.timezone, site.shows_future, site.generator, site.settings_files) == (
        "T", "https://x.org/", "Asia/Tokyo", True, "hugo", ("config/_default/hugo.toml",),
    )  # fmt: skip


def test_a_site_needs_no_settings(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("---\ntitle: A\n---\n")
    site = load_site("s", tmp_path)
    assert (site.generator, site.title, site.timezone, own_settings(site).codes) == ("hugo", None, "UTC", ("en",))


@pytest.mark.parametrize(
    ("config", "codes"),
    [
        ({}, ("en",)),
        ({"defaultContentLanguage": "FR"}, ("fr",)),
        ({"languages": {"en": {"weight": 2}, "fr": {"weight": 1}, "de": {}}}, ("fr", "en", "de")),
        ({"languages": {"en": {"weight": 2}, "fr": {"weight": 1}}, "defaultContentLanguage": "en"}, ("en", "fr")),
        ({"languages": {"en": {}, "fr": {"disabled": True}}, "disableLanguages": ["de"]}, ("en",)),
    ],
)
def test_the_default_language_comes_first(tmp_path: Path, config: dict[str, Any], codes: tuple[str, ...]) -> None:
    assert own_settings(write_site(tmp_path, {"content/a.md": ""}, **config)).codes == codes


@pytest.mark.parametrize(
    ("options", "sections"),
    [({}, ("news",)), ({"sections": ["Blog", "posts"]}, ("blog", "posts")), ({"sections": "blog"}, ("blog",))],
)
def test_the_operator_names_the_sections_that_hold_posts(
    tmp_path: Path, options: dict[str, Any], sections: tuple[str, ...]
) -> None:
    write_site(tmp_path, {"content/a.md": ""}, mainSections=["News"])
    assert own_settings(load_site("s", tmp_path, options=options)).sections == sections


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"section": "x"}, "`section` is not an option of a Hugo site; `sections` is"),
        ({"sections": 5}, "`sections` is 5"),
    ],
)
def test_an_option_that_cannot_be_meant_is_refused(tmp_path: Path, options: dict[str, Any], words: str) -> None:
    write_site(tmp_path, {"content/a.md": ""})
    with pytest.raises(UsageError, match=words):
        load_site("s", tmp_path, options=options)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"hugo.toml": "a = "}, r"hugo\.toml, line 1: not TOML"),
        ({"hugo.yaml": "a: b: c"}, r"hugo\.yaml, line 1: "),
        ({"hugo.yaml": "- a"}, "holds a list or a text"),
        ({"hugo.json": "{"}, r"hugo\.json, line 1: not JSON"),
        ({"hugo.toml": b"\xff"}, "settings are text in UTF-8"),
        ({"hugo.toml": "", "data/authors.yaml": "a: b: c"}, r"data/authors\.yaml, line 1: .*repair it"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, files: dict[str, str | bytes], words: str) -> None:
    with pytest.raises(PostsError, match=words):
        write_site(tmp_path, files)


def test_the_fingerprint_follows_cascades_and_not_the_texts_of_sections(tmp_path: Path) -> None:
    def fingerprint(index: str) -> str:
        return write_site(tmp_path, {"content/p/_index.md": index, "content/p/a.md": ""}).fingerprint

    before = fingerprint("---\ntitle: P\ncascade: {author: A}\n---\nText")
    assert fingerprint("---\ntitle: P\ncascade: {author: A}\nweight: 3\n---\nAnother text") == before
    assert fingerprint("---\ntitle: P\ncascade: {author: B}\n---\nText") != before
    assert fingerprint("---\ntitle: P\ncascade: {author: A}\nslug: q\n---\nText") != before


def test_authors_are_registered_in_data_and_in_pages(tmp_path: Path) -> None:
    files = {
        "data/authors.yaml": "ann: {name: {display: Ann Lee, first: Ann, last: Lee}}\nbo: Bo Ek\n",
        "data/authors/cy.json": '{"Name": "Cy Poe", "email": "cy@example.org"}',
        "content/authors/dee/_index.md": "---\ntitle: Dee Fox\nparams: {twitter: deefox}\n---\n",
        "content/authors/ann/_index.md": "---\ntitle: ignored\n---\n",
        "content/authors/_index.md": "---\ntitle: Authors\n---\n",
    }
    assert write_site(tmp_path, files).authors == (
        Author("ann", "Ann Lee", "person", ()),
        Author("bo", "Bo Ek"),
        Author("cy", "Cy Poe", contacts=("email cy@example.org",)),
        Author("dee", "Dee Fox", contacts=("twitter deefox",)),
    )


def test_a_site_can_be_sent_to_a_worker_also_after_a_file_was_read_here(tmp_path: Path) -> None:
    site = write_site(tmp_path, {"content/posts/a.md": "---\ndate: 2026-01-05\n---\n"})
    generator = generator_of(site)
    document = generator.document(site, (tmp_path / "content/posts/a.md").read_bytes())
    fields = generator.fields(site, "content/posts/a.md", document)
    sent = pickle.loads(pickle.dumps(site))
    assert sent == site
    assert generator.fields(sent, "content/posts/a.md", document) == fields
