"""What a cluster did, read from the log of events that Spark keeps: Spark's own counts, by what each job was for."""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Work:
    """What the tasks of one purpose took: seconds of executors, bytes and records shuffled, bytes spilled to disk."""

    tasks: int = 0
    seconds: float = 0.0
    longest: float = 0.0  # seconds of the longest task
    shuffled: int = 0
    records: int = 0
    spilled: int = 0

    def add(self, seconds: float, metrics: dict) -> None:
        written = metrics["Shuffle Write Metrics"]
        self.tasks += 1
        self.seconds += seconds
        self.longest = max(self.longest, seconds)
        self.shuffled += written["Shuffle Bytes Written"]
        self.records += written["Shuffle Records Written"]
        self.spilled += metrics["Disk Bytes Spilled"]


def work(log: Path) -> dict[str, Work]:
    """The work of one application by purpose: a function of the lake, or a table."""
    purpose: dict[int, str] = {}  # of stages
    found: dict[str, Work] = defaultdict(Work)
    with log.open(encoding="utf-8") as events:
        for event in map(json.loads, events):
            if event["Event"] == "SparkListenerJobStart":
                named = event["Properties"].get("spark.job.description", "the rest")
                purpose |= dict.fromkeys(event["Stage IDs"], named)
            elif event["Event"] == "SparkListenerTaskEnd" and (metrics := event.get("Task Metrics")):
                info = event["Task Info"]
                found[purpose[event["Stage ID"]]].add((info["Finish Time"] - info["Launch Time"]) / 1000, metrics)
    return dict(found)


def logs(folder: Path) -> list[Path]:
    """The logs of applications as they ended; Spark 4 puts each into a folder of its own."""
    return sorted(folder.rglob("events_*_app-*"), key=lambda path: path.stat().st_mtime_ns)
