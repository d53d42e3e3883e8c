"""Pieces of work that share the memory of one DuckDB."""

import threading
from collections.abc import Iterator

import duckdb
import pytest

from pipeline.errors import ModelError
from pipeline.warehouse.parallel import run_in_dependency_order

LARGE = "create or replace table large as select range as i, hash(range) as j from range({})"
TWO_THIRDS, TOO_MUCH = 4_000_000, 40_000_000  # rows of 16 bytes that nothing makes less


@pytest.fixture
def connections() -> Iterator[list[duckdb.DuckDBPyConnection]]:
    with duckdb.connect(config={"memory_limit": "100MB", "temp_directory": "", "threads": 1}) as duck:
        yield [duck.cursor(), duck.cursor()]


def test_what_lacks_memory_beside_another_is_made_again_when_that_is_done(
    connections: list[duckdb.DuckDBPyConnection],
) -> None:
    begun, running = [], set()
    holds, lacks = threading.Event(), threading.Event()

    def one(name: str, duck: duckdb.DuckDBPyConnection) -> frozenset[str]:
        begun.append(name)
        running.add(name)
        beside = frozenset(running)
        try:
            if name == "first":
                duck.execute(LARGE.format(TWO_THIRDS))
                holds.set()
                assert lacks.wait(60)
                duck.execute("drop table large")
            if name == "second":
                assert holds.wait(60)
                duck.execute(LARGE.replace("large", "other").format(TWO_THIRDS))
        except duckdb.OutOfMemoryException as error:
            lacks.set()
            raise ModelError(name) from error
        finally:
            running.remove(name)
        return beside

    needs = {"first": [], "second": [], "third": [], "last": ["second"]}
    made = dict(run_in_dependency_order(needs, one, connections))
    assert begun == ["first", "second", "second", "third", "last"]
    assert made["second"] == {"second"}, "and nothing is begun beside it"


@pytest.mark.parametrize("needs", [{"large": []}, {"large": [], "small": []}], ids=["alone", "beside another"])
def test_what_has_not_enough_memory_alone_is_an_error(
    connections: list[duckdb.DuckDBPyConnection], needs: dict[str, list[str]]
) -> None:
    begun: list[str] = []
    both = threading.Barrier(len(needs))

    def one(name: str, duck: duckdb.DuckDBPyConnection) -> None:
        begun.append(name)
        if begun.count(name) == 1:
            both.wait(60)
        if name == "large":
            duck.execute(LARGE.format(TOO_MUCH))

    with pytest.raises(duckdb.OutOfMemoryException):
        list(run_in_dependency_order(needs, one, connections))
    assert begun.count("large") == len(needs)
