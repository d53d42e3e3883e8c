"""Parts of glob patterns that the generators share, as regular expressions. The patterns are in js_globs and hugo."""

import re

NOTHING = re.compile(r"(?!)")


def translate_token(token: str) -> str:
    """Return the expression of `?`, of letters in brackets, of an escape, or of a text."""
    if token == "?":
        return "[^/]"
    if token[0] == "[" and len(token) > 1:
        inner = token[1:-1].replace("\\", r"\\").replace("[", r"\[")
        return f"[^{inner[1:]}]" if inner[0] in "!^" and len(inner) > 1 else f"[{inner}]"
    return re.escape(token[1:] if token[0] == "\\" and len(token) > 1 else token)


def compile_parts(parts: list[str]) -> re.Pattern[str]:
    """Return the expression of all parts, for `fullmatch`; parts that make none match nothing."""
    try:
        return re.compile("".join(parts), re.DOTALL)
    except re.error:
        return NOTHING
