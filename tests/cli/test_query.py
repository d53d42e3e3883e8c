"""`posts-warehouse query` as it is used: on a terminal, in a pipe, for a program; and what it must not let anyone do."""

import argparse
import csv
import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.cli import query
from pipeline.errors import PostsError, UsageError
from pipeline.settings import Settings
from tests.conftest import Project


def on_a_terminal(project: Project, *arguments: str, columns: int = 80) -> str:
    """What a person sees, whose terminal is `columns` wide."""
    mine, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", *arguments],
        cwd=project.root,
        env=project.environment | {"COLUMNS": str(columns), "LINES": "50", "TERM": "xterm"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ):
        os.close(theirs)
        seen = b""
        try:
            while block := os.read(mine, 65536):
                seen += block
        except OSError:  # how Linux says that the other end is closed
            pass
    os.close(mine)
    return seen.decode()


def test_a_table_fits_the_terminal_and_is_whole_in_a_pipe(standing: Project) -> None:
    wide = "select *, 1 as last_column from core.posts order by path limit "
    seen = on_a_terminal(standing, "query", wide + "6")
    assert max(map(len, seen.splitlines())) <= 80
    assert re.search(r"^ +6 rows  .*47 columns \(\d shown\)", seen, re.M)
    assert "last_column" in standing.run("query", wide + "6").stdout
    assert re.search(r"^ +1 row  .*1 column", standing.run("query", "from range(1)").stdout, re.M) is None
    many = "select unnest(range(20000)) as n"  # DuckDB's own show() ends after 10,000 without a word
    seen = on_a_terminal(standing, "query", many)
    assert "20000 rows" in seen and "(100 shown)" in seen and re.search(r"│ +19999 │", seen)
    assert re.findall(r"│ +(\d+) │", standing.run("query", many).stdout) == [str(n) for n in range(20000)]


def test_a_few_wide_rows_are_shown_line_by_line_on_a_terminal(standing: Project) -> None:
    sql = "select *, null as nothing, repeat('word ', 200) as long from core.posts order by path limit 2"
    seen = on_a_terminal(standing, "query", sql).replace("\r", "")
    columns = standing.run("query", "--csv", sql).stdout.partition("\n")[0].split(",")
    first, second = seen.removesuffix("\n").split("\n\n")
    for row in (first, second):
        assert [line.split()[0] for line in row.splitlines() if line[0] != " "] == columns
        assert max(map(len, row.splitlines())) <= 80
        assert re.search(r"^nothing +NULL\nlong +word word", row, re.M) and row.endswith("word …")
    assert standing.run("query", sql).stdout.startswith("┌"), "a pipe gets the table"


def test_several_statements_show_what_each_gives(standing: Project) -> None:
    done = standing.run("query", "set variable n = 41; select getvariable('n') + 1 as n;\nselect 'x;y' as s")
    assert re.findall(r"│ +(42|x;y) +│", done.stdout) == ["42", "x;y"]
    assert done.stdout.count("┌") == 2, "what gives no rows shows nothing"


def test_sql_is_read_from_standard_input(standing: Project) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "query", "-", "--csv"],
        input="select 'naïve' as word -- and a comment\n",
        cwd=standing.root,
        env=standing.environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == "word\nnaïve\n"


def test_sql_that_is_not_utf8_is_wrong_usage(standing: Project) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "query", "-"],
        input=b"select\n'caf\xe9'",
        cwd=standing.root,
        env=standing.environment,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (2, b"posts-warehouse: SQL, line 2: byte 0xe9 is not UTF-8\n")


def test_the_formats_hold_the_same_rows(standing: Project, tmp_path: Path) -> None:
    sql = "select post_id, title, tags, words, published_at, front_matter from core.posts where is_live order by path"
    expected = standing.rows(sql)
    objects = json.loads(standing.run("query", sql, "--json").stdout)
    assert [(each["post_id"], each["title"], each["tags"], each["words"]) for each in objects] == [
        row[:4] for row in expected
    ]
    assert [each["published_at"] for each in objects] == [f"{row[4]:%Y-%m-%dT%H:%M:%SZ}" for row in expected]
    assert [each["front_matter"] for each in objects] == [json.loads(row[5]) for row in expected]
    cells = list(csv.reader(io.StringIO(standing.run("query", "--csv", sql).stdout)))[1:]
    assert [(row[0], json.loads(row[2]), int(row[3])) for row in cells] == [
        (row[0], row[2], row[3]) for row in expected
    ]
    done = standing.run("query", sql, "--parquet", "rows.parquet", cwd=tmp_path)
    assert done.stdout == f"rows.parquet: {len(expected)} rows\n"
    table = pq.read_table(tmp_path / "rows.parquet")
    assert list(zip(*(table[name].to_pylist() for name in table.column_names), strict=True)) == expected
    assert [path.name for path in tmp_path.iterdir()] == ["rows.parquet"]
    piped = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "query", "--parquet", "-", sql],
        cwd=standing.root,
        env=standing.environment,
        capture_output=True,
        check=True,
    ).stdout
    assert piped == (tmp_path / "rows.parquet").read_bytes()


