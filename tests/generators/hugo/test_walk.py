"""Files of a small site: pages, and why the others are none. Each site was asked of Hugo 0.168."""

import os
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import PostsError
from pipeline.generators import generator_of
from tests.support.hugo_sites import walk_site, write_site

NAME = "its name begins with . or #, or ends with ~"
EXTENSION = "its extension is not a page's"
LANGUAGES: dict[str, Any] = {
    "defaultContentLanguage": "en",
    "languages": {"en": {"weight": 1}, "fr": {"weight": 2}, "de": {"disabled": True}},
}


@pytest.mark.parametrize(
    ("files", "config", "expected"),
    [
        pytest.param(
            ["content/a.md", "content/.b.md", "content/.d/c.md", "content/#a.md", "content/b.md~", "content/~c.md"],
            {},
            {"a.md": None, ".b.md": NAME, ".d": NAME, "#a.md": NAME, "b.md~": NAME, "~c.md": None},
            id="names",
        ),
        pytest.param(
            ["content/a.txt", "content/a.Rmd", "content/A.MD", "content/_content.gotmpl"],
            {},
            {
                "a.txt": EXTENSION,
                "a.Rmd": EXTENSION,
                "A.MD": None,
                "_content.gotmpl": "it makes pages while Hugo builds, which are not read",
            },
            id="extensions",
        ),
        pytest.param(
            ["content/p/t/index.md", "content/p/t/n.md", "content/p/t/s/in/index.md", "content/p/a.md"],
            {},
            {
                "p/t/index.md": None,
                "p/t/n.md": "it is a resource of the bundle p/t",
                "p/t/s/in/index.md": "it is a resource of the bundle p/t",
                "p/a.md": None,
            },
            id="a bundle",
        ),
        pytest.param(
            ["content/p/index.fr.md", "content/p/a.md", "content/p/_index.md"],
            LANGUAGES,
            {
                "p/index.fr.md": None,
                "p/a.md": "it is a resource of the bundle p",
                "p/_index.md": "it is a resource of the bundle p",
            },
            id="a bundle in one language holds the files of all",
        ),
        pytest.param(
            ["content/a.md", "content/a.fr.md", "content/a.de.md"],
            LANGUAGES,
            {"a.md": None, "a.fr.md": None, "a.de.md": "its language, de, is disabled"},
            id="languages",
        ),
        pytest.param(
            [
                "content/p/b.md",
                "content/p/b.org",
                "content/p/a.md",
                "content/p/a/index.md",
                "content/d e.md",
                "content/d-e.md",
            ],
            {},
            {
                "p/b.md": "it has the same path as content/p/b.org",
                "p/b.org": None,
                "p/a.md": "it has the same path as content/p/a/index.md",
                "p/a/index.md": None,
                "d e.md": None,
                "d-e.md": "it has the same path as content/d e.md",
            },
            id="files of one path",
        ),
        pytest.param(
            ["content/p/a.md", "content/p/b.draft.md", "content/later/c.md"],
            {"ignoreFiles": [r"\.draft\.md$", "content/later/"]},
            {
                "p/a.md": None,
                "p/b.draft.md": "the site's ignoreFiles matches its path",
                "later/c.md": "the site's ignoreFiles matches its path",
            },
            id="ignoreFiles",
        ),
    ],
)
def test_every_file_is_a_page_or_says_why_not(
    tmp_path: Path, files: list[str], config: dict[str, Any], expected: dict[str, str | None]
) -> None:
    found = walk_site(tmp_path, dict.fromkeys(files, ""), **config)
    assert found == {f"content/{path}": reason for path, reason in expected.items()}


