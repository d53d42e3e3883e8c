"""Findings as text, GitHub's annotations, SARIF 2.1.0 and JSON. Add a format to FORMATS."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pipeline.review.findings import ALL_KINDS, Finding

SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
TOOL = "posts-warehouse"


class Places:
    """Paths of files as a reader in the folder `base` sees them, by the roots of their sites."""

    def __init__(self, roots: Mapping[str, Path], base: Path) -> None:
        self._roots, self._base = roots, base.resolve()

    def path(self, finding: Finding) -> str:
        """Return the path from the base, or the whole path of a file that is not below it."""
        file = self._roots[finding.site] / finding.path
        return (file.relative_to(self._base) if file.is_relative_to(self._base) else file).as_posix()

    def uri(self, finding: Finding) -> str:
        """Return the same as a URI."""
        path = self.path(finding)
        return quote(path) if not path.startswith("/") else f"file://{quote(path)}"


def format_text(findings: Sequence[Finding], places: Places) -> list[str]:
    """Return lines as compilers print them, which editors can jump to."""
    return [
        f"{places.path(found)}:{f'{found.line}:' if found.line else ''} {found.severity}: {found.kind}: {found.detail}"
        for found in findings
    ]


def format_github(findings: Sequence[Finding], places: Places) -> list[str]:
    """Return workflow commands, which GitHub shows beside the lines of a pull request."""
    lines = []
    for found in findings:
        properties = {"file": places.path(found), "line": found.line, "title": found.kind}
        shown = ",".join(f"{key}={_escape_property(str(value))}" for key, value in properties.items() if value)
        lines.append(f"::{found.severity} {shown}::{_escape_data(found.detail)}")
    return lines


def format_json(findings: Sequence[Finding], places: Places) -> list[str]:
    """Return a list of findings, each with the path of its file from here."""
    rows = [{"file": places.path(found), **asdict(found)} for found in findings]
    return [json.dumps(rows, indent=2, ensure_ascii=False)]


def format_sarif(findings: Sequence[Finding], places: Places) -> list[str]:
    """Return a log in SARIF 2.1.0, in the subset that GitHub's code scanning reads."""
    kinds = sorted({found.kind for found in findings})
    rules = [
        {
            "id": kind,
            "shortDescription": {"text": ALL_KINDS[kind].meaning},
            "defaultConfiguration": {"level": ALL_KINDS[kind].severity},
        }
        for kind in kinds
    ]
    run = {
        "tool": {"driver": {"name": TOOL, "version": version(TOOL), "rules": rules}},
        "results": [_sarif_result(found, kinds.index(found.kind), places) for found in findings],
    }
    return [json.dumps({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)]


def _sarif_result(found: Finding, rule_index: int, places: Places) -> dict[str, Any]:
    # GitHub refuses a result without a line; a fault of a whole file stands at its first.
    region = {"startLine": found.line or 1}
    location = {"artifactLocation": {"uri": places.uri(found)}, "region": region}
    return {
        "ruleId": found.kind,
        "ruleIndex": rule_index,
        "level": found.severity,
        "message": {"text": found.detail},
        "locations": [{"physicalLocation": location}],
    }


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


Format = Callable[[Sequence[Finding], Places], list[str]]
FORMATS: Mapping[str, Format] = {  # the first is for people at a terminal
    "text": format_text,
    "github": format_github,
    "sarif": format_sarif,
    "json": format_json,
}
