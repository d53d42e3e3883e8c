"""Findings as text, annotations, JSON and SARIF, with every character that means something there."""

import json
from importlib.metadata import version
from pathlib import Path

import pytest

from pipeline.generators.problems import KINDS
from pipeline.review.findings import Finding
from pipeline.review.formats import FORMATS, Places

ERROR = Finding("blog", "_posts/a, b:c%.md", 3, "error", "date_invalid", "`50 %`\nof: a, day")
WARNING = Finding("blog", "_posts/é.md", None, "warning", "empty_file", "it has no text")
ELSEWHERE = Finding("docs", "index.md", 1, "warning", "empty_file", "it has no text")


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places({"blog": tmp_path / "here/site", "docs": Path("/srv/my docs")}, tmp_path / "here")


def show(form: str, places: Places) -> str:
    return "\n".join(FORMATS[form]([ERROR, WARNING, ELSEWHERE], places))


def test_text_is_what_compilers_print(places: Places) -> None:
    assert show("text", places) == (
        "site/_posts/a, b:c%.md:3: error: date_invalid: `50 %`\nof: a, day\n"
        "site/_posts/é.md: warning: empty_file: it has no text\n"
        "/srv/my docs/index.md:1: warning: empty_file: it has no text"
    )


def test_annotations_escape_what_ends_a_property_or_a_line(places: Places) -> None:
    assert show("github", places) == (
        "::error file=site/_posts/a%2C b%3Ac%25.md,line=3,title=date_invalid::`50 %25`%0Aof: a, day\n"
        "::warning file=site/_posts/é.md,title=empty_file::it has no text\n"
        "::warning file=/srv/my docs/index.md,line=1,title=empty_file::it has no text"
    )


def test_json_has_every_field(places: Places) -> None:
    first, *_ = rows = json.loads(show("json", places))
    assert len(rows) == 3
    assert first == {
        "file": "site/_posts/a, b:c%.md",
        "site": "blog",
        "path": "_posts/a, b:c%.md",
        "line": 3,
        "severity": "error",
        "kind": "date_invalid",
        "detail": "`50 %`\nof: a, day",
    }


def test_sarif_has_a_rule_for_each_kind_and_a_line_for_each_result(places: Places) -> None:
    """GitHub refuses a result without a line."""
    [run] = json.loads(show("sarif", places))["runs"]
    assert run["tool"]["driver"] == {
        "name": "posts-warehouse",
        "version": version("posts-warehouse"),
        "rules": [
            {
                "id": kind,
                "shortDescription": {"text": KINDS[kind].meaning},
                "defaultConfiguration": {"level": KINDS[kind].severity},
            }
            for kind in ("date_invalid", "empty_file")
        ],
    }
    uris = ["site/_posts/a%2C%20b%3Ac%25.md", "site/_posts/%C3%A9.md", "file:///srv/my%20docs/index.md"]
    assert [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]] == uris
    assert run["results"][:2] == [
        {
            "ruleId": "date_invalid",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": "`50 %`\nof: a, day"},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": uris[0]}, "region": {"startLine": 3}}}],
        },
        {
            "ruleId": "empty_file",
            "ruleIndex": 1,
            "level": "warning",
            "message": {"text": "it has no text"},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": uris[1]}, "region": {"startLine": 1}}}],
        },
    ]


def test_nothing_found_is_a_whole_document_for_machines_and_nothing_for_people(places: Places) -> None:
    assert [FORMATS[form]([], places) for form in ("text", "github", "json")] == [[], [], ["[]"]]
    log = json.loads("\n".join(FORMATS["sarif"]([], places)))
    assert (log["version"], log["runs"][0]["results"]) == ("2.1.0", [])
