"""Tags and categories: the id that joins spellings of a term, and the terms of a post. Start with term_refs."""

import functools
import re
from collections.abc import Iterable
from typing import NamedTuple
from unicodedata import normalize

# Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt).
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_GAP = re.compile("[\\s_\u2010\u2011-]+")
_HASH = re.compile(r"\A[#-]+(?=[^#-].)")


class TermRef(NamedTuple):
    """Term of a post, in the fields of schema.TERM_REF."""

    id: str
    as_written: str


@functools.lru_cache(10_000)
def term_id(text: str) -> str:
    """Return the key that `Open Source` and `#open_source` share, but not C, C++ and C#."""
    key = _GAP.sub("-", casefold(text)).strip("-")
    return _HASH.sub("", key) if key.startswith("#") else key


def casefold(text: str) -> str:
    """Return Unicode's toNFKC_Casefold: no case, compatibility forms or invisible characters."""
    if text.isascii():
        return text.lower()
    return normalize("NFKC", _INVISIBLE.sub("", normalize("NFKC", text).casefold()))


def term_refs(spellings: Iterable[str]) -> list[TermRef]:
    """Return the terms of one post in order, without empty and repeated ones."""
    terms: dict[str, TermRef] = {}
    for spelling in spellings:
        key = term_id(spelling)
        if key and key not in terms:
            terms[key] = TermRef(key, str(spelling).strip())
    return list(terms.values())
