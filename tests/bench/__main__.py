"""`make bench`: measure every case in turn, each beside the naive script, and print the costs as Markdown.

N is the number of posts (20,000), RUNS how often each case is run. The figures are kept in bench.json beside this file;
`--markdown` prints them again.
"""

import json
import os
import sys
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import table
from tests.bench.cases import Bench
from tests.bench.measure import measure_command

FIGURES = Path(__file__).parent / "bench.json"


def main() -> None:
    if "--markdown" in sys.argv:
        print(table.format_markdown(json.loads(FIGURES.read_text(encoding="utf-8"))))
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        figures = run_cases(Path(folder), int(os.environ.get("N", "20000")), int(os.environ.get("RUNS", "0")))
    FIGURES.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    print(table.format_markdown(figures))


def run_cases(folder: Path, posts: int, runs: int) -> table.Figures:
    """Run every case `runs` times (0: as often as it asks for), in rounds, so that no case has a quiet hour to itself."""
    bench = Bench(folder, posts)
    cases = bench.cases()
    found: dict[str, list[dict]] = {case.name: [] for case in cases}
    for number in range(runs or max(case.runs for case in cases)):
        for case in cases:
            if number >= (runs or case.runs):
                continue
            pair = {}
            for key, each in (("naive", bench.naive), ("case", case)):
                each.prepare()
                pair[key] = asdict(measure_command(each.command, each.cwd, bench.environment))
            found[case.name].append(pair)
            walls = " and ".join(f"{pair[key]['wall']:.1f} s" for key in ("naive", "case"))
            print(f"round {number + 1}: naive script and {case.name}: {walls}", file=sys.stderr, flush=True)
    return {
        "on": datetime.now(UTC).date().isoformat(),
        "machine": table.describe_machine(),
        "posts": posts,
        "generator": bench.generator,
        "cases": found,
    }


if __name__ == "__main__":
    main()
