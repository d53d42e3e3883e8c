"""Front matter of Org files: lines of `#+KEY: value` (metadecoders/decoder.go:376). Start with load_org."""

import re

from pipeline.generators.frontmatter import MAX_BLOCK_CHARS
from pipeline.generators.problems import ProblemError
from pipeline.generators.scalars import Value

_LINE = re.compile(r"^#\+([^:\n]+):(?:[ \t]+([^\n]*))?$", re.M)
_DATE = re.compile(r"[<\[]([0-9]{4}-[0-9]{2}-[0-9]{2}) .*[>\]]", re.ASCII)
_DATE_KEYS = ("date", "lastmod", "publishdate", "expirydate")


def load_org(block: str) -> dict[str, Value]:
    """Return the keywords of a block; a key given twice has a list, `key[]` the words of its text."""
    if len(block) > MAX_BLOCK_CHARS:
        raise ProblemError("front_matter_too_large", f"{len(block):,} characters, of {MAX_BLOCK_CHARS:,} at most")
    texts: dict[str, list[str]] = {}
    for found in _LINE.finditer(block.replace("\r\n", "\n")):
        texts.setdefault(found[1].lower(), []).append((found[2] or "").strip())
    values: dict[str, Value] = {}
    for key, given in texts.items():
        if key.endswith("[]"):
            values[key.removesuffix("[]")] = [word for text in given for word in text.split()]
        elif len(given) > 1:
            values[key] = list(given)
        elif key == "filetags":
            values[key] = list(given[0].removeprefix(":").removesuffix(":").split(":"))
        elif key in _DATE_KEYS and (date := _DATE.search(given[0])):
            values[key] = date[1]
        else:
            values[key] = given[0]
    return values
