"""The processes that read posts: what becomes of them when they are killed, and when Ctrl-C is pressed."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass

import pytest

from pipeline.errors import PostsError
from pipeline.lake.pool import process_pool
from tests.conftest import PROJECT


@dataclass
class KillTask:
    """A task that ends its process, as a machine without memory does."""

    size: int = 1


def kill_process(task: KillTask) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_worker_that_is_killed_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.lake.pool.MIN_FILES_FOR_POOL", 0)
    with pytest.raises(PostsError, match="a process that read posts was killed"), process_pool() as map_:
        list(map_(kill_process, [KillTask(), KillTask()]))


def test_ctrl_c_is_not_for_those_who_read_posts() -> None:
    """The terminal sends it to all; the server would end in a traceback while it imports what they need."""
    lines = [
        "import os, signal",
        "from pipeline.lake.pool import process_pool, start_fork_server",
        "from pipeline.lake.text_packs import Part, TextPackTask",
        "signal.signal(signal.SIGINT, lambda *_: print('interrupted', flush=True))",
        "start_fork_server()",
        "os.killpg(0, signal.SIGINT)",
        "with process_pool() as map_: print(*map_(repr, [TextPackTask(None, (Part('a', frozenset(range(2_000))),))] * 2), sep='|')",
    ]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        cwd=PROJECT,
        start_new_session=True,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr, done.stdout.count("TextPackTask")) == (0, "", 2)
    assert done.stdout.startswith("interrupted\n")
