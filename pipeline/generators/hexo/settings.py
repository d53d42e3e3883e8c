"""Settings of a Hexo site, from its `_config` file. Start with load_settings.

Add a setting as a field of HexoSettings. If parsing reads it, it must stand in `parsing`.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from pipeline.errors import PostsError
from pipeline.generators.frontmatter import MAX_BLOCK_CHARS, load_json, load_yaml
from pipeline.generators.hexo.names import NamePattern
from pipeline.generators.js_values import is_null, is_truthy, resolve, text_or_none, to_text
from pipeline.generators.options import parse_options
from pipeline.generators.problems import ProblemError
from pipeline.generators.read import load_file
from pipeline.generators.scalars import Value
from pipeline.generators.site import Site

OPTIONS = ("build_timezone", "drafts")
_OF_WALK = ("skip_render", "ignore", "has_asset_folders")
CONFIG_NAMES = ("_config.yml", "_config.yaml", "_config.json")


@dataclass(frozen=True)
class HexoSettings:
    """Settings of a Hexo site; folders are relative to its root, without / at either end."""

    source: str
    root_url: str  # the folder of its URLs, with / at both ends
    permalink: str
    permalink_defaults: tuple[tuple[str, Value], ...]
    new_post_name: str
    timezone: str | None  # None: that of the machine
    build_timezone: str
    default_category: str
    category_map: tuple[tuple[str, str], ...]
    slug_case: int  # 1: lower, 2: upper
    shows_drafts: bool
    has_asset_folders: bool
    titles_from_slugs: bool
    updates_by_date: bool
    author: Value | None
    skip_render: tuple[str, ...]
    ignore: tuple[str, ...]

    @property
    def parsing(self) -> Any:
        """Return all settings but those that only decide which files are read."""
        names = sorted(field.name for field in fields(self))
        return [(name, getattr(self, name)) for name in names if name not in _OF_WALK]

    @functools.cached_property
    def names(self) -> NamePattern:
        """Return the pattern of file names."""
        return NamePattern(self.new_post_name)

    @functools.cached_property
    def site_zone(self) -> ZoneInfo | None:
        """Return the clock that `timezone` names."""
        return ZoneInfo(self.timezone) if self.timezone else None

    @functools.cached_property
    def build_zone(self) -> ZoneInfo:
        """Return the clock of the machine that builds the site."""
        return ZoneInfo(self.build_timezone)


def own_settings(site: Site) -> HexoSettings:
    """Return the own settings of a site that Hexo builds."""
    assert isinstance(site.own, HexoSettings)
    return site.own


def load_settings(name: str, root: Path, table: Mapping[str, Any]) -> Site:
    """Read the settings of the site in `root`.

    Raises PostsError for an unreadable file, UsageError for an option.
    """
    options = parse_options(table, OPTIONS, "Hexo")
    path, config = load_config(root)
    timezone = _timezone(config, root / (path or ""))
    build_timezone = options.build_timezone or "UTC"
    url = (text_or_none(config.get("url")) or "").rstrip("/")
    address = urlsplit(url)
    root_url = text_or_none(config.get("root")) or quote(address.path, safe="/%:@!$&'()*+,;=~-")
    assumed = [] if options.build_timezone else ["its URLs have the days of a machine in UTC (build_timezone)"]
    return Site(
        name=name,
        root=root,
        generator="hexo",
        title=text_or_none(config.get("title")),
        url=f"{address.scheme}://{address.netloc}" if address.netloc else url or None,
        timezone=timezone or build_timezone,
        shows_future="future" not in config or is_truthy(config["future"]),
        authors=(),
        settings_files=(path,) if path and config else (),
        links_bare_urls=True,
        assumed=tuple(assumed),
        own=HexoSettings(
            source=_text(config, "source_dir", "source").strip("/").removeprefix("./"),
            root_url=root_url.rstrip("/") + "/",
            permalink=_text(config, "permalink", ":year/:month/:day/:title/"),
            permalink_defaults=_items(config, "permalink_defaults"),
            new_post_name=_text(config, "new_post_name", ":title.md"),
            timezone=timezone,
            build_timezone=build_timezone,
            default_category=_text(config, "default_category", "uncategorized"),
            category_map=tuple(
                (key, to_text(value)) for key, value in _items(config, "category_map") if not is_null(value)
            ),
            slug_case=case if isinstance(case := resolve(config.get("filename_case")), int) else 0,
            shows_drafts=is_truthy(config.get("render_drafts"))
            if options.shows_drafts is None
            else options.shows_drafts,
            has_asset_folders=is_truthy(config.get("post_asset_folder")),
            titles_from_slugs=is_truthy(config.get("use_slug_as_post_title")),
            updates_by_date=text_or_none(config.get("updated_option")) == "date",
            author=None if is_null(config.get("author")) else config["author"],
            skip_render=_texts(config.get("skip_render")),
            ignore=_texts(config.get("ignore")),
        ),
    )


def load_config(root: Path) -> tuple[str | None, dict[str, Value]]:
    """Return the path of the site's settings, and what they say.

    PostsError for a file that cannot be read.
    """
    found = [name for name in CONFIG_NAMES if (root / name).exists()]
    if not found:
        return None, {}
    path = found[0]
    content, fault = load_file(root, path, MAX_BLOCK_CHARS)
    if content is None:
        raise PostsError(f"{root / path} cannot be read: {fault.detail if fault else 'nothing was read'}")
    try:
        text = content.decode("utf-8-sig").replace("\t", "  ")
        value = load_json(text) if path.endswith(".json") else load_yaml(text)
    except UnicodeDecodeError as error:
        raise PostsError(f"{root / path} cannot be read ({error}); settings are text in UTF-8") from error
    except ProblemError as error:
        raise PostsError(f"{root / path}, line {error.line}: {error.detail}") from error
    if value is not None and not isinstance(value, dict):
        raise PostsError(f"{root / path} holds a list or a text; settings are lines of `key: value`")
    return path, value or {}


def _timezone(config: Mapping[str, Value], path: Path) -> str | None:
    name = text_or_none(config.get("timezone"))
    if not name:
        return None
    try:
        return ZoneInfo(name).key
    except (LookupError, ValueError, OSError) as error:
        detail = f"no time zone is called {name}, so Hexo loses every post with a date; write one such as Europe/Paris"
        raise PostsError(f"{path}: {detail}") from error


def _text(config: Mapping[str, Value], key: str, default: str) -> str:
    return text_or_none(config.get(key)) or default


def _items(config: Mapping[str, Value], key: str) -> tuple[tuple[str, Value], ...]:
    value = config.get(key)
    return tuple(value.items()) if isinstance(value, dict) else ()


def _texts(value: Value | None) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(to_text(item) for item in items if item is not None and not is_null(item))
