"""`posts-warehouse status`: the last refresh that was tried, how it ended, and how old the published data is."""

import argparse
import json
import re
import sys
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline.attempts import RUNNING, Attempt, load_attempt
from pipeline.cli.connection import open_for_analyst
from pipeline.cli.terminal import escape_lines, print_table
from pipeline.copies.places import describe_uncopied
from pipeline.errors import PostsError, UsageError
from pipeline.files import load_query
from pipeline.lock import is_locked
from pipeline.settings import Settings
from pipeline.sites import describe_unread
from pipeline.warehouse.published import describe_hold
from pipeline.warehouse.summary import NO_FILE

_QUERIES = Path(__file__).with_name("queries")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


def add_status_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--json", action="store_true", help="as JSON, for a monitor")
    sub.add_argument("--max-age", metavar="AGE", help="exit 1 if the data of a site is older, such as 26h, 90m or 2d")


def status(arguments: argparse.Namespace, settings: Settings) -> None:
    """Print the last attempt and each site's counts and age; PostsError if one is older than --max-age."""
    max_age = parse_age(arguments.max_age) if arguments.max_age else None
    now = settings.as_of or datetime.now(UTC)
    attempt = load_attempt(settings.warehouse)
    if attempt and attempt.result == RUNNING and not is_locked(settings.warehouse / ".lock"):
        attempt.result, attempt.message = "failed", "its process ended without a word"
    held = describe_hold(settings.published)
    with open_for_analyst(settings) as duck:
        parameters = {"now": now, "current_at": _current_at(attempt), "unread": list(attempt.unread) if attempt else []}
        table = duck.sql(load_query(_QUERIES, "status"), params=parameters)
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.fetchall()]
        if arguments.json:
            sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
            print(json.dumps(_as_json(rows, attempt, held), indent=2, ensure_ascii=False))
        else:
            print(escape_lines("\n".join(_describe(attempt) + ([held] if held else []))))
            print_table(f"{table}")
            for row in rows:
                if not row["files"]:
                    print(escape_lines(f"{row['site']}: {NO_FILE}"))
    sys.stdout.flush()
    if max_age is not None and (old := [row["site"] for row in rows if row["age"] > max_age]):
        raise PostsError(f"the data of {', '.join(old)} is older than {arguments.max_age}")


def parse_age(text: str) -> timedelta:
    """Read --max-age, a number with m, h or d; UsageError for anything else."""
    found = re.fullmatch(r"(\d{1,6})([mhd])", text)
    if not found:
        raise UsageError(f"--max-age is {text!r}; give minutes, hours or days, such as 90m, 26h or 2d")
    return int(found[1]) * _UNITS[found[2]]


def _current_at(attempt: Attempt | None) -> datetime | None:
    return datetime.fromisoformat(attempt.current_at) if attempt and attempt.current_at else None


def _describe(attempt: Attempt | None) -> list[str]:
    """Return the sentences about the last attempt."""
    if attempt is None:
        return ["No refresh was recorded here yet."]
    started = datetime.fromisoformat(attempt.started_at)
    head = f"Last refresh: {attempt.result}, started {started:%Y-%m-%d %H:%M} UTC by {attempt.started_by}"
    why = [f"   {line}" for line in (attempt.message or "").splitlines()]
    unread = [f"   {describe_unread(*site)}" for site in attempt.unread.items()]
    return [head, *why, *unread, *(f"   {describe_uncopied(*place)}" for place in attempt.uncopied.items())]


def _as_json(rows: list[dict[str, Any]], attempt: Attempt | None, held: str | None) -> dict[str, Any]:
    sites = [
        row
        | {
            "as_of": row["as_of"].isoformat(),
            "age_seconds": int(row.pop("age").total_seconds()),
            "newest": row["newest"] and row["newest"].isoformat(),
        }
        for row in rows
    ]
    return {"last_refresh": asdict(attempt) if attempt else None, "held": held, "sites": sites}
