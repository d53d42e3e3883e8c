"""`posts-warehouse models`: the data dictionary, as a list, searched, or one table in full."""

import argparse
import re
import shutil
import sys
import textwrap
from contextlib import suppress

import duckdb

from pipeline.errors import PostsError
from pipeline.lake.sources import no_sources
from pipeline.settings import SQL, Settings
from pipeline.warehouse.build import types as types_of
from pipeline.warehouse.catalog import LAYERS, Catalog, dictionary, load_catalog
from pipeline.warehouse.model import Model

Types = dict[str, dict[str, str]]


def options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "search",
        nargs="?",
        metavar="WORD",
        help="a table, shown in full; or what names and descriptions are searched for",
    )
    sub.add_argument("--markdown", action="store_true", help="as docs/models.md has it")


def models(arguments: argparse.Namespace, settings: Settings) -> None:
    catalog, word = load_catalog(SQL), arguments.search
    if arguments.markdown:
        print(dictionary(catalog, types_of(catalog, no_sources())), end="")
    elif not word:
        _print([f"{name}: {_first_sentence(catalog[name])}" for name in sorted(catalog, key=_reading_order)])
        _print(["", "posts-warehouse models WORD searches these; posts-warehouse models core.posts shows one in full."])
    elif name := _named(catalog, word):
        _print(_in_full(catalog, catalog[name], _types(catalog, settings)[name]))
    else:
        holds = re.compile(re.escape(word), re.I)
        lines = _found(catalog, holds, _types(catalog, settings))
        if not lines:
            raise PostsError(f"no table has to do with {word}; posts-warehouse models lists them all")
        _print(lines, holds)


def _named(catalog: Catalog, word: str) -> str | None:
    """The table that `word` names, with its schema, or without where only one table is called so."""
    called = [name for name in catalog if word.casefold() in (name, name.partition(".")[2])]
    return called[0] if len(called) == 1 else None


def _in_full(catalog: Catalog, model: Model, types: dict[str, str]) -> list[str]:
    readers = sorted(name for name, other in catalog.items() if model.name in other.reads)
    return [
        f"{model.name}: {model.description}",
        "",
        *_columns(model.columns, types),
        "",
        _grain(model),
        f"Made by {model.where} from {', '.join(sorted(model.reads))}.",
        *([f"Read by {', '.join(readers)}."] if readers else []),
        f'Try: posts-warehouse query "from {model.name} limit 5"',
    ]


def _found(catalog: Catalog, holds: re.Pattern[str], types: Types) -> list[str]:
    """Each table that has to do with what is sought, and those of its columns that hold it."""
    lines = []
    for name in sorted(catalog, key=_reading_order):
        model = catalog[name]
        columns = {column: meaning for column, meaning in model.columns.items() if holds.search(f"{column} {meaning}")}
        if columns or holds.search(f"{name} {model.description}"):
            said = model.description if holds.search(model.description) else _first_sentence(model)
            lines += [f"{name}: {said} {_grain(model)}", *_columns(columns, types[name])]
    return lines


def _columns(columns: dict[str, str], types: dict[str, str]) -> list[str]:
    return [f"    {column:<20} {types[column].lower():<24} {meaning}" for column, meaning in columns.items()]


def _grain(model: Model) -> str:
    return f"One row for each {', '.join(model.grain)}."


def _first_sentence(model: Model) -> str:
    return re.split(r"(?<=[.?]) (?=[A-Z])", model.description)[0]


def _reading_order(name: str) -> tuple[bool, int, str]:
    """As the dictionary has it, but what is only a step on the way comes last."""
    layer = name.partition(".")[0]
    return layer == "staging", LAYERS.index(layer), name


def _print(lines: list[str], marked: re.Pattern[str] | None = None) -> None:
    """One line each in a pipe; on a terminal wrapped, and what was sought in bold."""
    if not sys.stdout.isatty():
        print("\n".join(lines))
        return
    width = max(60, shutil.get_terminal_size().columns)
    for line in lines:
        hang = " " * (50 if line.startswith(" ") and width >= 100 else 4)
        text = textwrap.fill(line, width, subsequent_indent=hang, break_on_hyphens=False)
        print(marked.sub(lambda found: f"\x1b[1m{found[0]}\x1b[22m", text) if marked else text)


def _types(catalog: Catalog, settings: Settings) -> Types:
    """Each table's columns with their types: the published file's, if it was made of these models."""
    if settings.published.exists():
        with suppress(duckdb.Error), duckdb.connect(str(settings.published), read_only=True) as duck:
            types: Types = {}
            for table, column, kind in duck.execute(
                "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns()"
            ).fetchall():
                types.setdefault(table, {})[column] = kind
            if all(set(model.columns) == set(types.get(name, ())) for name, model in catalog.items()):
                return types
    return types_of(catalog, no_sources())
