"""Fields of one post as Jekyll decides them. Start here; a longer rule has a module of its own beside this one."""

import posixpath
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from typing import Any

from pipeline.generators.document import Document
from pipeline.generators.fields import Byline, Fields
from pipeline.generators.jekyll import ruby
from pipeline.generators.jekyll.dates import DateError, parse_date
from pipeline.generators.jekyll.defaults import merge_values
from pipeline.generators.jekyll.excerpts import cut_excerpt
from pipeline.generators.jekyll.odd_keys import odd_key_warnings
from pipeline.generators.jekyll.permalinks import UrlParts, fill_permalink
from pipeline.generators.jekyll.publication import find_publication
from pipeline.generators.jekyll.settings import JekyllSettings, own_settings
from pipeline.generators.jekyll.slugs import FileName, parse_file_name, titleize
from pipeline.generators.jekyll.taxonomy import find_categories, find_tags
from pipeline.generators.problems import ProblemError, problem
from pipeline.generators.scalars import Value, Values, is_null, resolve_scalar, truthy
from pipeline.generators.site import Site

UPDATED_KEYS = ("last_modified_at", "updated_at", "updated", "modified", "lastmod", "date_updated")
LANGUAGE_KEYS = ("lang", "locale", "language")
TRANSLATION_KEYS = ("translation_key", "translationKey", "page_id", "ref", "lang-ref")

_EPOCH = datetime(1970, 1, 1)


def derive_fields(site: Site, path: str, document: Document) -> Fields:
    """Return the fields of a post; append to the document's warnings. Raises ProblemError."""
    settings, zone = own_settings(site), site.zone
    own = document.front_matter
    relative = path.removeprefix(settings.collections_path)
    name = parse_file_name(relative)
    below_drafts = is_below_drafts(path)
    defaults = settings.front_matter_defaults.values_for(relative)
    merged = merge_values(defaults, own) if defaults else own
    date = find_publication(name, own, defaults, zone, needed=not below_drafts)
    local = date.moment and _EPOCH + timedelta(seconds=date.moment.local)
    if date.moment and date.moment.is_rolled:
        line = document.line_of("date") if date.source == "front_matter" else None
        document.warnings.append(problem("date_rolled", f"{date.written} is read as {local:%Y-%m-%d}", line))
    if date.moment and date.moment.has_ignored_offset:
        detail = f"{date.written} has an offset of more than a day, so it is read as UTC"
        document.warnings.append(problem("offset_ignored", detail, document.line_of("date")))
    folders = [part for part in relative.partition("_drafts" if below_drafts else "_posts")[0].split("/") if part]
    categories, category_spellings, category_warnings = find_categories(folders, defaults, own, merged)
    tags, tag_spellings, tag_warnings = find_tags(merged)
    lang = _find_language(merged)
    slug = _truthy_text(merged, "slug")
    title = _truthy_text(merged, "title")
    url, url_error = None, None
    try:
        url = _find_url(settings, relative, name, merged, categories=categories, local=local)
    except ProblemError as error:
        url_error = error
    return Fields(
        url=url,
        error=url_error,
        slug=name.slug if slug is None else slug,
        title=titleize(name.slug) if title is None else title,
        published=date.moment,
        date_source=date.source,
        date_as_written=date.written,
        file_name_on=date.file_name_on,
        live_from=date.moment and date.moment.at,
        live_until=None,
        updated_at=_find_updated_at(merged, zone),
        is_draft=below_drafts or truthy(merged.get("draft")),
        fate="draft" if below_drafts else "post",
        is_hidden=not settings.unpublished and "published" in merged and not truthy(merged["published"]),
        lang=lang,
        lang_source=lang and ("front_matter" if _find_language(own) == lang else "defaults"),
        translation_key=_find_translation_key(own),
        layout=_text(merged.get("layout")),
        section=None,
        categories=categories,
        tags=tags,
        category_spellings=category_spellings,
        tag_spellings=tag_spellings,
        terms=(),
        bylines=(
            Byline("front_matter", (own.get("author"), own.get("authors"))),
            Byline("defaults", (defaults.get("author"), defaults.get("authors"))),
            Byline("config", (settings.author,)),
        ),
        excerpt=_find_excerpt(settings, merged, document.body),
        description=_truthy_text(merged, "description"),
        image=_find_image(merged),
        warnings=[
            *(replace(found, line=document.line_of("tags", "tag")) for found in tag_warnings),
            *(replace(found, line=document.line_of("categories", "category")) for found in category_warnings),
            *odd_key_warnings(document, merged),
        ],
    )


def is_below_drafts(path: str) -> bool:
    """Return whether the first of Jekyll's two folders on a path is _drafts."""
    if "_drafts" not in path:
        return False
    return next((part for part in path.split("/") if part in ("_posts", "_drafts")), None) == "_drafts"


def _text(value: Value | None) -> str | None:
    return None if value is None or is_null(value) else ruby.to_s(value)


def _truthy_text(merged: Values, key: str) -> str | None:
    """Return the text of a value; None for null and false, as in Jekyll's `||=`."""
    return _text(merged[key]) if truthy(merged.get(key)) else None


def _find_url(
    settings: JekyllSettings,
    path: str,
    name: FileName,
    merged: Values,
    *,
    categories: list[str],
    local: datetime | None,
) -> str | None:
    template: Any = settings.permalink
    extension = ""
    if truthy(merged.get("permalink")):
        template = resolve_scalar(merged["permalink"])
        if not isinstance(template, str):
            raise ProblemError("permalink_invalid", "`permalink` is not a text: put it in quotes", key="permalink")
        extension = "" if template.endswith("/") else posixpath.splitext(template)[1]
    slug = resolve_scalar(merged["slug"]) if truthy(merged.get("slug")) else name.slug
    is_page = name.extension.lower() in settings.markdown_ext
    parts = UrlParts(
        path=path.removesuffix(name.extension),
        stem=name.stem,
        slug=slug if isinstance(slug, str) else None,
        categories=tuple(categories),
        extension=extension or (".html" if is_page else name.extension),
    )
    return fill_permalink(template, parts, local)


def _find_excerpt(settings: JekyllSettings, merged: Values, body: str) -> str | None:
    given = _truthy_text(merged, "excerpt")
    if given is not None:
        return given
    separator = _truthy_text(merged, "excerpt_separator")
    separator = settings.excerpt_separator if separator is None else separator
    return cut_excerpt(body, separator) if separator else None


def _find_image(merged: Values) -> str | None:
    value = merged.get("image")
    if isinstance(value, dict):
        return _truthy_text(value, "path") or _truthy_text(value, "url")
    return None if isinstance(value, list) else _truthy_text(merged, "image")


def _find_updated_at(merged: Values, zone: tzinfo) -> int | None:
    for key in UPDATED_KEYS:
        if key in merged and not is_null(merged[key]):
            try:
                return parse_date(merged[key], zone).at
            except DateError:
                continue
    return None


def _find_language(merged: Values) -> str | None:
    """Return the language as written, because YAML reads Norwegian (`lang: no`) as false."""
    values = (merged.get(key) for key in LANGUAGE_KEYS)
    return next((str(value) for value in values if isinstance(value, str) and not is_null(value)), None)


def _find_translation_key(own: Values) -> str | None:
    """Return the key that plugins for several languages join posts by; `name` is one beside a language."""
    keys = (*TRANSLATION_KEYS, "name") if _find_language(own) else TRANSLATION_KEYS
    values = (own.get(key) for key in keys)
    return next((str(value) for value in values if isinstance(value, str) and not is_null(value)), None)