@pytest.mark.parametrize(
    ("config", "files", "pages"),
    [
        pytest.param({"contentDir": "texts"}, ["texts/a.md", "content/b.md"], ["texts/a.md"], id="contentDir"),
        pytest.param(
            {"module": {"mounts": [{"source": "one", "target": "content"}, {"source": "two", "target": "content/x"}]}},
            ["one/a.md", "one/x/b.md", "two/b.md", "two/c.md", "content/d.md"],
            ["one/a.md", "one/x/b.md", "two/c.md"],
            id="mounts take the place of content, and the first wins",
        ),
        pytest.param(
            {"module": {"mounts": [{"source": "assets", "target": "assets"}]}},
            ["content/a.md", "assets/b.md"],
            ["content/a.md"],
            id="mounts of something else do not",
        ),
        pytest.param(
            {"module": {"mounts": [{"source": "d/one.md", "target": "content/p/one.md"}]}},
            ["d/one.md", "d/two.md"],
            ["d/one.md"],
            id="a file as a mount",
        ),
        pytest.param(
            {"languages": {"en": {"contentDir": "c/en"}, "fr": {}}}, ["c/en/a.md", "content/a.md"],
            ["c/en/a.md", "content/a.md"], id="a folder for each language",
        ),
        pytest.param({"theme": "t"}, ["content/a.md", "themes/t/content/b.md"],
                     ["content/a.md", "themes/t/content/b.md"], id="a theme has content too"),
        pytest.param({}, ["archetypes/a.md"], [], id="archetypes are no content"),
    ],
)  # fmt: skip
def test_content_lies_where_the_settings_say(
    tmp_path: Path, config: dict[str, Any], files: list[str], pages: list[str]
) -> None:
    found = walk_site(tmp_path, dict.fromkeys(files, ""), **config)
    assert [path for path, reason in found.items() if reason is None] == pages


@pytest.mark.parametrize(
    ("filters", "pages"),
    [
        ({"files": ["! secret/**"]}, ["UP/q.md", "a.md", "c.draft.md", "x/y/z.md"]),
        ({"files": ["x/**"]}, ["x/y/z.md"]),
        ({"files": ["/x/**", "! /x/y/**"]}, ["x/y/z.md"]),
        ({"files": ["! /x/y/**", "**"]}, ["UP/q.md", "a.md", "c.draft.md", "secret/b.md"]),
        ({"files": ["*.md"]}, ["a.md", "c.draft.md"]),
        ({"files": ["**.draft.md"]}, ["c.draft.md"]),
        ({"files": ["/up/*"]}, ["UP/q.md"]),
        ({"files": "! **/z.md"}, ["UP/q.md", "a.md", "c.draft.md", "secret/b.md"]),
        ({"excludeFiles": "secret/*"}, ["UP/q.md", "a.md", "c.draft.md", "x/y/z.md"]),
        ({"includeFiles": ["x/**"]}, ["x/y/z.md"]),
    ],
)
def test_the_first_filter_of_a_mount_that_matches_decides(
    tmp_path: Path, filters: dict[str, Any], pages: list[str]
) -> None:
    files = [f"docs/{name}" for name in ("a.md", "secret/b.md", "c.draft.md", "x/y/z.md", "UP/q.md")]
    mounts = [{"source": "docs", "target": "content", **filters}]
    found = walk_site(tmp_path, dict.fromkeys(files, ""), module={"mounts": mounts})
    assert [path.removeprefix("docs/") for path in found] == pages


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").symlink_to("b.md")
    (tmp_path / "content/up").symlink_to("..")
    reason = "it is a symbolic link, which Hugo does not follow"
    assert walk_site(tmp_path, {"content/b.md": ""}) == {
        "content/a.md": reason, "content/b.md": None, "content/up": reason,
    }  # fmt: skip


def test_what_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    site = write_site(tmp_path, {"content/a.md": ""})
    os.mkfifo(tmp_path / "content/pipe.md")
    (tmp_path / "content" / os.fsdecode(b"caf\xe9.md")).touch()
    faults = {found.path: found.fault and found.fault.kind for found in generator_of(site).walk(site)}
    assert faults == {
        "content/a.md": None, "content/caf\\xe9.md": "name_not_utf8", "content/pipe.md": "not_a_file",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"contentDir": "../other"}, "leads out of the site"),
        ({"module": {"mounts": [{"source": "/etc", "target": "content"}]}}, "leads out of the site"),
        ({"ignoreFiles": ["("]}, "is no regular expression"),
        ({"timeZone": "Mars/Olympus"}, "no time zone is called Mars/Olympus"),
        ({"defaultContentLanguage": "de", "languages": {"en": {}}}, "is none of the languages: en"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(tmp_path: Path, config: dict[str, Any], words: str) -> None:
    with pytest.raises(PostsError, match=words):
        walk_site(tmp_path, {"content/a.md": "", "content/_index.md": ""}, **config)
