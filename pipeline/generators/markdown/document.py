"""One file of a folder of Markdown: decoded, split and loaded (gray-matter, markdown-remark). Start: load_document."""

import re

from pipeline.generators.document import Document, body_warnings, decode_replacing, expect_mapping
from pipeline.generators.frontmatter import load_json, load_toml
from pipeline.generators.js_yaml import load_js_yaml
from pipeline.generators.markdown.preset import Preset
from pipeline.generators.problems import Problem, ProblemError
from pipeline.generators.scalars import Value
from pipeline.generators.site import Site

_DASH_OR_PLUS = re.compile(r"(?:\s*\n)?(---|\+\+\+)(.*?\n)(?:---|\+\+\+)", re.DOTALL)
_LINE_END = re.compile(r"\r?\n?")
_CODE = ("js", "javascript", "jsx", "ts", "coffee", "cson")
_COMMENTS = re.compile(r"^\s*#[^\n]+", re.MULTILINE)


def load_document(preset: Preset, site: Site, content: bytes) -> Document:
    """Load a file; raises ProblemError where its generator would stop its build."""
    del site
    warnings: list[Problem] = []
    text = decode_replacing(content, warnings).removeprefix("\ufeff")
    split = _split_gray_matter if preset.delimiters == "gray-matter" else _split_dash_or_plus
    value, block, body = split(text, warnings)
    if isinstance(value, list | str) and (
        preset.front_matter == "any" or (isinstance(value, str) and split is _split_dash_or_plus)
    ):
        value = {}  # a list or a text is dropped
    return Document(expect_mapping(value, block), block, body, warnings + body_warnings(text, body))


def _split_gray_matter(text: str, warnings: list[Problem]) -> tuple[Value | None, str, str]:
    """Return the front matter, its block and the body.

    Without a closer, all of the text is front matter.
    """
    if not text.startswith("---") or text[3:4] == "-":
        return None, "", text
    end = text.find("\n---", 3)
    block, body = (text, "") if end < 0 else (text[: end + 1], text[end + 4 :])
    opener, _, inner = block.partition("\n")
    language = opener[3:].strip().lower()
    if language in _CODE:
        detail = f"`---{language}` is code, which is not run: write the front matter as YAML"
        raise ProblemError("front_matter_code", detail, 1)
    if not _COMMENTS.sub("", inner).strip():
        return None, block, _LINE_END.sub("", body, count=1)
    if language == "json":
        value: Value | None = load_json(f"\n{inner}")
    elif language in ("", "yaml", "yml"):
        value = load_js_yaml(f"\n{inner}", warnings)
    else:
        raise ProblemError("front_matter_syntax", f"`---{language}`: there is no reader of {language}; write YAML", 1)
    return value, block, _LINE_END.sub("", body, count=1)


def _split_dash_or_plus(text: str, warnings: list[Problem]) -> tuple[Value | None, str, str]:
    found = _DASH_OR_PLUS.match(text)
    if not found:
        return None, "", text
    lines_above = "\n" * text.count("\n", 0, found.start(2))
    body = text[found.end() :]
    if found[1] == "+++":
        try:
            value: Value | None = load_toml(f"+++{found[2]}+++", has_plain_times=True)
        except ProblemError as error:
            raise ProblemError(error.kind, error.detail, (error.line or 1) + len(lines_above)) from None
        return value, text[: found.end()], body
    return load_js_yaml(lines_above + found[2], warnings), text[: found.end()], body
