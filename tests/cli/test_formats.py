"""Every kind of value that DuckDB has, as CSV and JSON write it; what a spreadsheet would run is only text."""

import csv
import io
import json
from collections.abc import Iterator

import duckdb
import pytest

from pipeline.cli.formats import Writer, write_csv, write_json


@pytest.fixture(scope="module")
def duck() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        yield connection


def written(duck: duckdb.DuckDBPyConnection, sql: str, writer: Writer) -> str:
    result, out = duck.execute(sql), io.StringIO()
    columns = [column[0] for column in result.description]
    writer(out, columns, [str(column[1]) for column in result.description], result.fetchall())
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "as_json", "as_csv"),
    [
        pytest.param("null", "null", "", id="null"),
        pytest.param("''", '""', "", id="empty text"),
        pytest.param("true", "true", "true", id="boolean"),
        pytest.param("-5", "-5", "-5", id="a negative number is no formula"),
        pytest.param("sum(12345678901234567890)", "12345678901234567890", "12345678901234567890", id="hugeint"),
        pytest.param("1.50::decimal(5, 2)", "1.50", "1.50", id="decimal keeps its digits"),
        pytest.param("0.0000001::decimal(18, 7)", "0.0000001", "0.0000001", id="small decimal"),
        pytest.param("0.1::double", "0.1", "0.1", id="double"),
        pytest.param("'nan'::double", "null", "nan", id="nan is not JSON"),
        pytest.param("'-inf'::double", "null", "-inf", id="infinity is not JSON"),
        pytest.param(
            "timestamptz '2026-03-29 02:30:00.5+02'",
            '"2026-03-29T00:30:00.500000Z"',
            "2026-03-29 00:30:00.500000Z",
            id="instant",
        ),
        pytest.param(
            "timestamp '2026-03-29 02:30:00'", '"2026-03-29T02:30:00"', "2026-03-29 02:30:00", id="local time has no Z"
        ),
        pytest.param("date '2026-03-29'", '"2026-03-29"', "2026-03-29", id="date"),
        pytest.param("time '10:00'", '"10:00:00"', "10:00:00", id="time of day"),
        pytest.param("interval 90 minute", '"PT5400S"', "PT5400S", id="interval"),
        pytest.param("interval '13644856.25 seconds'", '"PT13644856.25S"', "PT13644856.25S", id="long interval"),
        pytest.param("['a', null, 'b\"']", '["a", null, "b\\""]', '["a", null, "b\\""]', id="list"),
        pytest.param("[]::varchar[]", "[]", "[]", id="empty list"),
        pytest.param("{'a': [1.5::decimal(2, 1)]}", '{"a": [1.5]}', '{"a": [1.5]}', id="struct"),
        pytest.param("map {1: date '2026-01-01'}", '{"1": "2026-01-01"}', '{"1": "2026-01-01"}', id="map"),
        pytest.param("""'{"a": 0.10, "b": [true]}'::json""", '{"a": 0.10, "b": [true]}', '{"a": 0.10, "b": [true]}', id="JSON"),
        pytest.param("""'{"a": NaN}'::json""", '{"a": null}', '{"a": NaN}', id="JSON that is not quite"),
        pytest.param("'\\xFF'::blob", '"ff"', "ff", id="bytes"),
        pytest.param("'é 漢 \U0001f600'", '"é 漢 \U0001f600"', "é 漢 \U0001f600", id="not ASCII"),
        pytest.param("'a' || chr(10) || 'b\"'", '"a\\nb\\""', 'a\nb"', id="line end and quote"),
        pytest.param("'=cmd|'' /C calc''!A0'", '"=cmd|\' /C calc\'!A0"', "'=cmd|' /C calc'!A0", id="formula"),
        pytest.param("'+1'", '"+1"', "'+1", id="plus"),
        pytest.param("'-2+3'", '"-2+3"', "'-2+3", id="minus"),
        pytest.param("'@sum(a1)'", '"@sum(a1)"', "'@sum(a1)", id="at"),
        pytest.param("chr(9) || 'x'", '"\\tx"', "'\tx", id="tab"),
        pytest.param("chr(13) || '=1'", '"\\r=1"', "'\r=1", id="carriage return"),
        pytest.param("'  =1'", '"  =1"', "'  =1", id="after spaces"),
        pytest.param("'＝1'", '"＝1"', "'＝1", id="wide equals sign"),
        pytest.param("'a=1'", '"a=1"', "a=1", id="not at the start"),
    ],
)  # fmt: skip
def test_a_value_in_each_format(duck: duckdb.DuckDBPyConnection, value: str, as_json: str, as_csv: str) -> None:
    assert written(duck, f'select {value} as "v"', write_json) == f'[\n{{"v": {as_json}}}\n]\n'
    json.loads(as_json)
    rows = list(csv.reader(io.StringIO(written(duck, f"select {value} as v, 1 as n", write_csv), newline="")))
    assert rows == [["v", "n"], [as_csv, "1"]]


def test_a_column_may_be_called_like_a_formula(duck: duckdb.DuckDBPyConnection) -> None:
    assert written(duck, 'select 1 as "=1+1", 2 as "say ""x"""', write_csv) == '\'=1+1,"say ""x"""\n1,2\n'
    assert json.loads(written(duck, 'select 1 as "say ""x"""', write_json)) == [{'say "x"': 1}]


def test_no_rows_are_an_empty_list_and_a_header(duck: duckdb.DuckDBPyConnection) -> None:
    assert written(duck, "select 1 as a where false", write_json) == "[]\n"
    assert written(duck, "select 1 as a where false", write_csv) == "a\n"
