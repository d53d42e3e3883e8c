"""Checks of a table: its grain, and expressions. Add one to the model's header in sql/."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import duckdb

from pipeline.errors import ModelError
from pipeline.warehouse.model import Model

MAX_FAILING_ROWS = 5  # examples that a result carries


@dataclass(frozen=True)
class CheckResult:
    """One expression over one table: the number of `failing` rows, and up to five of them."""

    model: str
    name: str
    expression: str
    blocking: bool
    failing: int
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return self.failing == 0

    def __str__(self) -> str:
        rows = "row" if self.failing == 1 else "rows"
        shown = "".join(f"\n    {json.dumps(row, ensure_ascii=False)}" for row in self.rows)
        return f"{self.model}: {self.name} ({self.expression}) is broken by {self.failing:,} {rows}, such as{shown}"


class CheckQuery(NamedTuple):
    """One check, and the SELECT of the rows for which it is not true."""

    name: str
    expression: str
    blocking: bool
    failing_rows: str


def run_checks(duck: duckdb.DuckDBPyConnection, model: Model) -> Iterator[CheckResult]:
    """Yield the result of every check of `model`; ModelError for one that cannot be run."""
    return (_run_check(duck, model, query) for query in check_queries(model))


def check_queries(model: Model) -> Iterator[CheckQuery]:
    """Yield the grain, then every check, then every warning, as queries."""
    grain = ", ".join(f'"{column}"' for column in model.grain)
    some_null = " or ".join(f'"{column}" is null' for column in model.grain)
    repeated = f"select {grain} from {model.name} group by all having count(*) > 1 or {some_null}"
    yield CheckQuery("grain", f"unique and not null: {', '.join(model.grain)}", True, repeated)
    for blocking, expressions in ((True, model.checks), (False, model.warnings)):
        for name, expression in expressions.items():
            shown = dict.fromkeys(
                [*model.grain, *(c for c in model.columns if re.search(rf"\b{re.escape(c)}\b", expression))]
            )
            columns = ", ".join(f'"{column}"' for column in shown)
            failing_rows = f"select {columns} from {model.name} where ({expression}) is distinct from true"
            yield CheckQuery(name, expression, blocking, failing_rows)


def _run_check(duck: duckdb.DuckDBPyConnection, model: Model, query: CheckQuery) -> CheckResult:
    name, expression, blocking, failing_rows = query
    try:
        count = duck.execute(f"select count(*) from ({failing_rows})").fetchone()
        failing = count[0] if count else 0
        rows: list[dict[str, Any]] = []
        if failing:
            examples = duck.execute(
                f"select to_json(t)::varchar from ({failing_rows}) as t order by 1 limit {MAX_FAILING_ROWS}"
            )
            rows = [json.loads(row[0]) for row in examples.fetchall()]
    except duckdb.Error as error:
        raise ModelError(f"{model.where}: the check {name} ({expression}) cannot be run: {error}") from error
    return CheckResult(model.name, name, expression, blocking, failing, rows)
