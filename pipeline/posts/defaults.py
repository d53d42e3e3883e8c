"""Front matter defaults: which sets of a site's `defaults` a post takes, and how values are laid over each other."""

import itertools
import math
import re
from collections.abc import Mapping

from pipeline.scalars import Value, is_null
from pipeline.site.config import Site

MOST_CHOICES = 100  # that the {a,b} of one pattern stand for
MOST_KEPT = 100  # combinations of sets; a site has a handful


class Defaults:
    """The defaults of one site, by path (frontmatter_defaults.rb)."""

    def __init__(self, site: Site) -> None:
        self.above = f"{site.collections_dir}/" if site.collections_dir else ""
        self.sets = [
            (_pattern(scope, self.above), (len(_path(scope).removeprefix("/")), "type" in scope), values)
            for scope, values in site.defaults
            if "type" not in scope or scope["type"] in ("post", "posts")
        ]
        self.merged: dict[tuple[bool, ...], dict[str, Value]] = {}

    def of(self, relative: str) -> dict[str, Value]:
        """The values for a path, relative to the folder of the collections."""
        taken = tuple(pattern.match(self.above + relative) is not None for pattern, _, _ in self.sets)
        if taken not in self.merged:
            if len(self.merged) >= MOST_KEPT:
                self.merged.clear()
            self.merged[taken] = self._merged(taken)
        return self.merged[taken]

    def _merged(self, taken: tuple[bool, ...]) -> dict[str, Value]:
        """The longer path goes before, then the one with a type, then the later (frontmatter_defaults.rb:179)."""
        result: dict[str, Value] = {}
        highest = (-1, False)
        for is_taken, (_, rank, values) in zip(taken, self.sets, strict=True):
            if is_taken and rank >= highest:
                result, highest = merge(result, values), rank
            elif is_taken:
                result = merge(values, result)
        return result


def merge(under: Mapping[str, Value], over: Mapping[str, Value]) -> dict[str, Value]:
    """Lay values over others: mappings mix, null never covers, all else replaces (utils.rb:321)."""
    merged = dict(under)
    for key, value in over.items():
        old = merged.get(key)
        if isinstance(value, dict) and isinstance(old, dict):
            merged[key] = merge(old, value)
        elif old is None or not is_null(value):
            merged[key] = value
    return merged


def _path(scope: Mapping[str, Value]) -> str:
    path = scope.get("path", "")
    return path if isinstance(path, str) and not is_null(path) else ""


def _pattern(scope: Mapping[str, Value], above: str) -> re.Pattern[str]:
    """What a path from the source must begin with: any text, whatever the folders, or with a * a file or folder."""
    path = _path(scope)
    if "*" in path:
        try:
            return re.compile(_glob(path.rstrip("/")))
        except re.error:  # [z-a]
            return _NOTHING
    return re.compile(re.escape(above + path.removeprefix(above)))


_NOTHING = re.compile(r"(?!)")
_TOKEN = re.compile(r"\*+|\\.|\[[^]/]+\]|\{[^{}/]*\}|.", re.DOTALL)


def _glob(pattern: str) -> str:
    """A pattern of Dir.glob as a regular expression: of the wildcards only **/ goes across folders."""
    choices = [
        token[1:-1].split(",") if token[0] == "{" and len(token) > 1 else [token] for token in _TOKEN.findall(pattern)
    ]
    if math.prod(map(len, choices)) > MOST_CHOICES:
        return _NOTHING.pattern
    return "|".join(_without_choices("".join(chosen)) for chosen in itertools.product(*choices))


def _without_choices(pattern: str) -> str:
    """Each wildcard takes as little as will do, once and for all: the time is linear, however many there are."""
    parts, is_open = [], False
    *folders, last = pattern.split("/")
    for folder in folders:
        if folder == "**":
            parts.append(")" * is_open + "(?>(?:[^/]+/)*?")
            is_open = True
        else:
            parts.append(_name(folder, "/"))
    return "".join(parts) + _name(last, r"(?:/|\Z)") + ")" * is_open


def _name(pattern: str, end: str) -> str:
    parts, is_open = [], False
    for token in _TOKEN.findall(pattern):
        if token[0] == "*":
            parts.append(")" * is_open + "(?>[^/]*?")
            is_open = True
        elif token == "?":
            parts.append("[^/]")
        elif token[0] == "[" and len(token) > 1:
            parts.append("[" + re.escape(token[1:-1]).replace(r"\-", "-").replace(r"\^", "^") + "]")
        else:
            parts.append(re.escape(token.removeprefix("\\") or token))
    return "".join(parts) + end + ")" * is_open
