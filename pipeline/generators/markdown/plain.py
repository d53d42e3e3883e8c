"""Plain Markdown: a folder of dated files that no generator is known to build."""

import posixpath
import re
from pathlib import Path

from pipeline.generators.markdown.preset import Collection, Place, Setup
from pipeline.generators.options import SiteOptions
from pipeline.generators.scalars import Values
from pipeline.generators.site import Site

_DATED_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[-_ ]+(.*))?\Z", re.DOTALL)


def load_setup(root: Path, options: SiteOptions) -> Setup:
    """Return the folders that `sections` names, or the whole site."""
    del root
    folders = tuple(section.strip("/") for section in options.sections) or ("",)
    assumed = () if options.sections else ("posts are all files with a date in front matter or name (sections)",)
    return Setup(tuple(Collection(folder, name=folder) for folder in folders), assumed=assumed)


def find_place(site: Site, collection: Collection, inner: str, values: Values) -> Place:
    """Return slug and day of a name such as 2020-06-01-title.md; there are no URLs."""
    del site, values
    stem = posixpath.splitext(inner)[0]
    folder, _, name = stem.removesuffix("/index").rpartition("/")
    found = _DATED_NAME.match(name)
    slug = (found[2] or found[1]) if found else name
    section = (collection.folder or folder).partition("/")[0]
    return Place(slug, None, found[1] if found else None, slug, section=section)
