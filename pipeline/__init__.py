"""Posts of publishing sites, as one DuckDB file. Each stop of a post's way is one folder:

    generators/  a site's settings, its authors and its posts, as its own generator reads them; only ever read
    posts/       pure: the bytes of a file in, one row out, whatever the bytes
    lake/        these rows on disk: Parquet packs, and the manifest that commits them
    warehouse/   the SELECTs of sql/ become the tables of a new DuckDB file, are checked and are published
    report/      the published file as one HTML page for editors

`refresh.py` tells the whole trip; start there. `settings.py` knows where everything is, and only `files.py` renames.
`cli/` is the command `posts-warehouse`. `defs/` is the only folder that imports Dagster.
"""
