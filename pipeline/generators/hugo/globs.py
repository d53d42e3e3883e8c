"""Glob patterns of Hugo (gobwas/glob with / between parts): `*`, `**`, `?`, `[a-c]` and `{a,b}`."""

import functools
import re

from pipeline.generators.globs import NOTHING, compile_parts, translate_token

# A regular expression with many stars may try every split of a text: its time is the length to their power.
MAX_STARS = 3
MAX_CHARS = 200  # of a text, for a pattern with more than two stars
_TOKEN = re.compile(r"\*\*+|\*|\?|\\.|\[[^\]]+\]|[{},]|[^*?\\\[{},]+|.", re.DOTALL)


@functools.lru_cache(1_000)
def compile_glob(pattern: str) -> re.Pattern[str]:
    """Return the regular expression of a pattern, for `fullmatch`; one that is no pattern matches nothing."""
    if _count_stars(pattern) > MAX_STARS:
        return NOTHING
    parts, depth = [], 0
    for token in _TOKEN.findall(pattern):
        if token == "{":
            depth += 1
            parts.append("(?:")
        elif token == "}" and depth:
            depth -= 1
            parts.append(")")
        elif token == "," and depth:
            parts.append("|")
        elif token[0] == "*":
            parts.append("[^/]*" if token == "*" else ".*")
        else:
            parts.append(translate_token(token))
    return NOTHING if depth else compile_parts(parts)


def matches(pattern: str, text: str) -> bool:
    """Return whether a pattern matches a whole text."""
    if len(text) > MAX_CHARS and _count_stars(pattern) > 2:
        return False
    return compile_glob(pattern).fullmatch(text) is not None


def _count_stars(pattern: str) -> int:
    """Return the runs of stars in a pattern."""
    return len(pattern.replace("**", "*").split("*")) - 1
