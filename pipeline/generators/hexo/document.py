"""One file as Hexo reads it: decoded, split and loaded (hexo-front-matter: front_matter.ts). Start: load_document."""

import re

from pipeline.generators.document import Document, body_warnings, decode_replacing, expect_mapping
from pipeline.generators.frontmatter import load_json
from pipeline.generators.js_yaml import load_js_yaml
from pipeline.generators.problems import Problem, ProblemError, problem
from pipeline.generators.scalars import Value
from pipeline.generators.site import Site

_OPENER = re.compile(r"(-{3,}|;{3,})")
_OLD_FORM = re.compile(r"(-{3,}|;{3,})\n(.+?)\n\1\n?", re.DOTALL)
_NEW_FORM = re.compile(r"(.+?)\n(-{3,}|;{3,})\n?", re.DOTALL)
_TABS = re.compile(r"\n(\t+)")
_KEY_LINE = re.compile(r"---+[ \t]*\n[ \t]*[\w-]+[ \t]*:")


def load_document(site: Site, content: bytes) -> Document:
    """Load a file; raises ProblemError for one that Hexo loses."""
    del site
    warnings: list[Problem] = []
    text = decode_replacing(content, warnings).removeprefix("\ufeff").replace("\r\n", "\n")
    front_matter, block, body = _split(text, warnings)
    if not block and _KEY_LINE.match(text):
        warnings.append(problem("front_matter_unterminated", "no line of --- ends it, or blanks follow the first", 1))
    return Document(front_matter, block, body, warnings + body_warnings(text, body))


def _split(text: str, warnings: list[Problem]) -> tuple[dict[str, Value], str, str]:
    """Return front matter, its block with the opening line, and the body."""
    if found := _OLD_FORM.match(text):
        separator, data, lines_above = found[1], found[2], 1
    elif not _OPENER.match(text) and (found := _NEW_FORM.match(text)):
        separator, data, lines_above = found[2], found[1], 0
    else:
        return {}, "", text
    value = _load_json(data) if separator[0] == ";" else _load_yaml(data, lines_above, warnings)
    return ({}, "", text) if value is None else (value, text[: found.end()], text[found.end() :])


def _load_json(data: str) -> dict[str, Value] | None:
    try:
        value = load_json(f"{{{data}}}")
    except ProblemError:
        return None
    return value if isinstance(value, dict) else None


def _load_yaml(data: str, lines_above: int, warnings: list[Problem]) -> dict[str, Value] | None:
    """Return the mapping of a block.

    None for a text, which is no front matter. Raises ProblemError for a list.
    """
    data = "\n" * lines_above + data
    block = _TABS.sub(lambda tabs: "\n" + "  " * len(tabs[1]), data)
    value = load_js_yaml(block, warnings)
    return None if value is None or isinstance(value, str) else expect_mapping(value, block)
