"""`posts-warehouse shell`: a SQL client that somebody else keeps well, on the published file."""

import argparse
import os
import shutil
import sys
from pathlib import Path

from pipeline.analyst.connection import SESSION, there
from pipeline.errors import PostsError
from pipeline.settings import PROJECT, Settings


def shell(arguments: argparse.Namespace, settings: Settings) -> None:
    """Become harlequin or, without it, DuckDB's own client: read-only, and as closed as `query` is."""
    published = str(there(settings))
    besides = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    for client, words in (
        ("harlequin", ["--adapter", "duckdb", "--read-only", "--init-path", str(SESSION)]),
        ("duckdb", ["-readonly", "-init", str(SESSION)]),
    ):
        if path := shutil.which(client, path=besides):
            sys.stdout.flush()
            os.execv(path, [client, *words, published])
    raise PostsError(
        "neither harlequin nor duckdb is on the PATH; this brings harlequin: "
        f"{sys.executable} -m pip install --editable '{PROJECT}[shell]'"
    )
