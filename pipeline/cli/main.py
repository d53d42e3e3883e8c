"""Parser of `posts-warehouse`: the commands of an operator and an analyst.

Only `refresh` imports Dagster. To add a command, add its options to `build_parser`, and its function to operate.py,
inspect.py or a module of its own.
"""

import argparse
import os
import sys
from collections.abc import Callable
from typing import Any

from pipeline.cli import check, dev, export, init, models, query, report, shell
from pipeline.cli.inspect import problems
from pipeline.cli.operate import add_rollback_options, alert_of_settings, refresh, rollback
from pipeline.cli.status import add_status_options, status
from pipeline.cli.terminal import escape_lines
from pipeline.engine import ENGINES, OPTIONS
from pipeline.errors import PostsError, UsageError
from pipeline.project import find_project, no_project
from pipeline.settings import Settings
from pipeline.startup import run_and_exit

Command = Callable[[argparse.Namespace, Any], None]  # its arguments, and the Settings


def main() -> None:
    """Run the command of sys.argv and end the process."""
    run_and_exit(run_command)


def run_command() -> None:
    """Run one command; exit 0 if it worked, 1 with the reason if not, 2 for wrong usage."""
    parser = build_parser()
    if not sys.argv[1:]:
        parser.print_help(sys.stderr)
        sys.exit(2)
    arguments = parser.parse_args()
    try:
        arguments.variables = overriding_variables(arguments)
        arguments.run(arguments, None if arguments.run is init.init else _load_settings(arguments))
        sys.stdout.flush()
    except UsageError as error:
        print(escape_lines(f"posts-warehouse: {error}"), file=sys.stderr)
        sys.exit(2)
    except PostsError as error:
        print(escape_lines(f"posts-warehouse: {error}"), file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        sys.stderr.close()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python writes the rest again at exit
        print(escape_lines(f"posts-warehouse: {error.filename or 'the output'}: {error.strerror}"), file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _load_settings(arguments: argparse.Namespace) -> Settings:
    """Return the settings; a refresh that cannot read them sends an alert, as nobody may be watching."""
    if arguments.run is check.check and not arguments.site and find_project() is None:
        raise UsageError(f"{no_project()}, or name the folder of the site: posts-warehouse check --site .")
    try:
        return Settings.from_env(arguments.variables)
    except UsageError as error:
        if arguments.run is refresh:
            alert_of_settings(error, arguments.variables)
        raise


def overriding_variables(arguments: argparse.Namespace) -> dict[str, str]:
    """Return the variables that the command line sets; they go before the environment."""
    variables = {variable: getattr(arguments, option, None) for option, (variable, _) in OPTIONS.items()}
    variables["POSTS_SITE"] = os.pathsep.join(getattr(arguments, "site", None) or ())
    # A check of the sites that it is given needs no warehouse, and so no project.
    unused = os.devnull if arguments.run is check.check and arguments.site else None
    variables["POSTS_WAREHOUSE"] = arguments.warehouse or unused
    return {variable: value for variable, value in variables.items() if value}


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; each sets `run` to its function."""
    description = "Posts of publishing sites, as one DuckDB file."
    parser = argparse.ArgumentParser(prog="posts-warehouse", description=description)
    parser.add_argument(
        "--warehouse", metavar="DIR", help="where the warehouse lies (default: $POSTS_WAREHOUSE, else warehouse/)"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add_command(name: str, run: Command, help_: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help_, description=help_)
        sub.add_argument("--warehouse", metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        sub.set_defaults(run=run)
        return sub

    init.add_options(add_command("init", init.init, "Make a project folder: settings, own models, state."))
    _add_refresh_options(add_command("refresh", refresh, "Read the sites, build every model, check, publish."))
    add_rollback_options(
        add_command("rollback", rollback, "Publish the file before again; what is live now becomes the file before.")
    )
    add_status_options(add_command("status", status, "The last refresh, its result, and how old the data is."))
    sub = add_command("problems", problems, "The files that could not be read as posts, and why.")
    sub.add_argument("--warnings", action="store_true", help="also what is odd about posts")
    check.add_options(add_command("check", check.check, "What is wrong with a site's files, for pull requests."))
    models.add_options(add_command("models", models.models, "The data dictionary: every table and column."))
    query.add_options(add_command("query", query.query, "Run SQL on the published file, read-only."))
    export.add_options(add_command("export", export.export, "Write every table as Parquet, for tools without DuckDB."))
    add_command("shell", shell.shell, "Open the published file in harlequin or DuckDB's client, read-only.")
    dev.add_options(add_command("dev", dev.dev, "Dagster's UI, with the nightly refresh."))
    report.add_options(add_command("report", report.report, "Write the editor's page again, from the published file."))
    return parser


def _add_refresh_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "site",
        nargs="*",
        metavar="SITE",
        help="a site's folder, or NAME=folder (default: $POSTS_SITE, else posts.toml, else the bundled site)",
    )
    sub.add_argument("--full", action="store_true", help="read and build everything again, whatever has changed")
    sub.add_argument(
        "--allow-shrink",
        action="store_true",
        help="publish even if a site lost more than a fifth of its files, posts or words",
    )
    sub.add_argument(
        "--drop",
        action="append",
        default=[],
        metavar="NAME",
        help="let a site leave the published file that is named no longer; may be given again",
    )
    sub.add_argument("--engine", choices=ENGINES, default=ENGINES[0], help="what works: this machine, or a cluster")
    for option, (_, help_) in OPTIONS.items():
        sub.add_argument(f"--{option}", metavar="URL", help=help_)
