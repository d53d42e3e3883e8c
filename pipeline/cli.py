"""`posts-warehouse`: what an operator and an analyst do in a terminal. Dagster is imported by `refresh` alone."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import duckdb

from pipeline.errors import PostsError, UsageError
from pipeline.progress import watcher
from pipeline.settings import SQL, Settings
from pipeline.warehouse.build import types
from pipeline.warehouse.catalog import dictionary, load_catalog


def main() -> None:
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
    command("status", status, "The last refresh, its counts, and how old the data is.")
    sub = command("problems", problems, "The files that are no posts, and why.")
    sub.add_argument("--warnings", action="store_true", help="also what is odd about files that are posts")
    sub = command("models", models, "The data dictionary: every table and column.")
    sub.add_argument(
        "search", nargs="?", metavar="WORD", help="only tables whose name, description or columns hold this"
    )
    sub.add_argument("--markdown", action="store_true", help="as docs/models.md has it")
    sub = command("query", query, "Run SQL on the published file, read-only.")
    sub.add_argument("sql", metavar="SQL")

    arguments = parser.parse_args()
    try:
        if getattr(arguments, "site", None):
            os.environ["POSTS_SITE"] = os.pathsep.join(arguments.site)
        if arguments.warehouse:
            os.environ["POSTS_WAREHOUSE"] = arguments.warehouse
        arguments.run(arguments, Settings.from_env())
    except UsageError as error:
        print(f"posts-warehouse: {error}", file=sys.stderr)
        sys.exit(2)
    except PostsError as error:
        print(f"posts-warehouse: {error}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        sys.stderr.close()
    except KeyboardInterrupt:
        sys.exit(130)


def refresh(arguments: argparse.Namespace, settings: Settings) -> None:
    from pipeline.definitions import defs
    from pipeline.defs.run import run
    from pipeline.terminal import Stages, summary
    from pipeline.warehouse.publish import Live

    before = Live.read(settings.published)
    with Stages() as stages:
        watcher.set(stages)
        warnings = run(defs, settings, full=arguments.full, allow_shrink=arguments.allow_shrink)
    if "publish" not in stages.seconds:
        print(f"Nothing has changed: {settings.published} is current.")
    else:
        print(summary(settings.published, before, dict(settings.sites), stages.seconds))
    for warning in warnings:
        print(f"warning: {warning}")


def status(arguments: argparse.Namespace, settings: Settings) -> None:
    now = settings.as_of or datetime.now(UTC)
    with _published(settings) as duck:
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
    with _published(settings) as duck:
        severities = ["error", "warning"] if arguments.warnings else ["error"]
        found = duck.execute(
            "select site, path, line, severity, kind, detail from core.problems "
            "where list_contains(?, severity) order by all",
            [severities],
        ).fetchall()
    for site, path, line, severity, kind, detail in found:
        print(
            f"{site}: {path}{f':{line}' if line else ''}: {'' if severity == 'error' else 'warning: '}{kind}: {detail}"
        )
    if not found:
        print("Every file that Jekyll would read is a post.")


def models(arguments: argparse.Namespace, settings: Settings) -> None:
    catalog = load_catalog(SQL)
    if arguments.markdown:
        from pipeline.lake.sources import no_sources

        print(dictionary(catalog, types(catalog, no_sources())), end="")
        return
    word = (arguments.search or "").casefold()
    found = {
        name: model
        for name, model in sorted(catalog.items())
        if word in " ".join([name, model.description, *model.columns, *model.columns.values()]).casefold()
    }
    if not found:
        raise PostsError(f"no table has to do with {arguments.search}; posts-warehouse models lists them all")
    for name, model in found.items():
        print(f"{name}: {model.description}")
        for column, meaning in model.columns.items() if word else ():
            print(f"    {column:<20} {meaning}")


def query(arguments: argparse.Namespace, settings: Settings) -> None:
    with _published(settings) as duck:
        found = duck.sql(arguments.sql)
        if found is not None:
            to_a_person = sys.stdout.isatty()
            width = shutil.get_terminal_size().columns if to_a_person else 100_000
            found.show(max_width=width, max_rows=100 if to_a_person else 10_000_000)


@contextmanager
def _published(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published file, read-only, with no way to other files; what DuckDB says of a query is said in one line."""
    if not settings.published.exists():
        raise PostsError(f"{settings.published} is not there yet: posts-warehouse refresh makes it")
    try:
        with duckdb.connect(str(settings.published), read_only=True, config={"enable_external_access": False}) as duck:
            duck.execute("set TimeZone = 'UTC'")
            duck.execute("set variable as_of = (select max(as_of) from core.sites)")  # as models have it
            yield duck
    except duckdb.Error as error:
        raise PostsError(str(error)) from error


if __name__ == "__main__":
    main()
