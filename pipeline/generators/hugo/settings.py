"""Settings of a Hugo site. Start with load_settings.

What _index files say of the pages below them is read here as well. Add a setting as a field of HugoSettings or
Language; if parsing reads it, it must stand in `parsing`.
"""

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.errors import PostsError
from pipeline.generators.frontmatter import MAX_BLOCK_CHARS
from pipeline.generators.hugo.cascade import Branch, CascadeEntry, Cascades, as_parsing, load_cascade
from pipeline.generators.hugo.config import Config, load_config, merge, section_of, text_of, texts_of
from pipeline.generators.hugo.document import load_front_matter_of
from pipeline.generators.hugo.mounts import Mount, load_mounts
from pipeline.generators.hugo.permalinks import Rule, load_rules
from pipeline.generators.hugo.publication import Sources, load_sources
from pipeline.generators.hugo.sections import Sections, find_sections
from pipeline.generators.hugo.tree import find_ignored, list_tree
from pipeline.generators.hugo.values import lower, resolve, to_bool
from pipeline.generators.options import parse_options
from pipeline.generators.problems import ProblemError
from pipeline.generators.read import load_files
from pipeline.generators.scalars import Value
from pipeline.generators.site import Site, as_base_path

_BRANCH_KEYS = ("title", "slug", "cascade")
_NOT_IANA = ("localtime", "posix", "right/")  # zones that this machine's files have beside the IANA names
_REFUSED = ("html", "org")  # security.allowContent of 0.166 and later
_MEDIA_TYPES = {name: f"text/{name}" for name in ("markdown", "html", "asciidoc", "pandoc", "rst", "org")}


@dataclass(frozen=True)
class Language:
    """Language of a site, with the settings that each language may have of its own."""

    code: str  # in lower case
    prefix: str  # the first folder of its URLs; "" for none
    timezone: str
    taxonomies: tuple[str, ...]  # the keys of front matter that name terms
    permalinks: tuple[Rule, ...]
    date_sources: Sources
    is_ugly: bool | tuple[str, ...]  # URLs that end with .html, or the sections that have them
    keeps_case: bool
    keeps_accents: bool
    cascade: tuple[CascadeEntry, ...]


