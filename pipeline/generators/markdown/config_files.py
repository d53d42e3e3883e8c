"""Settings files in JavaScript, TypeScript and JSON, read without running them. Start with load_module."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.errors import PostsError
from pipeline.generators.frontmatter import MAX_BLOCK_CHARS, load_json, load_toml
from pipeline.generators.js_literals import Js, Module, read_module
from pipeline.generators.js_yaml import load_js_yaml
from pipeline.generators.problems import ProblemError
from pipeline.generators.read import load_file
from pipeline.generators.scalars import Plain, Value

SCRIPTS = ("js", "mjs", "cjs", "ts", "mts", "cts")


def load_module(root: Path, names: Iterable[str]) -> tuple[str | None, Module]:
    """Return the path of the first of these files that is there, and what it says.

    PostsError if it is unreadable.
    """
    path = next((name for name in names if (root / name).is_file()), None)
    return path, read_module(_load_text(root, path)) if path else Module()


def load_data(root: Path, path: str) -> Value | None:
    """Return the value of a YAML, JSON or TOML file; PostsError if it cannot be read."""
    text = _load_text(root, path)
    try:
        if path.endswith(".toml"):
            return load_toml(f"+++\n{text}\n+++")
        return load_json(text) if path.endswith(".json") else load_js_yaml(text, [])
    except ProblemError as error:
        at = f", line {error.line}" if error.line else ""
        raise PostsError(f"{root / path}{at}: {error.detail}; repair it, or move it away") from error


def text_of(value: Js) -> str | None:
    """Return a text of a settings file; None for anything else."""
    return value if isinstance(value, str) else None


def texts_of(value: Js) -> tuple[str, ...]:
    """Return the texts of a list, or a text as a list of one; other values are left out."""
    items = value if isinstance(value, list) else [value]
    return tuple(item for item in items if isinstance(item, str))


def list_of(value: Js) -> list[Js]:
    """Return a list of a settings file; empty for anything else."""
    return value if isinstance(value, list) else []


def mapping_of(value: Js) -> dict[str, Js]:
    """Return a mapping of a settings file; empty for anything else."""
    return value if isinstance(value, dict) else {}


def to_value(value: Js) -> Value | None:
    """Return a literal as front matter has it; None for what is code."""
    match value:
        case str():
            return value
        case None | bool() | int() | float():
            return Plain(json.dumps(value) if value is not None else "~")
        case list():
            items = (to_value(item) for item in value)
            return [item for item in items if item is not None]
        case dict():
            pairs: list[tuple[str, Any]] = [(key, to_value(item)) for key, item in value.items()]
            return {key: item for key, item in pairs if item is not None}
        case _:
            return None


def _load_text(root: Path, path: str) -> str:
    content, fault = load_file(root.resolve(), path, MAX_BLOCK_CHARS)
    if content is None:
        raise PostsError(f"{root / path} cannot be read: {fault.detail if fault else 'nothing was read'}")
    return content.decode("utf-8-sig", "replace")
