"""Settings of the operator, and the paths of everything.

Start with `Settings.from_env`. To add a setting, add a field and its `parse_` function here, and its variable as
variables.py says. Sites are read in sources.py.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pipeline.errors import UsageError
from pipeline.project import BUNDLED_SITE, POSTS_TOML, find_own_sql, find_project, no_project
from pipeline.sources import PostsToml, SiteSource, load_posts_toml, parse_folders, split_folders
from pipeline.variables import Reader, variable_reader

PAGE_PORT = 8000  # of `report --serve`
NamedBy = Literal["POSTS_SITE", "posts.toml", "nothing"]


@dataclass(frozen=True)
class Settings:
    """Settings of a refresh; values that may hold a secret are not in its repr.

    `sites` are in the order given; they are the bundled site if they are named by nothing. `as_of` has a zone, or is
    None for now. `memory` is what a build may take before it spills to disk, as DuckDB writes it (4GB, 50%); None
    leaves that to the build.
    """

    sites: tuple[SiteSource, ...]
    warehouse: Path
    cron: str
    as_of: datetime | None
    memory: str | None = None
    keep_runs: int = 90  # days
    webhook: str | None = field(default=None, repr=False)
    email: tuple[str, ...] = ()
    smtp: str = field(default="smtp://localhost", repr=False)
    ui_url: str | None = None  # of Dagster's UI, without a slash at its end
    variables: Mapping[str, str] = field(default_factory=dict, repr=False)  # every POSTS_… variable, for the engine
    named_by: NamedBy = "nothing"
    folder: Path | None = None  # the project's; None for a command that runs outside of one
    publish: tuple[str, ...] = ()  # folders and URLs where the published file is copied

    @classmethod
    def from_env(
        cls, overrides: Mapping[str, str] | None = None, environment: Mapping[str, str] | None = None
    ) -> "Settings":
        """Read the variables of docs/operating.md; UsageError for a value that cannot be meant.

        `overrides` go before `environment`, and that before `.env`. A relative path starts at the current folder, in
        `.env` and posts.toml at the project. Outside of a project the warehouse must be named.
        """
        folder = find_project()
        setting, variables = variable_reader(folder, overrides, environment)
        warehouse = _check_duckdb_can_open(_parse_warehouse(setting, folder))
        posts_toml = load_posts_toml(folder / POSTS_TOML, warehouse / "sites") if folder else PostsToml()
        named_by, sites = _parse_sites(setting, posts_toml)
        return cls(
            sites=sites,
            named_by=named_by,
            folder=folder,
            publish=_check_places(posts_toml.publish, warehouse),
            warehouse=warehouse,
            cron=setting("POSTS_REFRESH_CRON")[0] or "30 2 * * *",
            as_of=parse_instant(setting("POSTS_AS_OF")[0]),
            memory=parse_memory(setting("POSTS_MEMORY")[0]),
            keep_runs=parse_days(setting("POSTS_KEEP_RUNS_DAYS")[0] or "90"),
            ui_url=(parse_url("POSTS_UI_URL", setting("POSTS_UI_URL")[0], ("https", "http")) or "").rstrip("/") or None,
            variables=variables,
            **_parse_alerts(setting),
        )

    @classmethod
    def for_alerts(cls, overrides: Mapping[str, str]) -> "Settings":
        """Return only the settings that an alert needs, for when another variable is invalid."""
        folder = find_project()
        setting, _ = variable_reader(folder, overrides, strict=False)
        return cls((), _parse_warehouse(setting, folder), "", None, folder=folder, **_parse_alerts(setting))

    def site_entries(self) -> list[str]:
        """Return the sites that POSTS_SITE names as NAME=DIR with absolute paths, for another process."""
        return [f"{site.name}={site.folder}" for site in self.sites] if self.named_by == "POSTS_SITE" else []

    @property
    def project(self) -> Path:
        """Return the project's folder; UsageError outside of one."""
        if self.folder is None:
            raise no_project()
        return self.folder

    @property
    def own_sql(self) -> Path | None:
        """Return the folder of the project's own models, if it has any."""
        return find_own_sql(self.folder)

    @property
    def dagster_state(self) -> Path:
        """Return where Dagster's record lies, as dagster.yaml has it."""
        return self.project / ".dagster"

    @property
    def published(self) -> Path:
        """Return the path of the file that analysts open."""
        return self.warehouse / "posts.duckdb"

    @property
    def report(self) -> Path:
        """Return the path of the page that editors open."""
        return self.warehouse / "report.html"

    @property
    def lake(self) -> Path:
        return self.warehouse / "lake"

    @property
    def history(self) -> Path:
        return self.warehouse / "history"


