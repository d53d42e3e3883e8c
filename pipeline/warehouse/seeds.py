"""Seeds: small tables that people edit by hand. Add one to SEEDS and _FAULT_FINDERS."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from unicodedata import category, normalize

import pyarrow as pa

from pipeline.errors import ModelError, did_you_mean
from pipeline.posts.tags import term_id

SEEDS = {
    "tag_synonyms": ("alias", "canonical"),
    "author_aliases": ("alias", "canonical"),
    "stop_words": ("lang", "word"),
    "story_overrides": ("site", "path", "same_as", "apart_from"),
    "targets": ("site", "period", "stories"),
}
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)
_OPTIONAL = {"story_overrides": ("same_as", "apart_from")}  # may be empty

Rows = dict[int, list[str]]  # by line


def load_seed(folder: Path, name: str) -> pa.Table:
    """Return one seed as text columns; ModelError, with the line, for the first faulty row."""
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
        needed = [cell for key, cell in zip(header, row, strict=False) if key not in _OPTIONAL.get(name, ())]
        if len(row) != len(header) or not all(needed):
            raise ModelError(f"{where}, line {line}: {','.join(row)!r} needs {len(header)} values")
    for line, fault in _FAULT_FINDERS[name](rows):
        raise ModelError(f"{where}, line {line}: {fault}")
    columns = zip(*rows.values(), strict=True) if rows else [[] for _ in header]
    return pa.table({name: pa.array(list(column), pa.string()) for name, column in zip(header, columns, strict=True)})


def refuse_unknown_seeds(folder: Path) -> Path:
    """Return the folder of a project's own seeds; ModelError for a file there that takes the place of none."""
    for path in sorted(folder.glob("*.csv")):
        if path.stem not in SEEDS and not path.name.startswith("."):
            raise ModelError(
                f"{path} takes the place of no seed{did_you_mean(path.stem, SEEDS)}; the seeds are {', '.join(SEEDS)}"
            )
    return folder


def _find_alias_faults(rows: Rows) -> Iterator[tuple[int, str]]:
    """Yield (line, fault) for aliases that are ambiguous or mean another alias."""
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


def _find_tag_faults(rows: Rows) -> Iterator[tuple[int, str]]:
    """Yield (line, fault) for values that cannot be the id of a tag, then for aliases."""
    for line, row in rows.items():
        for tag in row:
            if tag != (id := term_id(tag)):
                yield line, f"{tag} is no tag_id, as core.tags has them{f'; {id} may be one' if id else ''}"
    yield from _find_alias_faults(rows)


def _find_word_faults(rows: Rows) -> Iterator[tuple[int, str]]:
    """Yield (line, fault) for words that occur twice, or that cannot be in a post's terms."""
    words: dict[tuple[str, str], int] = {}
    for line, (lang, word) in rows.items():
        if (lang, word) in words:
            yield line, f"{word} stands in line {words[lang, word]} already"
        if word != normalize("NFC", word.lower()) or not all(_is_word_character(c) for c in word):
            yield line, f"{word} is not one word in lower case"
        if not (lang.isalpha() and lang.islower()):
            yield line, f"{lang} is no language such as en"
        words[lang, word] = line


def _find_override_faults(rows: Rows) -> Iterator[tuple[int, str]]:
    """Yield (line, fault) for rows that name no other post, or contradict an earlier row."""
    kinds: dict[tuple[str, frozenset[str]], tuple[int, bool]] = {}
    for line, (site, path, same_as, apart_from) in rows.items():
        if bool(same_as) == bool(apart_from):
            yield line, f"{path} needs the path of another post, either under same_as or under apart_from"
        other = same_as or apart_from
        if path == other:
            yield line, f"{path} names itself"
        before, is_same = kinds.setdefault((site, frozenset((path, other))), (line, bool(same_as)))
        if is_same != bool(same_as):
            yield line, f"{path} and {other} tell {'one story' if is_same else 'two stories'} in line {before}"


def _find_target_faults(rows: Rows) -> Iterator[tuple[int, str]]:
    """Yield (line, fault) for periods that are not months, numbers that are not counts, and months planned twice."""
    months: dict[tuple[str, str], int] = {}
    for line, (site, period, stories) in rows.items():
        if not _MONTH.fullmatch(period):
            yield line, f"{period} is not a month such as 2026-06"
        if not (stories.isascii() and stories.isdigit() and len(stories) <= 9):
            yield line, f"{stories} is not a number of stories such as 12"
        if (site, period) in months:
            yield line, f"{period} of {site} is planned in line {months[site, period]} already"
        months[site, period] = line


def _is_word_character(character: str) -> bool:
    return character.isalnum() or character == "'" or category(character)[0] == "M"


_FAULT_FINDERS = {
    "tag_synonyms": _find_tag_faults,
    "author_aliases": _find_alias_faults,
    "stop_words": _find_word_faults,
    "story_overrides": _find_override_faults,
    "targets": _find_target_faults,
}
