"""A small sql/ folder that a test may write, and inputs to build it from."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.warehouse.seeds import SEEDS
from pipeline.warehouse.session import Inputs

AS_OF = datetime(2026, 1, 31, 2, 30, tzinfo=UTC)

SITES = """/*---
description: The sites.
grain: [site]
columns:
  site: The site.
  as_of: When.
  lake_id: Of which lake.
  build_id: Of which build.
  next_day_at: The next midnight.
---*/
select site, getvariable('as_of') as as_of, getvariable('lake_id') as lake_id, getvariable('build_id') as build_id,
    getvariable('as_of') + interval 1 day as next_day_at
from site.sites
"""
POSTS = """/*---
description: The posts.
grain: [site, path]
columns:
  site: The site.
  path: The file's path, with an 'apostrophe'.
  is_future: Not yet due.
  published_at: When.
  post_id: The path.
  words: 300, but none where the path begins with "empty", and 20 where it begins with "cut".
checks:
  path_not_empty: path <> ''
warnings:
  path_is_short: length(path) < 3
---*/
select site, path, false as is_future, timestamptz '2026-01-01 00:00:00+00' as published_at, path as post_id,
    case when path like 'empty%' then 0 when path like 'cut%' then 20 else 300 end as words
from lake.posts
"""
REFRESHES = """/*---
description: The refreshes.
grain: [site]
columns:
  site: The site.
  refresh_id: Its name.
---*/
select site, 'r1' as refresh_id from site.sites
"""
COUNTS = """/*---
description: How many posts.
grain: [site]
columns:
  site: The site.
  posts: Posts.
checks:
  adds_up: posts = (select count(*) from core.posts as p where p.site = counts.site)
---*/
select site, count(*) as posts from core.posts group by site
"""

STANDARD = {"core__sites": SITES, "core__refreshes": REFRESHES, "core__posts": POSTS, "cadence__counts": COUNTS}


@pytest.fixture
def sql(tmp_path: Path) -> Callable[..., Path]:
    """Write models (name: text) beside the standard four, and empty seeds; gives the folder."""

    def write(**models: str) -> Path:
        folder = tmp_path / "sql"
        for name, text in (STANDARD | models).items():
            path = folder / f"{name.replace('__', '/')}.sql"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        (folder / "seeds").mkdir(exist_ok=True)
        for seed, header in SEEDS.items():
            (folder / "seeds" / f"{seed}.csv").write_text(",".join(header))
        return folder

    return write


@pytest.fixture
def given(tmp_path: Path) -> Callable[..., Inputs]:
    """Inputs of one site whose posts have these paths."""

    def make(*paths: str, lake_id: str = "", site: str = "s") -> Inputs:
        posts = pa.table(
            {"site": pa.array([site] * len(paths), pa.string()), "path": pa.array(list(paths), pa.string())}
        )
        sites = pa.table({"site": [site]})
        return Inputs(
            {"site.sites": sites, "lake.posts": posts},
            {},
            tmp_path / "sql" / "seeds",
            lake_id or " ".join([site, *paths]),
        )

    return make
