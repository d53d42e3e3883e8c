"""`posts-warehouse export`: all tables or none, the same bytes again, and nobody's folder but its own replaced."""

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.conftest import Project


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_table_is_there_with_its_rows_and_its_meaning(standing: Project, tmp_path: Path) -> None:
    done = standing.run("export", "out/posts", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    target = tmp_path / "out/posts"
    described = json.loads((target / "schema.json").read_text(encoding="utf-8"))
    names = [
        name for (name,) in standing.rows("select schema_name || '.' || table_name from duckdb_tables() order by 1")
    ]
    assert [table["table"] for table in described["tables"]] == names
    assert set(files(target)) == {"schema.json", *(f"{name.replace('.', '/')}.parquet" for name in names)}
    assert (described["as_of"], described["sites"]) == ("2026-06-30T12:00:00Z", ["harbour-gazette"])
    for table in described["tables"]:
        rows = standing.rows(f"from {table['table']}")
        written = pq.read_table(target / table["file"])
        assert (table["rows"], written.num_rows) == (len(rows), len(rows))
        assert [column["name"] for column in table["columns"]] == written.column_names
        assert all([table["description"], *(column["description"] for column in table["columns"])]), table
    posts = pq.read_table(target / "core/posts.parquet").select(["path", "tags", "published_at", "words"])
    assert [tuple(row.values()) for row in posts.to_pylist()] == standing.rows(
        "select path, tags, published_at, words from core.posts"
    )
    assert pq.ParquetFile(target / "core/posts.parquet").metadata.row_group(0).column(0).compression == "ZSTD"
    before = files(target)
    assert standing.run("export", "out/posts", cwd=tmp_path).returncode == 0
    assert files(target) == before
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["posts"], "nothing is left beside it"


def test_a_table_that_is_gone_leaves_an_export_made_before(standing: Project, tmp_path: Path) -> None:
    (tmp_path / "out/core").mkdir(parents=True)
    (tmp_path / "out/core/old.parquet").write_bytes(b"")
    (tmp_path / "out/schema.json").write_text('{"tables": [{"file": "core/old.parquet"}]}')
    assert standing.run("export", str(tmp_path / "out")).returncode == 0
    assert not (tmp_path / "out/core/old.parquet").exists()


@pytest.mark.parametrize(
    ("there", "message"),
    [
        pytest.param({"notes.txt": "mine"}, "notes.txt", id="somebody's folder"),
        pytest.param({"schema.json": '{"tables": []}', "core/mine.parquet": ""}, "core/mine.parquet", id="something besides"),
        pytest.param({"schema.json": '{"type": "object"}'}, "schema.json", id="another schema.json"),
        pytest.param({"schema.json": "[]"}, "schema.json", id="a list"),
        pytest.param({"schema.json": "\x00"}, "schema.json", id="no JSON"),
    ],
)  # fmt: skip
def test_a_folder_with_other_things_is_left_alone(
    standing: Project, tmp_path: Path, there: dict[str, str], message: str
) -> None:
    for name, text in there.items():
        (tmp_path / "out" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "out" / name).write_text(text)
    before = files(tmp_path)
    done = standing.run("export", "out", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"out holds what no export wrote, such as {message}; name another folder" in done.stderr
    assert files(tmp_path) == before


def test_a_failure_leaves_the_export_before(standing: Project, tmp_path: Path) -> None:
    """A warehouse that cannot be read to its end is the failure that comes after half the tables are written."""
    assert standing.run("export", str(tmp_path / "out")).returncode == 0
    before = files(tmp_path / "out")
    warehouse = tmp_path / "warehouse"
    warehouse.mkdir()
    shutil.copyfile(standing.published, warehouse / "posts.duckdb")
    size = (warehouse / "posts.duckdb").stat().st_size
    with (warehouse / "posts.duckdb").open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xff" * (size // 4))
    done = standing.run("--warehouse", str(warehouse), "export", str(tmp_path / "out"))
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    assert files(tmp_path / "out") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "warehouse"]


def test_where_only_a_refresh_writes_nothing_is_written(standing: Project) -> None:
    done = standing.run("export", "warehouse/out")
    assert (done.returncode, "lies in the warehouse" in done.stderr) == (2, True)
    assert not (standing.root / "warehouse/out").exists()
