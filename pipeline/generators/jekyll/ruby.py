"""Texts as Ruby writes them: `to_s`, `inspect`, `downcase`, `capitalize`. Add other methods here that Jekyll calls."""

import json
from datetime import datetime
from typing import Any

from pipeline.generators.scalars import Value, resolve_scalar


def to_s(value: Value) -> str:
    """Return `to_s`: nil is empty, times keep their offset, lists as in `inspect`."""
    typed_value = resolve_scalar(value)
    return typed_value if isinstance(typed_value, str) else "" if typed_value is None else _inspect(typed_value)


def _inspect(meant: Any) -> str:
    match meant:
        case str():
            return json.dumps(meant, ensure_ascii=False).replace("#{", "\\#{")
        case None:
            return "nil"
        case bool():
            return "true" if meant else "false"
        case float():
            written = repr(meant).replace("inf", "Infinity").replace("nan", "NaN")
            return written if "." in written else written.replace("e", ".0e")
        case datetime():
            return f"{meant.year:04}-{meant:%m-%d %H:%M:%S} {meant.strftime('%z')[:5]}"
        case list():
            return "[" + ", ".join(_inspect(resolve_scalar(item)) for item in meant) + "]"
        case dict():
            pairs = (f"{_inspect(key)}=>{_inspect(resolve_scalar(item))}" for key, item in meant.items())
            return "{" + ", ".join(pairs) + "}"
        case _:
            return str(meant)


def downcase(text: str) -> str:
    """Return `text.downcase`, which has no final sigma."""
    return "".join(map(str.lower, text)) if "Σ" in text else text.lower()


def capitalize(text: str) -> str:
    """Return `text.capitalize`: the first letter large, the others small."""
    return text[:1].title() + downcase(text[1:])
