"""Copies in S3, tried against a server on this machine: `python -m tests.copies.s3` prints what it found.

It is no test of the suite, because it needs 100 MB: pip install s3fs 'moto[s3]' flask flask-cors.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from upath import UPath

from pipeline.copies.places import copy_to_places
from pipeline.settings import Settings
from tests.conftest import refreshed

PORT = 5123
ENDPOINT = f"http://127.0.0.1:{PORT}"
PLACE = "s3://papers/news"


def main() -> None:
    os.environ |= {"AWS_ENDPOINT_URL": ENDPOINT, "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
    os.environ |= {"AWS_DEFAULT_REGION": "us-east-1"}
    with tempfile.TemporaryDirectory() as folder:
        project = refreshed(Path(folder))
        settings = Settings((), project.root / "warehouse", "", None, folder=project.root, publish=(PLACE,))
        server = subprocess.Popen([sys.executable, "-m", "moto.server", "-p", str(PORT)], stderr=subprocess.DEVNULL)
        try:
            _wait_until_served()
            store: Any = UPath(PLACE).fs
            store.mkdir("papers")
            store.pipe("papers/news/export/core/dropped.parquet", b"of a table that is gone")
            start = time.perf_counter()
            assert copy_to_places(settings) == {}
            print(f"copied in {time.perf_counter() - start:.1f} s")
            keys = _list_keys(store)
            exported = {
                f"news/export/{table['file']}"
                for table in json.loads(store.cat("papers/news/export/schema.json"))["tables"]
            }
            assert keys == exported | {"news/export/schema.json", "news/report.html", "news/posts.duckdb"}, keys
            assert store.cat("papers/news/posts.duckdb") == settings.published.read_bytes()
            print(f"{len(keys)} objects, equal to the files; the object of a dropped table is gone")
            start = time.perf_counter()
            assert copy_to_places(settings) == {}
            print(f"found current in {time.perf_counter() - start:.2f} s")
            store.rm("papers/news/posts.duckdb")
            assert copy_to_places(settings) == {} and _list_keys(store) == keys
            print("a lost object is put again")
        finally:
            server.terminate()
            server.wait()
        start = time.perf_counter()
        print(f"without a server: {copy_to_places(settings)} after {time.perf_counter() - start:.1f} s")


def _wait_until_served() -> None:
    for _ in range(300):
        try:
            return urllib.request.urlopen(ENDPOINT, timeout=30).close()
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(ENDPOINT)


def _list_keys(store: Any) -> set[str]:
    store.invalidate_cache()
    return {key.removeprefix("papers/") for key in store.find("papers")}


if __name__ == "__main__":
    main()
