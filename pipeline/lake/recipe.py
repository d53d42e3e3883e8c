"""How posts are read, as one hash for each site: when it changes, the rows of all its files do."""

import hashlib
import importlib.metadata
import sys
import unicodedata
from pathlib import Path

import pipeline
from pipeline.site.config import Site

LIBRARIES = ("duckdb", "pyarrow", "python-frontmatter", "PyYAML", "tzdata")


def versions() -> dict[str, str]:
    """The releases that made a refresh: this project's, Python's and those of the libraries it reads with."""
    return {"posts-warehouse": importlib.metadata.version("posts-warehouse"), "python": sys.version.split()[0]} | {
        name: importlib.metadata.version(name) for name in LIBRARIES
    }


def recipe(site: Site) -> str:
    """sha256 of the parser's code, the libraries it stands on, and what it reads of the site's settings and authors."""
    home = Path(pipeline.__file__).parent
    made = hashlib.sha256(f"{site.fingerprint}\0{sys.version_info[:2]}\0{unicodedata.unidata_version}".encode())
    for library in ("pyarrow", "python-frontmatter", "PyYAML", "tzdata"):
        made.update(f"\0{library} {importlib.metadata.version(library)}".encode())
    for source in sorted([home / "frontmatter.py", home / "scalars.py", *(home / "posts").glob("*.py")]):
        made.update(b"\0" + source.name.encode() + b"\0" + source.read_bytes())
    return made.hexdigest()
