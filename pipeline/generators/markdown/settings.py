"""Settings of a folder of Markdown, from what its generator's settings files say (preset.load). Start: load_settings.

Add a setting as a field of MarkdownSettings, and to `own` of the Setup of its preset.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.errors import UsageError, did_you_mean
from pipeline.generators.js_globs import GlobSet
from pipeline.generators.markdown.preset import Collection, Preset
from pipeline.generators.options import parse_options
from pipeline.generators.scalars import Value
from pipeline.generators.site import Site

DataFile = tuple[str, str, tuple[tuple[str, Value], ...]]  # ("folder" or "file", path without extension, values)


@dataclass(frozen=True)
class MarkdownSettings:
    """Settings of a folder of Markdown."""

    collections: tuple[Collection, ...]
    date_keys: tuple[str, ...]
    shows_drafts: bool
    build_timezone: str
    locales: tuple[str, ...] = ()  # that may be the first folder of a path
    trailing_slash: bool | None = None  # None: as the preset has it
    tags_of_posts: tuple[str, ...] = ()
    post_globs: tuple[str, ...] = ()  # of paths below the site that are posts, whatever their tags
    data: tuple[DataFile, ...] = ()  # of files beside the posts, outermost first
    merges_data: bool = True  # lists of these files are joined
    excerpt_separator: str | None = None

    @property
    def parsing(self) -> Any:
        """Return all settings: which files are posts is decided by parsing, too."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return [*sorted((name, value) for name, value in named.items() if name != "collections"), self._collections()]

    def _collections(self) -> list[list[Any]]:
        return [[getattr(one, field.name) for field in fields(one)] for one in self.collections]

    @functools.cached_property
    def data_by_place(self) -> dict[tuple[str, str], list[dict[str, Value]]]:
        """Return the values of data files by ("folder" or "file", path).

        The file that counts most is the last.
        """
        found: dict[tuple[str, str], list[dict[str, Value]]] = {}
        for kind, place, values in self.data:
            found.setdefault((kind, place), []).append(dict(values))
        return found

    @functools.cached_property
    def build_zone(self) -> ZoneInfo:
        """Return the clock of the machine that builds the site."""
        return ZoneInfo(self.build_timezone)

    def find_collection(self, path: str) -> tuple[Collection, str]:
        """Return the collection that a file is in, and the path below its folder."""
        for collection in self.collections:
            start = f"{collection.folder}/" if collection.folder else ""
            inner = path[len(start) :]
            if path.startswith(start) and (not collection.include or GlobSet(collection.include).matches(inner)):
                return collection, inner
        return Collection(""), path


def own_settings(site: Site) -> MarkdownSettings:
    """Return the own settings of a folder of Markdown."""
    assert isinstance(site.own, MarkdownSettings)
    return site.own


def load_settings(preset: Preset, name: str, root: Path, table: Mapping[str, Any]) -> Site:
    """Read the settings of the site in `root`.

    PostsError for unreadable files, UsageError for an unknown option.
    """
    options = parse_options(table, preset.options, preset.title)
    setup = preset.load(root, options)
    assumed = list(setup.assumed)
    if "drafts" in preset.options and options.shows_drafts is None and preset.draft_keys:
        assumed.append(f"posts with {_describe_draft(preset)} are hidden (drafts)")
    if "build_timezone" in preset.options and options.build_timezone is None:
        assumed.append("dates without a zone are read on the clock of UTC (build_timezone)")
    return Site(
        name=name,
        root=root,
        generator=preset.name,
        title=setup.title,
        url=setup.url,
        timezone="UTC",
        shows_future=True,
        authors=(),
        settings_files=setup.settings_files,
        links_bare_urls=preset.links_bare_urls,
        assumed=tuple(assumed),
        problems=setup.problems,
        own=MarkdownSettings(
            collections=setup.collections,
            date_keys=(options.date_key,) if options.date_key else preset.date_keys,
            shows_drafts=bool(options.shows_drafts),
            build_timezone=options.build_timezone or "UTC",
            **setup.own,
        ),
    )


def choose_collections(collections: tuple[Collection, ...], sections: tuple[str, ...]) -> tuple[Collection, ...]:
    """Return the collections that `sections` names, by name or folder; all without any.

    Raises UsageError.
    """
    if not sections:
        return collections
    wanted = {section.strip("/") for section in sections}
    found = tuple(one for one in collections if wanted & {one.name, one.folder, one.route.strip("/")})
    names = sorted({one.name or one.folder for one in collections})
    for section in wanted - {name for one in found for name in (one.name, one.folder, one.route.strip("/"))}:
        raise UsageError(f"`sections` names {section}{did_you_mean(section, names)}; the site has {', '.join(names)}")
    return found


def _describe_draft(preset: Preset) -> str:
    key = preset.draft_keys[0]
    return f"`{key}: true`"
