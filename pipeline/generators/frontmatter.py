"""Front matter and data files: YAML, TOML and JSON loaded with every scalar as written (scalars.py).

A generator splits a document into front matter and body, and decides what a key means. Start with load_front_matter.
Add plain words for another error of the YAML parser to _EXPLANATIONS.
"""

import base64
import json
import re
import tomllib
import unicodedata
from datetime import datetime
from typing import Any

import yaml
from yaml.cyaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from pipeline.generators.problems import ProblemError
from pipeline.generators.scalars import Plain, Value, is_null, truthy

MAX_BLOCK_CHARS = 1 << 20  # of front matter, and of what its aliases stand for
MAX_DEPTH = 100  # of lists and mappings in each other
Repeated = list[tuple[str, int]]  # keys given twice, with their lines


def load_front_matter(
    block: str, repeated: Repeated | None = None, null_keys: list[int] | None = None, *, is_strict: bool = False
) -> Value | None:
    """Return the value of a block with its opening line: YAML, TOML (`+++`) or JSON (`{`).

    Appends keys given twice to `repeated` as (key, line). With `null_keys`, reads null keys of YAML as safe_yaml does,
    and appends their lines. With `is_strict`, unknown aliases and tags are errors. Raises ProblemError.
    """
    if len(block) > MAX_BLOCK_CHARS:
        raise ProblemError("front_matter_too_large", f"{len(block):,} characters, of {MAX_BLOCK_CHARS:,} at most")
    if block.startswith("+++"):
        return load_toml(block)
    return load_json(block) if block.startswith("{") else load_yaml(block, repeated, null_keys, is_strict=is_strict)


def load_yaml(
    text: str, repeated: Repeated | None = None, null_keys: list[int] | None = None, *, is_strict: bool = False
) -> Value | None:
    """Return the first YAML document; None if missing, null or false. Raises ProblemError."""
    try:
        return _Loader(text, repeated, null_keys, is_strict=is_strict).load()
    except yaml.MarkedYAMLError as error:
        raise _explain_yaml_error(error, text) from None
    except yaml.reader.ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1
        raise ProblemError("front_matter_syntax", "a control character", line) from None


_TAGS = *(f"tag:yaml.org,2002:{name}" for name in (
    "str", "int", "float", "bool", "null", "timestamp", "merge", "binary", "omap", "pairs", "set", "map", "seq",
)), "!"  # fmt: skip


