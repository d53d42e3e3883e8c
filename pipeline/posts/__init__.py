"""PURE: the bytes of files in, Arrow rows out. No clock, no files, no network, no Dagster. Start with parse.py."""
