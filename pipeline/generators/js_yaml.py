"""YAML of front matter as js-yaml 4 loads it. Scalars are resolved in js_values.py. Start with load_js_yaml."""

import re

from pipeline.generators.document import load_values
from pipeline.generators.problems import Problem
from pipeline.generators.scalars import Value

# Tabs that js-yaml takes for blanks: on a line with nothing else, before a comment, behind a dash.
_BLANK_START = re.compile(r"^ *\t[ \t]*(?=#|\r?$)", re.MULTILINE)
_TAB_AFTER_DASH = re.compile(r"^( *-)\t", re.MULTILINE)


def load_js_yaml(block: str, warnings: list[Problem]) -> Value | None:
    """Return the value of a block that starts on line 1 of its file; append warnings.

    Raises ProblemError.
    """
    if "\t" in block:
        block = _TAB_AFTER_DASH.sub(r"\1 ", _BLANK_START.sub("", block))
    is_like_json = block[:1] in ("+", "{")  # a blank keeps it from being read as TOML or JSON
    text = f"{' ' if is_like_json else ''}{block}\n"  # js-yaml ends the last line, too
    return load_values(text, warnings, is_strict=True)
