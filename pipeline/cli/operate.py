"""Commands that change the published file or the page. Add such a command here."""

import argparse

from pipeline.cli.terminal import Stages, escape_lines, summarise
from pipeline.errors import PostsError
from pipeline.lock import hold_lock
from pipeline.progress import current_listener
from pipeline.refresh import Options, write_report
from pipeline.settings import Settings
from pipeline.startup import stop_garbage_collection
from pipeline.warehouse.published import PublishedFile, open_published
from pipeline.warehouse.published import rollback as publish_previous


def refresh(arguments: argparse.Namespace, settings: Settings) -> None:
    """Run the refresh job, show its stages, and sum up the published file."""
    stop_garbage_collection()
    from pipeline.defs.execute import execute_refresh  # noqa: PLC0415 -- other commands must not wait for Dagster
    from pipeline.defs.run_records import failure_alert, send_alert  # noqa: PLC0415

    options = Options(arguments.full, arguments.allow_shrink, tuple(arguments.drop), arguments.engine)
    with Stages() as stages:
        current_listener.set(stages)
        try:
            from pipeline.definitions import build_definitions  # noqa: PLC0415 -- a broken model is an alert, too

            definitions = build_definitions(settings)
            before = PublishedFile.load(settings.published)
        except PostsError as error:  # there is no run yet that could send the alert
            send_alert(failure_alert(str(error), settings), settings)
            raise
        warnings = execute_refresh(definitions, settings, options, arguments.variables)
    if "publish" not in stages.seconds:
        print(f"Nothing has changed: {settings.published} is current.")
    else:
        print(escape_lines(summarise(settings.published, before, stages.seconds)))
        print(f"The page for editors: {settings.report}")
    for warning in warnings:
        print(escape_lines(f"warning: {warning}"))


def rollback(arguments: argparse.Namespace, settings: Settings) -> None:
    """Publish the file before again, and write the page from it."""
    with hold_lock(settings.warehouse / ".lock", "rollback", print):
        publish_previous(settings.published)
    with open_published(settings.published) as duck:
        row = duck.execute("select max(as_of) from core.sites").fetchone()
    print(
        f"Published {settings.published} of {row[0] if row else None:%Y-%m-%d %H:%M} UTC again; "
        "the one that was live is the file before, and the next refresh publishes anew."
    )
    report(arguments, settings)


def report(arguments: argparse.Namespace, settings: Settings) -> None:
    """Write the editor's page again."""
    write_report(settings)
    print(settings.report)
