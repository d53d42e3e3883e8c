"""Front matter defaults: the sets of `defaults` that apply to a post, and their merge. Start with Defaults."""

import itertools
import math
import re
from collections.abc import Sequence

from pipeline.generators.problems import ProblemError
from pipeline.generators.scalars import Value, Values, is_null

MAX_CHOICES = 100  # alternatives that the {a,b} of one pattern expand to
MAX_MERGED_SETS = 100  # combinations of sets that are cached; a site has a handful


class Defaults:
    """Defaults of one site, by path (frontmatter_defaults.rb)."""

    def __init__(self, sets: Sequence[tuple[Value, Values]], collections_dir: str) -> None:
        self.above = f"{collections_dir}/" if collections_dir else ""
        self.odd_scope = next((scope for scope, _ in sets if not isinstance(scope, dict)), None)
        self.sets = [
            (_Scope(scope, self.above), (len(_path(scope).removeprefix("/")), "type" in scope), values)
            for scope, values in sets
            if isinstance(scope, dict) and ("type" not in scope or scope["type"] in ("post", "posts"))
        ]
        self.merged: dict[tuple[bool, ...], dict[str, Value]] = {}

    def values_for(self, relative: str) -> dict[str, Value]:
        """Return the defaults of a path, which is relative to the folder of the collections.

        Raises ProblemError if a scope is no mapping: Jekyll then reads no post (frontmatter_defaults.rb:131).
        """
        if self.odd_scope is not None:
            detail = f"`defaults`: a scope is {str(self.odd_scope)!r}: write `scope: {{path: ''}}`, or leave it out"
            raise ProblemError("defaults_invalid", detail)
        taken = tuple(scope.matches(relative) for scope, _, _ in self.sets)
        if taken not in self.merged:
            if len(self.merged) >= MAX_MERGED_SETS:
                self.merged.clear()
            self.merged[taken] = self._merge_sets(taken)
        return self.merged[taken]

    def _merge_sets(self, taken: tuple[bool, ...]) -> dict[str, Value]:
        """Merge sets: longer path wins, then a type, then the later (frontmatter_defaults.rb:179)."""
        result: dict[str, Value] = {}
        highest = (-1, False)
        for is_taken, (_, rank, values) in zip(taken, self.sets, strict=True):
            if is_taken and rank >= highest:
                result, highest = merge_values(result, values), rank
            elif is_taken:
                result = merge_values(values, result)
        return result


def merge_values(under: Values, over: Values) -> dict[str, Value]:
    """Merge values: mappings mix, null never replaces, all else does (utils.rb:321)."""
    merged = dict(under)
    for key, value in over.items():
        old = merged.get(key)
        if isinstance(value, dict) and isinstance(old, dict):
            merged[key] = merge_values(old, value)
        elif old is None or not is_null(value):
            merged[key] = value
    return merged


def _path(scope: Values) -> str:
    path = scope.get("path", "")
    return path if isinstance(path, str) and not is_null(path) else ""


class _Scope:
    """Paths that a set of defaults is for: they begin with its path, or lie below what its * find."""

    def __init__(self, scope: Values, above: str) -> None:
        path = _path(scope)
        self.above = above
        self.start = path.removeprefix(above)
        self.glob: re.Pattern[str] | None = None
        if "*" in path:
            try:
                self.glob = re.compile(_glob(path.rstrip("/")))
            except re.error:  # [z-a]
                self.glob = _NOTHING

    def matches(self, relative: str) -> bool:
        """Return whether a path is meant; what a * finds lies below the folder of the collections."""
        if self.glob is None:
            return relative.startswith(self.start)
        parts = relative.split("/")
        folders = itertools.accumulate(parts, "{}/{}".format)
        return any(self.glob.match(self.above + folder) for folder in folders)


_NOTHING = re.compile(r"(?!)")
_TOKEN = re.compile(r"\*+|\\.|\[[^]/]+\]|\{[^{}/]*\}|.", re.DOTALL)


def _glob(pattern: str) -> str:
    """Return a Dir.glob pattern as a regular expression; only **/ crosses folders."""
    choices = [
        token[1:-1].split(",") if token[0] == "{" and len(token) > 1 else [token] for token in _TOKEN.findall(pattern)
    ]
    if math.prod(map(len, choices)) > MAX_CHOICES:
        return _NOTHING.pattern
    return "|".join(_without_choices("".join(chosen)) for chosen in itertools.product(*choices))


def _without_choices(pattern: str) -> str:
    """Return the regular expression of a pattern without {a,b}; atomic groups keep it linear."""
    parts, is_open = [], False
    *folders, last = pattern.split("/")
    for folder in folders:
        if folder == "**":
            parts.append(")" * is_open + "(?>(?:[^/]+/)*?")
            is_open = True
        else:
            parts.append(_name(folder, "/"))
    return "".join(parts) + _name(last, r"\Z") + ")" * is_open


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
