"""`posts-warehouse models`: the data dictionary, which is written in the headers of sql/."""

import argparse
import re
import shutil
import sys
import textwrap

from pipeline.errors import PostsError
from pipeline.inputs import column_types, load_models
from pipeline.settings import Settings
from pipeline.warehouse.catalog import LAYERS, Catalog, write_dictionary
from pipeline.warehouse.model import Model

Types = dict[str, dict[str, str]]


def add_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "search",
        nargs="?",
        metavar="WORD",
        help="a table, shown in full; or what names and descriptions are searched for",
    )
    sub.add_argument("--markdown", action="store_true", help="as docs/models.md has it")


def models(arguments: argparse.Namespace, settings: Settings) -> None:
    """Print all tables, one table in full, or a search; PostsError if nothing matches."""
    catalog, word = load_models(own=settings.own_sql), arguments.search
    if arguments.markdown:
        print(write_dictionary(catalog, column_types(catalog)), end="")
    elif not word:
        _print_lines([f"{name}: {_first_sentence(catalog[name])}" for name in sorted(catalog, key=_reading_order)])
        hint = "posts-warehouse models WORD searches these; posts-warehouse models core.posts shows one in full."
        _print_lines(["", hint])
    elif name := _find_table(catalog, word):
        _print_lines(_describe_table(catalog, catalog[name], column_types(catalog).get(name, {})))
    else:
        pattern = re.compile(re.escape(word), re.I)
        lines = _search_tables(catalog, pattern, column_types(catalog))
        if not lines:
            raise PostsError(f"no table has to do with {word}; posts-warehouse models lists them all")
        _print_lines(lines, pattern)


def _find_table(catalog: Catalog, word: str) -> str | None:
    """Return the table that `word` names; the schema may be left out if only one matches."""
    matches = [name for name in catalog if word.casefold() in (name, name.partition(".")[2])]
    return matches[0] if len(matches) == 1 else None


def _describe_table(catalog: Catalog, model: Model, types: dict[str, str]) -> list[str]:
    readers = sorted(name for name, other in catalog.items() if model.name in other.reads)
    return [
        f"{model.name}: {model.description}",
        "",
        *_column_lines(model.columns, types),
        "",
        _grain_sentence(model),
        f"Made by {model.where} from {', '.join(sorted(model.reads))}.",
        *([f"Read by {', '.join(readers)}."] if readers else []),
        f'Try: posts-warehouse query "from {model.name} limit 5"',
    ]


def _search_tables(catalog: Catalog, holds: re.Pattern[str], types: Types) -> list[str]:
    """Return a line for each table that matches, and one for each column that matches."""
    lines = []
    for name in sorted(catalog, key=_reading_order):
        model = catalog[name]
        columns = {column: meaning for column, meaning in model.columns.items() if holds.search(f"{column} {meaning}")}
        if columns or holds.search(f"{name} {model.description}"):
            description = model.description if holds.search(model.description) else _first_sentence(model)
            lines += [f"{name}: {description} {_grain_sentence(model)}", *_column_lines(columns, types.get(name, {}))]
    return lines


def _column_lines(columns: dict[str, str], types: dict[str, str]) -> list[str]:
    return [f"    {column:<20} {types.get(column, '?').lower():<24} {meaning}" for column, meaning in columns.items()]


def _grain_sentence(model: Model) -> str:
    return f"One row for each {', '.join(model.grain)}."


def _first_sentence(model: Model) -> str:
    return re.split(r"(?<=[.?]) (?=[A-Z])", model.description)[0]


def _reading_order(name: str) -> tuple[bool, int, str]:
    """Return a sort key: the order of the dictionary, but staging last."""
    layer = name.partition(".")[0]
    return layer == "staging", LAYERS.index(layer), name


def _print_lines(lines: list[str], marked: re.Pattern[str] | None = None) -> None:
    """Print one line each into a pipe; on a terminal wrap them, with the matches in bold."""
    if not sys.stdout.isatty():
        print("\n".join(lines))
        return
    width = max(60, shutil.get_terminal_size().columns)
    for line in lines:
        hang = " " * (50 if line.startswith(" ") and width >= 100 else 4)
        text = textwrap.fill(line, width, subsequent_indent=hang, break_on_hyphens=False)
        print(marked.sub(lambda found: f"\x1b[1m{found[0]}\x1b[22m", text) if marked else text)
