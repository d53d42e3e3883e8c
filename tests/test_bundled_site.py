"""examples/harbour-gazette has what its settings promise: every habit of real sites, and one file for every kind of problem."""

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pyarrow as pa
import pytest

from pipeline.generators import generator_of, load_site
from pipeline.generators.jekyll.walk import walk
from pipeline.generators.problems import KINDS
from pipeline.generators.read import load_file
from pipeline.posts.parse import parse
from pipeline.posts.schema import FILES
from pipeline.project import BUNDLED_SITE

SITE = BUNDLED_SITE
NOT_IN_GIT = {"unreadable", "vanished", "not_a_file", "leads_out", "too_large", "name_not_utf8"}
# Of settings, of two files together, and of habits that tests/generators/ and tests/posts/ write down one by one.
NOT_IN_THE_SITE = {
    *("timezone_unknown", "encoding_unknown", "folder_not_read", "defaults_invalid", "url_conflict", "offset_ignored"),
    *("key_not_read", "keys_lost", "boolean_as_text", "categories_comma_string", "author_not_read", "key_removed"),
}
ONLY_PRESETS = {
    "date_is_number",
    "front_matter_code",
    "key_invalid",
    "registry_invalid",
}  # tests/generators/markdown has a case of each
ONLY_HUGO = {"content_refused", "date_unreadable", "front_matter_unclosed", "replaced_bytes", "title_missing"}


def parse_site(root: Path) -> dict[str, dict[str, Any]]:
    """Return the parser's row of each file of a site, by its path."""
    site = load_site("gazette", root)
    found_files = [found for found in generator_of(site).walk(site) if not found.ignored]
    contents = {found.path: load_file(site.root, found.path)[0] or b"" for found in found_files}
    files = [
        {"path": path, "sha256": hashlib.sha256(content).hexdigest(), "content": content}
        for path, content in contents.items()
    ]
    return {row["path"]: row for row in parse(pa.RecordBatch.from_pylist(files, FILES), site).to_pylist()}


@pytest.fixture(scope="module")
def rows() -> dict[str, dict[str, Any]]:
    return parse_site(SITE)


def test_what_only_hugo_finds_has_a_file_on_the_other_site() -> None:
    found = parse_site(SITE.with_name("tern-island")).values()
    assert {problem["kind"] for row in found for problem in row["problems"]} >= ONLY_HUGO


def test_every_kind_of_problem_that_git_can_hold_has_a_file(rows: dict[str, dict[str, Any]]) -> None:
    found = {
        Path(path).name.removesuffix(".md")[11:]: [(problem["kind"], problem["line"]) for problem in row["problems"]]
        for path, row in rows.items()
        if row["problems"]
    }
    assert found == {
        "unquoted-colon": [("front_matter_syntax", 2)],
        "stray-quote": [("front_matter_syntax", 2)],
        "tab-indent": [("front_matter_syntax", 5)],
        "unclosed-list": [("front_matter_syntax", 4)],
        "unclosed-quote": [("front_matter_syntax", 2)],
        "latin-1": [("not_utf8", 2)],
        "asterisk": [("front_matter_syntax", 2)],
        "conflict": [("front_matter_conflict", 3)],
        "a-list-on-top": [("front_matter_not_mapping", 2)],
        "aliases": [("front_matter_too_large", 8)],
        "too-deep": [("front_matter_too_deep", 3)],
        "categories": [("categories_invalid", 4)],
        "a-date-in-words": [("date_invalid", 3)],
        "an-hour-without-a-day": [("date_missing", 3)],
        "permalink": [("permalink_invalid", 4)],
        "git-lfs": [("lfs_pointer", None)],
        "not-yet": [("empty_file", None)],
        "never-closed": [("front_matter_unterminated", 1)],
        "blank-line-first": [("front_matter_ignored", 2)],
        "twice-a-title": [("duplicate_key", 3)],
        "conflict-in-the-text": [("conflict_in_body", 10)],
        "a-nul-byte": [("nul_in_body", 8)],
        "tags-with-commas": [("tags_comma_string", 5)],
        "thirtieth-of-february": [("date_rolled", 3)],
        "midsummer-programme": [("authors_not_split", 6)],
        "midsummer-again": [("authors_not_split", 6)],
    }
    kinds = {kind for problems in found.values() for kind, _ in problems}
    assert kinds == set(KINDS) - NOT_IN_GIT - NOT_IN_THE_SITE - ONLY_HUGO - ONLY_PRESETS - {"parser_fault"}


def test_the_fates(rows: dict[str, dict[str, Any]]) -> None:
    assert Counter(row["fate"] for row in rows.values()) == {"post": 56, "draft": 3, "problem": 16}
    broken = {path for path in rows if path.startswith("_posts/broken/")}
    assert broken == {path for path, row in rows.items() if row["fate"] == "problem"}
    ignored = {found.path for found in walk(load_site("gazette", SITE)) if found.ignored}
    assert ignored == {"_posts/2025/notes-for-the-spring.md", "_posts/2025/tide-table.png"}


def test_nobody_has_tidied_the_bytes(rows: dict[str, dict[str, Any]]) -> None:
    """An editor or git that normalises text would leave these tests green for the wrong reason."""
    contents = {path: (SITE / path).read_bytes() for path in rows}
    assert sum(b"\r\n" in content for content in contents.values()) == 1
    assert sum(content.startswith(b"\xef\xbb\xbf") for content in contents.values()) == 1
    assert sum(normalize("NFD", "café").encode() in content for content in contents.values()) == 1
    assert len(contents) - len(set(contents.values())) == 1  # the exact copy


def test_the_authors(rows: dict[str, dict[str, Any]]) -> None:
    """Each of the registered six is named in several ways, and nobody else is taken for one of them."""
    ways: dict[str, set[str]] = {}
    for row in rows.values():
        for ref in row["author_refs"] or []:
            ways.setdefault(ref["author_id"], set()).add(ref["as_written"])
    assert ways == {
        "desk": {"desk"},
        "ines": {"ines", "Ines P.", "I. Petersen", "Petersen, Ines", "Ines Petersen"},
        "louis": {"louis", "Louis Marchand"},
        "mei": {"mei", "田中芽衣"},
        "tomas": {"tomas", "Tomás O'Hara", "Tomás O’Hara", "Tomas OHara", "Tom"},
        "Sports Desk": {"Sports Desk", "sport", "sports-desk"},
        "a-reader-on-the-mole": {"A Reader on the Mole"},
        "ada-quay": {"Ada Quay"},
        "ines-petersen-and-the-midsummer-committee": {"Ines Petersen and the Midsummer Committee"},
        "marchand-louis": {"Marchand Louis"},
    }
