"""The first part of a first refresh: files to packs of posts, before words are counted.

python reading.py SITE LAKE
"""

import json
import sys
import time
from pathlib import Path

from pipeline.generators import load_site
from pipeline.lake.changes import detect_changes
from pipeline.lake.plan import plan_packs
from pipeline.lake.pool import process_pool
from pipeline.lake.post_packs import PostPackTask, write_post_pack


def main(folder: Path, lake: Path) -> None:
    """Print the seconds from the start of the scan, and how many files were parsed."""
    start = time.perf_counter()
    (lake / "posts").mkdir(parents=True)
    with process_pool() as map_:
        site = load_site(folder.name, folder)
        scan = detect_changes([site], lake, map_=map_)
        planned = plan_packs(scan.files, scan.parser_versions, {})
        done = list(map_(write_post_pack, [PostPackTask(site, pack, lake / "posts") for pack in planned]))
        seconds = time.perf_counter() - start
    print(json.dumps({"reading": seconds, "posts": sum(each.parsed for each in done)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