def _parse_sites(setting: Reader, posts_toml: PostsToml) -> tuple[NamedBy, tuple[SiteSource, ...]]:
    text, base = setting("POSTS_SITE")
    if text:
        return "POSTS_SITE", parse_folders(split_folders(text), base)
    if posts_toml.sites:
        return "posts.toml", posts_toml.sites
    return "nothing", parse_folders([str(BUNDLED_SITE)], BUNDLED_SITE.parent)


def _parse_warehouse(setting: Reader, folder: Path | None) -> Path:
    named, base = setting("POSTS_WAREHOUSE")
    if named:
        return base / Path(named).expanduser()
    if folder is None:
        raise no_project()
    return folder / "warehouse"


def _check_places(places: tuple[str, ...], warehouse: Path) -> tuple[str, ...]:
    """Return `places`; UsageError for one in the warehouse, where only a refresh writes."""
    for place in places:
        if Path(place).is_relative_to(warehouse.resolve()):
            raise UsageError(f"{POSTS_TOML}: `publish` names {place}, which lies in the warehouse; name another place")
    return places


def _parse_alerts(setting: Reader) -> dict[str, Any]:
    return {
        "webhook": parse_url("POSTS_ALERT_WEBHOOK", setting("POSTS_ALERT_WEBHOOK")[0], ("https", "http")),
        "email": parse_addresses(setting("POSTS_ALERT_EMAIL")[0] or ""),
        "smtp": parse_url("POSTS_ALERT_SMTP", setting("POSTS_ALERT_SMTP")[0], ("smtp", "smtps")) or "smtp://localhost",
    }


def _check_duckdb_can_open(folder: Path) -> Path:
    """Return `folder`; UsageError for a path that DuckDB would take for a pattern."""
    if found := re.search(r"[*?\[\\]", str(folder)):
        raise UsageError(f"the warehouse {folder} has {found[0]} in its path, which means something else to DuckDB")
    return folder


def parse_instant(text: str | None) -> datetime | None:
    """Read POSTS_AS_OF, ISO 8601, as UTC; None if empty, UsageError without a zone."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 1900 < moment.year < 2200:
        raise UsageError(f"POSTS_AS_OF is {text!r}; give an instant with its zone, such as 2026-01-31T02:30:00+00:00")
    return moment.astimezone(UTC)


def parse_memory(text: str | None) -> str | None:
    """Read POSTS_MEMORY, a size or a share (4GB, 50%); UsageError for anything else."""
    if text and not re.fullmatch(r"\d+(\.\d+)? ?([MGT]i?B|%)", text):
        raise UsageError(f"POSTS_MEMORY is {text!r}; give a size or a share of the machine, such as 4GB or 50%")
    return text or None


def parse_days(text: str) -> int:
    """Read POSTS_KEEP_RUNS_DAYS, a number of days above 0; UsageError for anything else."""
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise UsageError(f"POSTS_KEEP_RUNS_DAYS is {text!r}; give a number of days, such as 90")
    return int(text)


def parse_url(name: str, text: str | None, schemes: tuple[str, str]) -> str | None:
    """Read a variable that holds a URL; UsageError without its value, as it may hold a secret."""
    try:
        parts = urlsplit(text or "")
        if not text or (parts.scheme in schemes and parts.hostname and parts.port != 0):
            return text or None
    except ValueError:  # a port that is no number
        pass
    raise UsageError(f"{name} is no URL that begins with {schemes[0]}:// or {schemes[1]}:// and names a host")


def parse_addresses(text: str) -> tuple[str, ...]:
    """Read POSTS_ALERT_EMAIL, addresses with commas between them; UsageError for others."""
    addresses = tuple(address.strip() for address in text.split(",") if address.strip())
    for address in addresses:
        if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", address):
            raise UsageError(f"POSTS_ALERT_EMAIL has {address!r}; give addresses such as night@example.org")
    return addresses