@dataclass(frozen=True)
class HugoSettings:
    """Settings of a Hugo site. Folders are relative to its root, without / at either end."""

    languages: tuple[Language, ...]  # the default one first
    disabled_languages: tuple[str, ...]
    mounts: tuple[Mount, ...]
    ignore_files: tuple[str, ...]
    sections: tuple[str, ...]  # that hold posts; none for every section
    builds_drafts: bool
    builds_expired: bool
    pluralizes: bool  # the titles of sections without an _index file
    refused_markups: tuple[str, ...]
    branches: tuple[Branch, ...]
    author: Value | None  # of posts that name none

    @property
    def parsing(self) -> Any:
        """Return all settings but those that only decide which files are read."""
        own = asdict(self)
        del own["ignore_files"], own["branches"]
        return [sorted(own.items(), key=lambda item: item[0]), as_parsing(self.branches)]

    @functools.cached_property
    def by_code(self) -> dict[str, Language]:
        """Return the languages by their codes."""
        return {language.code: language for language in self.languages}

    @functools.cached_property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the languages, the default one first."""
        return tuple(language.code for language in self.languages)

    @functools.cached_property
    def language_codes(self) -> frozenset[str]:
        """Return the codes that a file's name may hold, those of disabled languages included."""
        return frozenset((*self.codes, *self.disabled_languages))

    @functools.cached_property
    def cascades(self) -> Cascades:
        """Return the cascades of the settings and of the _index files."""
        return Cascades(self.branches, {language.code: language.cascade for language in self.languages})

    @functools.cached_property
    def sections_of(self) -> Callable[[tuple[str, ...], str], Sections]:
        """Return the function that finds the sections of the pages in a folder, in a language."""
        return functools.lru_cache(10_000)(
            lambda folders, lang: find_sections(folders, lang, self.cascades, is_plural=self.pluralizes)
        )

    def __getstate__(self) -> dict[str, Any]:
        """Return what a worker is sent: the fields, without the caches above, which cannot be pickled once filled."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def own_settings(site: Site) -> HugoSettings:
    """Return the own settings of a site that Hugo builds."""
    assert isinstance(site.own, HugoSettings)
    return site.own


def load_settings(name: str, root: Path, options: Mapping[str, Any]) -> Site:
    """Read the settings of the site in `root`, and its _index files.

    The option `sections` names the sections that hold posts. Raises PostsError if settings or options are invalid.
    """
    sections = parse_options(options, ("sections",), "Hugo").sections
    config, files = load_config(root)
    codes, disabled = _read_languages(config, root)
    languages = tuple(_load_language(config, code, is_default=code == codes[0], root=root) for code in codes)
    mounts = load_mounts(config, root, codes)
    default = merge(config, section_of(section_of(config, "languages"), codes[0]))
    params = section_of(default, "params")
    return Site(
        name=name,
        root=root,
        generator="hugo",
        title=text_of(default, "title") or None,
        url=text_of(config, "baseurl") or None,
        timezone=languages[0].timezone,
        shows_future=_is_set(config, "buildfuture"),
        authors=(),
        settings_files=files,
        base_path=as_base_path(re.sub(r"^[^:/]*://[^/]*", "", text_of(config, "baseurl"))),
        links_bare_urls=_links_bare_urls(config),
        own=HugoSettings(
            languages=languages,
            disabled_languages=disabled,
            mounts=mounts,
            ignore_files=texts_of(config.get("ignorefiles")),
            sections=tuple(map(lower, sections or texts_of(config.get("mainsections") or params.get("mainsections")))),
            builds_drafts=_is_set(config, "builddrafts"),
            builds_expired=_is_set(config, "buildexpired"),
            pluralizes=to_bool(config.get("pluralizelisttitles")) is not False or "pluralizelisttitles" not in config,
            refused_markups=_find_refused_markups(config),
            branches=_load_branches(root, mounts, (*codes, *disabled), texts_of(config.get("ignorefiles"))),
            author=params.get("author") or config.get("author"),
        ),
    )


def _links_bare_urls(config: Config) -> bool:
    """Return whether Goldmark makes links of bare URLs (markup/goldmark/goldmark_config/config.go)."""
    extensions = section_of(section_of(section_of(config, "markup"), "goldmark"), "extensions")
    return "linkify" not in extensions or _is_set(extensions, "linkify")


def _is_set(config: Config, key: str) -> bool:
    return bool(to_bool(config.get(key)))


def _read_languages(config: Config, root: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the languages, the default one first and the others by weight; and those that are disabled."""
    given = {code: own for code, own in section_of(config, "languages").items() if isinstance(own, dict)}
    disabled = {*map(lower, texts_of(config.get("disablelanguages")))}
    disabled |= {code for code, own in given.items() if _is_set(own, "disabled")}
    codes = sorted(given.keys() - disabled, key=lambda code: (*_weight_key(given[code]), [*given].index(code)))
    default = lower(text_of(config, "defaultcontentlanguage"))
    if not codes:
        codes, default = [default or "en"], ""
    if default and default not in codes:
        known = ", ".join(codes)
        raise PostsError(f"{root}: defaultContentLanguage is {default}, which is none of the languages: {known}")
    others = [code for code in codes if code != default]
    return tuple([default, *others] if default else others), tuple(sorted(disabled))


def _weight_key(language: Config) -> tuple[bool, int]:
    weight = resolve(language.get("weight"))
    weight = weight if isinstance(weight, int) else 0
    return weight == 0, weight


