"""`posts-warehouse query`: SQL on the published file, for a person or for a program."""

import argparse
import os
import re
import shutil
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.cli.connection import open_for_analyst, refuse_inside_warehouse, run_interruptibly
from pipeline.cli.formats import Writer, fetch_batches, write_csv, write_json
from pipeline.cli.terminal import print_table
from pipeline.copies.export import ROWS_PER_BATCH, write_parquet
from pipeline.errors import PostsError, UsageError
from pipeline.files import describe_not_utf8, replacing
from pipeline.settings import Settings

ROWS_ONLY = [duckdb.ExpectedResultType.QUERY_RESULT]
MAX_ROWS_ON_TERMINAL = 100  # of a longer result, the head and the tail
MAX_ROWS_LINE_BY_LINE = 5  # for columns that do not fit beside each other


def add_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("sql", metavar="SQL", help="one statement or several; - reads them from standard input")
    form = sub.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="as CSV; text that a spreadsheet would run gets a ' in front")
    form.add_argument("--json", action="store_true", help="as JSON, a list of objects")
    form.add_argument("--parquet", metavar="FILE", help="into a Parquet file; - is standard output")


def query(arguments: argparse.Namespace, settings: Settings) -> None:
    """Run SQL and print its rows, or write one format; UsageError for text that is no SQL."""
    try:
        sql = (sys.stdin.buffer.read() if arguments.sql == "-" else os.fsencode(arguments.sql)).decode()
    except UnicodeDecodeError as error:
        raise UsageError(f"SQL, {describe_not_utf8(error)}") from error
    with open_for_analyst(settings) as duck:
        statements = duck.extract_statements(sql)
        if not statements:
            raise UsageError("there is no SQL in that")
        if arguments.csv or arguments.json:
            _write_rows(_run_all_but_last(duck, statements), duck, write_csv if arguments.csv else write_json)
        elif arguments.parquet:
            _save_parquet(_run_all_but_last(duck, statements), duck, arguments.parquet, settings)
        else:
            for statement in statements:
                _show_statement(statement, duck)


def _show_statement(statement: duckdb.Statement, duck: duckdb.DuckDBPyConnection) -> None:
    """Print the rows of a statement as DuckDB's table; on a terminal shortened to fit."""
    found = duck.sql(statement.query)
    if found is None or duckdb.ExpectedResultType.QUERY_RESULT not in statement.expected_result_type:
        return
    is_terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if is_terminal else 100_000
    result = run_interruptibly(duck, found._submit)  # show() would end after 10,000 rows, silently
    box = result.to_box(max_width=width, max_rows=MAX_ROWS_ON_TERMINAL if is_terminal else 10_000_000)
    table = re.sub(r"^( +1 row)s", r"\1 ", f"{box}\n", flags=re.M)
    if re.search(r"\(\d+ shown\)\s*$", table):
        texts = found.limit(MAX_ROWS_LINE_BY_LINE + 1).project("columns(*)::varchar").fetchall()
        if len(texts) <= MAX_ROWS_LINE_BY_LINE:
            table = "\n".join(_format_line_by_line(found.columns, texts, width))
    print_table(table)


def _format_line_by_line(columns: list[str], rows: list[tuple[str | None, ...]], width: int) -> Iterator[str]:
    """Yield each row as lines of a column and its value; a long value is cut."""
    left = max(map(len, columns)) + 2
    for row in rows:
        for column, value in zip(columns, row, strict=True):
            text = "NULL" if value is None else " ".join(value.split())
            room = max(width - left, 20)
            lines = textwrap.wrap(text, room, max_lines=4, placeholder=" …", break_on_hyphens=False) or [""]
            yield f"{column:<{left}}{lines[0]}"
            yield from (" " * left + line for line in lines[1:])
        yield ""


def _run_all_but_last(duck: duckdb.DuckDBPyConnection, statements: list[duckdb.Statement]) -> str:
    """Run all statements but the last, and return that; UsageError if another one has rows."""
    *before, last = statements
    if any(statement.expected_result_type == ROWS_ONLY for statement in before):
        many = f"{len(statements)} statements, and a file holds the rows of one"
        raise UsageError(f"{many}; without a format all are shown")
    for statement in before:
        duck.execute(statement.query).fetchall()  # an unread result would count as unfinished
    return last.query


def _write_rows(sql: str, duck: duckdb.DuckDBPyConnection, writer: Writer) -> None:
    result = run_interruptibly(duck, lambda: duck.execute(sql))
    columns = [column[0] for column in result.description]
    if writer is write_json:
        _refuse_duplicate_columns(columns)
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    writer(sys.stdout, columns, [str(column[1]) for column in result.description], fetch_batches(result.fetchmany))


def _save_parquet(sql: str, duck: duckdb.DuckDBPyConnection, name: str, settings: Settings) -> None:
    if name == "-" and sys.stdout.isatty():
        raise UsageError("a terminal cannot show Parquet: name a file, or send it into a pipe")
    target = Path(name)
    refuse_inside_warehouse(settings, target)
    found = duck.sql(sql)
    _refuse_duplicate_columns(found.columns)
    try:
        if name == "-":
            with tempfile.TemporaryDirectory() as folder:
                write_parquet(Path(folder, "rows"), found.to_arrow_reader(ROWS_PER_BATCH))
                with Path(folder, "rows").open("rb") as rows:
                    shutil.copyfileobj(rows, sys.stdout.buffer)
        else:
            with replacing(target) as beside:
                count = write_parquet(beside, found.to_arrow_reader(ROWS_PER_BATCH))
            print(f"{name}: {count:,} {'row' if count == 1 else 'rows'}")
    except BrokenPipeError:
        raise
    except (pa.ArrowException, OSError) as error:
        cast = "; cast to text what Parquet has no type for" if isinstance(error, pa.ArrowNotImplementedError) else ""
        raise PostsError(f"{name} is not written: {error}{cast}") from error


def _refuse_duplicate_columns(columns: list[str]) -> None:
    for name in columns:
        if columns.count(name) > 1:
            raise UsageError(f"two columns are called {name}; name one of them: … as other_{name}")
