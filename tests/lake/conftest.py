"""What the tests of the lake start from: a site that has not been refreshed, and times that are trusted at once."""

from pathlib import Path

import pytest

from tests.lake.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return a site without a lake."""
    return Workspace(tmp_path)


@pytest.fixture
def trusted_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the time of change of a file however young it is."""
    for module in ("changes", "commit"):
        monkeypatch.setattr(f"pipeline.lake.{module}.SETTLED_NS", 0)
