"""Which generator a folder is a site of, by its files. Start with find_generator.

Generators that are known and not read are in foreign.py.
"""

from collections.abc import Callable, Mapping
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import UsageError


class Strength(IntEnum):
    """How much a mark says. Of two generators, the one with the stronger mark is taken."""

    SURE = 4  # several files that only this generator has together
    NAMED = 3  # a settings file that only this generator has
    LIKELY = 2  # a settings file of a common name, with its folders
    CONTENT = 1  # posts alone


class Mark(NamedTuple):
    """File or folder by which a site is known as a generator's."""

    strength: Strength
    name: str


FindMark = Callable[[Path], Mark | None]


def find_generator(root: Path, finders: Mapping[str, FindMark]) -> str | None:
    """Return the generator with the strongest mark, None without any. Raises UsageError for a tie."""
    marks = {name: mark for name, find in finders.items() if (mark := find(root))}
    strongest = max((mark.strength for mark in marks.values()), default=None)
    found = [name for name, mark in marks.items() if mark.strength == strongest]
    if len(found) > 1:
        names = " and ".join(f"{marks[name].name} ({name})" for name in found)
        raise UsageError(f"{root} has {names}; write `generator` for this site in posts.toml: {' or '.join(found)}")
    return found[0] if found else None
