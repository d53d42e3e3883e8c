"""Files to lake posts and no further: what a first refresh does before it counts words.

python reading.py SITE LAKE
"""

import json
import sys
import time
from pathlib import Path

from pipeline.lake.pack import Task, written
from pipeline.lake.plan import packs
from pipeline.lake.pool import pool
from pipeline.lake.refresh import look
from pipeline.site.config import load_site


def main(folder: Path, lake: Path) -> None:
    """Print the seconds it took, from the first look on, and how many files were parsed."""
    start = time.perf_counter()
    (lake / "posts").mkdir(parents=True)
    with pool() as map_:
        site = load_site(folder.name, folder)
        seen = look([site], lake, map_=map_)
        planned = packs(seen.files, seen.recipes, {})
        done = list(map_(written, [Task(site, pack, lake / "posts") for pack in planned]))
        seconds = time.perf_counter() - start
    print(json.dumps({"reading": seconds, "posts": sum(each.parsed for each in done)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
