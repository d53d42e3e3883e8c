"""Commands that change the published file or the page. Add such a command here."""

import argparse
import os
import re
from collections.abc import Mapping

from pipeline.attempts import record_failure, recording
from pipeline.cli.report import report
from pipeline.cli.terminal import Stages, escape_line, escape_lines, summarise
from pipeline.copies.places import copy_to_places, describe_uncopied
from pipeline.errors import PostsError, UsageError
from pipeline.lock import hold_lock
from pipeline.progress import current_listener
from pipeline.refresh import Options
from pipeline.settings import Settings
from pipeline.startup import stop_garbage_collection
from pipeline.warehouse.published import PublishedFile, describe_hold, hold, open_published, release
from pipeline.warehouse.published import rollback as publish_previous


def refresh(arguments: argparse.Namespace, settings: Settings) -> None:
    """Run the refresh job, show its stages, and sum up the published file."""
    stop_garbage_collection()
    from pipeline.defs.execute import execute_refresh  # noqa: PLC0415 -- other commands must not wait for Dagster
    from pipeline.defs.run_records import COMMAND_LINE, failure_alert, send_alert  # noqa: PLC0415

    options = Options(arguments.full, arguments.allow_shrink, tuple(arguments.drop), arguments.engine)
    with Stages() as stages:
        current_listener.set(stages)
        try:
            from pipeline.definitions import build_definitions  # noqa: PLC0415 -- a broken model is an alert, too

            definitions = build_definitions(settings)
            before = PublishedFile.load(settings.published)
        except PostsError as error:  # there is no run yet that could send the alert
            send_alert(failure_alert(str(error), settings), settings)
            record_failure(settings.warehouse, COMMAND_LINE, str(error))
            raise
        warnings = execute_refresh(definitions, settings, options, arguments.variables)
    if "publish" not in stages.seconds:
        print(f"Nothing has changed: {settings.published} is current.")
    else:
        print(escape_lines(summarise(settings.published, before, stages.seconds)))
        print(f"The page for editors: {settings.report}")
    for warning in warnings:
        print(escape_lines(f"warning: {warning}"))
    if arguments.site and not settings.as_of and (line := lasting_line(settings)):
        env_file = settings.project / ".env"
        print(f"To read this every night, and without SITE too, put a line into {env_file}:\n{escape_line(line)}")


def alert_of_settings(error: UsageError, variables: Mapping[str, str]) -> None:
    """Send the alert of a refresh that could not read its settings, and record it."""
    from pipeline.defs.run_records import COMMAND_LINE, failure_alert, send_alert  # noqa: PLC0415 -- imports Dagster

    settings = Settings.for_alerts(variables)
    send_alert(failure_alert(str(error), settings), settings)
    record_failure(settings.warehouse, COMMAND_LINE, str(error))


def lasting_line(settings: Settings) -> str | None:
    """Return the line of .env that names the sites of the command line; None if others would be read without it."""
    try:
        if Settings.from_env().sites == settings.sites:
            return None
    except PostsError:
        pass
    text = os.pathsep.join(settings.site_entries())
    return f"POSTS_SITE={text}" if re.fullmatch(r"[\w./:=+@%-]+", text) else f"POSTS_SITE='{text}'"


def add_rollback_options(sub: argparse.ArgumentParser) -> None:
    options = sub.add_mutually_exclusive_group()
    options.add_argument("--hold", action="store_true", help="and let no refresh publish until --release")
    options.add_argument("--release", action="store_true", help="only let refreshes publish again after --hold")


def rollback(arguments: argparse.Namespace, settings: Settings) -> None:
    """Publish the file before again, and write the page from it; with --release, only end a hold."""
    with hold_lock(settings.warehouse / ".lock", "rollback", print):
        if arguments.release:
            was_held = release(settings.published)
            state = "is held no longer: the next refresh publishes" if was_held else "was not held"
            print(f"{settings.published} {state}.")
            return
        with recording(settings.warehouse, "rollback") as attempt:
            publish_previous(settings.published)
            attempt.result = "rolled back"
        if arguments.hold:
            hold(settings.published)
    with open_published(settings.published) as duck:
        row = duck.execute("select max(as_of) from core.sites").fetchone()
    print(
        f"Published {settings.published} of {row[0] if row else None:%Y-%m-%d %H:%M} UTC again; "
        "the one that was live is the file before, and "
        + (
            "no refresh publishes until posts-warehouse rollback --release."
            if describe_hold(settings.published)
            else "the next refresh publishes anew."
        )
    )
    report(arguments, settings)
    with hold_lock(settings.warehouse / ".lock", "rollback", print):
        for place in copy_to_places(settings).items():
            print(escape_lines(f"warning: {describe_uncopied(*place)}"))
