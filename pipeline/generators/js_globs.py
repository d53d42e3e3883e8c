"""Glob patterns as micromatch and globby of JavaScript read them: `**/*.{md,mdx}`, `!drafts/**`. Start with GlobSet."""

import functools
import re
from collections.abc import Iterable

from pipeline.generators.globs import NOTHING, compile_parts, translate_token

# A regular expression with many stars may try every split of a text: its time is the length to their power.
MAX_STARS = 4
MAX_PATH_CHARS = 1_000
_ANY_OF_EXTENSION = re.compile(r"\*\*\.\w+")  # `**.md` alone is any depth to picomatch, and `a/**.md` is not
_TOKEN = re.compile(r"[@?!]?\(|\*\*/|\*+|\?|\\.|\[[^\]/]+\]|[{},|)]|[^*?@!\\\[{},|()]+|.", re.DOTALL)


class GlobSet:
    """Patterns of which one must match a path; one that begins with ! takes paths out again.

    Unless `has_dots`, a star does not match a name that begins with a dot.
    """

    def __init__(self, patterns: Iterable[str], *, has_dots: bool = False) -> None:
        texts = [pattern.removeprefix("./") for pattern in patterns]
        wanted = [text for text in texts if text[:1] != "!" or text[:2] == "!("]
        self.wanted = [_compile(text, has_dots) for text in wanted]
        self.unwanted = [_compile(text[1:].removeprefix("./"), has_dots) for text in texts if text not in wanted]

    def matches(self, path: str) -> bool:
        """Return whether the patterns match a path, with / between its parts."""
        if len(path) > MAX_PATH_CHARS:
            return False
        return any(pattern.fullmatch(path) for pattern in self.wanted) and not any(
            pattern.fullmatch(path) for pattern in self.unwanted
        )


@functools.lru_cache(1_000)
def _compile(pattern: str, has_dots: bool) -> re.Pattern[str]:
    if len(re.findall(r"\*+|!\(", pattern)) > MAX_STARS:
        return NOTHING
    no_dot = "" if has_dots else r"(?!\.)"
    parts: list[str] = []
    openers: list[str] = []  # of the groups that are open
    is_start, at = True, 0
    for token in _TOKEN.findall(pattern):
        at += len(token)
        if token == "**/" and is_start:
            parts.append(f"(?:{no_dot}[^/]*/)*")
        elif token == "{" or token[-1] == "(":
            parts.append("(?!(?:" if token == "!(" else "(?:")
            openers.append(token)
        elif openers and token == ("}" if openers[-1] == "{" else ")"):
            opener = openers.pop()
            is_end = r"\Z" if at == len(pattern) else ""
            parts.append(f"){is_end})[^/]*" if opener == "!(" else ")?" if opener == "?(" else ")")
        elif openers and token == ("," if openers[-1] == "{" else "|"):
            parts.append("|")
        elif token[0] == "*":
            is_part = is_start and len(token) > 1 and pattern[at : at + 1] in ("", "}", ")", ",", "|")
            is_part |= _ANY_OF_EXTENSION.fullmatch(pattern) is not None
            slash = "/" if token == "**/" else ""
            here = f"{no_dot if is_start else ''}[^/]*{slash}"  # stars beside a text stay within its part
            parts.append(f"(?:{no_dot}[^/]*(?:/{no_dot}[^/]*)*)" if is_part else here)
        else:
            parts.append(translate_token(token))
        is_start = token.endswith("/") or (is_start and (token in ("{", ",", "|") or token[-1] == "("))
    return NOTHING if openers else compile_parts(parts)