class _Loader:
    """Builder of values from parser events: PyYAML's nodes recurse and reject unknown aliases."""

    def __init__(self, text: str, repeated: Repeated | None, null_keys: list[int] | None, *, is_strict: bool) -> None:
        self.next = CParser(text).get_event
        self.repeated = repeated
        self.null_keys = null_keys
        self.is_strict = is_strict
        self.key: str | None = None  # that waits for its value
        self.anchors: dict[str, tuple[Value, int, int]] = {}  # value, characters, depth
        self.measured: dict[int, tuple[Value, int, int]] = {}  # the same by id(); holding the value keeps its id
        self.expanded = 0

    def load(self) -> Value | None:
        while (event := self.next()).__class__ is not DocumentStartEvent:
            if event.__class__ is StreamEndEvent:
                return None
        value = self.value(self.next(), 1)
        if self.is_strict:
            self.expect_end()
        return value if truthy(value) else None

    def expect_end(self) -> None:
        """Raise ProblemError for a second document, or a YAML error for what is no part of the first."""
        self.next()
        if (event := self.next()).__class__ is DocumentStartEvent:
            line = event.start_mark.line + 1
            raise ProblemError("front_matter_syntax", "`...` or `---` ends the front matter, and more follows", line)

    def value(self, event: Any, depth: int) -> Value:
        kind = event.__class__
        result: Value
        if self.is_strict and kind is not AliasEvent and event.tag is not None and event.tag not in _TAGS:
            detail = f"the tag {event.tag} means nothing here: put the value in quotes"
            raise ProblemError("front_matter_syntax", detail, event.start_mark.line + 1)
        if kind is ScalarEvent:
            is_text = event.implicit[1] or (self.is_strict and event.tag == _TAGS[0])
            result = event.value if is_text else _scalar_value(event)
        elif kind is AliasEvent:
            return self.alias(event, depth)
        elif depth > MAX_DEPTH:
            raise _too_deep_error(event.start_mark.line + 1)
        elif kind is MappingStartEvent:
            result = self.mapping(depth)
        else:
            result = []
            while (item := self.next()).__class__ is not SequenceEndEvent:
                result.append(self.value(item, depth + 1))
        if event.anchor is not None:
            self.measured[id(result)] = self.anchors[event.anchor] = (result, *self.measure(result))
        return result

    def mapping(self, depth: int) -> Value:
        """Build a mapping; safe_yaml takes a null for no key, so that the next value becomes one (psych_handler.rb)."""
        result: dict[str, Value] = {}
        merged: set[str] = set()  # keys from `<<`, which may be given again
        while (event := self.next()).__class__ is not MappingEndEvent:
            key, self.key = self.key, None
            line = event.start_mark.line + 1
            is_lost = key is None and self.null_keys is not None and event.__class__ is MappingStartEvent
            if is_lost:  # a mapping, such as {{ x }}, is a key only until the first value in it
                self.key = "{}"
            item = self.value(event, depth + 1)
            if key is None:
                if self.null_keys is not None and (is_lost or is_null(item)):
                    self.null_keys.append(line)
                    continue
                self.key = item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)
                if self.key in result and self.key not in merged and self.key != "<<" and self.repeated is not None:
                    self.repeated.append((self.key, line))
            elif key != "<<":
                result[key] = item
                merged.discard(key)
            elif isinstance(item, dict):
                merged |= item.keys() - result.keys()
                result.update(item)
            else:
                raise ProblemError("front_matter_syntax", "`<<` takes a mapping", line)
        return result

    def alias(self, event: Any, depth: int) -> Value:
        if event.anchor not in self.anchors:
            if self.is_strict:
                detail = f"*{event.anchor} refers to nothing: put the value in quotes"
                raise ProblemError("front_matter_syntax", detail, event.start_mark.line + 1)
            return Plain("~")  # safe_yaml reads an unknown alias as null
        value, weight, height = self.anchors[event.anchor]
        self.expanded += weight
        if self.expanded > MAX_BLOCK_CHARS:
            detail = f"aliases that stand for more than {MAX_BLOCK_CHARS:,} characters"
            raise ProblemError("front_matter_too_large", detail, event.start_mark.line + 1)
        if depth + height - 1 > MAX_DEPTH:
            raise _too_deep_error(event.start_mark.line + 1)
        return value

    def measure(self, value: Value) -> tuple[int, int]:
        """Return characters and depth of a value as if its aliases were expanded."""
        if isinstance(value, str):
            return len(value) + 1, 0
        if id(value) in self.measured:
            return self.measured[id(value)][1:]
        weight, height = 1, 0
        for key, item in value.items() if isinstance(value, dict) else (("", item) for item in value):
            item_weight, item_height = self.measure(item)
            weight += len(key) + item_weight
            height = max(height, item_height)
        return weight, height + 1


def _scalar_value(event: Any) -> str:
    if event.tag in ("tag:yaml.org,2002:binary", "!binary"):  # Ruby 1.9 wrote titles that were not ASCII as binary
        try:
            return base64.b64decode(event.value).decode("utf-8", "replace")
        except ValueError:
            pass
    return Plain(event.value)


def _too_deep_error(line: int | None = None) -> ProblemError:
    return ProblemError("front_matter_too_deep", f"lists and mappings more than {MAX_DEPTH} deep in each other", line)


_EXPLANATIONS = (
    ("mapping values are not allowed", "a colon inside a value without quotes: put the value in quotes"),
    ("could not find expected ':'", "a line that is neither `key: value` nor part of the value above"),
    ("did not find expected key", "text where a key is expected: a stray quote, or a wrong indentation"),
    ("did not find expected alphabetic or numeric", "a value that begins with * or &: put it in quotes"),
    ("did not find expected ',' or", "a list or mapping in brackets that is not closed, or lacks a comma"),
    ("did not find expected node content", "a list or mapping in brackets that lacks a value"),
    (
        "did not find expected <document start>",
        "text that belongs to no key: no blank behind a colon, a stray mark, or `...` above",
    ),
    ("did not find expected '-' indicator", "a list that breaks off: a wrong indentation, or a missing dash"),
    ("found character that cannot start any token", "a tab, or a value that begins with @, ` or %: put it in quotes"),
    ("found a tab character", "a tab in the indentation"),
    ("found unexpected end of stream", "a quote that is never closed"),
    ("found unexpected document indicator", "a quote that is never closed"),
    ("found unknown escape character", "a backslash in double quotes: write two, or use single quotes"),
    ("control characters are not allowed", "a control character"),
    ("block sequence entries are not allowed", "a list that begins on the line of its key"),
)
_KEY = re.compile(r"[\s-]*+([\w.-]++)[ \t]*+:")
# Blanks that YAML takes for letters, and characters without a width.
INVISIBLE = re.compile("[\u00a0\u00ad\u1680\u180e\u2000-\u200f\u202a-\u202f\u205f-\u2064\u3000\ufeff]")
_ODD_BLANK = re.compile(rf"^[ \t-]*+({INVISIBLE.pattern})|:({INVISIBLE.pattern})", re.MULTILINE)


