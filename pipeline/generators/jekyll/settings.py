"""Settings of a Jekyll site, from its _config.yml. Start with load_settings.

Add a setting as a field of JekyllSettings. If parsing reads it, add it to `parsing` as well.
"""

import codecs
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.errors import PostsError, UsageError
from pipeline.generators.frontmatter import MAX_BLOCK_CHARS, load_front_matter, load_yaml
from pipeline.generators.jekyll.defaults import Defaults
from pipeline.generators.problems import ProblemError
from pipeline.generators.read import load_file
from pipeline.generators.scalars import Value, resolve_scalar, truthy
from pipeline.generators.site import Site

CONFIG_NAMES = ("_config.yml", "_config.yaml", "_config.toml")  # the first that exists (configuration.rb:160)

# configuration.rb:255
DEFAULT_EXCLUDES = (
    ".sass-cache", ".jekyll-cache", ".ruby-lsp", "gemfiles", "Gemfile", "Gemfile.lock", "node_modules",
    "vendor/bundle/", "vendor/cache/", "vendor/gems/", "vendor/ruby/",
)  # fmt: skip
_NOT_IANA = ("localtime", "posix", "right/")  # zones that this machine's files have beside the IANA names
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
    defaults: tuple[tuple[dict[str, Value], dict[str, Value]], ...]  # (scope, values), as written
    excerpt_separator: str
    source: str  # the folder that Jekyll reads; "" is the root
    collections_dir: str
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
    """Read the settings of the site in `root`; raises PostsError if they are invalid, or an option is unknown."""
    for option in options:
        raise UsageError(f"`{option}` is not an option of a Jekyll site")
    path = next((root / candidate for candidate in CONFIG_NAMES if (root / candidate).exists()), root / CONFIG_NAMES[0])
    config = _Config(path, _load_config(root, path))
    settings_files = (path.name,) if config.values else ()
    posts = config.mapping("collections").mapping("posts")
    style = config.text("permalink", "date")
    markdown = config.text("markdown_ext", "markdown,mkdown,mkdn,mkd,md")
    return Site(
        name=name,
        root=root,
        generator="jekyll",
        title=config.text("title") or config.text("name") or None,
        url=config.text("url") or None,
        timezone=config.timezone(),
        shows_future=truthy(config.values.get("future")) or truthy(posts.values.get("future")),
        authors=(),
        settings_files=settings_files,
        own=JekyllSettings(
            unpublished=truthy(config.values.get("unpublished")),
            permalink=posts.text("permalink") or STYLES.get(style, style),
            defaults=config.defaults(),
            excerpt_separator=config.text("excerpt_separator", "\n\n"),
            source=config.folder("source"),
            collections_dir=config.folder("collections_dir"),
            exclude=tuple(dict.fromkeys((*config.names("exclude", ()), *DEFAULT_EXCLUDES))),
            include=config.names("include", (".htaccess",)),
            destination=config.text("destination", "_site").removeprefix("./").rstrip("/"),
            encoding=config.encoding(),
            markdown_ext=tuple(f".{extension.strip().lower()}" for extension in markdown.split(",")),
            author=config.values.get("author"),
            registry=config.values.get("authors"),
            data_dir=config.text("data_dir").strip("/") or "_data",
        ),
    )


def _load_config(root: Path, path: Path) -> dict[str, Value]:
    content, fault = load_file(root, path.name, MAX_BLOCK_CHARS)
    if fault and fault.kind != "vanished":
        raise PostsError(f"{path} cannot be read: {fault.detail}")
    try:
        text = (content or b"").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PostsError(f"{path} cannot be read ({error}); settings are text in UTF-8") from error
    try:
        is_toml = path.suffix == ".toml"  # loaded as front matter, which has one line above it
        values = load_front_matter(f"+++\n{text}\n+++") if is_toml else load_yaml(text)
    except ProblemError as error:
        raise PostsError(f"{path}, line {(error.line or 1) - is_toml}: {error.detail}") from error
    if values is not None and not isinstance(values, dict):
        raise PostsError(f"{path} holds a list or a text; settings are lines of `key: value`")
    return values or {}


@dataclass(frozen=True)
class _Config:
    """Settings with Jekyll's types; null counts as not given."""

    path: Path
    values: dict[str, Value]

    def value_of(self, key: str) -> Any:
        return resolve_scalar(self.values.get(key))

    def mapping(self, key: str) -> "_Config":
        value = self.values.get(key)
        return _Config(self.path, value if isinstance(value, dict) else {})

    def text(self, key: str, default: str = "") -> str:
        value = self.value_of(key)
        return default if value is None or value is False or isinstance(value, dict | list) else str(value)

    def names(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """Return a list of texts; one text is split at its commas, as in Jekyll 3."""
        value = self.value_of(key)
        if isinstance(value, str):
            value = [part.strip() for part in value.split(",")]
        if not isinstance(value, list):
            return default
        return tuple(name for item in value if isinstance(name := resolve_scalar(item), str) and name)

    def folder(self, key: str) -> str:
        parts = [part for part in self.text(key).split("/") if part not in ("", ".")]
        if any("\0" in part for part in parts):
            raise PostsError(f"{self.path}: {key} holds a NUL byte, which no folder's name does")
        if ".." in parts:
            raise PostsError(f"{self.path}: {key} leads out of the site; name the folder above as the site")
        return "/".join(parts)

    def timezone(self) -> str:
        name = self.text("timezone") or "UTC"
        try:
            ZoneInfo(name)
            if name.startswith(_NOT_IANA):
                raise ValueError(name)
        except (LookupError, ValueError, OSError) as error:
            raise PostsError(f"{self.path}: no time zone is called {name}; write one such as Europe/Paris") from error
        return name

    def encoding(self) -> str:
        name = self.text("encoding") or "utf-8"
        try:
            b"x".decode(name, "ignore")
            if codecs.lookup(name).name == "punycode":  # it takes quadratic time, and Ruby does not have it
                raise LookupError(name)
        except (LookupError, ValueError) as error:
            raise PostsError(f"{self.path}: no encoding is called {name}; write one such as utf-8") from error
        return name

    def defaults(self) -> tuple[tuple[dict[str, Value], dict[str, Value]], ...]:
        """Return the sets that have values; Jekyll skips others (frontmatter_defaults.rb:204)."""
        sets = self.value_of("defaults")
        return tuple(
            (_Config(self.path, entry).mapping("scope").values, entry["values"])
            for entry in (sets if isinstance(sets, list) else ())
            if isinstance(entry, dict) and isinstance(entry.get("values"), dict)
        )
