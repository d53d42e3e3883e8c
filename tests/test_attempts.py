"""The record of the last refresh: what it says while one runs, after it ended, and when it cannot be written."""

import json
from pathlib import Path

import pytest

from pipeline.attempts import load_attempt, record_failure, recording
from pipeline.errors import PostsError

NAME = ".last-refresh.json"


def test_it_says_running_then_how_it_ended(tmp_path: Path) -> None:
    with recording(tmp_path, "a test") as attempt:
        during = load_attempt(tmp_path)
        attempt.result = "published"
    after = load_attempt(tmp_path)
    assert during and (during.result, during.started_by, during.ended_at) == ("running", "a test", None)
    assert after and (after.result, after.current_at) == ("published", after.started_at)
    assert after.ended_at


def test_an_error_is_its_message_and_the_moment_of_the_last_good_one_stays(tmp_path: Path) -> None:
    with recording(tmp_path, "a test") as attempt:
        attempt.result = "unchanged"
    good = load_attempt(tmp_path)
    with pytest.raises(PostsError), recording(tmp_path, "a test") as attempt:
        attempt.result = "lake updated"
        raise PostsError("blog shrank")
    bad = load_attempt(tmp_path)
    assert good and bad
    assert (bad.result, bad.message, bad.current_at) == ("failed", "blog shrank", good.current_at)
    with pytest.raises(ZeroDivisionError), recording(tmp_path, "a test"):
        _ = 1 / 0
    bug = load_attempt(tmp_path)
    assert bug and bug.message == "ZeroDivisionError: division by zero"


def test_an_error_that_does_not_leave_the_block_is_recorded_too(tmp_path: Path) -> None:
    """Dagster keeps the error of a step to itself."""
    with recording(tmp_path, "a test") as attempt:
        try:
            with attempt.noting_errors():
                raise PostsError("blog shrank")
        except PostsError:
            pass
    found = load_attempt(tmp_path)
    assert found and (found.result, found.message) == ("failed", "blog shrank")


def test_after_a_rollback_nothing_is_current(tmp_path: Path) -> None:
    with recording(tmp_path, "a test") as attempt:
        attempt.result = "published"
    with recording(tmp_path, "rollback") as attempt:
        attempt.result = "rolled back"
    found = load_attempt(tmp_path)
    assert found and (found.result, found.current_at) == ("rolled back", None)


def test_a_failure_before_the_lock_does_not_hide_a_refresh_that_runs(tmp_path: Path) -> None:
    record_failure(tmp_path, "a test", "no model")
    found = load_attempt(tmp_path)
    assert found and (found.result, found.message) == ("failed", "no model")
    with recording(tmp_path, "another"):
        record_failure(tmp_path, "a test", "no model")
        found = load_attempt(tmp_path)
        assert found and found.started_by == "another"


@pytest.mark.parametrize("content", ["", "{", "[]", json.dumps({"later": 1})])
def test_a_record_that_cannot_be_read_is_none(tmp_path: Path, content: str) -> None:
    assert load_attempt(tmp_path) is None
    (tmp_path / NAME).write_text(content)
    assert load_attempt(tmp_path) is None
