"""Values as Ruby writes them: what Jekyll gets where it calls `to_s`, `inspect` or `downcase`."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.frontmatter import Value, typed


def text(value: Value, zone: ZoneInfo) -> str:
    """`to_s`: "" for nil, times in the site's zone, lists and mappings as `inspect` has them."""
    meant = typed(value)
    return meant if isinstance(meant, str) else "" if meant is None else _written(meant, zone)


def _written(meant: Any, zone: ZoneInfo) -> str:
    if isinstance(meant, str):
        return json.dumps(meant, ensure_ascii=False).replace("#{", "\\#{")
    if meant is None:
        return "nil"
    if isinstance(meant, bool):
        return "true" if meant else "false"
    if isinstance(meant, float):
        return (
            repr(meant)
            .replace("e", ".0e" if "." not in repr(meant) else "e")
            .replace("inf", "Infinity")
            .replace("nan", "NaN")
        )
    if isinstance(meant, datetime):
        local = meant.astimezone(zone)
        return f"{local.year:04}{local:-%m-%d %H:%M:%S %z}"[:25]
    if isinstance(meant, list):
        return "[" + ", ".join(_written(typed(item), zone) for item in meant) + "]"
    if isinstance(meant, dict):
        return (
            "{"
            + ", ".join(f"{_written(key, zone)}=>{_written(typed(item), zone)}" for key, item in meant.items())
            + "}"
        )
    return str(meant)


def downcase(text: str) -> str:
    """`downcase`, which knows no final sigma."""
    return "".join(c.lower() for c in text) if "Σ" in text else text.lower()


def capitalize(text: str) -> str:
    """`capitalize`: the first letter large, the others small."""
    return text[:1].title() + downcase(text[1:])
