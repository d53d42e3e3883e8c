"""A standalone cluster on loopback, every part a process of its own that can be killed by itself."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

import pyspark

HOME = Path(pyspark.__file__).parent
# Programs of a few minutes are not worth the better of Java's compilers.
QUICK = {"JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC", "SPARK_LOCAL_IP": "127.0.0.1"}
THOROUGH = QUICK | {"JAVA_TOOL_OPTIONS": "-XX:+UseSerialGC"}
PATIENCE = 60.0  # seconds for a process to say that it is there


class Standalone:
    """`with Standalone(folder, workers=2) as cluster`: `cluster.master` is its URL, logs and scratch lie in `folder`."""

    def __init__(self, folder: Path, workers: int, *, options: dict[str, str] = QUICK) -> None:
        self.folder, self.count = folder, workers
        self.environment = os.environ | options
        self.environment |= {
            "PYSPARK_PYTHON": sys.executable,
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_CONF_DIR": str(folder),
        }
        self.processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Standalone":
        self.folder.joinpath("spark-defaults.conf").write_text(
            "spark.sql.shuffle.partitions 4\nspark.ui.enabled false\nspark.executor.memory 1g\n"
            f"spark.eventLog.enabled true\nspark.eventLog.dir {self.folder.as_uri()}\nspark.eventLog.compress false\n"
            "spark.eventLog.rolling.maxFileSize 1g\n"
        )
        self._start("master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
        self.master = self._said("master", r"Starting Spark master at (spark://\S+)")
        for number in range(self.count):
            self._start(f"worker{number}", "--host", "127.0.0.1", "--cores", "1", "--memory", "2g", "--webui-port", "0",
                        "--work-dir", str(self.folder / f"work{number}"), self.master)  # fmt: skip
            self._said(f"worker{number}", r"(Successfully registered) with master")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, stack: TracebackType | None
    ) -> None:
        for process in self.processes:
            self._end(process)

    def kill(self, worker: int) -> None:
        """Kill a worker and its executor, which are one group of processes, without a word."""
        self._end(self.processes[1 + worker])

    def _start(self, name: str, *arguments: str) -> None:
        kind = "master.Master" if name == "master" else "worker.Worker"
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes.append(
                subprocess.Popen(
                    [HOME / "bin" / "spark-class", f"org.apache.spark.deploy.{kind}", *arguments],
                    env=self.environment,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            )

    def _said(self, name: str, pattern: str) -> str:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if found := re.search(pattern, (self.folder / f"{name}.log").read_text(errors="replace")):
                return found[1]
            time.sleep(0.1)
        raise TimeoutError((self.folder / f"{name}.log").read_text(errors="replace"))

    @staticmethod
    def _end(process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
