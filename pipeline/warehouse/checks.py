"""What must hold of a table: its grain, and its model's expressions, each true of every row."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import duckdb

from pipeline.errors import ModelError
from pipeline.warehouse.model import Model

SHOWN = 5  # failing rows that a result carries


@dataclass(frozen=True)
class CheckResult:
    """One expression over one table: `failing` rows of it are not true, and `rows` are up to five of those."""

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


class Question(NamedTuple):
    """What must hold, and the SELECT that finds the rows of which it is not true."""

    name: str
    expression: str
    blocking: bool
    broken: str


def check(duck: duckdb.DuckDBPyConnection, model: Model) -> Iterator[CheckResult]:
    """Try what must hold of `model` on its table."""
    return (_tried(duck, model, question) for question in questions(model))


def questions(model: Model) -> Iterator[Question]:
    """The grain, then every check, then every warning."""
    grain = ", ".join(f'"{column}"' for column in model.grain)
    some_null = " or ".join(f'"{column}" is null' for column in model.grain)
    repeated = f"select {grain} from {model.name} group by all having count(*) > 1 or {some_null}"
    yield Question("grain", f"unique and not null: {', '.join(model.grain)}", True, repeated)
    for blocking, expressions in ((True, model.checks), (False, model.warnings)):
        for name, expression in expressions.items():
            shown = dict.fromkeys(
                [*model.grain, *(c for c in model.columns if re.search(rf"\b{re.escape(c)}\b", expression))]
            )
            columns = ", ".join(f'"{column}"' for column in shown)
            broken = f"select {columns} from {model.name} where ({expression}) is distinct from true"
            yield Question(name, expression, blocking, broken)


def _tried(duck: duckdb.DuckDBPyConnection, model: Model, question: Question) -> CheckResult:
    name, expression, blocking, broken = question
    try:
        found = duck.execute(f"select count(*) from ({broken})").fetchone()
        failing = found[0] if found else 0
        rows: list[dict[str, Any]] = []
        if failing:
            listed = duck.execute(f"select to_json(t)::varchar from ({broken}) as t order by 1 limit {SHOWN}")
            rows = [json.loads(row[0]) for row in listed.fetchall()]
    except duckdb.Error as error:
        raise ModelError(f"{model.where}: the check {name} ({expression}) cannot be tried: {error}") from error
    return CheckResult(model.name, name, expression, blocking, failing, rows)
