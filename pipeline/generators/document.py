"""Text of one file, the same for every generator: Document, and the steps that decode and load it.

A generator decides where front matter ends. Add a check of bodies to `body_warnings`.
"""

import re
from typing import NamedTuple

from pipeline.generators.frontmatter import find_odd_blank, load_front_matter
from pipeline.generators.problems import Problem, ProblemError, problem
from pipeline.generators.scalars import Value

_LFS_POINTER = re.compile(  # https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
    rb"version https://(?:git-lfs|hawser)\.github\.com/spec/v\d\r?\n(?:[a-z0-9.-]+ [^\n]*\n)*?oid \S+\r?\nsize \d+\s*"
)
_CONFLICT = re.compile(r"^<{7} ", re.MULTILINE)


class Document(NamedTuple):
    """Front matter, body and warnings of one file. A generator's fields() adds to `warnings`."""

    front_matter: dict[str, Value]
    block: str  # the front matter as text, with its opening line
    body: str
    warnings: list[Problem]

    def line_of(self, *keys: str) -> int | None:
        """Return the line of the first of `keys` that is given; of a key given twice, the last."""
        for key in keys:
            if found := list(re.finditer(rf"""^["']?{re.escape(key)}["']?[ \t]*[:=]""", self.block, re.MULTILINE)):
                return line_at(self.block, found[-1].start())
        return None


def line_at(text: str, at: int) -> int:
    """Return the line, from 1, of the character at index `at`."""
    return text.count("\n", 0, at) + 1


def refuse_lfs_pointer(content: bytes) -> None:
    """Raise ProblemError for a file whose text lies elsewhere."""
    if content.startswith(b"version https://") and _LFS_POINTER.fullmatch(content):
        raise ProblemError("lfs_pointer", "run `git lfs pull` in the site's checkout")


def decode(content: bytes, encoding: str) -> str:
    """Return the text of a file, without a byte order mark; raises ProblemError (not_utf8, lfs_pointer)."""
    refuse_lfs_pointer(content)
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ProblemError("not_utf8", f"byte 0x{content[error.start]:02x} is not {encoding}", line) from None


def decode_replacing(content: bytes, warnings: list[Problem]) -> str:
    """Return the text of a file, with U+FFFD and a warning for bytes that are not UTF-8; ProblemError (lfs_pointer)."""
    refuse_lfs_pointer(content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        warnings.append(problem("replaced_bytes", f"byte 0x{content[error.start]:02x} is not utf-8", line))
    return content.decode("utf-8", "replace")


def load_values(
    block: str, warnings: list[Problem], *, is_safe_yaml: bool = False, is_strict: bool = False
) -> Value | None:
    """Load a block that starts on line 1 of its file; append warnings. Raises ProblemError.

    With `is_safe_yaml`, null keys are read as Jekyll's parser of YAML does. With `is_strict`, keys that are given
    twice, unknown aliases and unknown tags are errors.
    """
    repeated: list[tuple[str, int]] = []
    null_keys: list[int] | None = [] if is_safe_yaml else None
    try:
        front_matter = load_front_matter(block, repeated, null_keys, is_strict=is_strict)
    except ProblemError as error:
        if error.kind == "front_matter_syntax" and (marker := _CONFLICT.search(block)):
            line = line_at(block, marker.start())
            raise ProblemError("front_matter_conflict", "the conflict begins here", line) from None
        raise
    if repeated and is_strict:
        raise ProblemError("front_matter_syntax", f"`{repeated[0][0]}` is given again", repeated[0][1])
    warnings += [problem("duplicate_key", f"`{key}` is given again", line) for key, line in repeated]
    warnings += [null_key_warning(block, line) for line in (null_keys or ())[:1]]
    return front_matter


def load_block(block: str, warnings: list[Problem], *, is_safe_yaml: bool = False) -> dict[str, Value]:
    """Load a mapping; see load_values."""
    return expect_mapping(load_values(block, warnings, is_safe_yaml=is_safe_yaml), block)


def expect_mapping(front_matter: Value | None, block: str) -> dict[str, Value]:
    """Return the mapping of a block, empty for none; raises ProblemError for a list or a text."""
    if isinstance(front_matter, list | str):
        shape = "a list" if isinstance(front_matter, list) else "a text"
        if odd := find_odd_blank(block):
            raise ProblemError("front_matter_not_mapping", *odd)
        line = line_at(block, len(block) - len(block[3:].lstrip()))
        raise ProblemError("front_matter_not_mapping", f"it is {shape}, not `key: value`", line)
    return front_matter or {}


def null_key_warning(text: str, line: int) -> Problem:
    """Return the warning of a null key on a line."""
    written = text.split("\n", line)[line - 1].strip()[:80]
    way_out = "delete a * or &, put {{ }} in quotes, or name the key"
    detail = f"`{written}` has no key: the keys after it are taken for values, so {way_out}"
    return problem("keys_lost", detail, line)


def body_warnings(text: str, body: str) -> list[Problem]:
    """Return warnings of a text and its body: no text, NUL bytes, and the markers of a merge conflict."""
    warnings = []
    if not text.strip():
        warnings.append(problem("empty_file", "it has no text"))
    if "\0" in body:
        warnings.append(problem("nul_in_body", "a NUL byte", line_at(text, text.index("\0"))))
    if "<" in body and "<<<<<<< " in body and (marker := _CONFLICT.search(text)):
        middle = text.find("\n=======", marker.end())
        if middle >= 0 and text.find("\n>>>>>>> ", middle) >= 0:
            warnings.append(problem("conflict_in_body", "the conflict begins here", line_at(text, marker.start())))
    return warnings
