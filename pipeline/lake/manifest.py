"""lake/files.parquet: every file seen, its hash and packs, the history that counts. Replacing it is the commit.

A copy of it, files-SHA256.parquet, is named by what both hold: it tells whether the manifest is whole; see mend.py.
"""

import functools
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.columns import column
from pipeline.errors import PostsError
from pipeline.files import state
from pipeline.lake import parquet
from pipeline.lake.plan import File

FORMAT = 6  # of the lake; a newer one is refused, an older one is made again
NAME = "files.parquet"
ABOUT = b"posts_warehouse"
_ABOUT = ("sites", "authors", "recipes", "text_recipe", "history", "digests", "sizes")

FILES = pa.schema(
    [
        column("site", pa.string(), "The site."),
        column("path", pa.string(), "The file, relative to the site, with /."),
        column("bytes", pa.int64(), "Its size."),
        column("changed_ns", pa.int64(), "When it last changed; 0 where that was too recent to tell a later change."),
        column("sha256", pa.string(), "Of its bytes, in hexadecimal; null where they were not read."),
        column("fault", pa.string(), "Why it was not read, though Jekyll would."),
        column("ignored", pa.string(), "Why Jekyll does not read it."),
        column("fate", pa.string(), "What it is taken for (post, draft, problem, ignored)."),
        column("problems", pa.list_(pa.string()), "The kinds of what is wrong with it."),
        column("text_key", pa.int64(), "What names its text."),
        column("row_key", pa.int64(), "Its row in lake.posts."),
        column("pack", pa.string(), "The file of lake/posts that holds its row."),
        column(
            "text_pack", pa.string(), "The files of lake/terms, lake/fingerprints and lake/openings that hold its text."
        ),
    ]
)
SITES = pa.schema(
    [
        column("site", pa.string(), "The site, a name or the name of its folder."),
        column("title", pa.string(), "As its settings give it."),
        column("url", pa.string(), "As its settings give it."),
        column("timezone", pa.string(), "Its time zone, an IANA name; UTC where the settings name none."),
        column("future", pa.bool_(), "Posts of the future are shown."),
    ]
)
AUTHORS = pa.schema(
    [
        column("site", pa.string(), "The site."),
        column("author_id", pa.string(), "The key that the site registers the author under."),
        column("name", pa.string(), "The name that the site registers."),
        column("kind", pa.string(), "What the author is (person, organisation, unknown)."),
    ]
)


class DamagedError(PostsError):
    """The manifest cannot be read."""


@dataclass(frozen=True)
class Manifest:
    """What the lake holds. `sites` and `authors` are rows of SITES and AUTHORS; `history` names files of history/;
    `digests` has the sha256 of every file that belongs to it, by its path in the warehouse, and `sizes` how many rows
    each pack of posts has.
    """

    files: list[File] = field(default_factory=list)
    sites: list[dict[str, Any]] = field(default_factory=list)
    authors: list[dict[str, Any]] = field(default_factory=list)
    recipes: dict[str, str] = field(default_factory=dict)
    text_recipe: str = ""
    history: list[str] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    @functools.cached_property
    def lake_id(self) -> str:
        """Equal for lakes that make equal tables; when files were touched, and what happened before, do not count."""
        parts = [FORMAT, self.sites, self.authors, self.recipes, self.text_recipe]
        name = hashlib.sha256(json.dumps(parts, sort_keys=True).encode())
        for file in sorted(self.files):  # by site and path, which no two share
            name.update("".join(f"\0{part}" for part in (*file.key, *file.state)).encode())
        return name.hexdigest()

    def packs(self) -> list[str]:
        return _fullest_first(file.pack for file in self.files)

    def text_packs(self) -> list[str]:
        return _fullest_first(file.text_pack for file in self.files)

    @classmethod
    def read(cls, lake: Path) -> "Manifest":
        """The committed manifest, empty before the first commit; PostsError if it is damaged or of a newer release.

        Of an older release it says what the files held, so that what has not changed is not history, and nothing else.
        """
        path = lake / NAME
        found = state(path)
        return cls._read(path, found) if found else cls()

    @classmethod
    @functools.lru_cache(1)  # a refresh asks twice before it commits
    def _read(cls, path: Path, _: tuple[int, int, int]) -> "Manifest":
        try:
            table = parquet.read(path)
            about = json.loads(table.schema.metadata[ABOUT])
            format_, history = int(about["format"]), about["history"]
            if format_ > FORMAT:
                raise PostsError(
                    f"{path} was written by a newer release (format {format_}, this one knows {FORMAT}); upgrade"
                )
            there = table.column_names if format_ < FORMAT else File._fields
            nothing = [None] * table.num_rows
            columns = {name: table.column(name).to_pylist() if name in there else nothing for name in File._fields}
            columns["problems"] = map(tuple, columns["problems"])
            files = list(map(File, *columns.values()))
            rest = {name: about[name] for name in _ABOUT} if format_ == FORMAT else {}
        except (pa.ArrowException, OSError, KeyError, TypeError, ValueError) as error:
            raise DamagedError(f"{path} is damaged ({error}); the next refresh mends it") from error
        if format_ < FORMAT:
            return cls([file._replace(pack=None, text_pack=None) for file in files], history=history)
        return cls(files, **rest)

    def write(self, lake: Path) -> None:
        """Commit: from here on the lake is what this manifest says."""
        about = {"format": FORMAT} | {name: getattr(self, name) for name in _ABOUT}
        values = dict(zip(File._fields, zip(*sorted(self.files), strict=True), strict=False))
        columns = {name: pa.array(values.get(name, ()), FILES.field(name).type) for name in FILES.names}
        table = pa.table(columns, FILES.with_metadata({ABOUT: json.dumps(about)}))
        content = parquet.encoded(table)
        copy = lake / f"files-{hashlib.sha256(content).hexdigest()}.parquet"
        parquet.put(copy, content)
        parquet.put(lake / NAME, content)
        for other in copies(lake):
            if other != copy:
                other.unlink()


def _fullest_first(packs: Iterable[str | None]) -> list[str]:
    """Each pack once, in an order for DuckDB, which guesses how many rows a table has by the first of its files."""
    return [pack for pack, _ in Counter(filter(None, packs)).most_common()]


def copies(lake: Path) -> list[Path]:
    """The copies of manifests; two where a refresh was killed between writing one and its manifest."""
    return [path for path in lake.glob("files-*.parquet") if re.fullmatch(r"files-[0-9a-f]{64}", path.stem)]
