"""A script as a user writes it in an hour: posts to Parquet and DuckDB, and a count by week. Imports nothing of ours.

python naive.py SITE FOLDER
"""

import json
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import frontmatter
import pyarrow as pa
import pyarrow.parquet as pq


def main(site: Path, out: Path) -> None:
    """Print the seconds of reading and of the rest, and how many posts and weeks there are."""
    start = time.perf_counter()
    rows = [read_post(site, path) for path in sorted(site.glob("**/_posts/**/*.md"))]
    read = time.perf_counter()
    table = pa.Table.from_pylist(rows)
    out.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, out / "posts.parquet", compression="zstd")
    (out / "posts.duckdb").unlink(missing_ok=True)
    with duckdb.connect(str(out / "posts.duckdb")) as duck:
        duck.register("given", table)
        duck.execute("create table posts as select * from given")
        weeks = duck.execute("select date_trunc('week', date) as week, count(*) from posts group by week").fetchall()
    rest = time.perf_counter() - read
    print(json.dumps({"reading": read - start, "rest": rest, "posts": len(rows), "weeks": len(weeks)}))


def read_post(site: Path, path: Path) -> dict[str, Any]:
    """Return the row of one file."""
    post: Any = frontmatter.load(str(path))
    date = post.get("date") or path.name[:10]
    return {
        "path": str(path.relative_to(site)),
        "title": post.get("title"),
        "date": date if isinstance(date, datetime) else datetime.fromisoformat(str(date)),
        "author": post.get("author"),
        "categories": post.get("categories") or [],
        "tags": [str(tag) for tag in post.get("tags") or []],
        "excerpt": post.get("excerpt"),
        "words": len(post.content.split()),
        "body": post.content,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
