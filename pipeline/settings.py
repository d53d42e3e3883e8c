"""Where everything is and what the operator has set. The only reader of environment variables and of `.env`."""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from dotenv import dotenv_values
from dotenv.parser import parse_stream

from pipeline.errors import UsageError
from pipeline.files import not_utf8, readable

PROJECT = Path(__file__).resolve().parent.parent
SQL = PROJECT / "sql"
BUNDLED_SITE = PROJECT / "tests" / "site"
STATE = PROJECT / ".dagster"  # as dagster.yaml has it

Setting = Callable[[str], tuple[str | None, Path]]  # what a variable says, and what a path in it is relative to


@dataclass(frozen=True)
class Settings:
    """`sites` holds (name, folder) in the order given; `as_of` has a zone, or is None for now; `memory` is what a build
    may take before it spills to disk, as DuckDB reads it; None leaves that to the build.

    What may hold a secret is not in its repr.
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
    spark_master: str | None = None
    spark_store: Path | None = None  # a URL's

    @classmethod
    def from_env(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the variables that docs/operating.md lists; UsageError for what cannot be meant.

        The environment goes before `.env`. A relative path is relative to the current folder, in `.env` to the project.
        """
        setting = _reader(os.environ if environment is None else environment)
        sites, sites_base = setting("POSTS_SITE")
        return cls(
            sites=named_sites(sites.split(os.pathsep) if sites else [str(BUNDLED_SITE)], sites_base),
            warehouse=openable(_warehouse(setting)),
            cron=setting("POSTS_REFRESH_CRON")[0] or "30 2 * * *",
            as_of=instant(setting("POSTS_AS_OF")[0]),
            memory=amount(setting("POSTS_MEMORY")[0]),
            keep_runs=days(setting("POSTS_KEEP_RUNS_DAYS")[0] or "90"),
            spark_master=setting("POSTS_SPARK_MASTER")[0],
            spark_store=store(setting("POSTS_SPARK_STORE")[0]),
            **_alerts(setting),
        )

    @classmethod
    def for_alerts(cls) -> "Settings":
        """No more than an alert needs, if what it is to say is that another variable cannot be meant."""
        setting = _reader(os.environ)
        return cls((), _warehouse(setting), "", None, **_alerts(setting))

    @property
    def published(self) -> Path:
        """The file that analysts open."""
        return self.warehouse / "posts.duckdb"

    @property
    def report(self) -> Path:
        """The page that editors open."""
        return self.warehouse / "report.html"

    @property
    def lake(self) -> Path:
        return self.warehouse / "lake"

    @property
    def history(self) -> Path:
        return self.warehouse / "history"


def _reader(environment: Mapping[str, str]) -> Setting:
    written = _written(PROJECT / ".env")

    def setting(name: str) -> tuple[str | None, Path]:
        given = environment.get(name)
        return (given, Path.cwd()) if given else (written.get(name), PROJECT)

    return setting


def _warehouse(setting: Setting) -> Path:
    given, base = setting("POSTS_WAREHOUSE")
    return base / Path(given).expanduser() if given else PROJECT / "warehouse"


def _alerts(setting: Setting) -> dict[str, Any]:
    return {
        "webhook": url("POSTS_ALERT_WEBHOOK", setting("POSTS_ALERT_WEBHOOK")[0], ("https", "http")),
        "email": addresses(setting("POSTS_ALERT_EMAIL")[0] or ""),
        "smtp": url("POSTS_ALERT_SMTP", setting("POSTS_ALERT_SMTP")[0], ("smtp", "smtps")) or "smtp://localhost",
    }


