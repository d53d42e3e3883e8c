"""Settings of a Jekyll site, from its configuration files (config.py). Start with load_settings.

Add a setting as a field of JekyllSettings. If parsing reads it, add it to `parsing` as well.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.generators.jekyll.config import load_config
from pipeline.generators.jekyll.defaults import Defaults
from pipeline.generators.scalars import Value
from pipeline.generators.site import Site, as_base_path

# configuration.rb:255
DEFAULT_EXCLUDES = (
    ".sass-cache", ".jekyll-cache", "gemfiles", "Gemfile", "Gemfile.lock", "node_modules",
    "vendor/bundle/", "vendor/cache/", "vendor/gems/", "vendor/ruby/",
)  # fmt: skip
STYLES = {
    "pretty": "/:categories/:year/:month/:day/:title/",
    "none": "/:categories/:title:output_ext",
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
}


@dataclass(frozen=True)
class JekyllSettings:
    """Settings of a Jekyll site. Folders are relative to its root, without / at either end."""

    unpublished: bool  # posts that say `published: false` are shown
    permalink: str  # the template of posts
    defaults: tuple[tuple[Value, dict[str, Value]], ...]  # (scope, values), as written
    excerpt_separator: str
    source: str | None  # the folder that Jekyll reads; "" is the root, None a folder outside of it
    collections_dir: str
    collections_prefix: str  # the same as written: Jekyll compares it as text (reader.rb:169)
    exclude: tuple[str, ...]
    include: tuple[str, ...]
    destination: str
    encoding: str
    markdown_ext: tuple[str, ...]  # in lower case, with their dots
    author: Value | None  # of posts that name none
    registry: Value | None = field(repr=False)  # `authors`
    data_dir: str

    @property
    def parsing(self) -> Any:
        """Return the settings that parsing reads; the others decide which files are posts."""
        rules = [self.unpublished, self.permalink, self.defaults, self.excerpt_separator]
        return [*rules, self.source, self.collections_dir, self.encoding, self.markdown_ext, self.author]

    @functools.cached_property
    def front_matter_defaults(self) -> Defaults:
        """Return the sets of `defaults`, which give values by path."""
        return Defaults(self.defaults, self.collections_dir)

    @functools.cached_property
    def collections_path(self) -> str:
        """Return the folder of the collections with a / at its end, or "" for the root."""
        return "".join(f"{folder}/" for folder in (self.source, self.collections_dir) if folder)


def own_settings(site: Site) -> JekyllSettings:
    """Return the own settings of a site that Jekyll builds."""
    assert isinstance(site.own, JekyllSettings)
    return site.own


def load_settings(name: str, root: Path, options: Mapping[str, Any]) -> Site:
    """Read the settings of the site in `root`; `options` are those of Jekyll's command line.

    Raises PostsError if a file cannot be read, UsageError for an option that Jekyll lacks.
    """
    config = load_config(root, options)
    posts = config.mapping("collections").mapping("posts")
    style = config.text("permalink", "date")
    markdown = config.text("markdown_ext", "markdown,mkdown,mkdn,mkd,md")
    own = JekyllSettings(
        unpublished=config.is_true("unpublished"),
        permalink=posts.text("permalink", STYLES.get(style, style)),
        defaults=config.defaults(),
        excerpt_separator=config.text("excerpt_separator", "\n\n"),
        source=config.source(root),
        collections_dir=config.folder("collections_dir"),
        collections_prefix=config.collections_prefix(),
        exclude=tuple(dict.fromkeys((*config.names("exclude", ()), *DEFAULT_EXCLUDES))),
        include=config.names("include", (".htaccess",)),
        destination=config.text("destination", "_site").removeprefix("./").rstrip("/"),
        encoding=config.encoding(),
        markdown_ext=tuple(f".{extension.strip().lower()}" for extension in markdown.split(",")),
        author=config.values.get("author"),
        registry=config.values.get("authors"),
        data_dir=config.text("data_dir").strip("/") or "_data",
    )
    return Site(
        name=name,
        root=root,
        generator="jekyll",
        title=config.text("title") or config.text("name") or None,
        url=config.text("url") or None,
        timezone=config.timezone(),
        shows_future=config.is_true("future"),
        authors=(),
        own=own,
        settings_files=tuple(config.texts) if config.values else (),
        base_path=as_base_path(config.text("baseurl")),
        problems=tuple(config.problems),
    )
