"""`posts-warehouse report --serve` shows the page, nothing else, to this machine only, until Ctrl-C."""

import http.client
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.cli.report import PageServer, serve
from pipeline.errors import PostsError
from tests.conftest import Project


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PageServer]:
    (tmp_path / "report.html").write_text("<p>été", encoding="utf-8")
    (tmp_path / "posts.duckdb").write_text("not for the browser")
    with PageServer(tmp_path / "report.html", 0) as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.05,))
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("method", "path", "host", "status", "body"),
    [
        pytest.param("GET", "/", "127.0.0.1:{}", 200, "<p>été".encode(), id="the page"),
        pytest.param("GET", "/report.html?a=b", "localhost:{}", 200, "<p>été".encode(), id="by its name"),
        pytest.param("HEAD", "/", "127.0.0.1:{}", 200, b"", id="its head"),
        pytest.param("GET", "/posts.duckdb", "127.0.0.1:{}", 404, None, id="another file"),
        pytest.param("GET", "/../report.html", "127.0.0.1:{}", 404, None, id="a path upward"),
        pytest.param("GET", "/", "evil.example:{}", 421, None, id="a name that points here"),
        pytest.param("POST", "/", "127.0.0.1:{}", 501, None, id="another method"),
    ],
)
def test_what_is_answered(
    server: PageServer, method: str, path: str, host: str, status: int, body: bytes | None
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request(method, path, headers={"Host": host.format(server.server_port)})
    answer = connection.getresponse()
    assert answer.status == status
    if body is not None:
        assert (answer.read(), answer.headers["Content-Length"]) == (body, str(len("<p>été".encode())))


def test_a_page_that_is_replaced_is_shown_at_the_next_request(server: PageServer) -> None:
    server.page.write_text("new")
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request("GET", "/")
    assert connection.getresponse().read() == b"new"


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PostsError, match=f"port {port} cannot be used: .*; name another with --port"):
            serve(tmp_path / "report.html", port)


def test_ctrl_c_ends_it_well(standing: Project) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "report", "--serve", "--port", "0"],
        cwd=standing.root,
        env=standing.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == f"{standing.root}/warehouse/report.html\n"
    address = process.stdout.readline()
    port = int(address.partition("127.0.0.1:")[2].partition("/")[0])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/")
    assert connection.getresponse().read() == (standing.root / "warehouse/report.html").read_bytes()
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 0
