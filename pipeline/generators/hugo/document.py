"""One file as Hugo reads it: decoded, split, loaded, keys in lower case (pageparser/pagelexer_intro.go).

What stops Hugo's whole build here is a ProblemError of the one file.
"""

import re
from typing import Any

from pipeline.generators.document import Document, body_warnings, decode_replacing, line_at, load_block
from pipeline.generators.hugo.org import load_org
from pipeline.generators.hugo.values import is_null, lower_keys
from pipeline.generators.problems import Problem, ProblemError, problem
from pipeline.generators.scalars import Value
from pipeline.generators.site import Site

_BLANKS = re.compile(r"\ufeff?[ \t\r\n]*")
_CLOSERS = {"---": re.compile(r"(?<=[\r\n])---"), "+++": re.compile(r"(?<=[\r\n])\+\+\+")}
_LINE_END = re.compile(r"\r?\n|\r")
_JSON_MARK = re.compile(r'[{}"]|\\.', re.DOTALL)
_ORG_LINE = re.compile(r"#\+[^\n]*(?:\n|\Z)")
_MARKS = "-+{#"
_SHAPES: dict[str, tuple[type, ...]] = {"params": (dict,), "build": (dict,), "_build": (dict,), "cascade": (dict, list)}
_NAMES = {"---": "YAML", "+++": "TOML"}
_WAY_OUT = "; if the text is to begin so, put an empty front matter above it"


def load_document(site: Site, content: bytes) -> Document:
    """Load a file; raises ProblemError where Hugo would stop its build."""
    warnings: list[Problem] = []
    text = decode_replacing(content, warnings)
    start, body_start = _find_block(text)
    front_matter = _load(text, start, body_start, warnings)
    body = text[body_start:]
    if body_start == start:
        body = text.removeprefix("\ufeff")
    return Document(front_matter, text[:body_start], body, warnings + body_warnings(text, body))


def is_marked(document: Document, mark: str) -> bool:
    """Return whether the front matter begins with a mark: - for YAML, + for TOML, { for JSON, # for Org."""
    block = document.block
    return block.startswith(mark) or (block[:1] not in _MARKS and block.lstrip("\ufeff \t\r\n").startswith(mark))


def load_front_matter_of(content: bytes) -> dict[str, Value]:
    """Return the front matter of a file; raises ProblemError."""
    text = content.decode("utf-8", "replace")
    return _load(text, *_find_block(text), [])


def _find_block(text: str) -> tuple[int, int]:
    """Return where front matter starts and where the body does; equal if there is none. Raises ProblemError."""
    blanks = _BLANKS.match(text)
    start = blanks.end() if blanks else 0
    opener = text[start : start + 3]
    match opener[:1]:
        case "-" | "+":
            name = "---" if opener[0] == "-" else "+++"
            if opener != name:
                detail = f"the text begins with {opener[0]}, which Hugo takes for {_NAMES[name]} front matter{_WAY_OUT}"
                raise ProblemError("front_matter_syntax", detail, line_at(text, start))
            end_of_line = _LINE_END.match(text, start + 3)
            closer = _CLOSERS[name].search(text, end_of_line.end() if end_of_line else start + 3)
            if closer is None:
                detail = f"no line that begins with {name} ends it"
                raise ProblemError("front_matter_unclosed", detail, line_at(text, start))
            return start, _skip_line_end(text, closer.end())
        case "{":
            return start, _skip_line_end(text, _end_of_json(text, start))
        case "#" if opener.startswith("#+"):
            end = start
            while line := _ORG_LINE.match(text, end):
                end = line.end()
            return start, end
    return start, start


def _skip_line_end(text: str, at: int) -> int:
    found = _LINE_END.match(text, at)
    return found.end() if found else at


def _end_of_json(text: str, start: int) -> int:
    """Return where the brace that opens at `start` is closed, quotes left aside. Raises ProblemError."""
    level, is_quoted = 0, False
    for mark in _JSON_MARK.finditer(text, start):
        if mark[0] == '"':
            is_quoted = not is_quoted
        elif not is_quoted and mark[0] in "{}":
            level += 1 if mark[0] == "{" else -1
            if level == 0:
                return mark.end()
    detail = f"the text begins with {{, which Hugo takes for JSON front matter, and no }} ends it{_WAY_OUT}"
    raise ProblemError("front_matter_unclosed", detail, line_at(text, start))


def _load(text: str, start: int, end: int, warnings: list[Problem]) -> dict[str, Value]:
    if start == end:
        return {}
    lines_above = text.count("\n", 0, start)
    found: list[Problem] = []
    match text[start]:
        case "-":
            closer = text.rindex("---", start, end)
            opened = text[start + 3 : closer]
            first, _, rest = opened.partition("\n")
            # What stands on the opener's line belongs to the block; without it, lines count as in the file.
            block = "\n" * (lines_above + 1) + rest if not first.strip() else "\n" * lines_above + opened
            values: Any = load_block(block, found)
        case "#":
            values = load_org(text[start:end])
        case _:
            try:
                values = load_block(text[start:end].rstrip(), found)
            except ProblemError as error:
                raise ProblemError(
                    error.kind, _explain(text, start, error.detail), lines_above + (error.line or 1)
                ) from None
    if repeated := next((warning for warning in found if warning.kind == "duplicate_key"), None):
        raise ProblemError("front_matter_syntax", f"{repeated.detail}; since 0.152 Hugo stops at it", repeated.line)
    spellings: list[str] = []
    result: dict[str, Value] = lower_keys(values, spellings)
    warnings += [
        problem("duplicate_key", f"`{key}` is given in two spellings, of which Hugo takes either", lines_above + 1)
        for key in dict.fromkeys(spellings)
    ]
    for key, shapes in _SHAPES.items():
        if not is_null(result.get(key)) and not isinstance(result[key], shapes):
            raise ProblemError("front_matter_syntax", f"`{key}` is no mapping", _line_of(text[:end], key))
    return result


def _explain(text: str, start: int, detail: str) -> str:
    if text.startswith(("{{<", "{{%"), start):
        return f"the text begins with a shortcode, which Hugo takes for JSON front matter{_WAY_OUT}"
    return detail


def _line_of(block: str, key: str) -> int | None:
    found = re.search(rf"""^["'\s]*{key}["']?[ \t]*[:=]""", block, re.M | re.I)
    return line_at(block, found.start()) if found else None
