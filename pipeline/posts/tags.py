"""Tags and categories: what joins spellings of one term, and the terms of one post."""

import functools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from unicodedata import normalize

from pipeline.posts.problems import Problem, problem
from pipeline.scalars import Value, is_null, typed

# Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt).
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_GAP = re.compile("[\\s_\u2010\u2011-]+")
_HASH = re.compile(r"\A[#-]+(?=[^#-].)")
_WORD = re.compile(r"[^ \t\n\v\f\r\0]+")  # Ruby's split: ASCII white space only


class TermRef(NamedTuple):
    """A term of a post, in the fields of schema.TERM_REF."""

    id: str
    as_written: str


@functools.lru_cache(10_000)
def term_id(text: str) -> str:
    """The key that joins `Open Source`, `open-source` and `#open_source`, and keeps C, C++, C#, .net and R&D apart."""
    key = _GAP.sub("-", folded(text)).strip("-")
    return _HASH.sub("", key) if key.startswith("#") else key


def folded(text: str) -> str:
    """A text without case, compatibility forms and invisible characters, as Unicode's toNFKC_Casefold gives it."""
    if text.isascii():
        return text.lower()
    return normalize("NFKC", _INVISIBLE.sub("", normalize("NFKC", text).casefold()))


def tag_refs(raw: Value) -> tuple[list[TermRef], list[Problem]]:
    """The tags of a post from its `tags`, or its `tag` as a list of one; a string with commas is split at them."""
    problems: list[Problem] = []
    if not isinstance(raw, str):
        spellings: Iterable[str] = _flat(raw)
    elif isinstance(typed(raw), bool | None):
        spellings = ()
    elif "," in raw:
        spellings = raw.split(",")
        problems.append(problem("tags_comma_string", f"tags: {raw[:100]}"))
    else:
        spellings = _WORD.findall(raw)
    return _refs(spellings), problems


def category_refs(categories: list[str]) -> list[TermRef]:
    """The categories of a post in order, without empty and repeated ones."""
    return _refs(categories)


def _flat(raw: Value) -> Iterator[str]:
    """The strings of nested lists, in order; null and mappings are no tags."""
    waiting = [raw]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, str) and not is_null(value):
            yield value


def _refs(spellings: Iterable[str]) -> list[TermRef]:
    terms: dict[str, TermRef] = {}
    for spelling in spellings:
        key = term_id(spelling)
        if key and key not in terms:
            terms[key] = TermRef(key, str(spelling).strip())
    return list(terms.values())