def test_a_reader_that_stops_early_is_no_error(standing: Project) -> None:
    command = f"{sys.executable} -m pipeline.cli query --csv 'select unnest(range(1000000))' | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=standing.root,
        env=standing.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.split()[-1], done.stderr) == ("0", "")


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        pytest.param(["selec 1"], PostsError, "Parser Error", id="not SQL"),
        pytest.param(["from core.post"], PostsError, 'Did you mean "posts".*\nposts-warehouse models lists', id="no such table"),
        pytest.param(["from zzz"], PostsError, "zzz does not exist!\nposts-warehouse models", id="nothing like it"),
        pytest.param(["select 1 +"], PostsError, r"syntax error.*\n    select 1 \+\n             \^", id="the place"),
        pytest.param([" ; -- nothing"], UsageError, "there is no SQL in that", id="no statement"),
        pytest.param(["--json", "select 1 as a, 2 as a"], UsageError, "two columns are called a", id="names alike"),
        pytest.param(["--csv", "select 1; select 2"], UsageError, "holds the rows of one", id="two results for one file"),
        pytest.param(["--parquet", "no/such/x", "select 1"], PostsError, "no/such/x cannot be written", id="no such folder"),
        pytest.param(["--parquet", "x", "select interval 1 day as i"], PostsError, "x is not written: .*; cast to text what Parquet has no type for", id="no Parquet type"),
        pytest.param(["--parquet", "LIVE", "select 1"], UsageError, "only a refresh writes", id="over the live file"),
        pytest.param(["create table core.x as select 1"], PostsError, "read-only", id="create"),
        pytest.param(["delete from core.posts"], PostsError, "read-only", id="delete"),
        pytest.param(["from read_csv('/etc/passwd')"], PostsError, "disabled by configuration", id="read a file"),
        pytest.param(["from 'https://example.org/x.parquet'"], PostsError, "disabled by configuration", id="fetch"),
        pytest.param(["copy core.posts to 'x.csv'"], PostsError, "disabled by configuration", id="write a file"),
        pytest.param(["attach 'x.duckdb'"], PostsError, "disabled by configuration", id="attach"),
        pytest.param(["load httpfs"], PostsError, "disabled|locked", id="load an extension"),
        pytest.param(["set profiling_output = 'x.json'"], PostsError, "locked", id="write by a setting"),
        pytest.param(["set log_query_path = 'x.log'"], PostsError, "locked", id="log to a file"),
        pytest.param(["set enable_external_access = true"], PostsError, "locked|running", id="unlock"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_leaves_nothing(
    standing: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    kind: type[PostsError],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    before = standing.published.read_bytes()
    parser = argparse.ArgumentParser()
    query.add_options(parser)
    asked = parser.parse_args([str(standing.published) if word == "LIVE" else word for word in arguments])
    with pytest.raises(PostsError, match=message) as raised:
        query.query(asked, Settings.from_env(environment={"POSTS_WAREHOUSE": str(standing.published.parent)}))
    assert type(raised.value) is kind
    assert capsys.readouterr().out == ""
    assert list(tmp_path.iterdir()) == []
    assert standing.published.read_bytes() == before


@pytest.mark.parametrize("form", [[], ["--csv"]])
def test_ctrl_c_ends_a_query_that_would_never_end(standing: Project, form: list[str]) -> None:
    """DuckDB's client does not hear of it in every second of these."""
    sql = "select count(*) from range(10000000) as a, range(100000) as b"
    for seconds in (4.0, 5.0):
        # whatever the tests were started by may have taught its children to ignore Ctrl-C
        command = ["env", "--default-signal=INT", sys.executable, "-m", "pipeline.cli", "query", *form, sql]
        process = subprocess.Popen(
            command, cwd=standing.root, env=standing.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        try:
            time.sleep(seconds)
            process.send_signal(signal.SIGINT)
            assert process.communicate(timeout=10) == (b"", b"")
        finally:
            process.kill()
        assert process.returncode == 130


def test_a_title_cannot_move_the_cursor(standing: Project) -> None:
    done = standing.run("query", "select chr(27) || '[2J' || chr(155) || '1m' || chr(10) as title")
    assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", done.stdout) is None
    assert done.stdout.count("\n") == 7
