"""`posts-warehouse shell`: another project's SQL client. Add a client to `shell`."""

import argparse
import os
import shutil
import sys
from pathlib import Path

from pipeline.cli.connection import SESSION_SQL
from pipeline.errors import PostsError
from pipeline.settings import Settings


def shell(arguments: argparse.Namespace, settings: Settings) -> None:
    """Become harlequin, else DuckDB's client, as closed as `query`; PostsError without either."""
    if not settings.published.exists():
        raise PostsError(f"{settings.published} is not there yet: posts-warehouse refresh makes it")
    search_path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    for client, words in (
        ("harlequin", ["--adapter", "duckdb", "--read-only", "--init-path", str(SESSION_SQL)]),
        ("duckdb", ["-readonly", "-init", str(SESSION_SQL)]),
    ):
        if path := shutil.which(client, path=search_path):
            sys.stdout.flush()
            os.execv(path, [client, *words, str(settings.published)])
    raise PostsError(
        "neither harlequin nor duckdb is on the PATH; this brings harlequin: "
        f"{sys.executable} -m pip install 'harlequin>=2.17,<3'"
    )
