"""Astro: its content collections with their schemas, ids and URLs. Start: load_setup."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unicodedata import category

from pipeline.generators.js_literals import Call, Js, unwrap
from pipeline.generators.js_values import is_truthy, to_text
from pipeline.generators.markdown.astro_routes import find_routes
from pipeline.generators.markdown.astro_schema import DATE_KEYS, read_schema
from pipeline.generators.markdown.config_files import list_of, load_module, mapping_of, text_of, texts_of
from pipeline.generators.markdown.preset import Collection, Place, Setup
from pipeline.generators.markdown.settings import choose_collections, own_settings
from pipeline.generators.options import SiteOptions
from pipeline.generators.problems import ProblemError
from pipeline.generators.scalars import Values
from pipeline.generators.site import Site

_ENDS = ("mjs", "js", "mts", "ts", "cjs", "cts")  # the first one counts
_CONTENT_CONFIGS = tuple(f"{stem}.{end}" for stem in ("src/content.config", "src/content/config") for end in _ENDS)
_SECTIONS = ("blog", "posts", "post")  # of collections without settings
_EXTENSIONS = (".md", ".mdx", ".mdoc")
_LIKE_A_URL = re.compile(r"[#?]|\A[A-Za-z][A-Za-z0-9+.-]*:")


def load_setup(root: Path, options: SiteOptions) -> Setup:
    """Read content.config and astro.config: collections, schemas and routes."""
    path, module = load_module(root, _CONTENT_CONFIGS)
    site_path, site_module = load_module(root, [f"astro.config.{end}" for end in _ENDS])
    site_config = site_module.default
    assumed: list[str] = []
    exported = mapping_of(unwrap(module.exports.get("collections")))
    found = list(_find_collections(exported, options.sections, assumed))
    found += _find_folders(root, options.sections, found)
    if not found:
        usual = [f"{folder}/{name}" for folder in ("src/content", "src/pages") for name in _SECTIONS]
        folder = next((folder for folder in usual if (root / folder).is_dir()), usual[0])
        found = [Collection(folder, name=posixpath.basename(folder))]
        assumed.append(f"posts are those of {folder} (sections)")
    date_keys = {*DATE_KEYS, options.date_key}
    dated = [one for one in found if not one.schema or any(key.name in date_keys for key in one.schema)]
    if not options.sections and dated and len(dated) < len(found):
        others = ", ".join(one.name for one in found if one not in dated)
        assumed.append(f"collections whose schema has no date are not read: {others} (sections)")
    chosen = choose_collections(tuple(found), options.sections) if options.sections else tuple(dated or found)
    base = re.sub("/{2,}", "/", f"/{text_of(site_config.get('base')) or ''}/")
    routes = find_routes(root, [one.name for one in chosen])
    collections = []
    for one in chosen:
        route = routes.get(one.name)
        if route is None:
            route = one.folder.rpartition("/")[2]
            assumed.append(f"posts of {one.name} are at {base}{route}/, as no page says where")
        collections.append(replace(one, route=f"{base}{route}/".replace("//", "/")))
    i18n = mapping_of(site_config.get("i18n"))
    locales = [
        text_of(mapping_of(one).get("path")) if isinstance(one, dict) else text_of(one)
        for one in list_of(i18n.get("locales"))
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
    """Return the id and URL of an entry (content/utils.ts).

    The id is `slug`, else its path as github-slugger makes it.
    """
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
        schema, is_closed = read_schema(options.get("schema"))
        made = Collection(f"src/content/{name}", name=name, schema=schema, drops_other_keys=is_closed)
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
            if "generateId" in settings:
                assumed.append(f"the ids of the collection {name} are code, which is not run, so its paths make them")
            folder = posixpath.normpath(base.removeprefix("./").strip("/") or ".")
            yield replace(made, folder="" if folder == "." else folder, include=patterns)
        elif loader is None and options.get("type", "content") == "content":
            yield made
        else:
            assumed.append(f"the collection {name} is not read: its loader is no glob()")


def _find_folders(root: Path, sections: tuple[str, ...], found: list[Collection]) -> Iterator[Collection]:
    """Yield the folders that `sections` names and no collection has.

    They are named by their paths, or below src/content.
    """
    known = {name for one in found for name in (one.name, one.folder)}
    for section in (section.strip("/") for section in sections):
        for folder in (section, f"src/content/{section}"):
            if section not in known and (root / folder).is_dir():
                known.add(section)
                yield Collection(folder, name=section.rpartition("/")[2])