def _explain_yaml_error(error: yaml.MarkedYAMLError, text: str) -> ProblemError:
    """Return the error in plain words, on the line where the parser stopped or a key began."""
    message = error.problem or "this is not YAML"
    begins = error.context in ("while scanning a simple key", "while scanning a quoted scalar")
    mark = error.context_mark if begins else error.problem_mark or error.context_mark
    line = min(mark.line, text.count("\n", 0, len(text) - 1)) + 1 if mark else None
    if odd := find_odd_blank(text):
        return ProblemError("front_matter_syntax", *odd)
    detail = next((plain for start, plain in _EXPLANATIONS if message.startswith(start)), message)
    if line and (key := _KEY.match(text.split("\n", line)[line - 1])):
        detail = f"`{key[1]}`: {detail}"
    return ProblemError("front_matter_syntax", detail, line)


def find_odd_blank(text: str) -> tuple[str, int] | None:
    """Return what stands in a block where YAML expects a plain blank, and its line; None if nothing does."""
    if not (odd := _ODD_BLANK.search(text)):
        return None
    detail = f"a {name_character(odd[1] or odd[2])} where a plain blank is expected: delete it, and type a blank"
    return detail, text.count("\n", 0, odd.start()) + 1


def name_character(character: str) -> str:
    """Return the name of a character that cannot be seen: `no-break space (U+00A0)`."""
    return f"{unicodedata.name(character, 'character').lower()} (U+{ord(character):04X})"


def load_toml(block: str, *, has_plain_times: bool = False) -> Value:
    """Return the value of a TOML block between two lines of `+++`; raises ProblemError.

    With `has_plain_times`, a time without an offset is a plain scalar, not a text.
    """
    try:
        values = tomllib.loads(block[3 : block.rindex("+++")].lstrip(" \t"), parse_float=Plain)
        return _to_value(_with_plain_times(values) if has_plain_times else values)
    except tomllib.TOMLDecodeError as error:
        detail, _, place = str(error).partition(" (at line ")
        line = int(place.split(",")[0]) if place else block.count("\n", 0, len(block) - 1)
        raise ProblemError("front_matter_syntax", f"not TOML: {detail}", line) from None
    except RecursionError:
        raise _too_deep_error() from None


def _with_plain_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_plain_times(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_plain_times(item) for item in value]
    return Plain(value) if isinstance(value, datetime) else value


def load_json(text: str) -> Value:
    """Return the value of a JSON text, lone surrogates replaced; raises ProblemError."""
    try:
        return _to_value(json.loads(text, parse_int=Plain, parse_float=Plain, parse_constant=Plain))
    except json.JSONDecodeError as error:
        raise ProblemError("front_matter_syntax", f"not JSON: {error.msg}", error.lineno) from None
    except RecursionError:
        raise _too_deep_error() from None


def _to_value(value: Any, depth: int = 1) -> Value:
    if isinstance(value, dict | list) and depth > MAX_DEPTH:
        raise _too_deep_error()
    match value:
        case dict():
            return {_valid_text(key): _to_value(item, depth + 1) for key, item in value.items()}
        case list():
            return [_to_value(item, depth + 1) for item in value]
        case Plain():
            return value
        case str():
            return _valid_text(value)
        case None | bool():
            return Plain("~" if value is None else str(value).lower())
        case datetime() if value.tzinfo is None:
            return str(value)  # a time without offset is local, as one in quotes is in YAML
        case _:
            return Plain(value)


def _valid_text(value: str) -> str:
    return value.encode("utf-8", "replace").decode()  # JSON can hold a lone surrogate
