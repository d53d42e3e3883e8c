"""How a process ends, seen from outside it, and that garbage collection is as it was before."""

import gc
import subprocess
import sys

import pytest

from pipeline.startup import EVENT_BATCH_SIZE, without_garbage_collection
from tests.conftest import PROJECT


def run(command: str, *, stdout: int | None = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    """Run `run_and_exit` on an expression in a process of its own, which would say if it ended as others do."""
    code = (
        "import atexit, os, sys; from pipeline.startup import run_and_exit; "
        "atexit.register(print, 'taken apart', file=sys.stderr); "
        f"run_and_exit(lambda: {command})"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("command", "code"),
    [
        pytest.param("None", 0, id="returns"),
        pytest.param("sys.exit()", 0, id="exits"),
        pytest.param("sys.exit(0)", 0, id="exits with 0"),
        pytest.param("sys.exit(1)", 1, id="exits with 1"),
        pytest.param("sys.exit(2)", 2, id="exits with 2"),
        pytest.param("sys.exit(130)", 130, id="exits with 130"),
        pytest.param("sys.exit('a sentence')", 1, id="exits with a sentence"),
    ],
)
def test_the_exit_code_is_that_of_the_command_and_nothing_is_taken_apart(command: str, code: int) -> None:
    done = run(command)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", "")


def test_what_was_printed_is_written_before_the_end() -> None:
    done = run("(print('to be read'), print('so is this', file=sys.stderr), sys.exit(1))")
    assert (done.returncode, done.stdout, done.stderr) == (1, "to be read\n", "so is this\n")


def test_a_fault_of_ours_ends_with_1_and_its_traceback() -> None:
    """Nothing else is taken apart below it: DuckDB's binding would list what is not freed."""
    done = run("1 / 0")
    assert done.returncode == 1
    assert done.stderr.endswith("ZeroDivisionError: division by zero\n")


def test_a_reader_that_has_closed_its_end_is_no_error() -> None:
    done = run("(sys.stdout.close(), sys.exit(0))")
    assert (done.returncode, done.stderr) == (0, "")


def test_dagster_is_asked_to_store_events_together_unless_the_operator_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printed = "print(os.environ['DAGSTER_EVENT_BATCH_SIZE'])"
    monkeypatch.delenv("DAGSTER_EVENT_BATCH_SIZE", raising=False)
    assert run(printed).stdout == f"{EVENT_BATCH_SIZE}\n"
    monkeypatch.setenv("DAGSTER_EVENT_BATCH_SIZE", "7")
    assert run(printed).stdout == "7\n"


@pytest.mark.parametrize("before", [True, False], ids=["it was on", "it was off"])
def test_garbage_is_collected_again_if_it_was_before(before: bool) -> None:
    was_enabled = gc.isenabled()
    try:
        (gc.enable if before else gc.disable)()
        with without_garbage_collection():
            assert not gc.isenabled()
        assert gc.isenabled() is before
        with pytest.raises(ZeroDivisionError), without_garbage_collection():
            raise ZeroDivisionError
        assert gc.isenabled() is before
    finally:
        (gc.enable if was_enabled else gc.disable)()