def _load_language(config: Config, code: str, *, is_default: bool, root: Path) -> Language:
    own = section_of(section_of(config, "languages"), code)
    settings = config | own  # a key of the language takes the place of the site's
    taxonomies = settings.get("taxonomies")
    plurals = (
        tuple(text for value in taxonomies.values() if (text := to_plural(value)))
        if isinstance(taxonomies, dict)
        else ("categories", "tags")
    )
    disabled = {lower(kind) for kind in texts_of(settings.get("disablekinds"))}
    ugly = settings.get("uglyurls")
    in_subdir = _is_set(config, "defaultcontentlanguageinsubdir")
    return Language(
        code=code,
        prefix=code if not is_default or in_subdir else "",
        timezone=_timezone(settings, root),
        taxonomies=() if disabled & {"taxonomy", "term", "taxonomyterm"} else plurals,
        permalinks=load_rules(settings.get("permalinks"), code),
        date_sources=load_sources(settings),
        is_ugly=tuple(key for key, value in ugly.items() if to_bool(value))
        if isinstance(ugly, dict)
        else bool(to_bool(ugly)),
        keeps_case=_is_set(settings, "disablepathtolower"),
        keeps_accents=not _is_set(settings, "removepathaccents"),
        cascade=load_cascade(settings.get("cascade")),
    )


def to_plural(value: Value) -> str:
    """Return the key of a taxonomy in front matter; "" for one with capitals, which Hugo never finds."""
    text = str(value) if isinstance(value, str) else ""
    return text if text == lower(text) else ""


def _timezone(settings: Config, root: Path) -> str:
    name = text_of(settings, "timezone") or "UTC"
    try:
        ZoneInfo(name)
        if name.startswith(_NOT_IANA):
            raise ValueError(name)
    except (LookupError, ValueError, OSError) as error:
        raise PostsError(f"{root}: no time zone is called {name}; write one such as Europe/Paris") from error
    return name


def _find_refused_markups(config: Config) -> tuple[str, ...]:
    """Return the kinds of text that security.allowContent refuses."""
    security: Mapping[str, Value] = section_of(config, "security")
    if "allowcontent" not in security:
        return _REFUSED
    patterns = texts_of(security["allowcontent"])
    denied = [pattern[1:].strip() for pattern in patterns if pattern.startswith("!")]
    allowed = [pattern for pattern in patterns if not pattern.startswith("!")]
    return tuple(
        markup
        for markup, media_type in _MEDIA_TYPES.items()
        if _is_found(denied, media_type) or (allowed and not _is_found(allowed, media_type))
    )


def _is_found(patterns: list[str], text: str) -> bool:
    for pattern in patterns:
        try:
            if re.search(pattern, text):
                return True
        except re.error:
            continue
    return False


def _load_branches(
    root: Path, mounts: tuple[Mount, ...], codes: tuple[str, ...], ignore_files: tuple[str, ...]
) -> tuple[Branch, ...]:
    """Return what the _index files say, but those beside an index file, which are resources."""
    found = list_tree(root, mounts, codes, ("index", "_index"))
    files = [file for file in found if file.place.markup and file.why_ignored is None]
    bundled = {file.place.folder for file in files if file.place.kind == "leaf"}
    indexes = [file for file in files if file.place.kind == "branch" and file.place.folder not in bundled]
    ignored = find_ignored(root, [file.path for file in indexes], ignore_files)
    indexes = [file for file in indexes if file.path not in ignored]
    branches: dict[tuple[str, str], Branch] = {}
    contents = load_files(root, [file.path for file in indexes], MAX_BLOCK_CHARS)
    for file, (content, _) in zip(indexes, contents, strict=True):
        try:
            front_matter = load_front_matter_of(content or b"")
        except ProblemError:  # the file's own row says so
            front_matter = {}
        lang = file.place.lang or file.mount.lang or codes[0]
        values = tuple((key, front_matter[key]) for key in _BRANCH_KEYS if key in front_matter)
        branch = Branch(lang, file.place.folder, values, load_cascade(front_matter.get("cascade")))
        if file.place.lang or (lang, branch.logical) not in branches:  # a name with its language wins
            branches[lang, branch.logical] = branch
    return tuple(branches[key] for key in sorted(branches))
