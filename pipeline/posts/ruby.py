"""Values as Ruby writes them: what Jekyll gets where it calls `to_s`, `inspect`, `downcase` or `capitalize`."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.scalars import Value, typed


def text(value: Value, zone: ZoneInfo) -> str:
    """`to_s`: nil is empty, a time is on the site's clock, lists and mappings are as `inspect` has them."""
    meant = typed(value)
    return meant if isinstance(meant, str) else "" if meant is None else _inspected(meant, zone)


def _inspected(meant: Any, zone: ZoneInfo) -> str:
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
            local = meant.astimezone(zone)
            return f"{local.year:04}-{local:%m-%d %H:%M:%S} {local.strftime('%z')[:5]}"
        case list():
            return "[" + ", ".join(_inspected(typed(item), zone) for item in meant) + "]"
        case dict():
            pairs = (f"{_inspected(key, zone)}=>{_inspected(typed(item), zone)}" for key, item in meant.items())
            return "{" + ", ".join(pairs) + "}"
        case _:
            return str(meant)


def downcase(text: str) -> str:
    """`downcase`, which knows no final sigma."""
    return "".join(map(str.lower, text)) if "Σ" in text else text.lower()


def capitalize(text: str) -> str:
    """`capitalize`: the first letter large, the others small."""
    return text[:1].title() + downcase(text[1:])
