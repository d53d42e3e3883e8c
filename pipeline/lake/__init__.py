"""PARQUET ON DISK: the parser's rows in packs named by their content, and the manifest. Start with commit.py."""
