"""The cost of a command and all the processes it starts: wall and CPU seconds, peak memory. Linux only.

Run as a program of its own, because it adopts and awaits every process below it:

    python measure.py COMMAND [ARGUMENT ...]
"""

import ctypes
import json
import os
import resource
import subprocess
import sys
import threading
import time
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
SAMPLE_INTERVAL_S = 0.2  # between two readings of memory
MAX_OUTPUT_CHARS = 10_000  # hugo prints a line for every post


@dataclass(frozen=True)
class Measurement:
    """`memory` in bytes: shares of pages that processes have in common are counted once (PSS). `said` is the end of its output."""

    wall: float
    cpu: float
    memory: int
    said: str = ""


def measure_command(command: list[str], cwd: Path, environment: dict[str, str]) -> Measurement:
    """Run a command to its end; RuntimeError with what it said if it fails."""
    wrapped = [sys.executable, __file__, *command]
    done = subprocess.run(wrapped, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} exits {done.returncode}:\n{done.stdout}{done.stderr}")
    said, _, figures = done.stdout.rstrip("\n").rpartition("\n")
    return Measurement(**json.loads(figures) | {"said": said[-MAX_OUTPUT_CHARS:]})


def main(command: list[str]) -> int:
    """Pass the output on, with one line of figures below it; return the command's exit code."""
    # Workers outlive the process that started them by moments: their time is known to whoever awaits them.
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    over = threading.Event()
    peak = [0]
    sampler = threading.Thread(target=_sample, args=(over, peak))
    start = time.perf_counter()
    process = subprocess.Popen(command)
    sampler.start()
    status = process.wait()
    wall = time.perf_counter() - start
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    over.set()
    sampler.join()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    sys.stdout.flush()
    print("\n" + json.dumps(asdict(Measurement(wall, used.ru_utime + used.ru_stime, peak[0]))))
    return status


def _sample(over: threading.Event, peak: list[int]) -> None:
    me = os.getpid()
    while True:
        peak[0] = max(peak[0], sum(map(_read_memory, _find_processes_below(me))))
        if over.wait(SAMPLE_INTERVAL_S):
            return


def _find_processes_below(process: int) -> list[int]:
    """Return every process that one has started, and those that they have started."""
    children = defaultdict(list)
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has ended
            continue
        children[parent].append(int(folder.name))
    found = children[process]
    for child in found:
        found.extend(children.get(child, []))
    return found


def _read_memory(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
