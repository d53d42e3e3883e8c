"""Tokens of JavaScript and TypeScript: texts, numbers, names and marks, without comments. Start with split_tokens."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

_TOKEN = re.compile(
    r"""(?P<skip>\s+|//[^\n]*|/\*.*?\*/|\#![^\n]*)
    |(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<number>(?:0[xX][0-9a-fA-F_]+|(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?))
    |(?P<name>[\w$]+)
    |(?P<mark>=>|\.\.\.|[{}()\[\],:;.?!=<>+\-*/%&|^~@\#`])""",
    re.DOTALL | re.VERBOSE,
)
_REGEX = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_PLACE = re.compile(r"\$\{\s*([A-Za-z_$][\w$]*)\s*\}")
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\n|.))", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}


class Token(NamedTuple):
    """Token, with the place in the text where it starts and ends."""

    kind: str
    text: str
    start: int
    end: int


def split_tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text; characters that begin none are skipped."""
    at, before = 0, ""
    while at < len(text):
        if text[at] == "`":
            end = _end_of_template(text, at)
            yield Token("template", text[at:end], at, end)
            at, before = end, "`"
            continue
        # A slash where a value is expected begins a regular expression.
        is_value = not before or before[-1] in "=(,:[!&|?{};>" or before == "return"
        found = (
            _REGEX.match(text, at) if text[at] == "/" and is_value and text[at + 1 : at + 2] not in ("/", "*") else None
        )
        if found:
            yield Token("regex", found[0], at, found.end())
        elif not (found := _TOKEN.match(text, at)):
            at += 1
            continue
        elif found.lastgroup != "skip":
            yield Token(found.lastgroup or "", found[0], at, found.end())
        else:
            at = found.end()
            continue
        at, before = found.end(), found[0]


def _end_of_template(text: str, start: int) -> int:
    at, depth = start + 1, 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text.startswith("${", at):
            depth += 1
            at += 1
        elif text[at] == "}" and depth:
            depth -= 1
        elif text[at] == "`" and not depth:
            return at + 1
        at += 1
    return at


def unescape(text: str) -> str:
    """Return the text between quotes with its escapes replaced."""

    def replace(found: re.Match[str]) -> str:
        code = found[1] or found[2] or found[3]
        if code:
            number = int(code, 16)
            return chr(number) if number < 0xD800 or 0xDFFF < number <= 0x10FFFF else "\ufffd"
        return _ESCAPES.get(found[4], found[4])

    return _ESCAPE.sub(replace, text) if "\\" in text else text


def fill_template(text: str, constants: Mapping[str, Any]) -> str | None:
    """Return the text between backquotes, with constants in the place of their names.

    None if it holds other code.
    """
    pieces = _PLACE.split(text[1:-1])
    values = [constants.get(name) for name in pieces[1::2]]
    if any("${" in piece for piece in pieces[::2]) or not all(isinstance(value, str) for value in values):
        return None
    pieces[::2] = map(unescape, pieces[::2])
    pieces[1::2] = map(str, values)
    return "".join(pieces)


def read_number(text: str) -> int | float:
    """Return the value of a number."""
    digits = text.replace("_", "")
    if digits[:2].lower() == "0x":
        return int(digits, 16)
    return float(digits) if set(digits) & set(".eE") else int(digits)
