"""Configuration files of a Jekyll site, merged as Jekyll merges them. Start with load_config.

Settings that Jekyll reads in another way than their author may think are warnings in `problems`.
"""

import codecs
import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import PostsError, UsageError, did_you_mean
from pipeline.generators.document import null_key_warning
from pipeline.generators.frontmatter import MAX_BLOCK_CHARS, load_front_matter, load_yaml
from pipeline.generators.jekyll.defaults import merge_values
from pipeline.generators.jekyll.odd_keys import describe_text_boolean, find_unread_keys
from pipeline.generators.problems import ProblemError, problem
from pipeline.generators.read import load_file
from pipeline.generators.scalars import Value, resolve_scalar, truthy
from pipeline.generators.site import SettingsProblem
from pipeline.generators.timezones import read_timezone

CONFIG_NAMES = ("_config.yml", "_config.yaml", "_config.toml")  # the first that exists (configuration.rb:160)

SETTINGS = frozenset(
    (
        *(
            "title",
            "name",
            "url",
            "timezone",
            "future",
            "unpublished",
            "permalink",
            "collections",
            "defaults",
            "source",
        ),
        *("excerpt_separator", "collections_dir", "exclude", "include", "destination", "encoding", "markdown_ext"),
        *("author", "authors", "data_dir"),
    )
)
_RUBY_ENCODINGS = re.compile(  # the families of Encoding.name_list; Python has more names, such as latin-1
    r"utf-(?:7|8|8-mac|16(?:[bl]e)?|32(?:[bl]e)?)|utf8-\w+|(?:us-)?ascii|iso-?8859-\d+|windows-\w+|cp\w+|ibm\w+"
    r"|koi8-[ru]|euc-?(?:jp|kr|tw|cn)|shift_jis|sjis|big5(?:-hkscs)?|gbk|gb2312|gb18030|iso-?2022-jp|tis-620|mac\w+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Config:
    """Settings with Jekyll's types; null counts as not given. Warnings are added to `problems`."""

    values: Mapping[str, Value]
    texts: Mapping[str, str] = field(default_factory=dict)  # of the files, by name
    problems: list[SettingsProblem] = field(default_factory=list)

    def value_of(self, key: str) -> Any:
        """Return a setting with its type."""
        return resolve_scalar(self.values.get(key))

    def mapping(self, key: str) -> "Config":
        """Return the settings below a key; none if it is no mapping."""
        value = self.values.get(key)
        return Config(value if isinstance(value, dict) else {})

    def text(self, key: str, default: str = "") -> str:
        """Return a setting as text; the default for null, false, lists and mappings."""
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
        """Return a folder below the site, without / at its ends; "" for one that is not below it."""
        folder = posixpath.normpath(self.text(key).strip("/") or ".")
        return "" if folder == "." or folder.split("/")[0] == ".." or "\0" in folder else folder

    def source(self, root: Path) -> str | None:
        """Return the folder that Jekyll reads, below the site; None for one outside."""
        text = self.text("source")
        folder = posixpath.relpath(posixpath.join(root, text), root)
        if folder.split("/")[0] == ".." or "\0" in folder:
            written = f"`source`: {text[:100]!r} is outside of the site, so no file is read"
            self.warn("folder_not_read", "source", f"{written}: write a folder below it, or leave it out")
            return None
        return "" if folder == "." else folder

    def collections_prefix(self) -> str:
        """Return the start of the folders with posts, as text (reader.rb:169)."""
        text = self.text("collections_dir")
        if text and text != self.folder("collections_dir"):
            write = f"write {bare!r}" if (bare := self.folder("collections_dir")) else "leave it out"
            detail = f"`collections_dir`: Jekyll finds no `_posts` in {text[:100]!r}: {write}"
            self.warn("folder_not_read", "collections_dir", detail)
        return text

    def timezone(self) -> str:
        """Return the name of the time zone, as Ruby's libc reads it."""
        found = read_timezone(str(self.values["timezone"]) if self.text("timezone") else "UTC")
        if found.odd:
            self.warn("timezone_unknown", "timezone", f"`timezone`: {found.odd}")
        return found.name

    def encoding(self) -> str:
        """Return the encoding; Ruby ignores one that it does not have."""
        name = self.text("encoding") or "utf-8"
        try:
            b"x".decode(name, "ignore")
            if codecs.lookup(name).name == "utf-8" or _RUBY_ENCODINGS.fullmatch(name):
                return name
        except (LookupError, ValueError):
            pass
        name = name[:100]
        likely = "ISO-8859-1" if "latin" in name.casefold() else "utf-8"
        detail = f"`encoding`: Jekyll has no encoding {name!r}, so it reads utf-8: write one such as {likely}"
        self.warn("encoding_unknown", "encoding", detail)
        return "utf-8"

    def defaults(self) -> tuple[tuple[Value, dict[str, Value]], ...]:
        """Return the sets that have values; Jekyll skips others (frontmatter_defaults.rb:204)."""
        sets = self.value_of("defaults")
        return tuple(
            (entry.get("scope", {}), entry["values"])
            for entry in (sets if isinstance(sets, list) else ())
            if isinstance(entry, dict) and isinstance(entry.get("values"), dict)
        )

    def is_true(self, key: str) -> bool:
        """Return whether a setting is true in Ruby, as a text in quotes is."""
        value = self.values.get(key)
        if value is not None and (detail := describe_text_boolean(value)):
            self.warn("boolean_as_text", key, f"`{key}: {detail}")
        return truthy(value)

    def warn(self, kind: str, key: str, detail: str) -> None:
        """Add a warning, with the file and the line that sets `key`: the last one counts."""
        path, line = next(iter(self.texts), CONFIG_NAMES[0]), None
        for name, text in self.texts.items():
            for found in re.finditer(rf"""^["']?{re.escape(key)}["']?[ \t]*[:=]""", text, re.MULTILINE):
                path, line = name, text.count("\n", 0, found.start()) + 1
        self.problems.append(SettingsProblem(path, problem(kind, detail, line)))


def load_config(root: Path, options: Mapping[str, Any]) -> Config:
    """Load the files that the option `config` names, else the first of CONFIG_NAMES.

    Later files go before earlier ones (configuration.rb:185). Raises PostsError, and UsageError for an option.
    """
    if unknown := sorted(options.keys() - {"config"}):
        raise UsageError(f"`{unknown[0]}` is not an option of a Jekyll site{did_you_mean(unknown[0], ['config'])}")
    values: Mapping[str, Value] = {}
    texts: dict[str, str] = {}
    problems: list[SettingsProblem] = []
    for name in _find_files(root, options.get("config")):
        texts[name] = _load_text(root, name, needed="config" in options)
        null_keys: list[int] = []
        values = merge_values(values, _load_values(root / name, texts[name], null_keys))
        problems += [SettingsProblem(name, null_key_warning(texts[name], line)) for line in null_keys[:1]]
    config = Config(values, texts, problems)
    for key, detail in find_unread_keys(values, SETTINGS):
        config.warn("key_not_read", key, detail)
    return config


def _find_files(root: Path, names: Any) -> Sequence[str]:
    if names is None:
        return [next((name for name in CONFIG_NAMES if (root / name).exists()), CONFIG_NAMES[0])]
    if isinstance(names, str):
        names = [name.strip() for name in names.split(",")]
    if not (isinstance(names, list) and names and all(isinstance(name, str) and name for name in names)):
        raise UsageError(f'config is {names!r}; write the names of files: ["_config.yml", "_config.prod.yml"]')
    return [posixpath.normpath(name) for name in names]


def _load_text(root: Path, name: str, needed: bool) -> str:
    content, fault = load_file(root, name, MAX_BLOCK_CHARS)
    if fault and (needed or fault.kind != "vanished"):
        why = "there is no such file" if fault.kind == "vanished" else fault.detail
        raise PostsError(f"{root / name} cannot be read: {why}")
    try:
        return (content or b"").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PostsError(f"{root / name} cannot be read ({error}); settings are text in UTF-8") from error


def _load_values(path: Path, text: str, null_keys: list[int]) -> dict[str, Value]:
    try:
        is_toml = path.suffix == ".toml"  # loaded as front matter, which has one line above it
        values = load_front_matter(f"+++\n{text}\n+++") if is_toml else load_yaml(text, null_keys=null_keys)
    except ProblemError as error:
        raise PostsError(f"{path}, line {(error.line or 1) - is_toml}: {error.detail}") from error
    if values is not None and not isinstance(values, dict):
        raise PostsError(f"{path} holds a list or a text; settings are lines of `key: value`")
    return values or {}
