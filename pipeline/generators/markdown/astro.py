"""Astro: its content collections with their schemas, ids and URLs. Start: load_setup."""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import category

from pipeline.generators.document import Document
from pipeline.generators.js_dates import parse_date
from pipeline.generators.js_literals import Call, Code, Js, read_module, unwrap
from pipeline.generators.js_values import Instant, is_truthy, resolve, to_text
from pipeline.generators.markdown.config_files import SCRIPTS, load_module, mapping_of, text_of, texts_of
from pipeline.generators.markdown.preset import Collection, Place, Setup
from pipeline.generators.markdown.settings import choose_collections, own_settings
from pipeline.generators.options import SiteOptions
from pipeline.generators.problems import ProblemError
from pipeline.generators.read import load_file
from pipeline.generators.scalars import Values
from pipeline.generators.site import Site

DATE_KEYS = ("pubDate", "publishDate", "pubDatetime", "date", "published")
MAX_PAGE_BYTES = 1 << 18
_CONTENT_CONFIGS = tuple(f"{stem}.{end}" for stem in ("src/content.config", "src/content/config") for end in SCRIPTS)
_SECTIONS = ("blog", "posts", "post")  # of collections without settings
_KINDS = (
    (re.compile(r"z\s*\.\s*string\b"), "text"),
    (re.compile(r"z\s*\.\s*coerce\s*\.\s*date\b"), "coerced date"),
    (re.compile(r"z\s*\.\s*date\b"), "date"),
)
_ENTRY_PAGES = ("[...slug]", "[...id]", "[slug]", "[id]")
_USED_COLLECTION = re.compile(r"""getCollection\(\s*["'](\w[\w-]*)["']""")
_OPTIONAL = re.compile(r"\.\s*(?:optional|nullish|default)\s*\(|z\s*\.\s*(?:optional|nullish)")
_CATCH = re.compile(r"\.\s*catch\s*\(")
_NULLABLE = re.compile(r"\.\s*(?:nullable|nullish)\s*\(|z\s*\.\s*(?:nullable|nullish)")
_EXTENSIONS = (".md", ".mdx", ".mdoc")
_LIKE_A_URL = re.compile(r"[#?]|\A[A-Za-z][A-Za-z0-9+.-]*:")


def load_setup(root: Path, options: SiteOptions) -> Setup:
    """Read content.config and astro.config: collections, schemas, and the routes of their pages."""
    path, module = load_module(root, _CONTENT_CONFIGS)
    site_path, site_module = load_module(root, [f"astro.config.{end}" for end in SCRIPTS])
    site_config = site_module.default
    assumed: list[str] = []
    exported = mapping_of(unwrap(module.exports.get("collections")))
    found = list(_find_collections(exported, options.sections, assumed))
    found += _find_folders(root, options.sections, found)
    if not found:
        name = next((name for name in _SECTIONS if (root / "src/content" / name).is_dir()), "blog")
        found = [Collection(f"src/content/{name}", name=name)]
        assumed.append(f"posts are those of src/content/{name} (sections)")
    dated = [
        one
        for one in found
        if not one.schema or any(key in DATE_KEYS or key == options.date_key for key, *_ in one.schema)
    ]
    if not options.sections and dated and len(dated) < len(found):
        others = ", ".join(one.name for one in found if one not in dated)
        assumed.append(f"collections whose schema has no date are not read: {others} (sections)")
    chosen = choose_collections(tuple(found), options.sections) if options.sections else tuple(dated or found)
    base = re.sub("/{2,}", "/", f"/{text_of(site_config.get('base')) or ''}/")
    routes = _find_routes(root)
    collections = []
    for one in chosen:
        route = routes.get(one.name) if one.name in routes else routes.get("") if len(chosen) == 1 else None
        if route is None:
            route = one.folder.rpartition("/")[2]
            assumed.append(f"posts of {one.name} are at {base}{route}/, as no page says where")
        collections.append(
            Collection(one.folder, f"{base}{route}/".replace("//", "/"), one.name, one.include, schema=one.schema)
        )
    i18n = mapping_of(site_config.get("i18n"))
    locales = [
        text_of(mapping_of(one).get("path")) if isinstance(one, dict) else text_of(one)
        for one in _list(i18n.get("locales"))
    ]
    return Setup(
        collections=tuple(collections),
        url=text_of(site_config.get("site")),
        settings_files=tuple(filter(None, (path, site_path))),
        assumed=tuple(assumed),
        own={
            "trailing_slash": {"never": False, "always": True}.get(text_of(site_config.get("trailingSlash")) or ""),
            "locales": tuple(filter(None, locales)),
        },
    )


def find_place(site: Site, collection: Collection, inner: str, values: Values) -> Place:
    """Return the id and URL of an entry: `slug`, else its path as github-slugger makes it (content/utils.ts)."""
    stem = posixpath.splitext(inner)[0]
    first, _, rest = stem.partition("/")
    settings = own_settings(site)
    lang = first if rest and first in settings.locales else None
    slug = to_text(values["slug"]) if is_truthy(values.get("slug")) else make_id(stem)
    if not slug:
        raise ProblemError("key_invalid", "no letter of its name can stand in an id: rename it, or give it a `slug`")
    ending = "" if settings.trailing_slash is False else "/"
    several = len(settings.collections) > 1
    return Place(
        slug=slug,
        url=f"{collection.route}{slug}{ending}",
        lang=lang,
        translation_key=rest if lang else None,
        section=collection.name if several else "",
    )


