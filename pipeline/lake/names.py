"""Names below a site's folder that a link may mean: of files, folders, permalinks and redirects. Start with list_names.

A link is called broken only if nothing of the site bears the last name of its address, so a name too many does no harm.
"""

import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from pipeline.files import to_utf8_path
from pipeline.generators.read import load_file

MAX_HEAD_BYTES = 16_384  # of a page, for its front matter
_SKIPPED_FOLDERS = ("_site", "node_modules")
_PAGES = (".md", ".markdown", ".html", ".htm", ".adoc", ".org", ".xml", ".json", ".txt")
_REDIRECTS = ("_redirects", ".htaccess", "netlify.toml", "vercel.json", "nginx.conf")
_FRONT_MATTER = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:---|\+\+\+)\s*\n(.*?)^(?:---|\+\+\+|\.\.\.)", re.DOTALL | re.MULTILINE
)
_SLUG = re.compile(rb"""^(?:slug|url|permalink)\s*[:=]\s*["']?([^\s"'#]+)""", re.MULTILINE)
_PATH = re.compile(rb"""/([^\s/"',\[\]<>?#]+)/?(?=[\s"',\]?#]|\Z)""")
EVERYTHING = "*"  # a redirect with a pattern may lead anywhere


def list_names(root: Path, known: Collection[str]) -> list[str]:
    """Return the names in lower case, sorted. The files that are `known` otherwise count only by their folders."""
    names = set[str]()
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in _SKIPPED_FOLDERS and name != ".git"]
        names.update(folders)
        inner = folder[len(str(root)) + 1 :]
        for name in files:
            path = f"{inner}/{name}" if inner else name
            if path not in known:
                names |= {name, os.path.splitext(name)[0]}  # noqa: PTH122 -- a Path for each would take ten times as long
                if name.lower().endswith(_PAGES) or name in _REDIRECTS:
                    names.update(_names_inside(root, path, is_redirects=name in _REDIRECTS))
    return sorted({to_utf8_path(name).lower() for name in names})


def _names_inside(root: Path, path: str, *, is_redirects: bool) -> Iterator[str]:
    """Yield the last names of the addresses that a page claims in its front matter, or a file of redirects."""
    content = load_file(root, path)[0] if is_redirects else _load_head(root / path)
    if content is None:
        return
    if is_redirects and re.search(rb"/[^\s]*[*:(]|splat", content):
        yield EVERYTHING
    found = None if is_redirects else _FRONT_MATTER.match(content)
    text = content if is_redirects else found[1] if found else b""
    for pattern in (_PATH, _SLUG):
        for name in pattern.findall(text):
            yield os.path.splitext(name.decode("utf-8", "replace").rstrip("/").rpartition("/")[2])[0]  # noqa: PTH122


def _load_head(path: Path) -> bytes | None:
    """Return the first bytes of a file; None if it is no regular file of the site, or cannot be read."""
    try:
        if path.is_symlink() or not path.is_file():
            return None
        with path.open("rb") as file:
            return (
                file.read(MAX_HEAD_BYTES)
                if file.read(3) in (b"---", b"+++", b"\xef\xbb\xbf") and not file.seek(0)
                else None
            )
    except OSError:
        return None