def _written(path: Path) -> dict[str, str]:
    """What `.env` sets; UsageError for a line that sets nothing, as it may have been meant to name the sites."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}, {not_utf8(error)}") from error
    for binding in parse_stream(StringIO(text)):
        if binding.error:
            raise UsageError(f"{path}, line {binding.original.line}: it is not NAME=value, or a quote is not closed")
    return {name: value for name, value in dotenv_values(stream=StringIO(text)).items() if value}


def named_sites(entries: Sequence[str], base: Path) -> tuple[tuple[str, Path], ...]:
    """Read each `DIR` or `NAME=DIR`; a site without a name is called as its folder. UsageError if two are alike."""
    sites: dict[str, Path] = {}
    for entry in filter(None, entries):
        name, equals, folder = entry.partition("=")
        if not equals or os.sep in name:
            name, folder = "", entry
        path = base / Path(folder).expanduser()
        # of a link its own name, wherever it leads today
        name = name or Path(os.path.abspath(path)).name.replace("=", "-")  # noqa: PTH100 -- resolve() follows links
        if readable(name) != name:
            raise UsageError(f"the name of the folder {(shown := readable(entry))} is not UTF-8; name it: NAME={shown}")
        path = path.resolve()
        if name in sites:
            raise UsageError(f"two sites are called {name}: {sites[name]} and {path}; name one of them: OTHER={folder}")
        sites[name] = path
    if not sites:
        raise UsageError("no site is named: give a folder, or set POSTS_SITE")
    return tuple(sites.items())


def openable(folder: Path) -> Path:
    """A warehouse's folder; UsageError for one below which DuckDB would look for several files, or for others."""
    if found := re.search(r"[*?\[\\]", str(folder)):
        raise UsageError(f"the warehouse {folder} has {found[0]} in its path, which means something else to DuckDB")
    return folder


def store(text: str | None) -> Path | None:
    """Read POSTS_SPARK_STORE, the URL of a folder that every machine of a cluster reaches."""
    if not text:
        return None
    from upath import UPath  # noqa: PLC0415 -- a tenth of a second, for clusters alone

    found = re.match(r"([a-z0-9]+)://([^/@]*)/.", text)
    # a host in hdfs:// would be lost: it is the cluster's own, fs.defaultFS
    if not found or (found[1] in ("file", "hdfs") and found[2]) or re.search(r"[*?{}\[\]\\]", text):
        raise UsageError(
            "POSTS_SPARK_STORE is no URL of a folder without a password; give s3a://BUCKET/FOLDER, hdfs:///FOLDER, "
            "file:///FOLDER or the like"
        )
    try:
        # it has what is asked of a Path here; what was listed is old as soon as executors have written
        return cast(Path, UPath(text, use_listings_cache=False))
    except ValueError as error:
        raise UsageError(f"POSTS_SPARK_STORE: {error}") from error


def instant(text: str | None) -> datetime | None:
    """Read POSTS_AS_OF, an ISO 8601 instant with its zone."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 1900 < moment.year < 2200:
        raise UsageError(f"POSTS_AS_OF is {text!r}; give an instant with its zone, such as 2026-01-31T02:30:00+00:00")
    return moment.astimezone(UTC)


def amount(text: str | None) -> str | None:
    """Read POSTS_MEMORY, a size or a share of the machine's memory."""
    if text and not re.fullmatch(r"\d+(\.\d+)? ?([MGT]i?B|%)", text):
        raise UsageError(f"POSTS_MEMORY is {text!r}; give a size or a share of the machine, such as 4GB or 50%")
    return text or None


def days(text: str) -> int:
    """Read POSTS_KEEP_RUNS_DAYS."""
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise UsageError(f"POSTS_KEEP_RUNS_DAYS is {text!r}; give a number of days, such as 90")
    return int(text)


def url(name: str, text: str | None, schemes: tuple[str, str]) -> str | None:
    """A variable that holds a URL; it may hold a secret too, so no message repeats it."""
    try:
        parts = urlsplit(text or "")
        if not text or (parts.scheme in schemes and parts.hostname and parts.port != 0):
            return text or None
    except ValueError:  # a port that is no number
        pass
    raise UsageError(f"{name} is no URL that begins with {schemes[0]}:// or {schemes[1]}:// and names a host")


def addresses(text: str) -> tuple[str, ...]:
    """Read POSTS_ALERT_EMAIL, one or several addresses with commas between them."""
    found = tuple(address.strip() for address in text.split(",") if address.strip())
    for address in found:
        if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", address):
            raise UsageError(f"POSTS_ALERT_EMAIL has {address!r}; give addresses such as night@example.org")
    return found
