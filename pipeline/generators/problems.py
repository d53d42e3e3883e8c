"""Kinds of problems that a file can have, and the two ways to report one.

Add a kind to _ERRORS or _WARNINGS. `Problem` is a finding; `ProblemError` stops the reading of one file.
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


_ERRORS = {
    "unreadable": "The file could not be opened or read.",
    "vanished": "The file was there when the site was listed and gone when it was read.",
    "not_a_file": "A pipe, a device or a socket stands where a post is expected; it is not opened.",
    "leads_out": "A link that leads out of the site, or nowhere; it is not followed.",
    "lfs_pointer": "The file is a Git LFS pointer: its text was not fetched into this checkout.",
    "too_large": "The file is larger than 64 MiB.",
    "name_not_utf8": "The name of the file is not UTF-8, so nothing can refer to it.",
    "not_utf8": "The file holds bytes that are not text in the site's encoding; the generator skips it without a word.",
    "front_matter_syntax": (
        "The front matter cannot be parsed; the generator would publish the post without it, or stop."
    ),
    "front_matter_unclosed": "The front matter is never closed; the generator would stop its build here.",
    "front_matter_conflict": "A merge left its conflict markers in the front matter.",
    "front_matter_not_mapping": "The front matter is a list or a text, where `key: value` is expected.",
    "front_matter_too_large": (
        "The front matter is over 1 MiB, or its aliases stand for as much, or it names more than 500 tags, categories "
        "or authors."
    ),
    "front_matter_too_deep": "Lists and mappings of the front matter are more than 100 deep in each other.",
    "categories_invalid": "`categories` is a number, a truth value or a mapping; the generator fails to read the post.",
    "date_invalid": "The date cannot be read; the generator would stop its build here.",
    "date_missing": (
        "Neither front matter nor file name give a whole date; the generator would take today's, the file's or Git's."
    ),
    "permalink_invalid": "The permalink makes no URL; the generator would stop its build here.",
    "key_invalid": "A key has a value that the generator refuses; it would stop its build here.",
    "front_matter_code": "The front matter is JavaScript, which the generator would execute; nothing is executed here.",
    "defaults_invalid": "A scope of the settings' `defaults` is no mapping; the generator reads no post.",
    "content_refused": "The site does not allow content of this kind; the generator would stop its build here.",
    "parser_fault": "A bug of this parser; the traceback is in the detail.",
}
_WARNINGS = {
    "empty_file": "The file holds no text; the site shows an empty post.",
    "timezone_unknown": "The settings name a time zone in a form that means another one to the generator, mostly UTC.",
    "folder_not_read": "The settings name a folder in a form in which the generator finds no file in it.",
    "encoding_unknown": "The settings name an encoding that the generator does not have, so it reads UTF-8.",
    "front_matter_unterminated": "The front matter is never closed; the site shows it as text.",
    "front_matter_ignored": (
        "Blank lines before it, more than three dashes, old Mac line ends, or an error in TOML or JSON: the site shows "
        "the front matter as text."
    ),
    "keys_lost": "A key is null, so the generator takes each key after it for a value, and each value for a key.",
    "replaced_bytes": "The file holds bytes that are not UTF-8; the site shows a replacement character for each.",
    "duplicate_key": "A key is given twice; the last one counts.",
    "key_removed": "A key that newer releases of the generator refuse; its value still counts.",
    "title_missing": "The front matter gives no title, and the generator makes none.",
    "date_unreadable": "A date that the generator cannot read; it takes the next one, and reports an error.",
    "date_rolled": "The date names a day that its month does not have; it counts on into the next month.",
    "date_is_number": "A number stands as the date; the generator counts it as milliseconds since 1970.",
    "offset_ignored": "The date has an offset of more than a day, which the generator ignores.",
    "conflict_in_body": "The body holds the markers of a merge conflict.",
    "nul_in_body": "The body holds NUL bytes.",
    "author_not_read": "An author is given in a form in which no name can be found.",
    "registry_invalid": (
        "A file of authors or tags holds an entry that the generator refuses; it would stop its build here."
    ),
    "authors_not_split": "A text names an author and somebody else who is not registered; it counts as one.",
    "url_conflict": "Another live post has the same address; only one of them is on the web.",
    "tags_comma_string": "Tags are one text with commas; the generator splits it at spaces and keeps the commas.",
    "categories_comma_string": (
        "Categories are one text with commas; the generator splits it at spaces and keeps the commas."
    ),
    "key_not_read": "A key looks like one that the generator reads, but is spelled in another way: nothing reads it.",
    "boolean_as_text": "A text or a number stands where true or false is expected; it counts as true.",
}
KINDS: dict[str, Kind] = {
    **{kind: Kind("error", meaning) for kind, meaning in _ERRORS.items()},
    **{kind: Kind("warning", meaning) for kind, meaning in _WARNINGS.items()},
}


@dataclass(frozen=True)
class Problem:
    """Finding in one file. `line` counts from 1; it is None if no single line is at fault."""

    kind: str
    severity: Severity
    line: int | None
    detail: str


class ProblemError(Exception):
    """Error of a file that cannot be a post; without `line`, the line of `key` is shown."""

    def __init__(self, kind: str, detail: str, line: int | None = None, *, key: str | None = None) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.line, self.key = kind, detail, line, key


def refuse_many_names(names: Sized, key: str) -> None:
    """Raise ProblemError for too many names: two tags of a post are a row of topics.pairs."""
    if len(names) > MAX_NAMES_PER_POST:
        detail = f"{len(names):,} {key}, of {MAX_NAMES_PER_POST:,} at most"
        raise ProblemError("front_matter_too_large", detail, key=key)


def problem(kind: str, detail: str, line: int | None = None) -> Problem:
    """Return a problem of a kind in KINDS, with its severity."""
    return Problem(kind, KINDS[kind].severity, line, detail)
