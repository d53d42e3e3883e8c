"""Copies of the published file, the editor's page and an export in the places that `publish` of posts.toml names.

A folder gets each file by a rename, an object store by one put: a reader finds the old file or the new one. A place
that cannot be reached spoils nothing, and is tried again by the next refresh. Start with `copy_to_places`.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.copies.export import SCHEMA_FILE, refuse_foreign_files, write_export
from pipeline.errors import PostsError
from pipeline.files import file_sha256, is_local, replacing, replacing_folder
from pipeline.settings import Settings
from pipeline.warehouse.published import open_published

EXPORT_NAME = "export"
RECORD_NAME = ".copies.json"  # of the warehouse: what lies in each place
# Else a store that does not answer holds the refresh for five minutes.
_STORE_OPTIONS: dict[str, dict[str, Any]] = {
    "s3": {"config_kwargs": {"connect_timeout": 15, "read_timeout": 60, "retries": {"max_attempts": 2}}}
}


def copy_to_places(settings: Settings) -> dict[str, str]:
    """Bring each place up to date that is not; return why those that failed could not be.

    Nothing is copied of a file as of another moment (POSTS_AS_OF). The caller holds the warehouse's lock.
    """
    if settings.as_of or not settings.publish:
        return {}
    version = f"{file_sha256(settings.published)} {file_sha256(settings.report)}"
    current = _load_record(settings.warehouse)
    failed: dict[str, str] = {}
    with _export_on_demand(settings) as export:
        for place in settings.publish:
            try:
                target = _open_place(place)
                if current.get(place) != version or not (target / settings.published.name).exists():
                    _copy_all(settings, export, target)
                current[place] = version
            except Exception as error:  # each store's client raises errors of its own kinds
                failed[place] = _explain(error)
                current.pop(place, None)
    with replacing(settings.warehouse / RECORD_NAME) as beside:
        beside.write_text(json.dumps({place: current[place] for place in settings.publish if place in current}))
    return failed


def _load_record(warehouse: Path) -> dict[str, str]:
    """Return the versions that were copied, by place; none if there is no record that can be read."""
    try:
        return dict(json.loads((warehouse / RECORD_NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def describe_uncopied(place: str, why: str) -> str:
    """Return the sentence about a place that was not brought up to date."""
    return f"{place} was not brought up to date: {why}; the next refresh tries again"


def _open_place(place: str) -> Path:
    if "://" not in place:
        return Path(place)
    from upath import UPath  # noqa: PLC0415 -- other commands must not wait for it

    return UPath(place, **_STORE_OPTIONS.get(place.partition("://")[0], {}))


class _Export:
    """Export of the published file, written once, when the first place needs it."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.settings, self.folder = settings, folder

    def files(self) -> list[Path]:
        """Return its files, relative to `folder`; the last is the one that lists them."""
        if not self.folder.exists():
            with open_published(self.settings.published) as duck:
                write_export(duck, self.folder)
        tables = sorted(path.relative_to(self.folder) for path in self.folder.rglob("*.parquet"))
        return [*tables, Path(SCHEMA_FILE)]


@contextmanager
def _export_on_demand(settings: Settings) -> Iterator[_Export]:
    folder = settings.warehouse / f".{EXPORT_NAME}.{os.getpid()}.new"
    try:
        yield _Export(settings, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy_all(settings: Settings, export: _Export, target: Path) -> None:
    """Write the export, the page and, at last, the published file."""
    files = export.files()
    if is_local(target):
        target.mkdir(parents=True, exist_ok=True)
        refuse_foreign_files(target / EXPORT_NAME)
        with replacing_folder(target / EXPORT_NAME) as folder:
            shutil.copytree(export.folder, folder, dirs_exist_ok=True)
    else:
        for file in files:
            _copy_file(export.folder / file, target / EXPORT_NAME / file.as_posix())
        _remove_dropped_tables(target / EXPORT_NAME, files)
    _copy_file(settings.report, target / settings.report.name)
    _copy_file(settings.published, target / settings.published.name)


def _copy_file(source: Path, target: Path) -> None:
    """Replace one file whole."""
    if is_local(target):
        with replacing(target) as beside:
            shutil.copyfile(source, beside)
    else:
        store: Any = target
        store.fs.put_file(str(source), store.path)


def _remove_dropped_tables(export: Path, files: list[Path]) -> None:
    """Remove the Parquet files of tables that the export has no longer."""
    for path in list(export.glob("*/*.parquet")):
        if Path(path.parent.name, path.name) not in files:
            path.unlink()


def _explain(error: Exception) -> str:
    if isinstance(error, PostsError):
        return str(error)
    if isinstance(error, ImportError):
        hint = ": python -m pip install 's3fs>=2026.1' (the extra [s3])" if "s3fs" in str(error) else ""
        return f"{error}{hint}"
    why = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(why).splitlines()[0]
