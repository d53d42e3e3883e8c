"""The history is in order, whatever the clock says."""

from datetime import UTC, datetime

from pipeline.lake.history import Refresh


def test_a_clock_that_was_set_back_does_not_disorder_the_history() -> None:
    now, then = datetime(2020, 1, 1, tzinfo=UTC), "20260101T023000.000000Z"
    late = Refresh(now, now).after([f"changes-{then}.parquet", "refreshes-20250101T000000.000000Z.parquet"])
    assert late.id == "20260101T023000.000001Z"
    assert late.started_at == now
    assert Refresh(now, now).after([]).id == "20200101T000000.000000Z"
