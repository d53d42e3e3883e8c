"""`posts-warehouse`: what an operator and an analyst do in a terminal. Dagster is imported by `refresh` alone."""

import argparse
import atexit
import gc
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from pipeline.analyst import export, models, query, shell
from pipeline.analyst.connection import opened, plain, plain_lines
from pipeline.errors import PostsError, UsageError
from pipeline.lock import locked
from pipeline.progress import watcher
from pipeline.settings import Settings
from pipeline.warehouse import keeping


def main() -> None:
    """A process that runs one command and ends at once: taking Dagster's modules apart takes most of a second."""
    atexit.register(os._exit, 1)  # what is no SystemExit has been said as a traceback by then
    try:
        command_line()
        code: object = 0
    except SystemExit as ended:
        code = ended.code
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # its reader has seen enough
            stream.flush()
    os._exit(code if isinstance(code, int) else code is not None)


def command_line() -> None:
    """Run one command; exit 0 when it did what it says, 1 when it could not and says why, 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="posts-warehouse", description="Posts of Jekyll sites, as one DuckDB file.")
    parser.add_argument(
        "--warehouse", metavar="DIR", help="where the warehouse lies (default: $POSTS_WAREHOUSE, else warehouse/)"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace, Settings], None], help_: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help_, description=help_)
        sub.add_argument("--warehouse", metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        sub.set_defaults(run=run)
        return sub

    sub = command("refresh", refresh, "Read the sites, build every model, check, publish.")
    sub.add_argument(
        "site",
        nargs="*",
        metavar="SITE",
        help="a site's folder, or NAME=folder (default: $POSTS_SITE, else the bundled site)",
    )
    sub.add_argument("--full", action="store_true", help="read and build everything again, whatever has changed")
    sub.add_argument(
        "--allow-shrink", action="store_true", help="publish even if a site lost more than a fifth of its posts"
    )
    sub.add_argument(
        "--engine", choices=("duckdb", "spark"), default="duckdb", help="what works: this machine, or a cluster"
    )
    sub.add_argument(
        "--master", metavar="URL", help="of the Spark cluster (default: $POSTS_SPARK_MASTER, or spark-submit's)"
    )
    sub.add_argument(
        "--store",
        metavar="URL",
        help="where the cluster keeps its files (default: $POSTS_SPARK_STORE, else the warehouse)",
    )
    command("rollback", rollback, "Publish the file before again; what is live now becomes the file before.")
    command("status", status, "The last refresh, its counts, and how old the data is.")
    sub = command("problems", problems, "The files that are no posts, and why.")
    sub.add_argument("--warnings", action="store_true", help="also what is odd about files that are posts")
    models.options(command("models", models.models, "The data dictionary: every table and column."))
    query.options(command("query", query.query, "Run SQL on the published file, read-only."))
    export.options(command("export", export.export, "Write every table as Parquet, for tools without DuckDB."))
    command("shell", shell.shell, "Open the published file in harlequin or DuckDB's client, read-only.")
    command("report", report, "Write the editor's page again, from the published file.")

    if not sys.argv[1:]:
        parser.print_help(sys.stderr)
        sys.exit(2)
    arguments = parser.parse_args()
    try:
        if getattr(arguments, "site", None):
            os.environ["POSTS_SITE"] = os.pathsep.join(arguments.site)
        for name in ("master", "store"):
            if getattr(arguments, name, None):
                os.environ[f"POSTS_SPARK_{name.upper()}"] = getattr(arguments, name)
        if arguments.warehouse:
            os.environ["POSTS_WAREHOUSE"] = arguments.warehouse
        arguments.run(arguments, Settings.from_env())
        sys.stdout.flush()
    except UsageError as error:
        print(plain_lines(f"posts-warehouse: {error}"), file=sys.stderr)
        sys.exit(2)
    except PostsError as error:
        print(plain_lines(f"posts-warehouse: {error}"), file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        sys.stderr.close()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or what is left is tried again at exit
        print(plain_lines(f"posts-warehouse: {error.filename or 'the output'}: {error.strerror}"), file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def refresh(arguments: argparse.Namespace, settings: Settings) -> None:
    gc.disable()  # what Dagster's modules make stays: to look through it again and again takes a sixth of its import
    from pipeline.lake.models import begin
    from pipeline.lake.pool import prepare

    if arguments.engine == "duckdb":  # another processor does that while this one imports Dagster
        prepare()
        begin()
    from pipeline.defs.run import run
    from pipeline.defs.upkeep import failure, tell_of
    from pipeline.terminal import Stages, summary
    from pipeline.warehouse.publish import Live

    with Stages() as stages:
        watcher.set(stages)
        try:
            from pipeline.definitions import defs

            before = Live.read(settings.published)
        except PostsError as error:  # no run will tell of it
            tell_of(failure(str(error), settings), settings)
            raise
        warnings = run(
            defs, settings, full=arguments.full, allow_shrink=arguments.allow_shrink, engine=arguments.engine
        )
    if "publish" not in stages.seconds:
        print(f"Nothing has changed: {settings.published} is current.")
    else:
        print(plain_lines(summary(settings.published, before, dict(settings.sites), stages.seconds)))
        print(f"The page for editors: {settings.report}")
    for warning in warnings:
        print(plain_lines(f"warning: {warning}"))


def rollback(arguments: argparse.Namespace, settings: Settings) -> None:
    with locked(settings.warehouse / ".lock", "rollback", print):
        keeping.rollback(settings.published)
    with opened(settings) as duck:
        found = duck.execute("select max(as_of) from core.sites").fetchone()
    print(
        f"Published {settings.published} of {found[0] if found else None:%Y-%m-%d %H:%M} UTC again; "
        "the one that was live is the file before, and the next refresh publishes anew."
    )
    report(arguments, settings)


def status(arguments: argparse.Namespace, settings: Settings) -> None:
    now = settings.as_of or datetime.now(UTC)
    with opened(settings) as duck:
        duck.sql(
            """
            with latest as (
                select site, max(refresh_id) as refresh_id from core.refreshes group by site
            ), live as (
                select site, count(*) as live, max(published_local) as newest
                from core.posts
                where is_live
                group by site
            )
            select site, sites.as_of, date_trunc('minute', ?::timestamptz - sites.as_of) as age,
                files, posts, live, problems, newest
            from core.sites as sites
            left join latest using (site)
            left join core.refreshes using (site, refresh_id)
            left join live using (site)
            order by site
            """,
            params=[now],
        ).show()


def problems(arguments: argparse.Namespace, settings: Settings) -> None:
    with opened(settings) as duck:
        severities = ["error", "warning"] if arguments.warnings else ["error"]
        found = duck.execute(
            "select site, path, line, severity, kind, detail from core.problems "
            "where list_contains(?, severity) order by all",
            [severities],
        ).fetchall()
    for site, path, line, severity, kind, detail in found:
        where = f"{site}: {path}{f':{line}' if line else ''}"
        print(plain(f"{where}: {'' if severity == 'error' else 'warning: '}{kind}: {detail}"))
    if not found:
        print("Every file that Jekyll would read is a post.")


def report(arguments: argparse.Namespace, settings: Settings) -> None:
    from pipeline.report.page import write

    write(settings.published, settings.report)
    print(settings.report)


if __name__ == "__main__":
    main()
