"""`posts-warehouse report`: the editor's page, written again, or shown in a browser."""

import argparse
import signal
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from pipeline.errors import PostsError
from pipeline.refresh import write_report
from pipeline.settings import PAGE_PORT, Settings

LOOPBACK = "127.0.0.1"
MAX_PORT = 65535


def add_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--serve", action="store_true", help="show it to this machine's browser, until Ctrl-C")
    sub.add_argument(
        "--port",
        type=parse_port,
        default=PAGE_PORT,
        help=f"of --serve, on {LOOPBACK} (default: {PAGE_PORT}; 0: a free one)",
    )


def parse_port(text: str) -> int:
    """Return the number of a port; ArgumentTypeError for what is none."""
    if not (text.isascii() and text.isdigit() and int(text) <= MAX_PORT):
        raise argparse.ArgumentTypeError(f"{text} is no port; give a number up to {MAX_PORT}")
    return int(text)


def report(arguments: argparse.Namespace, settings: Settings) -> None:
    """Write the editor's page again; with --serve, show it until Ctrl-C."""
    write_report(settings)
    print(settings.report, flush=True)
    if getattr(arguments, "serve", False):
        serve(settings.report, arguments.port)


def serve(page: Path, port: int) -> None:
    """Serve `page`, as it is at each request, and nothing else; PostsError if the port is taken."""
    try:
        server = PageServer(page, port)
    except OSError as error:
        raise PostsError(f"port {port} cannot be used: {error.strerror}; name another with --port") from error
    # A shell without a terminal starts its background jobs with SIGINT ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with server:
        print(f"http://{LOOPBACK}:{server.server_port}/ shows it until Ctrl-C.", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


class PageServer(ThreadingHTTPServer):
    """Server of one page, for this machine."""

    daemon_threads = True

    def __init__(self, page: Path, port: int) -> None:
        self.page = page
        super().__init__((LOOPBACK, port), _Handler)

    def is_addressed_by(self, host: str) -> bool:
        """Return whether `host` is this machine, and not a name that another site has pointed to it."""
        return host in {f"{name}:{self.server_port}" for name in (LOOPBACK, "localhost")}


class _Handler(BaseHTTPRequestHandler):
    server: PageServer

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        if not self.server.is_addressed_by(self.headers.get("Host", "")):
            return self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        if self.path.partition("?")[0] not in ("/", f"/{self.server.page.name}"):
            return self.send_error(HTTPStatus.NOT_FOUND)
        try:
            html = self.server.page.read_bytes()
        except OSError:
            return self.send_error(HTTPStatus.NOT_FOUND)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(html)))
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        if with_body:
            self.wfile.write(html)
        return None

    def log_message(self, *_: object) -> None:
        """Print nothing for a request."""
