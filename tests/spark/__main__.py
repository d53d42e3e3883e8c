"""`python -m tests.spark SITE …`: a first refresh of sites on one worker and on two, beside one of this machine alone.

Prints, as Markdown, whether the files are the same, seconds, and what each table moved between executors.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from pipeline.project import BUNDLED_SITE
from tests.conftest import AS_OF, PROJECT
from tests.spark.cluster import THOROUGH, Standalone
from tests.spark.equal import differences
from tests.spark.events import Work, logs, work

SHOWN = 12  # tables


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.spark", description=__doc__)
    parser.add_argument("site", nargs="*", default=[str(BUNDLED_SITE)])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    asked = parser.parse_args()
    sites = asked.site
    with tempfile.TemporaryDirectory(prefix="cluster-") as name:
        folder = Path(name)
        print(f"{'|'.join(Path(site).name for site in sites)}: here {refreshed(folder / 'here', sites):.0f} s")
        for workers in asked.workers:
            place = folder / str(workers)
            (place / "cluster").mkdir(parents=True)
            with Standalone(place / "cluster", workers, options=THOROUGH) as cluster:
                seconds = refreshed(place / "warehouse", sites, cluster)
                (log,) = logs(place / "cluster")
                differ = differences(place / "warehouse", datetime.fromisoformat(AS_OF), place / "here.duckdb")
            print(f"\n{workers} worker{'s' * (workers > 1)}: {seconds:.0f} s, tables that differ: {differ or 'none'}\n")
            print(table(work(log)), flush=True)


def refreshed(warehouse: Path, sites: list[str], cluster: Standalone | None = None) -> float:
    """The seconds of a refresh, on a cluster or without."""
    engine = ["--engine", "spark", "--master", cluster.master] if cluster else []
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "--warehouse", str(warehouse), "refresh", *engine, *sites],
        cwd=PROJECT,
        env=(cluster or Standalone(warehouse, 0)).environment | {"POSTS_AS_OF": AS_OF},
        check=True,
    )
    return time.perf_counter() - begun


def table(done: dict[str, Work]) -> str:
    """The purposes that moved the most, and all together."""
    total = Work(
        sum(each.tasks for each in done.values()),
        sum(each.seconds for each in done.values()),
        max(each.longest for each in done.values()),
        *(sum(getattr(each, key) for each in done.values()) for key in ("shuffled", "records", "spilled")),
    )
    order = sorted(done.items(), key=lambda item: (-item[1].shuffled, -item[1].seconds))
    lines = ["| for | tasks | executor s | longest task s | shuffled MB | records | spilled MB |", f"|---|{'--:|' * 6}"]
    for name, each in [*order[:SHOWN], *(item for item in order[SHOWN:] if "." not in item[0]), ("all", total)]:
        lines.append(
            f"| {name} | {each.tasks:,} | {each.seconds:,.1f} | {each.longest:,.1f} | {each.shuffled / 1e6:,.1f} "
            f"| {each.records:,} | {each.spilled / 1e6:,.1f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
