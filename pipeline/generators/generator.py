"""Interface of a generator: the five functions that the rest of the code calls.

Start here to write another generator, and name it in GENERATORS of __init__.py.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.generators.detect import FindMark
from pipeline.generators.document import Document
from pipeline.generators.fields import Fields
from pipeline.generators.read import Found
from pipeline.generators.site import Author, Site


def load_no_authors(site: Site) -> tuple[Author, ...]:
    """Return nothing: the generator has no registry of authors."""
    del site
    return ()


@dataclass(frozen=True)
class Generator:
    """Functions that read below a site's root and are pure otherwise."""

    title: str  # as people write it
    find_mark: FindMark  # root -> what marks it as this generator's site, None for nothing
    # (name, root, options of posts.toml) -> the site, without authors; PostsError, UsageError for an unknown option
    settings: Callable[[str, Path, Mapping[str, Any]], Site]
    authors: Callable[[Site], tuple[Author, ...]]  # the registry, sorted by author_id; PostsError
    walk: Callable[[Site], Iterator[Found]]  # every file that it looks at, sorted by path
    document: Callable[[Site, bytes], Document]  # one file's front matter and body; ProblemError
    fields: Callable[[Site, str, Document], Fields]  # (site, path, document) -> its fields; ProblemError
