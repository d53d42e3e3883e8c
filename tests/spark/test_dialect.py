"""Every rule and every function that is taken over: rows of which both engines must make the same."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from pyspark.sql import SparkSession
from sqlglot import exp, parse_one

from pipeline.errors import ModelError
from pipeline.inputs import load_models
from pipeline.project import SQL
from pipeline.spark import dialect
from pipeline.spark.build import Cluster
from pipeline.spark.dialect import Models, Variables, translate
from pipeline.warehouse.chance import define_macros
from pipeline.warehouse.checks import check_queries

AS_OF = datetime(2026, 6, 30, 12, tzinfo=UTC)
VARIABLES: Variables = {"as_of": AS_OF, "lake_id": "lake", "build_id": "build"}
GIVEN = pa.table(
    {
        "id": [1, 2, 3, 4, 5, 6],
        "text": [" Ärger:\u00a0ΟΔΟΣ ", "a b\r\nc", "", None, "İies", "Berlin-2: \u2028x"],
        "whole": pa.array([7, 0, -3, None, 145, 20_000], pa.int64()),
        "part": [0.145, 2.675, -0.5, None, 0.12345, 1e6],
        "day": [date(2026, 11, 22), date(2020, 1, 31), date(2024, 12, 30), None, date(1970, 1, 1), date(2021, 1, 3)],
        "moment": pa.array(
            [datetime(2026, 3, 29, 0, 59, 59, 999_999), datetime(1969, 12, 31, 23, 59, 58, 500_000), AS_OF.replace(tzinfo=None),
             None, datetime(2020, 2, 29), datetime(2026, 10, 25, 1)],
            pa.timestamp("us", tz="UTC"),
        ),
        "words": [["b", "a", "b"], [], ["one"], None, ["x", "y"], ["sea", "wall", "Sea"]],
        "numbers": [[3.0, 1.0, 2.0], [1.5], [4.0, 1.0], [2.0], [0.5, 0.25, 0.75, 9.0], [1.0, 1.0, 5.0]],
        "refs": [[{"id": "a", "as": "A"}, {"id": "b", "as": "B"}], [], [{"id": "c", "as": "C"}], None, [], [{"id": "a", "as": "a"}]],
        "front": ['{"title": "T", "x": 1}', '{"title": ""}', "{}", None, '{"title": "a\\"b"}', '{"title": null}'],
    }
)  # fmt: skip

# Expressions of a row. The comment says what a plain translation gets wrong.
SCALARS = [
    "whole / 7",  # whole numbers
    "whole // 7",
    "round(part, 2), round(part, 4), round(whole / 3600, 2), round(part)",  # 0.145 is a little less
    "cast(1.0 / id as decimal(18, 9))",
    "ceil(whole / 230)",
    "abs(whole), sqrt(id), round(ln(id), 6), greatest(whole, 1), least(whole, id), nullif(whole, 0), coalesce(whole, 9)",
    "case when whole > 5 or id = 2 then 'much' when whole is null then 'none' else 'little' end",
    "whole is distinct from 0, whole is not distinct from null",
    "lower(text), trim(text), length(text), lower(trim(text))",  # Σ, İ, no-break space
    "replace(text, 'b', 'c'), starts_with(text, 'a'), substr(text, 2, 3), text || '!' || id, lpad(cast(id as varchar), 2, '0')",
    r"regexp_extract(trim(text), '^([^:]{2,24}):', 1), regexp_extract(text, '^[^-_]+'), regexp_extract(text, '(?s)^[^:]+:(.*)$', 1)",
    r"regexp_matches(text, '\p{L}'), regexp_full_match(text, '[^ ]*( [^ ]*)?'), text similar to '.*(x|ie)s'",  # line ends
    r"regexp_extract_all(text, '[\p{L}\p{M}\p{N}]+'), regexp_replace(text, '[^0-9]', '', 'g'), regexp_replace(text, 'ies$', 'y')",
    "text like '%ies', strip_accents(text), damerau_levenshtein(text, 'a bc')",
    "string_split(text, ' '), array_to_string(words, ' '), len(words), len(string_split(text, '-'))",
    "list_filter(words, lambda word: word <> 'b'), list_filter(words, lambda word: word <> text)",
    "words[1], words[-1], words[9]",  # places count from 1, and from the end
    "list_slice(words, 1, 2), list_slice(words, id, id + 1), list_slice(words, 2, 9)",  # from where to where
    "list_sort(words), list_contains(words, 'a'), list_has_any(words, ['a', 'x']), len(list_intersect(words, ['a', 'x']))",
    "list_sort(list_distinct(list_append(words, 'a')))",
    "list_transform(range(1, len(words) + 1), lambda i: i * 2), coalesce(words, [])",
    "{'a': whole, 'b': id}.a, (id, id % 3) >= (id % 4, id)",
    "extract(isodow from day), extract(week from day), extract(isoyear from day), extract(year from day), extract(day from day)",
    "extract(hour from moment), extract(month from day)",
    "cast(date_trunc('week', day) as date), cast(date_trunc('month', day) as date), cast(date_trunc('quarter', day) as date)",
    "strftime(day, '%A'), day + 6, day - 91, cast(day + interval 1 month as date), cast(day + interval 21 days as date)",
    "date_diff('day', day, date '2024-02-29'), date_diff('month', day, date '2024-02-29')",
    "date_diff('second', moment, timestamptz '2026-06-30 12:00:00.5+00'), epoch(moment)",  # floors
    "cast(cast(moment as timestamptz) at time zone 'Europe/Berlin' as date), cast(moment as timestamptz) at time zone 'Asia/Kolkata'",
    "cast(day + interval 1 day as timestamp) at time zone 'America/New_York'",
    "front ->> '$.title', cast(cast(front as json) as varchar)",
    "getvariable('as_of') > moment, getvariable('lake_id')",
    "z_score(id, 2.5), chance_to_share(id, id + 3, 9, 40), chance_to_differ(id, 9, 0.25), chance_to_hit(0, 0, id, id / 7)",
    "cast(whole as hugeint), cast(whole as double), cast(id as varchar)",
]  # fmt: skip
# Whole SELECTs, each of rows in the order of their first columns.
SELECTS = [
    # an empty list or none makes no row
    "select id, refs.ref.as as written from given cross join unnest(given.refs) as refs(ref)",
    "select id, unnest(words) as word from given",
    "with named as (select id, refs as names, unnest(refs) as name from given) select id, name.as as written, list_position(names, name) as place from named",
    "select weekdays.day, id from given cross join range(1, 4) as weekdays(day) where id <= 2",
    # sets that are alike have one name, which is another in Spark
    "select min(id) as id, count(*) as alike from (select id, bit_xor(hash(steps.step)) as named from given cross join range(1, 4) as steps(step) where steps.step <= 1 + id % 2 group by id) group by named",
    # a series that ends before it begins is empty
    "select id, cast(series.day as date) as day from given cross join generate_series(date '2026-11-21', given.day, interval 1 day) as series(day)",
    # sqlglot drops the order of a list
    "select whole > 5 as much, list(text order by id) as texts, list(distinct day order by day) filter (where day is not null) as days from given where text is not null group by whole > 5",
    "select id % 2 as odd, coalesce(list(id order by id) filter (where whole > 6), []) as ids, list_sort(list(id)) as every from given group by id % 2",
    "select id % 2 as odd, count(*) as n, count(whole) as w, count(distinct (id, whole)) as d, sum(whole) as s, avg(id) as a, min(day) as first_on, max(text) filter (where id > 2) as t, bool_and(id > 0) as yes, bool_or(id > 5) as any_, round(quantile_cont(part, 0.5), 1) as half, round(quantile_cont(part, 0.9), 1) as most, max({'n': id, 'place': -id}).place as p from given group by id % 2",
    "select id, median(part) over w as middle, mad(part) over w as spread, count(*) over w as n from given window w as (order by id rows between 3 preceding and 1 preceding)",
    "select id, lag(whole, 2) over (order by id) as l, lead(text, 1) over (order by id) as t, first_value(id) over (partition by id % 2 order by part desc, id) as f, dense_rank() over (partition by id > 3 order by whole) as d, row_number() over (partition by id > 3 order by whole desc nulls last, id) as r from given",
    "select id, sum(whole) over (order by day range between interval 3 months preceding and interval 3 months preceding) as s from given where day is not null",
    "with numbered as (select id, cast(row_number() over (order by part, id) as integer) as n, cast(dense_rank() over (order by id % 2) as integer) as g from given where part is not null) select a.id, min(b.id) as later from numbered as a join numbered as b on b.n > a.n and b.g = a.g group by a.id",
    "select id % 2 as odd, signal_cutoff(list(id / 100 order by id / 100), 3 * count(*)) as cutoff from given group by id % 2",
    "select id from given where (id, whole) in (select (id, whole) from given where whole > 0)",
    "select id from given where (not exists (select 1 from given as other where other.id = given.id + 1)) is distinct from true",
    "select fields.field, id from given cross join (values ('a'), ('b')) as fields(field) where id = 1",
    "with recursive links as (select id, id + 1 as other from given where id <> 3 union all select id + 1 as id, id as other from given where id <> 3), "
    "reached(id, head) using key (id) as (select id, min(least(id, other)) as head from links group by id union "
    "select links.id, min(news.head) as head from reached as news join links on links.other = news.id join recurring.reached as known on known.id = links.id where news.head < known.head group by links.id) "
    "select id, head from reached",
]  # fmt: skip


def here(sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as duck:
        duck.execute("set TimeZone = 'UTC'")
        define_macros(duck)
        duck.execute("set variable as_of = ?::timestamptz", [AS_OF.isoformat()])
        duck.execute("set variable lake_id = 'lake'")
        duck.register("given", GIVEN)
        return [plain(row) for row in duck.execute(sql).fetchall()]


def there(spark: SparkSession, sql: str, folder: Path) -> list[tuple[Any, ...]]:
    query = translate(sql, VARIABLES)
    with Cluster(spark, folder, "test")._register_views(query.views):
        return [plain(row) for row in spark.sql(query.sql).collect()]


def plain(value: Any) -> Any:
    """Values that compare alike whichever engine's client made them; instants in UTC."""
    if isinstance(value, tuple | list):
        return tuple(plain(part) for part in value)
    if isinstance(value, dict):  # a struct, which Spark gives as a row
        return tuple(plain(part) for part in value.values())
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value


