"""Manifest, lake/files.parquet: every file, its checksum and packs, and the history. Replacing it is the commit.

A copy, files-SHA256.parquet, is named by their common checksum, with which repair.py checks the manifest.
A column of FILES is a field of plan.File. Raise FORMAT if the lake must be made again.
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

from pipeline.errors import PostsError
from pipeline.files import file_state
from pipeline.lake import parquet
from pipeline.lake.plan import File
from pipeline.posts.schema import PROBLEM
from pipeline.schema_docs import documented_schema

FORMAT = 9  # of the lake; a newer one is refused, an older one is made again
FILE_NAME = "files.parquet"
ABOUT = b"posts_warehouse"
_ABOUT = (
    "sites",
    "authors",
    "names",
    "revisions",
    "parser_versions",
    "text_version",
    "history",
    "checksums",
    "pack_rows",
)

FILES = documented_schema(
    ("site", pa.string(), "The site."),
    ("path", pa.string(), "The file, relative to the site, with /."),
    ("bytes", pa.int64(), "Its size."),
    ("changed_ns", pa.int64(), "When it last changed; 0 where that was too recent to tell a later change."),
    ("sha256", pa.string(), "Of its bytes, in hexadecimal; null where they were not read."),
    ("fault", pa.string(), "Why it could not be read."),
    ("ignored", pa.string(), "Why the site's generator does not read it."),
    ("fate", pa.string(), "What it is taken for (post, draft, page, problem, ignored)."),
    ("problems", pa.list_(pa.string()), "The kinds of what is wrong with it."),
    ("text_key", pa.int64(), "What names its text."),
    ("row_key", pa.int64(), "Its row in lake.posts."),
    ("pack", pa.string(), "The file of lake/posts that holds its row."),
    ("text_pack", pa.string(), "The files of lake/terms, fingerprints and openings that hold its text."),
    ("lf_sha256", pa.string(), "Of its bytes with each CRLF as LF; null where it has no CRLF."),
)
SETTINGS_PROBLEM = pa.struct([pa.field("path", pa.string(), nullable=False), *PROBLEM])  # of one settings file
SITES = documented_schema(
    ("site", pa.string(), "The site, a name or the name of its folder."),
    ("title", pa.string(), "As its settings give it."),
    ("url", pa.string(), "As its settings give it."),
    ("base_url", pa.string(), "What stands before a post's url in its address; null where its settings give no url."),
    ("generator", pa.string(), "The generator that its files are written for."),
    ("commit", pa.string(), "The commit of its repository that was read; null where posts.toml names no repository."),
    ("is_shallow", pa.bool_(), "Its checkout is a shallow clone, whose history is not read; null for no checkout."),
    (
        "timezone",
        pa.string(),
        "Its time zone, an IANA name or an offset such as GMT-05:30; UTC where the settings name none.",
    ),
    ("future", pa.bool_(), "Posts of the future are shown."),
    ("settings_files", pa.list_(pa.string()), "The files that hold these settings."),
    (
        "assumed",
        pa.list_(pa.string()),
        "What its settings do not say and was taken by default, with the option of posts.toml that changes it.",
    ),
    ("problems", pa.list_(SETTINGS_PROBLEM), "What is odd about its settings."),
)
AUTHORS = documented_schema(
    ("site", pa.string(), "The site."),
    ("author_id", pa.string(), "The key that the site registers the author under."),
    ("name", pa.string(), "The name that the site registers."),
    ("kind", pa.string(), "What the author is (person, organisation, unknown)."),
)
NAMES = documented_schema(
    ("site", pa.string(), "The site."),
    ("name", pa.string(), "A name in lower case; * where a redirect may lead anywhere."),
)


class DamagedError(PostsError):
    """Error of a manifest that cannot be read."""


@dataclass(frozen=True)
class Manifest:
    """Committed state of the lake.

    `sites` and `authors` are rows of SITES and AUTHORS; `names` has those of each site (NAMES), `revisions`
    the fields of its revisions.History; `history` names files of history/; `checksums` has the sha256
    of every file that belongs to the lake, by its path in the warehouse; `pack_rows` the rows of each pack of posts.
    """

    files: list[File] = field(default_factory=list)
    sites: list[dict[str, Any]] = field(default_factory=list)
    authors: list[dict[str, Any]] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=dict)
    revisions: dict[str, dict[str, str]] = field(default_factory=dict)
    parser_versions: dict[str, str] = field(default_factory=dict)
    text_version: str = ""
    history: list[str] = field(default_factory=list)
    checksums: dict[str, str] = field(default_factory=dict)
    pack_rows: dict[str, int] = field(default_factory=dict)

    @functools.cached_property
    def lake_id(self) -> str:
        """Return a hash that is equal for lakes of equal tables; times and history do not count."""
        revisions = {site: found["id"] for site, found in self.revisions.items()}
        parts = [FORMAT, self.sites, self.authors, self.names, revisions, self.parser_versions, self.text_version]
        digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode())
        for file in sorted(self.files):  # by site and path, which are unique
            digest.update("".join(f"\0{part}" for part in (*file.key, *file.state)).encode())
        return digest.hexdigest()

    def site_names(self) -> list[str]:
        """Return the names of the sites that the lake holds."""
        return [row["site"] for row in self.sites]

    def packs(self) -> list[str]:
        """Return the ids of the packs of posts, fullest first."""
        return _fullest_first(file.pack for file in self.files)

    def text_packs(self) -> list[str]:
        """Return the ids of the packs of text statistics, fullest first."""
        return _fullest_first(file.text_pack for file in self.files)

    @classmethod
    def load(cls, lake: Path) -> "Manifest":
        """Return the committed manifest, which is empty before the first commit.

        One of an older release only has the files' contents, so that unchanged files do not count as changes.
        Raises DamagedError, and PostsError for a newer release.
        """
        path = lake / FILE_NAME
        found = file_state(path)
        return cls._load(path, found) if found else cls()

    @classmethod
    @functools.lru_cache(1)  # a refresh reads it twice before it commits
    def _load(cls, path: Path, _: tuple[int, int, int]) -> "Manifest":
        try:
            table = parquet.load(path)
            about = json.loads(table.schema.metadata[ABOUT])
            format_, history = int(about["format"]), about["history"]
            if format_ > FORMAT:
                raise PostsError(
                    f"{path} was written by a newer release (format {format_}, this one knows {FORMAT}); upgrade"
                )
            stored = table.column_names if format_ < FORMAT else File._fields
            missing = [None] * table.num_rows
            columns = {name: table.column(name).to_pylist() if name in stored else missing for name in File._fields}
            columns["problems"] = map(tuple, columns["problems"])
            files = list(map(File, *columns.values()))
            rest = {name: about[name] for name in _ABOUT} if format_ == FORMAT else {}
        except (pa.ArrowException, OSError, KeyError, TypeError, ValueError) as error:
            raise DamagedError(f"{path} is damaged ({error}); the next refresh repairs it") from error
        if format_ < FORMAT:
            return cls([file._replace(pack=None, text_pack=None) for file in files], history=history)
        return cls(files, **rest)

    def write(self, lake: Path) -> None:
        """Write the copy, then the manifest: from then on it is the committed state of the lake."""
        about = {"format": FORMAT} | {name: getattr(self, name) for name in _ABOUT}
        values = dict(zip(File._fields, zip(*sorted(self.files), strict=True), strict=False))
        columns = {name: pa.array(values.get(name, ()), FILES.field(name).type) for name in FILES.names}
        table = pa.table(columns, FILES.with_metadata({ABOUT: json.dumps(about)}))
        content = parquet.encode(table)
        copy = lake / f"files-{hashlib.sha256(content).hexdigest()}.parquet"
        parquet.write(copy, content)
        parquet.write(lake / FILE_NAME, content)
        for other in manifest_copies(lake):
            if other != copy:
                other.unlink()


def _fullest_first(packs: Iterable[str | None]) -> list[str]:
    """Return each pack once, fullest first: DuckDB estimates a table by its first file."""
    return [pack for pack, _ in Counter(filter(None, packs)).most_common()]


def manifest_copies(lake: Path) -> list[Path]:
    """Return the copies of the manifest; two if a refresh was killed in its commit."""
    return [path for path in lake.glob("files-*.parquet") if re.fullmatch(r"files-[0-9a-f]{64}", path.stem)]
