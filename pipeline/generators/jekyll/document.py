"""One file as Jekyll reads it: decoded, split, loaded. Add a warning here if Jekyll itself gives none."""

import re

from pipeline.generators.document import Document, body_warnings, decode, line_at, load_block
from pipeline.generators.jekyll.front_matter import JekyllHandler
from pipeline.generators.jekyll.settings import own_settings
from pipeline.generators.problems import Problem, ProblemError, problem
from pipeline.generators.scalars import Value
from pipeline.generators.site import Site

_HANDLER = JekyllHandler()
_UNTERMINATED = re.compile(r"---[ \t\r]*+\n\s*+[\w-]++[ \t]*+:")
# Blank lines above, more dashes, or old Mac line ends: Jekyll shows such front matter as text.
_IGNORED = re.compile(r"\s*+-{3,}+[ \t]*+[\r\n]++\s*+[\w-]++[ \t]*+:")


_LOOKS_LIKE_TOML_OR_JSON = re.compile(r"""^[ \t]*+(?:[\w-]++[ \t]*+=|"[^"\n]*+"[ \t]*+:)""", re.MULTILINE)


def load_document(site: Site, content: bytes) -> Document:
    """Load a file; raises ProblemError if Jekyll skips it or publishes it without its data."""
    text = decode(content, own_settings(site).encoding)
    block, body = _HANDLER.split(text)
    warnings: list[Problem] = []
    front_matter: dict[str, Value] = {}
    if block.startswith("---"):
        front_matter = load_block(block, warnings, is_safe_yaml=True)
    elif block:
        try:
            front_matter = load_block(block, warnings)
        except ProblemError as error:  # a text that begins with a brace or +++, as it is to Jekyll
            if _LOOKS_LIKE_TOML_OR_JSON.search(block):
                warnings.append(problem("front_matter_ignored", f"{error.detail}, so it is text", error.line))
            block, body = "", text
    elif _UNTERMINATED.match(text):
        warnings.append(problem("front_matter_unterminated", "no line of three dashes ends the front matter", 1))
    elif _IGNORED.match(text):
        line = line_at(text, text.index("---"))
        warnings.append(problem("front_matter_ignored", "front matter is a first line of three dashes", line))
    return Document(front_matter, block, body, warnings + body_warnings(text, body))
