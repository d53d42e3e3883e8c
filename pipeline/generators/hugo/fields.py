"""Fields of one page as Hugo decides them. Start here; a longer rule has a module of its own beside this one."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pipeline.generators.document import Document
from pipeline.generators.fields import Byline, Fields, Moment, Terms
from pipeline.generators.hugo.authors import TAXONOMIES as AUTHOR_TAXONOMIES
from pipeline.generators.hugo.cascade import FrontMatter, split_params
from pipeline.generators.hugo.document import is_marked
from pipeline.generators.hugo.paths import MARKUPS, PagePath, parse_path
from pipeline.generators.hugo.permalinks import PermalinkParts, expand, find_pattern
from pipeline.generators.hugo.publication import UPDATED, Dates, find_dates
from pipeline.generators.hugo.sections import Sections
from pipeline.generators.hugo.settings import HugoSettings, Language, own_settings
from pipeline.generators.hugo.taxonomy import find_terms
from pipeline.generators.hugo.urls import path_url, resolve_given_url
from pipeline.generators.hugo.values import is_null, lower, resolve, to_bool, to_text
from pipeline.generators.problems import Problem, ProblemError, problem
from pipeline.generators.scalars import Value, Values
from pipeline.generators.site import Site

_EPOCH = datetime(1970, 1, 1)
_NO_DATE = datetime(1, 1, 1)
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_NO_DATES_OF_THEIR_OWN = ("published", "expirydate", "unpublishdate", *UPDATED)
_IMAGE_KEYS = ("image", "images", "cover", "featured_image", "thumbnail")


def derive_fields(site: Site, path: str, document: Document) -> Fields:
    """Return the fields of a page; append to the document's warnings. Raises ProblemError."""
    settings = own_settings(site)
    place, lang = find_place(settings, path)
    language = settings.by_code.get(lang, settings.languages[0])
    _refuse_markup(settings, place, document.front_matter.get("markup"))
    folders, name = (place.parts[:-1], place.parts[-1]) if place.parts else ((), "")
    sections = settings.sections_of(folders, language.code)
    own = document.front_matter
    logical = place.logical
    front_matter = settings.cascades.apply(own, place.folder, logical, language.code)
    values, params = front_matter
    dates = find_dates(
        values,
        place.file_name,
        language.date_sources,
        ZoneInfo(language.timezone),
        is_json=is_marked(document, "{"),
    )
    slug = to_text(values.get("slug")).strip("-") or dates.file_slug or ""
    title = to_text(values.get("title"))
    is_regular = place.kind == "page" or (place.kind == "leaf" and bool(place.folders))
    is_draft = _is_draft(values, dates)
    render = _find_render(values)
    error = _date_error(dates)
    url = None
    try:
        parts = PermalinkParts(
            sections.section, sections.names, sections.slugs, title, slug, place.file_name, language.keeps_case
        )
        url = _find_url(language, to_text(values.get("url")), parts, logical, dates.date)
        if url is None:
            path_parts = (*sections.url_parts, slug or name.replace(" ", "-"))
            url = _path_url(language, path_parts, sections.section)
        _refuse_hosts(values.get("aliases"))
    except ProblemError as url_error:
        error = error or url_error
    terms = find_terms(params, language.taxonomies) if render != "never" else {}
    fate = _find_fate(settings, sections, dates, is_regular=is_regular, is_draft=is_draft)
    warnings = _find_warnings(document, values, dates, has_title=bool(title) or fate == "page")
    return Fields(
        url=None if render == "never" else url,
        error=error,
        slug=slug or (place.parts[-1].lower().replace(" ", "-") if place.parts else ""),
        title=title or None,
        published=dates.date,
        date_source=_date_source(dates, own),
        date_as_written=dates.written or None,
        file_name_on=None,
        live_from=dates.publish and dates.publish.at,
        live_until=None if dates.expiry is None or settings.builds_expired else dates.expiry.at,
        updated_at=dates.updated and dates.updated.at,
        fate=fate,
        is_draft=is_draft,
        is_hidden=render != "always",
        lang=language.code,
        lang_source="path",
        translation_key=to_text(values.get("translationkey")) or logical,
        layout=to_text(values.get("layout")) or to_text(values.get("type")) or sections.section or "page",
        section=sections.section,
        categories=terms.get("categories", []),
        tags=terms.get("tags", []),
        category_spellings=terms.get("categories", []),
        tag_spellings=terms.get("tags", []),
        terms=tuple(
            Terms(taxonomy, spellings)
            for taxonomy, spellings in terms.items()
            if taxonomy not in ("categories", "tags", *AUTHOR_TAXONOMIES)
        ),
        bylines=_find_bylines(settings, own, params),
        excerpt=_find_excerpt(document, values),
        description=to_text(values.get("description")) or None,
        image=_find_image(params),
        warnings=warnings,
    )


def _refuse_markup(settings: HugoSettings, place: PagePath, given: Value | None) -> None:
    """Raise ProblemError for a page of a markup that the site does not allow, or that Hugo does not know."""
    name = lower(to_text(given))
    markup = MARKUPS.get(name, name if name in MARKUPS.values() else "") if name else place.markup
    if name in ("goldmark", "asciidocext"):
        return
    if markup in settings.refused_markups or (name and not markup):
        why = f"security.allowContent refuses {markup}" if markup else f"Hugo knows no markup that is called {name}"
        raise ProblemError("content_refused", why, key="markup" if name else None)


