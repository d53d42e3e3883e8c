"""The settings of a site that decide which files are posts and what they say, from its _config.yml."""

import codecs
import hashlib
import json
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.errors import PostsError
from pipeline.frontmatter import LARGEST, FrontMatterError, JekyllHandler, load_yaml
from pipeline.scalars import Plain, Value, truthy, typed
from pipeline.site.authors import Author, load_authors
from pipeline.site.read import read

NAMES = ("_config.yml", "_config.yaml", "_config.toml")  # the first that is there (configuration.rb:160)

# configuration.rb:255
DEFAULT_EXCLUDES = (
    ".sass-cache", ".jekyll-cache", ".ruby-lsp", "gemfiles", "Gemfile", "Gemfile.lock", "node_modules",
    "vendor/bundle/", "vendor/cache/", "vendor/gems/", "vendor/ruby/",
)  # fmt: skip
_LOCAL = ("localtime", "posix", "right/")  # what this machine's files call a zone beside the IANA names
STYLES = {
    "pretty": "/:categories/:year/:month/:day/:title/",
    "none": "/:categories/:title:output_ext",
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
}


@dataclass(frozen=True)
class Site:
    """A site as its settings describe it. Folders are relative to `root`, with / and without one at either end."""

    name: str
    root: Path  # without links
    title: str | None
    url: str | None
    timezone: str  # IANA
    future: bool  # posts of the future are shown
    unpublished: bool  # posts that say `published: false` are shown
    permalink: str  # the template of posts
    defaults: tuple[tuple[dict[str, Value], dict[str, Value]], ...]  # (scope, values), as written
    excerpt_separator: str
    source: str  # where Jekyll begins to look; "" is the root
    collections_dir: str
    exclude: tuple[str, ...]
    include: tuple[str, ...]
    destination: str
    encoding: str
    markdown_ext: tuple[str, ...]  # in lower case, with their dots
    author: Value | None
    authors: tuple[Author, ...]

    @property
    def fingerprint(self) -> str:
        """sha256 of what parsing reads of these settings: while it is the same, an unchanged file has the same row."""
        settings = [getattr(self, name) for name in _READ_BY_PARSING]
        read = _canonical([*settings, [astuple(author) for author in self.authors]])
        return hashlib.sha256(json.dumps(read).encode()).hexdigest()


_READ_BY_PARSING = (
    *("name", "timezone", "unpublished", "permalink", "defaults", "excerpt_separator", "source", "collections_dir"),
    *("encoding", "markdown_ext", "author"),
)


def _canonical(value: Any) -> Any:
    """A value as JSON that tells what is quoted from what is not; the order of keys does not matter."""
    if isinstance(value, Plain):
        return {"plain": str(value)}
    if isinstance(value, list | tuple):
        return [_canonical(item) for item in value]
    if isinstance(value, dict):
        return {"mapping": sorted([key, _canonical(item)] for key, item in value.items())}
    return value


def load_site(name: str, root: Path) -> Site:
    """Read the settings and the authors of the site in `root`; raises PostsError where they cannot be meant."""
    if not root.is_dir():
        raise PostsError(f"{root} is not a folder; name the folder of a Jekyll site")
    root = root.resolve()
    path = next((root / candidate for candidate in NAMES if (root / candidate).exists()), root / NAMES[0])
    config = _Config(path, _load(root, path))
    posts = config.mapping("collections").mapping("posts")
    permalink = posts.text("permalink")
    style = config.text("permalink", "date")
    source = config.folder("source")
    markdown = config.text("markdown_ext", "markdown,mkdown,mkdn,mkd,md")
    return Site(
        name=name,
        root=root,
        title=config.text("title") or config.text("name") or None,
        url=config.text("url") or None,
        timezone=config.timezone(),
        future=truthy(config.values.get("future")) or truthy(posts.values.get("future")),
        unpublished=truthy(config.values.get("unpublished")),
        permalink=permalink or STYLES.get(style, style),
        defaults=config.defaults(),
        excerpt_separator=config.text("excerpt_separator", "\n\n"),
        source=source,
        collections_dir=config.folder("collections_dir"),
        exclude=tuple(dict.fromkeys((*config.names("exclude", ()), *DEFAULT_EXCLUDES))),
        include=config.names("include", (".htaccess",)),
        destination=config.text("destination", "_site").removeprefix("./").rstrip("/"),
        encoding=config.encoding(),
        markdown_ext=tuple(f".{extension.strip().lower()}" for extension in markdown.split(",")),
        author=config.values.get("author"),
        authors=load_authors(root, config.values),
    )


def _load(root: Path, path: Path) -> dict[str, Value]:
    content, fault = read(root, path.name, LARGEST)
    if fault and fault.kind != "vanished":
        raise PostsError(f"{path} cannot be read: {fault.detail}")
    try:
        text = (content or b"").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PostsError(f"{path} cannot be read ({error}); settings are text in UTF-8") from error
    try:
        is_toml = path.suffix == ".toml"  # read as front matter, which has a line of its own above it
        values = JekyllHandler().load(f"+++\n{text}\n+++") if is_toml else load_yaml(text)
    except FrontMatterError as error:
        raise PostsError(f"{path}, line {(error.line or 1) - is_toml}: {error.detail}") from error
    if values is not None and not isinstance(values, dict):
        raise PostsError(f"{path} holds a list or a text; settings are lines of `key: value`")
    return values or {}


@dataclass(frozen=True)
class _Config:
    """Settings with Jekyll's types: null is as good as not given."""

    path: Path
    values: dict[str, Value]

    def given(self, key: str) -> Any:
        value = self.values.get(key)
        return None if value is None else typed(value)

    def mapping(self, key: str) -> "_Config":
        value = self.values.get(key)
        return _Config(self.path, value if isinstance(value, dict) else {})

    def text(self, key: str, default: str = "") -> str:
        value = self.given(key)
        return default if value is None or value is False or isinstance(value, dict | list) else str(value)

    def names(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """A list of texts; Jekyll 3 takes one text with commas as well."""
        value = self.given(key)
        if isinstance(value, str):
            value = [part.strip() for part in value.split(",")]
        if not isinstance(value, list):
            return default
        return tuple(name for item in value if isinstance(name := typed(item), str) and name)

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
            if name.startswith(_LOCAL):
                raise ValueError(name)
        except (LookupError, ValueError, OSError) as error:
            raise PostsError(f"{self.path}: no time zone is called {name}; write one such as Europe/Paris") from error
        return name

    def encoding(self) -> str:
        name = self.text("encoding") or "utf-8"
        try:
            b"x".decode(name, "ignore")
            if codecs.lookup(name).name == "punycode":  # takes quadratic time, and Ruby has none
                raise LookupError(name)
        except (LookupError, ValueError) as error:
            raise PostsError(f"{self.path}: no encoding is called {name}; write one such as utf-8") from error
        return name

    def defaults(self) -> tuple[tuple[dict[str, Value], dict[str, Value]], ...]:
        """The sets that have values; Jekyll warns of others and goes on (frontmatter_defaults.rb:204)."""
        sets = self.given("defaults")
        found = [
            _Config(self.path, entry) for entry in (sets if isinstance(sets, list) else ()) if isinstance(entry, dict)
        ]
        return tuple(
            (entry.mapping("scope").values, entry.mapping("values").values)
            for entry in found
            if isinstance(entry.values.get("values"), dict)
        )
