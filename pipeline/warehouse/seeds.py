"""The small tables that people edit by hand, sql/seeds/*.csv: read, and refused with the line that is wrong."""

import csv
from pathlib import Path

import pyarrow as pa

from pipeline.errors import ModelError

SEEDS = {
    "tag_synonyms": ("alias", "canonical"),
    "author_aliases": ("alias", "canonical"),
}


def read_seed(folder: Path, name: str) -> pa.Table:
    """One seed as a table of text columns; ModelError for an alias that is ambiguous, circular or incomplete."""
    path = folder / f"{name}.csv"
    where = f"sql/seeds/{name}.csv"
    header = SEEDS[name]
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        if tuple(next(reader, ())) != header:
            raise ModelError(f"{where}: the first line must be {','.join(header)}")
        rows = {line: [cell.strip() for cell in row] for line, row in enumerate(reader, 2) if any(row)}
    aliases: dict[str, int] = {}
    for line, row in rows.items():
        if len(row) != len(header) or not all(row):
            raise ModelError(f"{where}, line {line}: {','.join(row)!r} needs {len(header)} values")
        if row[0] in aliases:
            raise ModelError(
                f"{where}, line {line}: {row[0]} stands in line {aliases[row[0]]} already; an alias means one thing"
            )
        aliases[row[0]] = line
    for line, (alias, canonical) in rows.items():
        if canonical in aliases:
            raise ModelError(
                f"{where}, line {line}: {alias} means {canonical}, which line {aliases[canonical]} calls an alias; "
                "name what that line names instead"
            )
    columns = zip(*rows.values(), strict=True) if rows else [[] for _ in header]
    return pa.table({name: pa.array(list(column), pa.string()) for name, column in zip(header, columns, strict=True)})
