"""Every kind of problem a file can have: its name, whether it keeps the file from being a post, and what it means."""

from collections.abc import Sized
from dataclasses import dataclass
from typing import Literal, NamedTuple

MOST_NAMED = 500  # tags, categories or authors of a post
Severity = Literal["error", "warning"]


class Kind(NamedTuple):
    """An error means that the file makes no post; a warning, that it makes one all the same."""

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
        "error", "The file holds bytes that are not text in the site's encoding; Jekyll skips it without a word."
    ),
    "front_matter_syntax": Kind(
        "error", "The front matter cannot be parsed; Jekyll would publish the post without it, dated now."
    ),
    "front_matter_conflict": Kind("error", "A merge left its conflict markers in the front matter."),
    "front_matter_not_mapping": Kind(
        "error", "The front matter is a list or a text; Jekyll would publish the post dated now."
    ),
    "front_matter_too_large": Kind(
        "error",
        "The front matter is over 1 MiB, or its aliases stand for as much, or it names more than 500 tags, categories "
        "or authors.",
    ),
    "front_matter_too_deep": Kind(
        "error", "Lists and mappings of the front matter are more than 100 deep in each other."
    ),
    "categories_invalid": Kind(
        "error", "`categories` is a number, a truth value or a mapping; Jekyll fails to read the post."
    ),
    "date_invalid": Kind("error", "The date cannot be read; Jekyll would stop its build here."),
    "date_missing": Kind("error", "Neither front matter nor file name give a whole date; Jekyll would take today's."),
    "permalink_invalid": Kind("error", "The permalink makes no URL; Jekyll would stop its build here."),
    "parser_fault": Kind("error", "A bug of this parser; the traceback is in the detail."),
    "front_matter_unterminated": Kind("warning", "The front matter is never closed; Jekyll shows it as text."),
    "front_matter_ignored": Kind(
        "warning",
        "Blank lines before it, more than three dashes or old Mac line ends: Jekyll shows the front matter as text.",
    ),
    "duplicate_key": Kind("warning", "A key is given twice; the last one counts."),
    "date_rolled": Kind(
        "warning", "The date names a day that its month does not have; Jekyll counts on into the next."
    ),
    "conflict_in_body": Kind("warning", "The body holds the markers of a merge conflict."),
    "nul_in_body": Kind("warning", "The body holds NUL bytes."),
    "authors_not_split": Kind(
        "warning", "A text names an author and somebody else who is not registered; it counts as one."
    ),
    "tags_comma_string": Kind(
        "warning", "Tags are one text with commas; Jekyll splits it at spaces and keeps the commas."
    ),
}


@dataclass(frozen=True)
class Problem:
    """What is wrong with one file; `line` counts from the first of the file, None where no line is to blame."""

    kind: str
    severity: Severity
    line: int | None
    detail: str


class RejectedError(Exception):
    """Within the parsing of one file: it makes no post, and this is why; `key` of its front matter is to blame."""

    def __init__(self, kind: str, detail: str, key: str | None = None) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.key = key
        self.line: int | None = None


def refuse_many(names: Sized, key: str) -> None:
    """Every two of a post's tags are a pair of topics: raise RejectedError for more than any reader takes in."""
    if len(names) > MOST_NAMED:
        raise RejectedError("front_matter_too_large", f"{len(names):,} {key}, of {MOST_NAMED:,} at most", key)


def problem(kind: str, detail: str, line: int | None = None) -> Problem:
    """A problem of a kind in KINDS, with that kind's severity."""
    return Problem(kind, KINDS[kind].severity, line, detail)
