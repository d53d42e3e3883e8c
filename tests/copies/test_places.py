"""A place of `publish` holds what is published, or one sentence says why not; the refresh goes on either way."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.attempts import load_attempt
from pipeline.copies import places
from pipeline.copies.places import copy_to_places
from pipeline.settings import Settings
from tests.conftest import Project
from tests.support.webhook import Webhook


@pytest.fixture
def settings(standing: Project, tmp_path: Path) -> Settings:
    """The published file, the page, and a place that is not there yet."""
    warehouse = tmp_path / "warehouse"
    warehouse.mkdir()
    for name in ("posts.duckdb", "report.html"):
        shutil.copy(standing.root / "warehouse" / name, warehouse)
    return Settings((), warehouse, "", None, publish=(str(tmp_path / "public"),))


def test_a_folder_gets_the_file_the_page_and_an_export(settings: Settings, tmp_path: Path) -> None:
    assert copy_to_places(settings) == {}
    public = tmp_path / "public"
    assert {path.name for path in public.iterdir()} == {"posts.duckdb", "report.html", "export"}
    for name in ("posts.duckdb", "report.html"):
        assert (public / name).read_bytes() == (settings.warehouse / name).read_bytes()
    listed = json.loads((public / "export/schema.json").read_text())["tables"]
    exported = {str(path.relative_to(public / "export")) for path in (public / "export").rglob("*.parquet")}
    assert exported == {table["file"] for table in listed} and "core/posts.parquet" in exported
    assert {path.name for path in settings.warehouse.iterdir()} == {"posts.duckdb", "report.html", ".copies.json"}


def test_only_what_is_not_current_is_copied_again(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    monkeypatch.setattr(places, "_copy_all", lambda settings, export, target: copied.append(target.name))
    changes: list[tuple[Callable[[], object], list[str]]] = [
        (lambda: None, ["public"]),
        ((tmp_path / "public").mkdir, ["public"]),  # it lacks the file
        ((tmp_path / "public/posts.duckdb").touch, []),
        (lambda: settings.report.write_text("another page"), ["public"]),
        (lambda: None, []),
        (lambda: (settings.warehouse / ".copies.json").write_text("{"), ["public"]),
    ]
    for change, expected in changes:
        change()
        copied.clear()
        assert copy_to_places(settings) == {}
        assert copied == expected


def test_a_place_that_fails_keeps_no_other_from_being_brought_up_to_date(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "foreign/export").mkdir(parents=True)
    (tmp_path / "foreign/export/theirs.txt").touch()
    named = (str(tmp_path / "file/public"), str(tmp_path / "foreign"), *settings.publish)
    failed = copy_to_places(replace(settings, publish=named))
    assert failed == {
        named[0]: "Not a directory",
        named[1]: f"{tmp_path}/foreign/export holds what no export wrote, such as theirs.txt; name another folder, "
        "or empty it",
    }
    assert [path.name for path in (tmp_path / "foreign").rglob("*")] == ["export", "theirs.txt"]
    assert (tmp_path / "public/posts.duckdb").exists()
    assert json.loads((settings.warehouse / ".copies.json").read_text()).keys() == {named[2]}


def test_nothing_is_copied_of_a_file_as_of_another_moment(settings: Settings, tmp_path: Path) -> None:
    assert copy_to_places(replace(settings, as_of=datetime(2026, 1, 1, tzinfo=UTC))) == {}
    assert not (tmp_path / "public").exists()


@pytest.mark.slow
def test_a_failure_is_a_line_an_alert_and_a_status_and_the_next_refresh_tries_again(
    project: Project, tmp_path: Path, webhook: Webhook
) -> None:
    place = tmp_path / "file/public"
    place.parent.write_text("a file")
    (project.root / "posts.toml").write_text(f'publish = ["{place}"]\n')
    environment: dict[str, Any] = {"POSTS_AS_OF": "", "POSTS_ALERT_WEBHOOK": webhook.url}
    sentence = f"{place} was not brought up to date: Not a directory; the next refresh tries again"
    done = project.run("refresh", **environment)
    assert (done.returncode, f"warning: {sentence}" in done.stdout) == (0, True), done.stdout + done.stderr
    alert = webhook.received[-1]["text"]  # the others say that the bundled site is late
    assert alert.startswith(f"The refresh was published, but not copied to every place\n\n{sentence}")
    assert alert.endswith("What to do: docs/operating.md of Posts Warehouse, “Copies in other places”")
    assert f"   {sentence}\n" in project.run("status").stdout
    attempt = load_attempt(project.root / "warehouse")
    assert attempt and (attempt.result, attempt.uncopied) == (
        "published",
        {str(place): "Not a directory"},
    )
    place.parent.unlink()
    again = project.refresh(**environment)
    assert "Nothing has changed" in again and "was not brought up to date" not in again
    assert (place / "posts.duckdb").read_bytes() == project.published.read_bytes()
