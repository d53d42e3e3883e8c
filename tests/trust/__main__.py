"""`make trust`: everything that is tried to break a refresh, in full, and its figures. `--mutations` breaks the guards."""

import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from tests.trust import analysts, hostile, mutations
from tests.trust.crashes import Ground, Tally, failing_disks, full_disks, kills, moments, try_faults


def main() -> None:
    if "--mutations" in sys.argv:
        sys.exit(mutations.main())
    print(f"{datetime.now(UTC):%Y-%m-%d}")
    tallies: list[Tally] = []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as threads:
        grounds = list(threads.map(Ground.lay, [Path(folder) / name for name in "ab"]))
        first = grounds[0]
        for name, faults in (
            ("killed at each file operation", kills(first)),
            ("killed at random moments", moments(first, 200)),
            ("disk full from each operation on", full_disks(first)),
            ("disk fails at each operation", failing_disks(first)),
        ):
            tallies.append(try_faults(name, grounds, faults))
            print(tallies[-1], *tallies[-1].wrong, sep="\n", flush=True)
        for ground in grounds:
            ground.harness.close()
    with tempfile.TemporaryDirectory() as folder:
        read = hostile.read(Path(folder))
    print(read, flush=True)
    seen = analysts.through_refreshes(50, 20)
    print(seen)
    wrong = [fact for tally in tallies for fact in tally.wrong] + read.errors + seen.errors
    print(*read.errors, *seen.errors, sep="\n")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
