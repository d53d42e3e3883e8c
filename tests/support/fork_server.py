"""A process that has imported everything and forks for each command it reads: a try costs no start of Python.

Each line of standard input is a command in JSON, each line of standard output says how it ended. The other side is
FaultHarness in fault_harness.py.
"""

import ctypes
import json
import os
import select
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pipeline.definitions  # imported here, not in each child
from pipeline.cli.main import run_command

assert pipeline.definitions
COMMAND_TIMEOUT_S = 120


def run_child(asked: dict[str, Any], out: int, warehouse: str, report: int) -> None:
    """Run one command with its fault, write the number of its file operations to `report`, and end the process."""
    os.dup2(out, 1)
    os.dup2(out, 2)
    sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
    fault = asked["fault"]
    log = os.open(asked["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC) if asked["log"] else -1
    library = ctypes.CDLL(None)
    library.fault_arm(
        warehouse.encode(),
        ctypes.c_long(fault.get("at", 0)),
        fault.get("failure", 0),
        int(fault.get("stays", False)),
        log,
    )
    sys.argv = ["posts-warehouse", *asked["arguments"]]
    code = 0
    try:
        run_command()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        import traceback

        traceback.print_exc()
        code = 70
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(report, str(library.fault_count()).encode())
    os._exit(code)


def main() -> None:
    root = Path(sys.argv[1])
    for line in sys.stdin:
        asked = json.loads(line)
        with tempfile.TemporaryFile("w+") as out:
            answers, report = os.pipe()
            pid = os.fork()
            if pid == 0:
                run_child(asked, out.fileno(), str(root / "warehouse"), report)
            os.close(report)
            if asked["fault"].get("after") is not None:
                time.sleep(asked["fault"]["after"])
                os.kill(pid, signal.SIGKILL)
            else:
                select.select([answers], [], [], COMMAND_TIMEOUT_S)
                if not select.select([answers], [], [], 0)[0]:
                    os.kill(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
            operations = os.read(answers, 20)
            os.close(answers)
            out.seek(0)
            answer = {
                "code": os.waitstatus_to_exitcode(status),
                "output": out.read(),
                "operations": int(operations or 0),
            }
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
