"""URL of a page, relative to the site's url: its front matter's, a permalink, or its path. Start with find_url."""

import posixpath
import re
from collections.abc import Sequence
from datetime import datetime

from pipeline.generators.hugo.paths import escape, sanitize
from pipeline.generators.hugo.permalinks import PermalinkParts, decode, expand
from pipeline.generators.hugo.values import lower
from pipeline.generators.problems import ProblemError

_SLASHES = re.compile("//+")


def resolve_given_url(given: str, page: PermalinkParts, local: datetime, prefix: str) -> str:
    """Return the `url` of front matter: as written, tokens filled; raises ProblemError (page__paths.go)."""
    if given.startswith(("http://", "https://")):
        raise ProblemError("permalink_invalid", f"`url` is {given}: write a path, without the host", key="url")
    filled = decode(expand(given, page, local, key="url")) if ":" in given else given
    link = _SLASHES.sub("/", f"/{filled}" if given.startswith("/") else f"/{prefix}/{filled}")
    if ".." in link:
        link = posixpath.normpath(link) + "/" * (link.endswith("/"))
    if link.endswith("/index.html"):
        link = link.removesuffix("index.html")
    elif not link.endswith("/") and "." not in link:
        link += "/"
    return escape(_SLASHES.sub("/", link))


def path_url(path: Sequence[str] | str, prefix: str, *, is_ugly: bool, keeps_case: bool, accents: bool) -> str:
    """Return the URL of a path below the site: what a permalink gave, or the parts of the page's own path."""
    if isinstance(path, str):
        clean = posixpath.normpath("/" + decode(path)).strip("/")
    else:
        *folders, name = (part.strip("/") for part in path)
        clean = "/".join((*posixpath.normpath(f"/{'/'.join(folders)}").split("/"), name)).strip("/")
    clean = sanitize(clean, accents=accents)
    link = f"/{prefix}/{clean if keeps_case else lower(clean)}{'.html' if is_ugly else '/'}"
    return escape(_SLASHES.sub("/", link))
