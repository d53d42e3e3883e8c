"""Version of the parser for one site, as a hash: when it changes, all files of the site are parsed again."""

import hashlib
import importlib.metadata
import sys
import unicodedata
from pathlib import Path

import pipeline
from pipeline.generators.site import Site

_HOME = Path(pipeline.__file__).parent
LIBRARIES = ("duckdb", "pyarrow", "python-frontmatter", "PyYAML", "publicsuffixlist", "tzdata")


def library_versions() -> dict[str, str]:
    """Return the versions of this project, Python and the libraries that read the posts."""
    return {"posts-warehouse": importlib.metadata.version("posts-warehouse"), "python": sys.version.split()[0]} | {
        name: importlib.metadata.version(name) for name in LIBRARIES
    }


def parser_version(site: Site) -> str:
    """Return a sha256 of the parser's code, its libraries and the settings that it reads."""
    version = hashlib.sha256(f"{site.fingerprint}\0{sys.version_info[:2]}\0{unicodedata.unidata_version}".encode())
    for library in LIBRARIES[1:]:
        version.update(f"\0{library} {importlib.metadata.version(library)}".encode())
    for source in parser_files():
        version.update(f"\0{source.relative_to(_HOME).as_posix()}\0".encode() + source.read_bytes())
    return version.hexdigest()


def parser_files() -> list[Path]:
    """Return the files of the parser; after an edit of one, every post is parsed again."""
    return sorted(path for folder in ("generators", "posts") for path in (_HOME / folder).rglob("*.py"))
