"""Front matter: split from a document as Jekyll splits it, and loaded with every scalar as written (scalars.py).

Which keys mean what is not known here. TOML and JSON take the same shapes as YAML.
"""

import base64
import json
import re
import tomllib
from datetime import datetime
from typing import Any

import frontmatter
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

from pipeline.scalars import Plain, Value, truthy

LARGEST = 1 << 20  # characters of front matter; of what its aliases stand for, too
DEEPEST = 100  # lists and mappings in each other

# Jekyll's expression (document.rb:13) in two steps, each linear: in one, a file of blank lines takes quadratic time.
_OPENER = re.compile(r"---\s*\n", re.ASCII)
_CLOSER = re.compile(r"\n(?:---|\.\.\.)\s*$\n?", re.MULTILINE | re.ASCII)  # from a line's end: `^` is tried everywhere
_OTHERS = (
    (re.compile(r"\+\+\+[ \t]*\r?\n"), re.compile(r"^\+\+\+[ \t]*\r?$\n?", re.MULTILINE)),
    (re.compile(r"\{[ \t]*\r?\n"), re.compile(r"^\}[ \t]*\r?$\n?", re.MULTILINE)),
)


class FrontMatterError(ValueError):
    """Front matter that cannot be read: the kind of problem, why in plain words, and the line of the block."""

    def __init__(self, kind: str, detail: str, line: int | None = None) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.line = line


class JekyllHandler(frontmatter.YAMLHandler):
    """Splits and loads as Jekyll does. Not for `frontmatter.parse`, which strips the text before it asks a handler."""

    def split(self, text: str) -> tuple[str, str]:
        """The block with its opening line, and the body; the block is empty where the document has none."""
        if opened := _OPENER.match(text):
            closed = _CLOSER.search(text, opened.end() - 1)
            return (text[: closed.start() + 1], text[closed.end() :]) if closed else ("", text)
        for opener, closer in _OTHERS:
            if (opened := opener.match(text)) and (closed := closer.search(text, opened.end())):
                return text[: closed.end()], text[closed.end() :]
        return "", text

    def load(self, fm: str, **kwargs: Any) -> Any:
        """The value of a block from `split`. Keys given twice are appended to the list `repeated` as (key, line)."""
        if len(fm) > LARGEST:
            raise FrontMatterError("front_matter_too_large", f"{len(fm):,} characters, of {LARGEST:,} at most")
        if fm.startswith("+++"):
            return _load_toml(fm)
        if fm.startswith("{"):
            return load_json(fm)
        simple = load_simple(fm)
        return load_yaml(fm, kwargs.get("repeated")) if simple is None else simple


# A line that means the same to every reader of YAML: a key, and nothing, words, a text in quotes without escapes, or
# a list of words in brackets. No mark of YAML's begins a word here, and `:` and `#` stand inside words alone.
_WORDS = r"[^\W_][^\s:#]*+(?:(?:(?<=\S)#|:(?=\S)| +(?=[^\s:#]))[^\s:#]*+)*+"
_ITEM = r"[^\W_][^\s,:#?\[\]{}]*+(?:#(?=[,\]])| [^\W_][^\s,:#?\[\]{}]*+)*+"
_ITEMS = rf"(?:{_ITEM}(?:, *{_ITEM})*+)?"
_SIMPLE = re.compile(
    rf"""([A-Za-z][\w-]{{0,99}}+):(?: +(?:({_WORDS})|"([^"\\\n]*+)"|'([^'\n]*+)'|\[({_ITEMS})\]))? *\n"""
)


def load_simple(block: str) -> Value | None:
    """What `load_yaml` gives for a block of such lines alone, each key once, in a third of the time; else None."""
    if not block.startswith("---\n") or not block.replace("\n", "").isprintable():  # others may end lines, or be errors
        return None
    made: dict[str, Value] = {}
    at, end = 4, len(block)
    while at < end:
        if not (line := _SIMPLE.match(block, at)) or line[1] in made:
            return None
        at = line.end()
        key, words, double, single, items = line.groups()
        if double is not None or single is not None:
            made[key] = double or single or ""
        elif items is not None:
            made[key] = [Plain(item.strip()) for item in items.split(",")] if items else []
        else:
            made[key] = Plain(words or "")
    return made or None


def load_yaml(text: str, repeated: list[tuple[str, int]] | None = None) -> Value | None:
    """The first YAML document of a text; None where there is none, or only null or false: Jekyll goes on without it."""
    try:
        return _Loader(text, repeated).load()
    except yaml.MarkedYAMLError as error:
        raise _explained(error, text) from None
    except yaml.reader.ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1
        raise FrontMatterError("front_matter_syntax", "a control character", line) from None


