"""The text of a file: its front matter, its body, and what in them Jekyll stumbles over or says no word about."""

import re
from typing import NamedTuple

from pipeline.frontmatter import FrontMatterError, JekyllHandler
from pipeline.posts.problems import Problem, problem
from pipeline.scalars import Value

_HANDLER = JekyllHandler()
_UNTERMINATED = re.compile(r"---[ \t\r]*+\n\s*+[\w-]++[ \t]*+:")
_IGNORED = re.compile(
    r"\s*+-{3,}+[ \t]*+[\r\n]++\s*+[\w-]++[ \t]*+:"
)  # blank lines above, more dashes, old Mac line ends
_MARKER = re.compile(r"^<{7} ", re.MULTILINE)


class Document(NamedTuple):
    """`block` is the front matter as text, with its opening line; `problems` are warnings."""

    front_matter: dict[str, Value]
    block: str
    body: str
    problems: list[Problem]

    def line_of(self, key: str | None) -> int | None:
        """The last line that gives a key of the front matter: the one that counts."""
        if key is None:
            return None
        found = list(re.finditer(rf"""^["']?{re.escape(key)}["']?[ \t]*[:=]""", self.block, re.MULTILINE))
        return _line(self.block, found[-1].start()) if found else None


def read_document(content: bytes, encoding: str) -> Document:
    """Decode, split and load a file; raises FrontMatterError where Jekyll skips it or publishes it without its data."""
    text = _decoded(content, encoding)
    block, body = _HANDLER.split(text)
    problems: list[Problem] = []
    if block:
        front_matter = _loaded(block, problems)
    else:
        front_matter = {}
        if _UNTERMINATED.match(text):
            problems.append(problem("front_matter_unterminated", "no line of three dashes ends the front matter", 1))
        elif _IGNORED.match(text):
            line = _line(text, text.index("---"))
            problems.append(problem("front_matter_ignored", "front matter is a first line of three dashes", line))
    if "\0" in body:
        problems.append(problem("nul_in_body", "a NUL byte", _line(text, text.index("\0"))))
    if "<" in body and "<<<<<<< " in body and (marker := _MARKER.search(text)):
        middle = text.find("\n=======", marker.end())
        if middle >= 0 and text.find("\n>>>>>>> ", middle) >= 0:
            problems.append(problem("conflict_in_body", "the conflict begins here", _line(text, marker.start())))
    return Document(front_matter, block, body, problems)


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FrontMatterError("not_utf8", f"byte 0x{content[error.start]:02x} is not {encoding}", line) from None


def _loaded(block: str, problems: list[Problem]) -> dict[str, Value]:
    repeated: list[tuple[str, int]] = []
    try:
        front_matter = _HANDLER.load(block, repeated=repeated)
    except FrontMatterError as error:
        if error.kind == "front_matter_syntax" and (marker := _MARKER.search(block)):
            detail, line = "the conflict begins here", _line(block, marker.start())
            raise FrontMatterError("front_matter_conflict", detail, line) from None
        raise
    problems += [problem("duplicate_key", f"`{key}` is given again", line) for key, line in repeated]
    if isinstance(front_matter, list | str):
        what = "a list" if isinstance(front_matter, list) else "a text"
        line = _line(block, len(block) - len(block[3:].lstrip()))
        raise FrontMatterError("front_matter_not_mapping", f"it is {what}, not `key: value`", line)
    return front_matter or {}


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
