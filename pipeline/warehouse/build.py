"""One new DuckDB file from the lake: every model in order, its columns as documented, its checks tried.

What is published, and whether, is decided in publish.py; where the lake lies, by whoever calls.
"""

import inspect
import shutil
import sys
import time
from collections.abc import Collection
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from pipeline.errors import ModelError
from pipeline.progress import tracked
from pipeline.warehouse import checks, model, seeds, session
from pipeline.warehouse.catalog import Catalog
from pipeline.warehouse.checks import CheckResult
from pipeline.warehouse.model import Model
from pipeline.warehouse.parallel import side_by_side
from pipeline.warehouse.session import Parts, Sources, attached, has, opened, prepared, quoted, sha256

AT_ONCE = 2  # models: few keep both processors busy to their end
ENOUGH = "1500MB"  # for two; with less each is made alone, as what it needs is half gone else


@dataclass(frozen=True)
class Built:
    """One table of a build: its row count, the seconds it took, checks included, and what those found.

    It `is_kept` if it was copied, because nothing that it reads has changed; its checks are tried all the same.
    """

    model: Model
    is_kept: bool
    rows: int
    seconds: float
    types: dict[str, str]
    checks: list[CheckResult]


def parts(catalog: Catalog, sources: Sources) -> Parts:
    """What a file is made of when it is built now: the version of each model and seed, and of all that tables share."""
    code = chr(0).join(inspect.getsource(module) for module in (model, checks, seeds, session, sys.modules[__name__]))
    texts = {f"seeds.{name}": (sources.seeds / f"{name}.csv").read_text(encoding="utf-8") for name in seeds.SEEDS}
    shared = {"lake": sources.lake_id, "duckdb": duckdb.__version__, "code": sha256(code)}
    models = {name: entry.version for name, entry in catalog.items()}
    return shared | {name: sha256(text) for name, text in texts.items()} | models


def build(
    target: Path,
    catalog: Catalog,
    sources: Sources,
    as_of: datetime,
    *,
    made_of: Parts | None = None,
    memory: str | None = None,
    chosen: Collection[str] | None = None,
    start_from: Path | None = None,
) -> list[Built]:
    """Write `target`: all models into a new file; or, into a copy of `start_from`, the `chosen` ones and those that
    read a table which came out different. The file says that it is `made_of` these parts, those of today if not told.

    Raises ModelError when a model does not run or makes other columns than it describes. Broken checks are results.
    """
    if start_from:
        shutil.copyfile(start_from, target)
    made_of = made_of or parts(catalog, sources)
    changed = set[str]()

    def one(name: str, duck: duckdb.DuckDBPyConnection) -> Built:
        start, entry = time.perf_counter(), catalog[name]
        is_kept = chosen is not None and name not in chosen and entry.reads.isdisjoint(changed)
        if not is_kept:
            if _made(duck, entry, new=chosen is None):
                changed.add(name)  # before anything else can fail: a second try finds equal rows
            comment(duck, entry)
        return _checked(duck, entry, start, is_kept=is_kept)

    with opened(target, sources, as_of, made_of, memory) as duck, ExitStack() as held:
        for schema in sorted({entry.schema for entry in catalog.values()}):
            duck.execute(f"create schema if not exists {schema}")
        # of a lake that is larger than the memory each spills enough by itself
        at_once = AT_ONCE if has(duck, ENOUGH) and has(duck, f"{sources.size}B") else 1
        hands = [held.enter_context(duck.cursor()) for _ in range(at_once)]
        for hand in hands:
            prepared(hand, sources, as_of, made_of)
        reads = {name: sorted(entry.reads & catalog.keys()) for name, entry in catalog.items()}
        making = side_by_side(reads, one, hands)
        held.callback(making.close)  # also where it is not asked for more
        built = dict(tracked("build", making, [1] * len(catalog)))
    return [built[name] for name in catalog]


def types(catalog: Catalog, sources: Sources) -> dict[str, dict[str, str]]:
    """Each table's columns with their types, as DuckDB binds them; models that do not run, and their readers, lack."""
    found = {}
    with attached(sources) as duck:
        for name in ("as_of", "lake_id", "build_id"):
            duck.execute(f"set variable {name} = null::{'timestamptz' if name == 'as_of' else 'varchar'}")
        for name, entry in catalog.items():
            duck.execute(f"create schema if not exists {entry.schema}")
            with suppress(duckdb.Error):
                duck.execute(f"create table {name} as {entry.sql} with no data")
                found[name] = {row[0]: row[1] for row in duck.execute(f"describe {name}").fetchall()}
    return found


def _made(duck: duckdb.DuckDBPyConnection, entry: Model, *, new: bool) -> bool:
    """Make the table of a model; gives whether that changed its rows. Where it is not `new`, equal ones stay."""
    fresh = entry.name if new else "temp.fresh"
    try:
        duck.execute(f"create or replace {'' if new else 'temp '}table {fresh} as {entry.sql}")
    except duckdb.Error as error:
        raise ModelError(f"{entry.where} does not run: {entry.at_its_line(str(error))}") from error
    columns = list(_types(duck, fresh))
    as_described(entry, columns)
    differs = new or _differ(duck, fresh, entry.name)
    if differs and not new:
        duck.execute(f"create or replace table {entry.name} as from {fresh}")
    return differs


def comment(duck: duckdb.DuckDBPyConnection, entry: Model) -> None:
    """Say in the file what a table and its columns mean."""
    duck.execute(f"comment on table {entry.name} is {quoted(entry.description)}")
    for column, meaning in entry.columns.items():
        duck.execute(f'comment on column {entry.name}."{column}" is {quoted(meaning)}')


def _differ(duck: duckdb.DuckDBPyConnection, fresh: str, before: str) -> bool:
    """Whether two tables hold other rows, in whatever order, by the sum of a hash of each row: `except all` would hold
    both in memory, and take twelve times as long. One change in 2^64 is missed."""
    try:
        if _types(duck, fresh) != _types(duck, before):
            return True
    except duckdb.CatalogException:  # there was none
        return True
    summed = "select sum(hash(*columns(*))) from {}"
    one, other = (duck.execute(summed.format(name)).fetchone() for name in (fresh, before))
    return one != other


def _types(duck: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    return {row[0]: row[1] for row in duck.execute(f"describe {table}").fetchall()}


def _checked(duck: duckdb.DuckDBPyConnection, entry: Model, start: float, *, is_kept: bool) -> Built:
    results = list(checks.check(duck, entry))
    counted = duck.execute(f"select count(*) from {entry.name}").fetchone()
    rows = counted[0] if counted else 0
    return Built(entry, is_kept, rows, time.perf_counter() - start, _types(duck, entry.name), results)


def as_described(entry: Model, made: list[str]) -> None:
    """Raise ModelError unless a model makes the columns that its header describes, in this order."""
    if made != (described := list(entry.columns)):
        raise ModelError(f"{entry.where} {_difference(made, described)}")


def _difference(made: list[str], described: list[str]) -> str:
    if unknown := [column for column in made if column not in described]:
        return f"makes {', '.join(unknown)}, which its header does not describe"
    if missing := [column for column in described if column not in made]:
        return f"describes {', '.join(missing)}, which its select does not make"
    return f"makes its columns in another order than its header describes them: {', '.join(made)}"
