"""Record of the last refresh that was tried, for `status`: warehouse/.last-refresh.json. Start with `recording`."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import PostsError
from pipeline.files import replacing

RECORD_NAME = ".last-refresh.json"
RUNNING, FAILED = "running", "failed"


@dataclass
class Attempt:
    """Refresh that was tried, or a rollback.

    `result` is running, published, unchanged, lake updated, page written, rolled back, or failed.
    """

    started_by: str
    started_at: str = ""  # ISO 8601 in UTC, as `ended_at`
    ended_at: str | None = None
    result: str = RUNNING
    message: str | None = None  # why it failed
    unread: Mapping[str, str] = field(default_factory=dict)  # sites whose rows stay as they were, and why
    uncopied: Mapping[str, str] = field(default_factory=dict)  # places of `publish` that are not up to date, and why
    current_at: str | None = None  # when a refresh last published or found nothing new
    pid: int = 0

    @contextmanager
    def noting_errors(self) -> Iterator[None]:
        """Note the error that ends the block, and raise it again."""
        try:
            yield
        except BaseException as error:
            self.result = FAILED
            self.message = str(error) if isinstance(error, PostsError) else f"{type(error).__name__}: {error}"
            raise


@contextmanager
def recording(warehouse: Path, started_by: str) -> Iterator[Attempt]:
    """Write the record when the block starts, and its result when it ends; the caller holds the lock."""
    before = load_attempt(warehouse)
    attempt = Attempt(started_by, _now(), current_at=before.current_at if before else None, pid=os.getpid())
    _write(warehouse, attempt)
    try:
        with attempt.noting_errors():
            yield attempt
    finally:
        attempt.ended_at = _now()
        if attempt.result == RUNNING:
            attempt.result = FAILED
        if attempt.result in ("published", "unchanged"):
            attempt.current_at = attempt.started_at
        elif attempt.result == "rolled back":
            attempt.current_at = None
        _write(warehouse, attempt)


def record_failure(warehouse: Path, started_by: str, message: str) -> None:
    """Record a refresh that failed before it held the lock."""
    before = load_attempt(warehouse)
    if warehouse.is_dir() and not (before and before.result == RUNNING):
        now = _now()
        current_at = before.current_at if before else None
        _write(warehouse, Attempt(started_by, now, now, FAILED, message, current_at=current_at))


def load_attempt(warehouse: Path) -> Attempt | None:
    """Return the record; None if there is none that can be read."""
    try:
        return Attempt(**json.loads((warehouse / RECORD_NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _write(warehouse: Path, attempt: Attempt) -> None:
    with (
        suppress(PostsError, OSError),
        replacing(warehouse / RECORD_NAME) as beside,
    ):  # a full disk must not change the result
        beside.write_text(json.dumps(asdict(attempt)), encoding="utf-8")
