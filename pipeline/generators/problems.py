"""Kinds of problems that a file can have, and the two ways to report one.

Add a kind of problem to KINDS. `Problem` is a finding; `ProblemError` stops the reading of one file.
"""

from collections.abc import Sized
from dataclasses import dataclass
from typing import Literal, NamedTuple

MAX_NAMES_PER_POST = 500  # tags, categories or authors
Severity = Literal["error", "warning"]


class Kind(NamedTuple):
    """Severity and meaning of a kind. An error keeps a file from being a post."""

    severity: Severity
    meaning: str


KINDS: dict[str, Kind] = {
    "unreadable": Kind("error", "The file could not be opened or read."),
    "vanished": Kind("error", "The file was there when the site was listed and gone when it was read."),
    "not_a_file": Kind("error", "A pipe, a device or a socket stands where a post is expected; it is not opened."),
    "leads_out": Kind("error", "A link that leads out of the site, or nowhere; it is not followed."),
    "too_large": Kind("error", "The file is larger than 64 MiB."),
    "name_not_utf8": Kind("error", "The name of the file is not UTF-8, so nothing can refer to it."),
    "not_utf8": Kind(
        "error", "The file holds bytes that are not text in the site's encoding; the generator skips it without a word."
    ),
    "front_matter_syntax": Kind(
        "error", "The front matter cannot be parsed; the generator would publish the post without it, or stop."
    ),
    "front_matter_conflict": Kind("error", "A merge left its conflict markers in the front matter."),
    "front_matter_not_mapping": Kind("error", "The front matter is a list or a text, where `key: value` is expected."),
    "front_matter_too_large": Kind(
        "error",
        "The front matter is over 1 MiB, or its aliases stand for as much, or it names more than 500 tags, categories "
        "or authors.",
    ),
    "front_matter_too_deep": Kind(
        "error", "Lists and mappings of the front matter are more than 100 deep in each other."
    ),
    "categories_invalid": Kind(
        "error", "`categories` is a number, a truth value or a mapping; the generator fails to read the post."
    ),
    "date_invalid": Kind("error", "The date cannot be read; the generator would stop its build here."),
    "date_missing": Kind(
        "error", "Neither front matter nor file name give a whole date; the generator would take today's."
    ),
    "permalink_invalid": Kind("error", "The permalink makes no URL; the generator would stop its build here."),
    "parser_fault": Kind("error", "A bug of this parser; the traceback is in the detail."),
    "front_matter_unterminated": Kind("warning", "The front matter is never closed; the site shows it as text."),
    "front_matter_ignored": Kind(
        "warning",
        "Blank lines before it, more than three dashes or old Mac line ends: the site shows the front matter as text.",
    ),
    "duplicate_key": Kind("warning", "A key is given twice; the last one counts."),
    "date_rolled": Kind(
        "warning", "The date names a day that its month does not have; it counts on into the next month."
    ),
    "conflict_in_body": Kind("warning", "The body holds the markers of a merge conflict."),
    "nul_in_body": Kind("warning", "The body holds NUL bytes."),
    "authors_not_split": Kind(
        "warning", "A text names an author and somebody else who is not registered; it counts as one."
    ),
    "tags_comma_string": Kind(
        "warning", "Tags are one text with commas; the generator splits it at spaces and keeps the commas."
    ),
}


@dataclass(frozen=True)
class Problem:
    """Finding in one file. `line` counts from 1; it is None if no single line is at fault."""

    kind: str
    severity: Severity
    line: int | None
    detail: str


class ProblemError(Exception):
    """Error of a file that cannot be a post; caught in posts/parse.py.

    `line` counts from 1. If it is None, the line of `key` in the front matter is shown.
    """

    def __init__(self, kind: str, detail: str, line: int | None = None, *, key: str | None = None) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.line = line
        self.key = key


def refuse_many_names(names: Sized, key: str) -> None:
    """Raise ProblemError for too many names: two tags of a post are a row of topics.pairs."""
    if len(names) > MAX_NAMES_PER_POST:
        raise ProblemError(
            "front_matter_too_large", f"{len(names):,} {key}, of {MAX_NAMES_PER_POST:,} at most", key=key
        )


def problem(kind: str, detail: str, line: int | None = None) -> Problem:
    """Return a problem of a kind in KINDS, with its severity."""
    return Problem(kind, KINDS[kind].severity, line, detail)