def find_place(settings: HugoSettings, path: str) -> tuple[PagePath, str]:
    """Return the place in content of a file, and its language: its name's, its mount's, or the default one."""
    for mount in settings.mounts:
        inner = mount.place_of(path)
        if inner is not None and mount.lets_in(path[len(mount.source) :].lstrip("/")):
            place = parse_path(inner, settings.language_codes)
            return place, place.lang or mount.lang or settings.codes[0]
    return parse_path(path, settings.language_codes), settings.codes[0]


def _find_fate(settings: HugoSettings, sections: Sections, dates: Dates, *, is_regular: bool, is_draft: bool) -> str:
    """Return post or draft for a dated page of a section that holds posts, else page."""
    is_dated = dates.date is not None and dates.source != "last_modified"
    is_in_section = not settings.sections or sections.section in settings.sections
    if not (is_regular and is_dated and is_in_section):
        return "page"
    return "draft" if is_draft and not settings.builds_drafts else "post"


def _refuse_hosts(aliases: Value | None) -> None:
    for alias in map(to_text, aliases) if isinstance(aliases, list) else [to_text(aliases)]:
        if alias.startswith(("http://", "https://")):
            raise ProblemError(
                "permalink_invalid", f"`aliases` has {alias}: write a path, without the host", key="aliases"
            )


def _date_source(dates: Dates, own: Values) -> str | None:
    if dates.key is not None and dates.key not in own:
        return "cascade"
    return dates.source


def _date_error(dates: Dates) -> ProblemError | None:
    """Return the error of a page whose only dates cannot be read; Hugo reports it and fails its build."""
    wrong = [(key, why) for key, why in dates.faults if key not in _NO_DATES_OF_THEIR_OWN]
    if not wrong or (dates.date is not None and dates.source != "last_modified"):
        return None
    return ProblemError("date_invalid", wrong[0][1], key=wrong[0][0])


def _is_draft(values: Values, dates: Dates) -> bool:
    """Return `draft`, else the contrary of a `published` that is no date (page__meta.go)."""
    if "draft" in values:
        return bool(to_bool(values["draft"]))
    return "published" in values and not dates.is_published_date and to_bool(values["published"]) is False


def _find_render(values: Values) -> str:
    """Return always, never or link: whether Hugo writes the page."""
    if to_bool(values.get("headless")):
        return "never"
    build = values.get("build", values.get("_build"))
    render = resolve(build.get("render")) if isinstance(build, dict) else None
    if isinstance(render, bool | int):
        return "always" if render else "never"
    return render if render in ("never", "link") else "always"


def _find_url(
    language: Language, given: str, page: PermalinkParts, logical: str, published: Moment | None
) -> str | None:
    """Return the URL that front matter or a permalink gives; None for a page whose path makes it."""
    local = _EPOCH + timedelta(seconds=published.local) if published else _NO_DATE
    if given:
        return resolve_given_url(given, page, local, language.prefix)
    pattern = find_pattern(language.permalinks, logical)
    return _path_url(language, expand(pattern, page, local), page.section) if pattern else None


def _path_url(language: Language, path: tuple[str, ...] | str, section: str) -> str:
    ugly = language.is_ugly
    return path_url(
        path,
        language.prefix,
        is_ugly=ugly if isinstance(ugly, bool) else section in ugly,
        keeps_case=language.keeps_case,
        accents=language.keeps_accents,
    )


def _find_warnings(document: Document, values: Values, dates: Dates, *, has_title: bool) -> list[Problem]:
    warnings = [problem("date_unreadable", why, document.line_of(key)) for key, why in dates.faults]
    if not has_title:
        warnings.append(problem("title_missing", "the site shows the post without one"))
    if "_build" in values:
        warnings.append(problem("key_removed", "`_build` is called `build` since 0.145", document.line_of("_build")))
    return warnings


def _find_bylines(settings: HugoSettings, own: dict[str, Value], params: Values) -> tuple[Byline, ...]:
    own_params = split_params(own).params
    given = FrontMatter(own_params, {key: value for key, value in params.items() if key not in own_params})
    return (
        Byline("front_matter", (_names(given.values.get("author")), _names(given.values.get("authors")))),
        Byline("defaults", (_names(given.params.get("author")), _names(given.params.get("authors")))),
        Byline("config", (settings.author,)),
    )


def _names(value: Value | None) -> Value | None:
    """Return a value that names authors, Markdown links as their texts."""
    if isinstance(value, list):
        return [_names(item) or "" for item in value]
    if isinstance(value, str) and "](" in value:
        return _LINK.sub(r"\1", value)
    return value


def _find_excerpt(document: Document, values: Values) -> str | None:
    """Return the body before the divider, else the `summary` of front matter."""
    divider = "\n# more" if is_marked(document, "#") else "<!--more-->"
    head, found, _ = document.body.partition(divider)
    return head if found else to_text(values.get("summary")) or None


def _find_image(params: Values) -> str | None:
    for key in _IMAGE_KEYS:
        value = params.get(key)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            value = next((value[name] for name in ("image", "src", "url", "path") if name in value), None)
        if isinstance(value, str) and not is_null(value) and (text := to_text(value)):
            return text
    return None