@pytest.fixture(scope="module")
def given(spark: SparkSession) -> SparkSession:
    spark.createDataFrame(GIVEN).createOrReplaceTempView("given")
    return spark


@pytest.mark.parametrize("expressions", SCALARS)
def test_a_row_is_made_alike(expressions: str, given: SparkSession, tmp_path: Path) -> None:
    sql = f"select id, {expressions} from given order by id"
    assert there(given, sql, tmp_path) == here(sql)


@pytest.mark.parametrize("sql", SELECTS)
def test_a_table_is_made_alike(sql: str, given: SparkSession, tmp_path: Path) -> None:
    assert sorted(there(given, sql, tmp_path), key=repr) == sorted(here(sql), key=repr)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select arg_max(id, day, 10) from given", "uses arg_max(), which has no translation to Spark"),
        ("select map {1: 2}[1] from given", "uses to_map(), which has no translation to Spark"),
        ("select hash(text) from given", "uses hash(), which has no translation to Spark"),
        ("select day at time zone 'UTC' from given", "has at time zone without a cast before it, which tells"),
        ("select extract(epoch from day) from given", "extracts epoch, which has no translation to Spark"),
        (
            "select date_diff('week', day, day) from given",
            "has date_diff('week', …), which has no translation to Spark",
        ),
        ("select regexp_replace(text, 'a', 'b') from given", "replaces the first match only"),
        ("select regexp_matches(text, words[1]) from given", "has a pattern that is no literal"),
        ("select regexp_extract(text, 'a', 0, 's') from given", "Argument 'parameters' is not supported"),
        ("select list(id order by id desc) from given", "orders a list downwards"),
        ("select list(distinct id order by day) from given", "orders a list of distinct values by others"),
        ("with recursive r as (select 1 as n union all select n + 1 from r) from r", "is recursive without a key"),
        ("select words[1:2] from given", "picks from a list at a place that is not written down"),
    ],
)
def test_what_is_not_known_is_refused(sql: str, said: str) -> None:
    """sqlglot passes most of these on as they are, or drops a part of them without a word."""
    with pytest.raises(ModelError, match=re.escape(said)):
        translate(sql, VARIABLES)


