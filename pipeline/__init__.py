"""Exports the posts of Jekyll sites to one DuckDB file. A post walks down one street, one folder a house:

    site/       somebody else's folder: its settings, its authors, and which files are posts; only ever read
    posts/      pure: the bytes of a file in, one row out, whatever the bytes
    lake/       those rows on disk: Parquet packs named by their content, and the manifest that commits them
    warehouse/  the SELECTs of ../sql become the tables of one new DuckDB file, are checked, and are published
    report/     what that file says to an editor, as one HTML page
    defs/       Dagster carries the mail: assets, checks, the job and its schedule; nothing else imports Dagster

`settings.py` knows where everything is, `files.py` is the only place that renames, `cli.py` is `posts-warehouse`.
"""