class _Loader:
    """Builds values from the C parser's events. Its nodes are no use: they refuse what Jekyll forgives, and recurse."""

    def __init__(self, text: str, repeated: list[tuple[str, int]] | None) -> None:
        self.next = CParser(text).get_event
        self.repeated = repeated
        self.anchors: dict[str, tuple[Value, int, int]] = {}  # value, characters, depth
        self.measured: dict[int, tuple[Value, int, int]] = {}  # the same by identity; the value is kept so that ids are
        self.expanded = 0

    def load(self) -> Value | None:
        while (event := self.next()).__class__ is not DocumentStartEvent:
            if event.__class__ is StreamEndEvent:
                return None
        value = self.value(self.next(), 1)
        return value if truthy(value) else None

    def value(self, event: Any, depth: int) -> Value:
        kind = event.__class__
        made: Value
        if kind is ScalarEvent:
            made = event.value if event.implicit[1] else _plain(event)
        elif kind is AliasEvent:
            return self.alias(event, depth)
        elif depth > DEEPEST:
            raise _too_deep(event.start_mark.line + 1)
        elif kind is MappingStartEvent:
            made = self.mapping(depth)
        else:
            made = []
            while (item := self.next()).__class__ is not SequenceEndEvent:
                made.append(self.value(item, depth + 1))
        if event.anchor is not None:
            self.measured[id(made)] = self.anchors[event.anchor] = (made, *self.measure(made))
        return made

    def mapping(self, depth: int) -> Value:
        made: dict[str, Value] = {}
        while (event := self.next()).__class__ is not MappingEndEvent:
            key = self.value(event, depth + 1)
            name = key if isinstance(key, str) else json.dumps(key, ensure_ascii=False)
            value = self.value(self.next(), depth + 1)
            if name == "<<":
                if not isinstance(value, dict):
                    raise FrontMatterError("front_matter_syntax", "`<<` takes a mapping", event.start_mark.line + 1)
                made.update(value)
            else:
                if name in made and self.repeated is not None:
                    self.repeated.append((name, event.start_mark.line + 1))
                made[name] = value
        return made

    def alias(self, event: Any, depth: int) -> Value:
        if event.anchor not in self.anchors:
            return Plain("~")  # as safe_yaml has it
        value, weight, height = self.anchors[event.anchor]
        self.expanded += weight
        if self.expanded > LARGEST:
            detail = f"aliases that stand for more than {LARGEST:,} characters"
            raise FrontMatterError("front_matter_too_large", detail, event.start_mark.line + 1)
        if depth + height - 1 > DEEPEST:
            raise _too_deep(event.start_mark.line + 1)
        return value

    def measure(self, value: Value) -> tuple[int, int]:
        """Characters and depth of a value with its aliases expanded, without expanding them."""
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


def _plain(event: Any) -> str:
    if event.tag in ("tag:yaml.org,2002:binary", "!binary"):  # how Ruby 1.9 wrote titles that were not ASCII
        try:
            return base64.b64decode(event.value).decode("utf-8", "replace")
        except ValueError:
            pass
    return Plain(event.value)


def _too_deep(line: int | None = None) -> FrontMatterError:
    detail = f"lists and mappings more than {DEEPEST} deep in each other"
    return FrontMatterError("front_matter_too_deep", detail, line)


_EXPLANATIONS = (
    ("mapping values are not allowed", "a colon inside a value without quotes: put the value in quotes"),
    ("could not find expected ':'", "a line that is neither `key: value` nor part of the value above"),
    ("did not find expected key", "text where a key is expected: a stray quote, or a wrong indentation"),
    ("did not find expected alphabetic or numeric", "a value that begins with * or &: put it in quotes"),
    ("did not find expected ',' or", "a list or mapping in brackets that is not closed, or lacks a comma"),
    ("did not find expected node content", "a list or mapping in brackets that lacks a value"),
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


def _explained(error: yaml.MarkedYAMLError, text: str) -> FrontMatterError:
    """The parser's words made plain; the line is where it gave up, or where the key or quote begins that it was at."""
    said = error.problem or "this is not YAML"
    begins = error.context in ("while scanning a simple key", "while scanning a quoted scalar")
    mark = error.context_mark if begins else error.problem_mark or error.context_mark
    line = min(mark.line, text.count("\n", 0, len(text) - 1)) + 1 if mark else None
    detail = next((plain for start, plain in _EXPLANATIONS if said.startswith(start)), said)
    if line and (key := _KEY.match(text.split("\n", line)[line - 1])):
        detail = f"`{key[1]}`: {detail}"
    return FrontMatterError("front_matter_syntax", detail, line)


def _load_toml(block: str) -> Value:
    try:
        return _converted(tomllib.loads(block[3 : block.rindex("+++")].lstrip(" \t"), parse_float=Plain))
    except tomllib.TOMLDecodeError as error:
        detail, _, place = str(error).partition(" (at line ")
        line = int(place.split(",")[0]) if place else block.count("\n", 0, len(block) - 1)
        raise FrontMatterError("front_matter_syntax", f"not TOML: {detail}", line) from None
    except RecursionError:
        raise _too_deep() from None


def load_json(text: str) -> Value:
    """The value of a JSON text, half characters replaced; raises FrontMatterError."""
    try:
        return _converted(json.loads(text, parse_int=Plain, parse_float=Plain, parse_constant=Plain))
    except json.JSONDecodeError as error:
        raise FrontMatterError("front_matter_syntax", f"not JSON: {error.msg}", error.lineno) from None
    except RecursionError:
        raise _too_deep() from None


def _converted(value: Any, depth: int = 1) -> Value:
    if isinstance(value, dict | list) and depth > DEEPEST:
        raise _too_deep()
    match value:
        case dict():
            return {_text(key): _converted(item, depth + 1) for key, item in value.items()}
        case list():
            return [_converted(item, depth + 1) for item in value]
        case Plain():
            return value
        case str():
            return _text(value)
        case None | bool():
            return Plain("~" if value is None else str(value).lower())
        case datetime() if value.tzinfo is None:
            return str(value)  # a local time, for which Jekyll's YAML has quotes
        case _:
            return Plain(value)


def _text(value: str) -> str:
    return value.encode("utf-8", "replace").decode()  # JSON can hold half a character


# YAML 1.1 as safe_yaml 1.0.5 types it: transform/to_integer.rb, to_float.rb, to_date.rb; parse/sexagesimal.rb, date.rb
