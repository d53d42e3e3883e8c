"""Literals of settings files in JavaScript and TypeScript. Nothing is executed.

Start with read_module. A value that is no literal is `Code`, and a call is a `Call` with its arguments.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeAlias

from pipeline.generators.js_tokens import fill_template, read_number, split_tokens, unescape

MAX_MODULE_CHARS = 1 << 18
MAX_EXPRESSIONS = 2_000  # that are read of one module
MAX_SKIPPED_TOKENS = 500_000  # in them; a token may stand in several
_MAX_DEPTH = 60
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "undefined": None}
_KEYWORDS = re.compile("default|function|return|if|for|while|switch|catch|async|await|typeof|new")
_OPENERS = {"{": "}", "(": ")", "[": "]"}
_ENDS = (",", ";", ")", "]", "}")


@dataclass(frozen=True)
class Code:
    """Expression that is no literal, as written."""

    text: str


@dataclass(frozen=True)
class Call:
    """Call of a function with its arguments; `text` is the expression as written."""

    name: str
    arguments: tuple["Js", ...]
    text: str


Js: TypeAlias = bool | int | float | str | list["Js"] | dict[str, "Js"] | Code | Call | None


@dataclass
class Module:
    """Values of a module: its exports by name, and the calls in it."""

    exports: dict[str, Js] = field(default_factory=dict)
    constants: dict[str, Js] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)

    @property
    def default(self) -> dict[str, Js]:
        """Return the mapping that the module exports; empty if it is none."""
        value = unwrap(self.exports.get("default"))
        return value if isinstance(value, dict) else {}

    def find_calls(self, name: str) -> Iterator[Call]:
        """Yield the calls of a function, by the last part of its name."""
        return (call for call in self.calls if call.name.rpartition(".")[2] == name)


class _NotReadableError(Exception):
    """Error of a text that is not understood."""


def read_module(text: str, constants: Mapping[str, Js] | None = None) -> Module:
    """Return the literals that a module exports, given constants; empty if not understood."""
    module = Module(constants=dict(constants or {}))
    with suppress(_NotReadableError, RecursionError):
        _Parser(text[:MAX_MODULE_CHARS], module).read()
    return module


def unwrap(value: Js) -> Js:
    """Return what helpers such as defineConfig({…}) are called with; else the value."""
    while isinstance(value, Call) and len(value.arguments) == 1:
        value = value.arguments[0]
    return value


class _Parser:
    def __init__(self, text: str, module: Module) -> None:
        self.text = text
        self.module = module
        self.tokens = list(split_tokens(text))
        self.at = 0
        self.expressions = 0
        self.skipped = 0

    def read(self) -> None:
        """Read the constants first, then the exports, which may name them."""
        starts = range(len(self.tokens))
        for at in starts:
            if self.tokens[at].text in ("const", "let", "var") and self.kind(at + 1) == "name":
                value_at = self.after_type(at + 2)
                if value_at is not None:
                    self.module.constants.setdefault(self.tokens[at + 1].text, self.value_at(value_at))
        for at in starts:
            words = [token.text for token in self.tokens[at : at + 4]]
            if words[:2] == ["export", "default"]:
                self.module.exports["default"] = self.exported_at(at + 2)
            elif words == ["module", ".", "exports", "="]:
                self.module.exports["default"] = self.exported_at(at + 4)
            elif words[:2] == ["export", "const"] and len(words) > 2 and words[2] in self.module.constants:
                self.module.exports[words[2]] = self.module.constants[words[2]]
            elif self.kind(at) == "name" and self.token(at + 1) == "(" and not _KEYWORDS.fullmatch(self.token(at)):
                self.at = self.start_of_call(at)
                self.module.calls.append(self.call())

    def start_of_call(self, at: int) -> int:
        while self.token(at - 1) == "." and at >= 2 and self.kind(at - 2) == "name":
            at -= 2
        return at

    def kind(self, at: int) -> str:
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else ""

    def token(self, at: int) -> str:
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def after_type(self, at: int) -> int | None:
        """Return where the value of a declaration begins, behind its type and `=`."""
        for end in range(at, min(at + 40, len(self.tokens))):
            if self.token(end) == "=":
                return end + 1
            if self.token(end) in (";", ")", "of", "in"):
                return None
        return None

    def value_at(self, at: int) -> Js:
        self.count_expression()
        self.at = at
        return self.value(0)

    def count_expression(self) -> None:
        self.expressions += 1
        if self.expressions > MAX_EXPRESSIONS:
            raise _NotReadableError

    def exported_at(self, at: int) -> Js:
        value = self.value_at(at)
        if isinstance(value, Code) and value.text in self.module.constants:
            value = self.module.constants[value.text]
        name = value.text.split("(")[0].split()[-1:] if isinstance(value, Code) else []
        if isinstance(value, Code) and (returned := self.returned_at(at)) is not None:
            return returned
        return self.module.constants.get(name[0], value) if name else value

    def returned_at(self, at: int) -> Js:
        """Return the mapping that the function which begins here returns last."""
        depth = 0
        found: Js = None
        for here in range(at, len(self.tokens)):
            text = self.token(here)
            depth += (text in _OPENERS) - (text in _OPENERS.values())
            if depth <= 0 and text == "}":
                break
            if depth == 1 and text == "return":
                value = self.value_at(here + 1)
                found = value if isinstance(value, dict) else found
            if text == "=>" and self.token(here + 1) == "(" and self.token(here + 2) == "{" and found is None:
                found = self.value_at(here + 1)
        return found if isinstance(found, dict) else None

    def value(self, depth: int) -> Js:
        """Read one expression; it ends before a comma or closer of the level above."""
        if depth > _MAX_DEPTH or self.at >= len(self.tokens):
            raise _NotReadableError
        start = self.at
        value = self.primary(depth)
        while self.token(self.at) in ("as", "satisfies", "!") and not isinstance(value, Code):
            self.at += 1
            self.skip_to_end(stops=("as", "satisfies"))
        if self.at < len(self.tokens) and self.token(self.at) not in _ENDS and not self.is_next_statement(start):
            self.skip_to_end()
            return Code(self.written(start))
        return value

    def is_next_statement(self, start: int) -> bool:
        """Return whether a line ends here, and a statement with it."""
        between = self.text[self.tokens[self.at - 1].end : self.tokens[self.at].start] if self.at > start else ""
        return "\n" in between and self.kind(self.at) == "name"

    def primary(self, depth: int) -> Js:
        token = self.tokens[self.at]
        self.at += 1
        match token.kind, token.text:
            case "text", text:
                return unescape(text[1:-1])
            case "template", text:
                filled = fill_template(text, self.module.constants)
                return Code(text) if filled is None else filled
            case "number", text:
                return read_number(text)
            case "mark", "{":
                return self.mapping(depth)
            case "mark", "[":
                return self.items("]", depth)
            case "mark", "(":
                values = self.items(")", depth)
                return values[0] if len(values) == 1 and self.token(self.at) != "=>" else Code("(")
            case "mark", "-" if self.kind(self.at) == "number":
                self.at += 1
                number = read_number(self.token(self.at - 1))
                return -number
            case "name", text if text in _WORDS and self.token(self.at) not in ("(", "."):
                return _WORDS[text]
            case "name", _:
                return self.name_or_call(depth)
        return Code(token.text)

    def name_or_call(self, depth: int) -> Js:
        start = self.at - 1
        while self.token(self.at) == "." and self.kind(self.at + 1) == "name":
            self.at += 2
        name = self.written(start)
        if self.token(self.at) != "(":
            if name in self.module.constants and self.token(self.at) in _ENDS:
                return self.module.constants[name]
            return Code(name)
        self.at = start
        call = self.call(depth)
        if self.token(self.at) in (".", "("):  # a chain of calls, such as z.string().optional()
            self.skip_to_end()
            return Code(self.written(start))
        return call

    def call(self, depth: int = 0) -> Call:
        """Read a call, without what follows it."""
        self.count_expression()
        start = self.at
        while self.token(self.at) != "(":
            self.at += 1
        name = self.written(start)
        self.at += 1
        return Call(name, tuple(self.items(")", depth)), self.written(start))

    def items(self, closer: str, depth: int) -> list[Js]:
        values: list[Js] = []
        while self.at < len(self.tokens) and self.token(self.at) != closer:
            if self.token(self.at) == ",":
                self.at += 1
            else:
                before = self.at
                values.append(self.value(depth + 1))
                if self.at == before:
                    raise _NotReadableError
            if self.token(self.at) in (";", *_OPENERS.values()) and self.token(self.at) != closer:
                raise _NotReadableError
        self.at += 1
        return values

    def mapping(self, depth: int) -> dict[str, Js]:
        result: dict[str, Js] = {}
        while self.at < len(self.tokens) and self.token(self.at) != "}":
            if self.token(self.at) == ",":
                self.at += 1
                continue
            token = self.tokens[self.at]
            key = unescape(token.text[1:-1]) if token.kind in ("text", "template") else token.text
            if self.token(self.at + 1) == ":":
                self.at += 2
                result[key] = self.value(depth + 1)
            elif token.kind == "name" and self.token(self.at + 1) in (",", "}"):
                self.at += 1
                result[key] = self.module.constants.get(key, Code(key))
            else:  # a method, a computed key or `...more`
                start = self.at
                self.skip_to_end()
                name = self.token(start + 1)
                more = self.module.constants.get(name) if key == "..." and self.at == start + 2 else None
                if isinstance(more, dict):
                    result |= more
                else:
                    result[name if key in ("async", "...") else key] = Code(self.written(start))
                if self.at == start:
                    raise _NotReadableError
        self.at += 1
        return result

    def skip_to_end(self, stops: tuple[str, ...] = ()) -> None:
        """Skip to the end of an expression: a comma, closer or semicolon of this level."""
        depth = 0
        while self.at < len(self.tokens):
            self.skipped += 1
            if self.skipped > MAX_SKIPPED_TOKENS:
                raise _NotReadableError
            kind, text = self.tokens[self.at][:2]
            if kind == "mark" and text in _OPENERS:
                depth += 1
            elif kind == "mark" and depth == 0 and text in _ENDS:
                return
            elif kind == "mark" and text in _OPENERS.values():
                depth -= 1
            elif depth == 0 and text in stops:
                return
            self.at += 1

    def written(self, start: int) -> str:
        return self.text[self.tokens[start].start : self.tokens[self.at - 1].end]
