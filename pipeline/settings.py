"""Settings of the operator, and the paths of everything.

Only this module reads environment variables and `.env`. Start with `Settings.from_env`. To add a variable, add a field
and its `parse_` function here, and a line to docs/operating.md.
"""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dotenv import dotenv_values
from dotenv.parser import parse_stream

from pipeline.errors import UsageError
from pipeline.files import describe_not_utf8, to_utf8_path

PROJECT = Path(__file__).resolve().parent.parent
SQL = PROJECT / "sql"
BUNDLED_SITE = PROJECT / "examples" / "harbour-gazette"
STATE = PROJECT / ".dagster"  # as dagster.yaml has it

Reader = Callable[[str], tuple[str | None, Path]]


@dataclass(frozen=True)
class Settings:
    """Settings of a refresh; values that may hold a secret are not in its repr.

    `sites` holds (name, folder) in the order given. `as_of` has a zone, or is None for now. `memory` is what a build
    may take before it spills to disk, as DuckDB writes it (4GB, 50%); None leaves that to the build.
    """

    sites: tuple[tuple[str, Path], ...]
    warehouse: Path
    cron: str
    as_of: datetime | None
    memory: str | None = None
    keep_runs: int = 90  # days
    webhook: str | None = field(default=None, repr=False)
    email: tuple[str, ...] = ()
    smtp: str = field(default="smtp://localhost", repr=False)
    variables: Mapping[str, str] = field(default_factory=dict, repr=False)  # every POSTS_… variable, for the engine

    @classmethod
    def from_env(
        cls, overrides: Mapping[str, str] | None = None, environment: Mapping[str, str] | None = None
    ) -> "Settings":
        """Read the variables of docs/operating.md; UsageError for a value that cannot be meant.

        `overrides` go before `environment`, and that before `.env`. A relative path starts at the current folder, in
        `.env` at the project.
        """
        environment = {**(os.environ if environment is None else environment), **(overrides or {})}
        setting = _variable_reader(environment)
        sites, sites_base = setting("POSTS_SITE")
        return cls(
            sites=parse_sites(sites.split(os.pathsep) if sites else [str(BUNDLED_SITE)], sites_base),
            warehouse=_check_duckdb_can_open(_parse_warehouse(setting)),
            cron=setting("POSTS_REFRESH_CRON")[0] or "30 2 * * *",
            as_of=parse_instant(setting("POSTS_AS_OF")[0]),
            memory=parse_memory(setting("POSTS_MEMORY")[0]),
            keep_runs=parse_days(setting("POSTS_KEEP_RUNS_DAYS")[0] or "90"),
            variables=_posts_variables(environment),
            **_parse_alerts(setting),
        )

    @classmethod
    def for_alerts(cls, overrides: Mapping[str, str]) -> "Settings":
        """Return only the settings that an alert needs, for when another variable is invalid."""
        setting = _variable_reader({**os.environ, **overrides})
        return cls((), _parse_warehouse(setting), "", None, **_parse_alerts(setting))

    def as_variables(self) -> dict[str, str]:
        """Return sites and warehouse as variables with absolute paths, for another run."""
        sites = os.pathsep.join(f"{name}={folder}" for name, folder in self.sites)
        return {"POSTS_SITE": sites, "POSTS_WAREHOUSE": str(self.warehouse.absolute())}

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


def _variable_reader(environment: Mapping[str, str]) -> Reader:
    """Return a function: variable -> its text, and the folder that a path in it starts at."""
    dotenv = _load_dotenv(PROJECT / ".env")

    def lookup(name: str) -> tuple[str | None, Path]:
        value = environment.get(name)
        return (value, Path.cwd()) if value else (dotenv.get(name), PROJECT)

    return lookup


def _posts_variables(environment: Mapping[str, str]) -> dict[str, str]:
    variables = _load_dotenv(PROJECT / ".env") | {name: value for name, value in environment.items() if value}
    return {name: value for name, value in variables.items() if name.startswith("POSTS_")}


def _parse_warehouse(setting: Reader) -> Path:
    folder, base = setting("POSTS_WAREHOUSE")
    return base / Path(folder).expanduser() if folder else PROJECT / "warehouse"


def _parse_alerts(setting: Reader) -> dict[str, Any]:
    return {
        "webhook": parse_url("POSTS_ALERT_WEBHOOK", setting("POSTS_ALERT_WEBHOOK")[0], ("https", "http")),
        "email": parse_addresses(setting("POSTS_ALERT_EMAIL")[0] or ""),
        "smtp": parse_url("POSTS_ALERT_SMTP", setting("POSTS_ALERT_SMTP")[0], ("smtp", "smtps")) or "smtp://localhost",
    }


def _load_dotenv(path: Path) -> dict[str, str]:
    """Return the variables of `.env`; UsageError for a line that sets none."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}, {describe_not_utf8(error)}") from error
    for binding in parse_stream(StringIO(text)):
        if binding.error:  # the line may have been meant to name the sites
            raise UsageError(f"{path}, line {binding.original.line}: it is not NAME=value, or a quote is not closed")
    return {name: value for name, value in dotenv_values(stream=StringIO(text)).items() if value}


def parse_sites(entries: Sequence[str], base: Path) -> tuple[tuple[str, Path], ...]:
    """Read `DIR` or `NAME=DIR` as (name, folder); UsageError for equal or bad names, or none."""
    sites: dict[str, Path] = {}
    for entry in filter(None, entries):
        name, equals, folder = entry.partition("=")
        if not equals or os.sep in name:
            name, folder = "", entry
        path = base / Path(folder).expanduser()
        # A link gives the site its own name, so that the link may point to another folder later.
        name = name or Path(os.path.abspath(path)).name.replace("=", "-")  # noqa: PTH100 -- resolve() follows links
        if to_utf8_path(name) != name:
            shown = to_utf8_path(entry)
            raise UsageError(f"the name of the folder {shown} is not UTF-8; name it: NAME={shown}")
        path = path.resolve()
        if name in sites:
            raise UsageError(f"two sites are called {name}: {sites[name]} and {path}; name one of them: OTHER={folder}")
        sites[name] = path
    if not sites:
        raise UsageError("no site is named: give a folder, or set POSTS_SITE")
    return tuple(sites.items())


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
