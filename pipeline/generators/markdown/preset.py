"""Types of the table of presets: what a preset says, and what its functions take and return. Table: presets.py."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pipeline.generators.document import Document
from pipeline.generators.options import SiteOptions
from pipeline.generators.scalars import Value, Values
from pipeline.generators.site import Author, SettingsProblem, Site


class SchemaKey(NamedTuple):
    """Key that the entries of a collection may have."""

    name: str
    kind: str  # text, date, coerced date, any
    is_needed: bool
    is_nullable: bool


@dataclass(frozen=True)
class Collection:
    """Folder of posts; paths are relative to the site's root, without / at either end."""

    folder: str
    route: str = "/"  # what its URLs begin with, with / at both ends
    name: str = ""  # as the site's settings call it
    include: tuple[str, ...] = ()  # glob patterns below the folder; none for those of the preset
    exclude: tuple[str, ...] | None = None
    lang: str | None = None
    originals: str | None = None  # a folder: files that it lacks are no posts
    schema: tuple[SchemaKey, ...] = ()
    drops_other_keys: bool = False  # than those of `schema`
    labels: tuple[tuple[str, str], ...] = ()  # of tags, by key
    refuses_other_tags: bool = False  # than those of `labels`
    refuses_other_authors: bool = False  # than those of `registry`
    registry: tuple[tuple[str, Value], ...] = ()  # of authors


@dataclass(frozen=True)
class Setup:
    """Settings of a site as its files give them, and what was assumed where they say nothing."""

    collections: tuple[Collection, ...]
    title: str | None = None
    url: str | None = None
    settings_files: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    problems: tuple[SettingsProblem, ...] = ()
    own: Mapping[str, Any] = field(default_factory=dict)  # further fields of MarkdownSettings


class Place(NamedTuple):
    """Facts that a path gives of a post."""

    slug: str
    url: str | None
    day: str | None = None  # YYYY-MM-DD of its name, as written
    name: str = ""  # for a title, if nothing else gives one
    lang: str | None = None
    translation_key: str | None = None
    section: str = ""
    is_written: bool = True  # the generator makes a page of it


PlaceOf = Callable[[Site, Collection, str, Values], Place]  # (site, collection, path below it, values)


@dataclass(frozen=True)
class Preset:
    """Rules by which one generator reads a folder of Markdown.

    Start here to add one, then add it to PRESETS.
    """

    name: str  # as posts.toml calls it
    title: str  # as people write it
    marks: tuple[str, ...]  # files at the root that tell it: glob patterns, or `FILE with KEY`
    package: str | None  # of npm, that tells it
    load: Callable[[Path, SiteOptions], Setup]  # reads the settings files
    place: PlaceOf
    options: tuple[str, ...]  # of posts.toml
    include: tuple[str, ...]  # glob patterns below a collection's folder
    exclude: tuple[str, ...] = ()
    reads_dot_files: bool = False
    excludes_from_root: bool = False  # `exclude` begins at the root of the site, not at the collection's folder
    posts: Literal["all", "dated", "tagged"] = "all"  # of these files; others are pages
    delimiters: Literal["gray-matter", "dash or plus"] = "gray-matter"
    front_matter: Literal["mapping", "any"] = "any"  # whether a list or a text as front matter is refused
    title_from: tuple[Literal["key", "heading", "name"], ...] = ("key",)
    date_keys: tuple[str, ...] = ("date",)
    date_texts: Literal["UTC", "build zone", "ISO 8601"] = "UTC"  # how a text without a zone is read
    day: Literal["UTC", "own offset"] = "UTC"  # the clock of the day that a date with an offset is shown on
    empty_dates: tuple[Any, ...] = (None, False, 0, "")  # values that count as no date
    number_dates: bool = False  # a number counts milliseconds since 1970
    no_date: str = ""  # what the generator takes instead, and the way out
    updated_keys: tuple[str, ...] = ()
    draft_keys: tuple[str, ...] = ("draft",)  # which one true value makes a draft; `!key` one false value
    draft_texts: tuple[str, ...] | None = None  # the only texts that count as true; None: as in JavaScript
    unlisted_keys: tuple[str, ...] = ()  # where true, or the tag of posts, keeps a file out of the posts
    tags: Literal["list", "text or list", "commas"] = "text or list"
    category_keys: tuple[str, ...] = ("categories",)
    author_keys: tuple[str, ...] = ("author", "authors")
    more: str | None = None  # regular expression of the marker that ends an excerpt
    values: Callable[[Site, str, Document], Values] | None = None  # front matter with what other files add
    check: Callable[[Site, Collection, Document, Values], None] | None = None  # ProblemError for what stops the build
    links_bare_urls: bool = False  # an address without brackets becomes a link
    authors: Callable[[Site], tuple[Author, ...]] | None = None
    lost: Callable[[str], str | None] | None = None  # why the generator loses a file of this path, in words
    time_key: Callable[[Value], bool] | None = None  # a text that stands for a time of the file or of Git
