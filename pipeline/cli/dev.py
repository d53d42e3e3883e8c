"""`posts-warehouse dev`: Dagster's UI and its daemon, with the nightly refresh."""

import argparse
import os
import signal
import socket
import sys

from pipeline.cli.report import parse_port
from pipeline.errors import PostsError
from pipeline.settings import Settings
from pipeline.startup import EVENT_BATCH_SIZE

DEFAULT_PORT = 3000
WORKSPACE = "deploy"  # holds workspace.yaml, and no .env, which Dagster would read once and keep


def add_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--port", type=parse_port, default=DEFAULT_PORT, help=f"of the UI on localhost (default: {DEFAULT_PORT})"
    )


def dev(arguments: argparse.Namespace, settings: Settings) -> None:
    """Become `dagster dev`; PostsError if the port is taken."""
    try:
        socket.create_server(("127.0.0.1", arguments.port)).close()
    except OSError as error:
        raise PostsError(
            f"port {arguments.port} is taken, perhaps by another UI and its daemon; name another with --port "
            "(make dev PORT=…)"
        ) from error
    # A shell without a terminal starts its background jobs with SIGINT ignored, and Dagster would ignore SIGTERM too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(settings.project / WORKSPACE)
    os.environ |= {
        "DAGSTER_HOME": str(settings.project),
        "DAGSTER_EVENT_BATCH_SIZE": EVENT_BATCH_SIZE,
        "PYTHONWARNINGS": "ignore:Function `dev_command`",
    }
    sys.stdout.flush()
    address = ["--host", "127.0.0.1", "--port", str(arguments.port)]
    os.execv(sys.executable, [sys.executable, "-m", "dagster", "dev", *address])
