"""Commands that describe the published file. Add one here if it takes no SQL."""

import argparse
from pathlib import Path

from pipeline.cli.connection import open_for_analyst
from pipeline.cli.terminal import escape_line, shorten
from pipeline.files import load_query
from pipeline.settings import Settings

_QUERIES = Path(__file__).with_name("queries")


def problems(arguments: argparse.Namespace, settings: Settings) -> None:
    """Print each file that could not be read as a post; with --warnings, odd posts too."""
    severities = ["error", "warning"] if arguments.warnings else ["error"]
    with open_for_analyst(settings) as duck:
        rows = duck.execute(load_query(_QUERIES, "problems"), {"severities": severities}).fetchall()
    for site, path, line, severity, kind, detail in rows:
        where = f"{site}: {shorten(path)}{f':{line}' if line else ''}"
        print(escape_line(f"{where}: {'' if severity == 'error' else 'warning: '}{kind}: {shorten(detail)}"))
    if not rows:
        print("Every file that could be a post was read as one.")
