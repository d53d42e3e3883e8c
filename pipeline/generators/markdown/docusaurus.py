"""Docusaurus: its settings, and the dates and slugs of file names. Start with load_setup."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.errors import PostsError
from pipeline.generators.js_literals import Call, Code, Js
from pipeline.generators.js_values import is_truthy, to_text
from pipeline.generators.markdown.config_files import list_of, load_data, load_module, mapping_of, text_of, texts_of
from pipeline.generators.markdown.docusaurus_schema import find_author_fault, find_tag_fault
from pipeline.generators.markdown.preset import Collection, Place, Setup
from pipeline.generators.markdown.settings import choose_collections, own_settings
from pipeline.generators.options import SiteOptions
from pipeline.generators.problems import problem
from pipeline.generators.scalars import Value, Values
from pipeline.generators.site import SettingsProblem, Site

_CONFIGS = [f"docusaurus.config.{end}" for end in ("ts", "mts", "cts", "js", "mjs", "cjs")]  # the first one counts
_KEYS = ("title", "url", "baseUrl", "trailingSlash", "i18n", "presets", "plugins")
_PRESETS = ("classic", "@docusaurus/preset-classic")
_PLUGINS = ("content-blog", "@docusaurus/plugin-content-blog")
_FILE_NAME = re.compile(
    r"(?P<folder>.*)(?P<date>\d{4}[-/]\d{1,2}[-/]\d{1,2})[-/]?(?P<text>.*?)(?:/index)?.mdx?\Z", re.S
)
_NO_DATE_NAME = re.compile(r"(?:/index)?\.mdx?\Z")


def load_setup(root: Path, options: SiteOptions) -> Setup:
    """Read docusaurus.config: the blogs of its presets and plugins, their authors and tags."""
    path, module = load_module(root, _CONFIGS)
    config = module.default
    assumed = []
    if path and not config:
        assumed.append(f"{path} exports no literal, so the blog is taken to lie in blog/ (sections)")
    i18n = mapping_of(config.get("i18n"))
    for settings, keys in ((config, _KEYS), (i18n, ("defaultLocale", "locales"))):
        assumed += [
            f"`{key}` of {path} is code, which is not run, so its default counts"
            for key in keys
            if isinstance(settings.get(key), Code | Call)
        ]
    locales = texts_of(i18n.get("locales")) or ("en",)
    default = text_of(i18n.get("defaultLocale")) or locales[0]
    base = _slashed(text_of(config.get("baseUrl")) or "/")
    blogs = _find_blogs(config)
    if not blogs and not options.sections:
        assumed.append(f"{path} has no blog among its literals, so nothing is read (sections)")
    known = {one for blog in blogs for one in (text_of(blog.get("id")), _folder_of(blog))}
    blogs += [{"path": name, "id": name} for name in options.sections if name not in known and (root / name).is_dir()]
    for blog in blogs:
        assumed += [
            f"`{key}` of the blog is code, which is not run, so its default counts"
            for key in ("path", "routeBasePath", "include", "exclude", "authorsMapPath", "tags")
            if isinstance(blog.get(key), Code | Call)
        ]
    problems: list[SettingsProblem] = []
    paths = {
        locale: text_of(mapping_of(settings).get("path"))
        for locale, settings in mapping_of(i18n.get("localeConfigs")).items()
    }
    top = text_of(i18n.get("path")) or "i18n"
    folders = {locale: f"{top}/{paths.get(locale) or locale}" for locale in (default, *locales)}
    collections = [one for blog in blogs for one in _read_blog(root, blog, base, folders, problems)]
    return Setup(
        collections=choose_collections(tuple(collections), options.sections),
        title=text_of(config.get("title")),
        url=text_of(config.get("url")),
        settings_files=(path,) if path else (),
        assumed=tuple(assumed),
        problems=tuple(dict.fromkeys(problems)),
        own={"trailing_slash": slash if isinstance(slash := config.get("trailingSlash"), bool) else None},
    )


def find_place(site: Site, collection: Collection, inner: str, values: Values) -> Place:
    """Return slug, URL and day of a path (blogUtils.ts).

    The last date in it counts, and `slug` replaces all of it.
    """
    if found := _FILE_NAME.match(inner):
        text = f"{found['folder']}{found['text']}"
        slug = f"/{found['date'].replace('-', '/')}/{text}"
        day = re.sub("[-/]", "-", found["date"])
    else:
        text = _NO_DATE_NAME.sub("", inner)
        slug, day = f"/{text}", None
    if is_truthy(values.get("slug")):
        slug = to_text(values["slug"])
    url = re.sub("/{2,}", "/", f"{collection.route}{slug}")
    if (has_slash := own_settings(site).trailing_slash) is not None and url != "/":
        url = url.rstrip("/") + ("/" if has_slash else "")
    return Place(slug, url, day, found["text"] if found else text, collection.lang, _NO_DATE_NAME.sub("", inner))


def _find_blogs(config: dict[str, Js]) -> list[dict[str, Js]]:
    """Return the options of each instance of the blog plugin."""
    blogs = []
    for name, options in map(_split_entry, list_of(config.get("presets"))):
        if name in _PRESETS and options.get("blog") is not False:
            blogs.append(mapping_of(options.get("blog")))
    for name, options in map(_split_entry, list_of(config.get("plugins"))):
        if name in _PLUGINS or (name.startswith(".") and "blog" in name and options):  # the site's own, made of it
            blogs.append(options)
    return blogs if blogs or config.get("presets") or config.get("plugins") else [{}]


def _read_blog(
    root: Path, blog: dict[str, Js], base: str, folders: dict[str, str], problems: list[SettingsProblem]
) -> Iterator[Collection]:
    """Yield the folder of each language of a blog, the default one first.

    Append what is wrong with its authors.
    """
    folder = _folder_of(blog)
    route = text_of(blog.get("routeBasePath"))
    plugin_id = text_of(blog.get("id")) or "default"
    suffix = "" if plugin_id == "default" else f"-{plugin_id}"
    exclude = blog.get("exclude")
    has_tags = blog.get("tags", True) not in (False, None)
    for locale, translations in folders.items():
        is_default = locale == next(iter(folders))
        localised = f"{translations}/docusaurus-plugin-content-blog{suffix}"
        prefix = base if is_default else f"{base}{locale}/"
        authors_path, authors = _load_mapping(
            root, (localised, folder), text_of(blog.get("authorsMapPath")) or "authors.yml"
        )
        tags_name = text_of(blog.get("tags")) or "tags.yml"
        tags_path, tags = _load_mapping(root, (localised, folder), tags_name) if has_tags else ("", {})
        problems += _find_faults(authors_path, authors, find_author_fault)
        problems += _find_faults(tags_path, tags, find_tag_fault)
        if "tags" in blog and has_tags and not tags_path:
            missing = problem("registry_invalid", "the settings name it, and it is not there")
            problems.append(SettingsProblem(f"{folder}/{tags_name}", missing))
        yield Collection(
            folder=folder if is_default else localised,
            route=_slashed(f"{prefix}{'blog' if route is None else route}"),
            name=folder if plugin_id == "default" else plugin_id,
            include=texts_of(blog.get("include")),
            exclude=texts_of(exclude) if isinstance(exclude, list) else None,
            lang=locale,
            originals=None if is_default else folder,
            labels=tuple((key, _label_of(key, tag)) for key, tag in tags.items()),
            refuses_other_tags=bool(tags_path) and blog.get("onInlineTags") == "throw",
            refuses_other_authors=blog.get("onInlineAuthors") == "throw",
            registry=tuple(authors.items()),
        )


def _split_entry(entry: Js) -> tuple[str, dict[str, Js]]:
    name, options = (entry[0], entry[1] if len(entry) > 1 else {}) if isinstance(entry, list) and entry else (entry, {})
    if isinstance(name, Call) and name.arguments:  # require.resolve('…')
        name = name.arguments[0]
    return (name if isinstance(name, str) else ""), mapping_of(options)


def _folder_of(blog: dict[str, Js]) -> str:
    return (text_of(blog.get("path")) or "blog").removeprefix("./").strip("/")


def _slashed(path: str) -> str:
    return re.sub("/{2,}", "/", f"/{path}/")


def _load_mapping(root: Path, folders: tuple[str, ...], name: str) -> tuple[str, dict[str, Value]]:
    """Return the path of the first of these files that is there, and what it says.

    "" for none. Raises PostsError.
    """
    path = next((f"{folder}/{name}" for folder in folders if (root / folder / name).is_file()), "")
    value = load_data(root, path) if path else None
    if value is not None and not isinstance(value, dict):
        raise PostsError(f"{root / path} is no mapping; write `key:` and below it what belongs to it")
    return path, value or {}


def _find_faults(
    path: str, entries: dict[str, Value], find_fault: Callable[[Value], str | None]
) -> Iterator[SettingsProblem]:
    """Yield what is wrong with the entries of a registry, each once."""
    for key, entry in entries.items():
        if fault := find_fault(entry):
            yield SettingsProblem(path, problem("registry_invalid", f"{key} {fault}"))


def _label_of(key: str, tag: Value) -> str:
    """Return the label of a tag.

    Without one it is called as its key, its first letter alone a capital.
    """
    return to_text(tag["label"]) if isinstance(tag, dict) and is_truthy(tag.get("label")) else key.capitalize()
