"""Marks by which a folder is known as the site of a generator. Start with find_strongest.

Generators that are known and not read are in foreign.py.
"""

from collections.abc import Callable, Mapping
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple


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


def find_strongest(marks: Mapping[str, Mark]) -> list[str]:
    """Return the names with the strongest mark; several for a tie, none without any mark."""
    strongest = max((mark.strength for mark in marks.values()), default=None)
    return [name for name, mark in marks.items() if mark.strength == strongest]