def test_every_function_that_a_model_uses_has_rows_here() -> None:
    """A rule, or a function said to mean the same, that no row above tries would be a belief."""
    tried = kinds([*(f"select {expressions}" for expressions in SCALARS), *SELECTS])
    catalog = load_models(SQL)
    used = kinds(
        [sql for model in catalog.values() for sql in (model.sql, *(q.failing_rows for q in check_queries(model)))]
    )
    assert used - tried == set()
    assert {*dialect.RULES, *dialect.SAME} - tried == set()


def test_every_model_is_translated() -> None:
    for model in load_models(SQL).values():
        assert translate(model.sql, VARIABLES).sql, model.name


def kinds(selects: list[str]) -> set[type[exp.Expression]]:
    nodes = (node for sql in selects for node in parse_one(sql, dialect=Models).walk())
    return {type(node) for node in nodes if isinstance(node, exp.Func) or type(node) in dialect.RULES}


def test_labels_settle_in_the_logarithm_of_a_chain(given: SparkSession, tmp_path: Path) -> None:
    """Passed from neighbour to neighbour, a label would need 200 rounds for a text that was changed 200 times."""
    model = load_models(SQL)["staging.stories"]
    chain = [(f"p{number:03}", f"p{number + 1:03}") for number in range(200)]
    given.createDataFrame(
        [("s", f"p{number:03}", f"p{number:03}", AS_OF, f"{number:03}.md", False) for number in range(201)],
        "site string, post_id string, text_id string, published_at timestamp, path string, is_separated boolean",
    ).createOrReplaceTempView("staging__texts")
    given.createDataFrame(
        [("s", a, b) for a, b in chain], "site string, text_id string, other_id string"
    ).createOrReplaceTempView("staging__copies")
    given.createDataFrame([], "site string, path string, same_as string").createOrReplaceTempView(
        "seeds__story_overrides"
    )
    found = there(given, model.sql, tmp_path)
    assert len(found) == 201
    assert {story for _, _, story in found} == {"p000"}