def make_id(stem: str) -> str:
    """Return the id of a path without its extension."""
    entry_id = "/".join(map(_slug, stem.split("/")))
    return entry_id.removesuffix("/index")


def why_no_entry(path: str) -> str | None:
    """Return why Astro makes no entry of a file, in words."""
    if _LIKE_A_URL.search(path):
        return "Astro takes its name for an address, because of a #, ? or :"
    return None if path.endswith(_EXTENSIONS) else "Astro reads no text of files with its extension"


def check_entry(site: Site, collection: Collection, document: Document, values: Values) -> None:
    """Raise ProblemError for an entry that the collection's schema refuses, as far as the schema is literal."""
    del site, document
    for key, kind, is_needed, is_nullable in collection.schema:
        if key not in values:
            if is_needed and key not in DATE_KEYS:
                raise ProblemError("key_invalid", f"`{key}` is missing, and the schema of {collection.name} needs it")
            continue
        meant = resolve(values[key])
        if meant is None and is_nullable:
            continue
        if kind == "text" and not isinstance(meant, str):
            raise ProblemError("key_invalid", f"`{key}` must be a text: put it in quotes", key=key)
        if kind == "coerced date" and key not in DATE_KEYS and isinstance(meant, str) and parse_date(meant) is None:
            raise ProblemError("key_invalid", f"`{key}`: {meant[:100]} names no date", key=key)
        if kind == "date" and not isinstance(meant, Instant):
            detail = f"`{key}` must be a date without quotes, such as 2020-06-01"
            raise ProblemError("date_invalid" if key in DATE_KEYS else "key_invalid", detail, key=key)


def _slug(part: str) -> str:
    kept = (
        letter
        for letter in part.lower()
        if letter in "- " or category(letter)[0] in "LM" or category(letter) in ("Nd", "Nl", "Pc")
    )
    return "".join(kept).replace(" ", "-")


def _find_collections(exported: dict[str, Js], sections: tuple[str, ...], assumed: list[str]) -> Iterator[Collection]:
    for name, value in exported.items():
        options = mapping_of(unwrap(value))
        loader = options.get("loader")
        if isinstance(loader, Call) and loader.name.rpartition(".")[2] == "glob":
            settings = mapping_of(loader.arguments[0] if loader.arguments else None)
            base, patterns = text_of(settings.get("base", "." if settings else None)), texts_of(settings.get("pattern"))
            if base is None:
                if not sections:
                    assumed.append(f"the collection {name} is not read: its base is code, which is not run (sections)")
                continue
            if not patterns:
                assumed.append(
                    f"the pattern of the collection {name} is code, which is not run, so all Markdown counts"
                )
            folder = posixpath.normpath(base.removeprefix("./").strip("/") or ".")
            yield Collection(
                "" if folder == "." else folder, name=name, include=patterns, schema=_read_schema(options.get("schema"))
            )
        elif loader is None and options.get("type", "content") == "content":
            yield Collection(f"src/content/{name}", name=name, schema=_read_schema(options.get("schema")))
        else:
            assumed.append(f"the collection {name} is not read: its loader is no glob()")


def _find_folders(root: Path, sections: tuple[str, ...], found: list[Collection]) -> Iterator[Collection]:
    """Yield the folders that `sections` names and no collection has, by their paths or below src/content."""
    known = {name for one in found for name in (one.name, one.folder)}
    for section in (section.strip("/") for section in sections):
        for folder in (section, f"src/content/{section}"):
            if section not in known and (root / folder).is_dir():
                known.add(section)
                yield Collection(folder, name=section.rpartition("/")[2])


def _read_schema(value: Js) -> tuple[tuple[str, str, bool, bool], ...]:
    """Return (key, kind, whether it must be there, whether it may be null) of each literal key of z.object({…})."""
    if isinstance(value, Code):
        calls = [call for call in read_module(f"x = {value.text}").find_calls("object") if call.arguments]
        value = calls[0] if calls else None
    fields = mapping_of(value.arguments[0] if isinstance(value, Call) and value.arguments else None)
    schema = []
    for key, field in fields.items():
        text = field.text if isinstance(field, Call | Code) else ""
        kind = next((name for pattern, name in _KINDS if pattern.match(text) and not _CATCH.search(text)), "any")
        schema.append((key, kind, kind != "any" and not _OPTIONAL.search(text), bool(_NULLABLE.search(text))))
    return tuple(schema)


def _find_routes(root: Path) -> dict[str, str]:
    """Return where the pages of each collection lie, by its name; by "" if all of them lie there.

    Pages that are named for an entry count before others, such as those of a tag.
    """
    top = root / "src/pages"
    found = [path.relative_to(top) for pattern in ("[[]*.astro", "[[]*/index.astro") for path in top.rglob(pattern)]
    pages = [(path.parent if path.name == "index.astro" else path.with_suffix(""), path) for path in found]
    routes: dict[str, str] = {}
    for page, path in sorted(pages, key=lambda pair: (pair[0].name not in _ENTRY_PAGES, pair)):
        route = "" if page.parent == Path() else page.parent.as_posix()
        if "[" in route or not (route or page.name in _ENTRY_PAGES):
            continue
        content, _ = load_file(root.resolve(), f"src/pages/{path.as_posix()}", MAX_PAGE_BYTES)
        for name in _USED_COLLECTION.findall((content or b"").decode("utf-8", "replace")):
            routes.setdefault(name, route)
    return routes | ({"": next(iter(routes.values()))} if len({*routes.values()}) == 1 else {})


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
