"""The small tables that people edit by hand, sql/seeds/*.csv: read, and refused with the line that is wrong."""

import csv
from collections.abc import Iterator
from pathlib import Path
from unicodedata import category, normalize

import pyarrow as pa

from pipeline.errors import ModelError
from pipeline.posts.tags import term_id

SEEDS = {
    "tag_synonyms": ("alias", "canonical"),
    "author_aliases": ("alias", "canonical"),
    "stop_words": ("lang", "word"),
}

Rows = dict[int, list[str]]  # by line


def read_seed(folder: Path, name: str) -> pa.Table:
    """One seed as a table of text columns; ModelError for the first line that is incomplete or contradicts another."""
    path = folder / f"{name}.csv"
    where = f"sql/seeds/{name}.csv"
    header = SEEDS[name]
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            if tuple(next(reader, ())) != header:
                raise ModelError(f"{where}: the first line must be {','.join(header)}")
            lines = ((reader.line_num, row) for row in reader)
            rows = {line: [cell.strip() for cell in row] for line, row in lines if any(row)}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ModelError(f"{where} cannot be read: {error}") from error
    for line, row in rows.items():
        if len(row) != len(header) or not all(row):
            raise ModelError(f"{where}, line {line}: {','.join(row)!r} needs {len(header)} values")
    for line, fault in _FAULTS[name](rows):
        raise ModelError(f"{where}, line {line}: {fault}")
    columns = zip(*rows.values(), strict=True) if rows else [[] for _ in header]
    return pa.table({name: pa.array(list(column), pa.string()) for name, column in zip(header, columns, strict=True)})


def _alias_faults(rows: Rows) -> Iterator[tuple[int, str]]:
    """An alias that is ambiguous, or means what is itself an alias."""
    aliases: dict[str, int] = {}
    for line, (alias, _) in rows.items():
        if alias in aliases:
            yield line, f"{alias} stands in line {aliases[alias]} already; an alias means one thing"
        aliases[alias] = line
    for line, (alias, canonical) in rows.items():
        if canonical in aliases:
            yield (
                line,
                f"{alias} means {canonical}, which line {aliases[canonical]} calls an alias; "
                "name what that line names instead",
            )


def _tag_faults(rows: Rows) -> Iterator[tuple[int, str]]:
    """The same, and what cannot be the id of a tag, so that no tag would ever be it."""
    for line, row in rows.items():
        for tag in row:
            if tag != (id := term_id(tag)):
                yield line, f"{tag} is no tag_id, as core.tags has them{f'; {id} may be one' if id else ''}"
    yield from _alias_faults(rows)


def _word_faults(rows: Rows) -> Iterator[tuple[int, str]]:
    """A word that stands twice, or that no term of a post is spelled like."""
    words: dict[tuple[str, str], int] = {}
    for line, (lang, word) in rows.items():
        if (lang, word) in words:
            yield line, f"{word} stands in line {words[lang, word]} already"
        if word != normalize("NFC", word.lower()) or not all(_is_of_a_word(c) for c in word):
            yield line, f"{word} is not one word in lower case"
        if not (lang.isalpha() and lang.islower()):
            yield line, f"{lang} is no language such as en"
        words[lang, word] = line


def _is_of_a_word(character: str) -> bool:
    return character.isalnum() or character == "'" or category(character)[0] == "M"


_FAULTS = {"tag_synonyms": _tag_faults, "author_aliases": _alias_faults, "stop_words": _word_faults}
