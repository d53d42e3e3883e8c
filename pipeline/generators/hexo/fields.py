"""Fields of one post as Hexo decides them (processor/post.ts, models/post.ts). Start with derive_fields."""

import hashlib
import posixpath
import re
from datetime import datetime, timedelta

from pipeline.generators.document import Document
from pipeline.generators.fields import Byline, Fields, Moment
from pipeline.generators.hexo.dates import local_day_ms, read_date
from pipeline.generators.hexo.names import fill_pattern, slugize
from pipeline.generators.hexo.settings import HexoSettings, own_settings
from pipeline.generators.hexo.taxonomy import category_slug, find_categories, find_tags
from pipeline.generators.js_dates import offset_at
from pipeline.generators.js_values import is_null, is_truthy, resolve, text_or_none, to_text
from pipeline.generators.problems import Problem, ProblemError, problem
from pipeline.generators.scalars import Value, Values
from pipeline.generators.site import Site

_EPOCH = datetime(1970, 1, 1)
_MORE = re.compile(r"<!-- ?more ?-->", re.IGNORECASE)
_OF_THE_DAY = ("year", "month", "day", "i_month", "i_day")
_KEPT = ("title", "hash", *_OF_THE_DAY)  # by front matter, whatever the file's name says
_DAY_TOKENS = {
    "year": "%Y", "month": "%m", "day": "%d", "hour": "%H", "minute": "%M", "second": "%S",
}  # fmt: skip
_WRONG_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_DATE_WAY_OUT = "Hexo would take the file's time, which a clone does not keep: write `date: 2020-06-01 10:20:30`"


def derive_fields(site: Site, path: str, document: Document) -> Fields:
    """Return the fields of a post; append to the document's warnings."""
    settings = own_settings(site)
    folder, inner = _split_path(settings, path)
    named = settings.names.parse(inner)
    values = dict(document.front_matter) | {key: text for key, text in named.items() if key not in _KEPT}
    slug = named["title"]
    warnings: list[Problem] = []
    published, source, file_name_on = _find_date(settings, values, named, document, warnings)
    is_draft = folder == "_drafts" or _is_unpublished(values.get("published"))
    is_shown = not is_draft or settings.shows_drafts
    title = text_or_none(values.get("title"))
    if settings.titles_from_slugs and "title" not in values:
        title = slug
    if not title:
        warnings.append(problem("title_missing", "Hexo shows the post without a title"))
    categories = find_categories(_plural(values, "categories", "category")) if is_shown else []
    tags = find_tags(_plural(values, "tags", "tag")) if is_shown else []
    shown = ["/".join(category) for category in categories]
    updated = _find_updated(settings, values, published)
    return Fields(
        url=_find_url(settings, values, slug, categories, published, folder=folder),
        error=None if published or not is_shown else ProblemError("date_missing", _why_no_date(values), key="date"),
        slug=slug,
        title=title or None,
        published=published,
        date_source=source,
        date_as_written=to_text(values["date"]) if source == "front_matter" else None,
        file_name_on=file_name_on,
        live_from=published and published.at,
        live_until=None,
        updated_at=updated,
        fate="post" if is_shown else "draft",
        is_draft=is_draft,
        is_hidden=False,
        lang=_find_lang(values),
        lang_source=_find_lang(values) and ("front_matter" if _find_lang(document.front_matter) else "path"),
        translation_key=None,
        layout=text_or_none(values.get("layout")) or "post",
        section=None,
        categories=shown,
        tags=tags,
        category_spellings=shown,
        tag_spellings=tags,
        terms=(),
        bylines=(Byline("front_matter", (values.get("author"),)), Byline("config", (settings.author,))),
        excerpt=_find_excerpt(values, document.body),
        description=text_or_none(values.get("description")),
        image=_find_image(values),
        warnings=warnings,
    )


def _split_path(settings: HexoSettings, path: str) -> tuple[str, str]:
    """Return _posts or _drafts, and the path below it."""
    below = path.removeprefix(f"{settings.source}/") if settings.source else path
    folder, _, inner = below.partition("/")
    return folder, inner


def _find_date(
    settings: HexoSettings, values: Values, named: dict[str, str], document: Document, warnings: list[Problem]
) -> tuple[Moment | None, str | None, int | None]:
    """Return the date, its source, and the day of the file's name.

    A date that cannot be read hides the name's.
    """
    named_ms = local_day_ms(named)
    file_name_on = None if named_ms is None else named_ms // 86_400_000
    if is_truthy(values.get("date")):
        line = document.line_of("date")
        moment = read_date(values["date"], settings.site_zone, settings.build_zone)
        if moment is None:
            return None, None, file_name_on
        if isinstance(resolve(values["date"]), int | float):
            detail = f"{to_text(values['date'])} counts milliseconds since 1970: write a date such as 2020-06-01"
            warnings.append(problem("date_is_number", detail, line))
        if moment.is_rolled:
            day = _EPOCH + timedelta(seconds=moment.local)
            warnings.append(problem("date_rolled", f"{to_text(values['date'])} is read as {day:%Y-%m-%d}", line))
        return moment, "front_matter", file_name_on
    if named_ms is None:
        return None, None, None
    moment = read_date(named_ms, settings.site_zone, settings.build_zone)
    return moment, "file_name", file_name_on


def _why_no_date(values: Values) -> str:
    if is_truthy(values.get("date")):
        return f"`date` is {to_text(values['date'])[:100]}, which names no date; {_DATE_WAY_OUT}"
    return f"neither front matter nor file name give a date; {_DATE_WAY_OUT}"


def _is_unpublished(value: Value | None) -> bool:
    if is_null(value):
        return False
    return resolve(value) in ("false", "0") or not is_truthy(value)


def _plural(values: Values, plural: str, singular: str) -> Value | None:
    return values.get(plural) if is_truthy(values.get(plural)) else values.get(singular)


def _find_updated(settings: HexoSettings, values: Values, published: Moment | None) -> int | None:
    if is_truthy(values.get("updated")):
        moment = read_date(values["updated"], settings.site_zone, settings.build_zone)
        if moment:
            return moment.at
    return published.at if settings.updates_by_date and published else None


def _find_url(
    settings: HexoSettings,
    values: Values,
    slug: str,
    categories: list[tuple[str, ...]],
    published: Moment | None,
    *,
    folder: str,
) -> str | None:
    """Return the address.

    None where it hangs on the file's time or on a random id (filter/post_permalink.ts).
    """
    if is_truthy(values.get("permalink")):
        permalink = resolve(values["permalink"])
        if not isinstance(permalink, str):
            detail = "`permalink` must be a text: put it in quotes"
            raise ProblemError("permalink_invalid", detail, key="permalink")
        return _complete_url(settings, permalink)
    local = None if published is None else published.at * 1000 + offset_at(published.at * 1000, settings.build_zone)
    day = None if local is None else _EPOCH + timedelta(milliseconds=local)
    is_unknown = False

    def value_of(token: str) -> str:
        nonlocal is_unknown
        if token in _DAY_TOKENS or token in ("i_month", "i_day", "timestamp", "hash"):
            if day is None or published is None:
                is_unknown = True
                return ""
            match token:
                case "i_month":
                    return str(day.month)
                case "i_day":
                    return str(day.day)
                case "timestamp":
                    return str(published.at)
                case "hash":
                    return hashlib.sha1(f"{slug}{published.at}".encode(), usedforsecurity=False).hexdigest()[:12]
            return day.strftime(_DAY_TOKENS[token])
        match token:
            case "title" | "slug":
                return slug
            case "name":
                return posixpath.basename(slug)
            case "post_title":
                return slugize(text_or_none(values.get("title")) or "", 1)
            case "category":
                last = categories[-1] if categories else None
                return category_slug(last, settings) if last else settings.default_category
            case "id":
                is_unknown |= not is_truthy(values.get("id"))
            case "published":
                return str(folder == "_posts" and not _is_unpublished(values.get("published"))).lower()
        if token in values:
            return to_text(values[token])
        given = dict(settings.permalink_defaults)
        default = {"layout": "post", "comments": "true"}.get(token)
        return default or (to_text(given[token]) if token in given else "undefined")

    url = fill_pattern(settings.permalink, value_of)
    return None if is_unknown else _complete_url(settings, url)


def _complete_url(settings: HexoSettings, path: str) -> str:
    """Return the address of a path; raises ProblemError for one that Hexo cannot decode."""
    if settings.has_asset_folders and not path.endswith(("/", ".html")):
        path += "/"
    if _WRONG_ESCAPE.search(path):
        raise ProblemError("permalink_invalid", f"{path[:100]} has a % that stands for no letter: rename the file")
    return settings.root_url + path.removeprefix("/")


def _find_lang(values: Values) -> str | None:
    return next((to_text(values[key]) for key in ("lang", "language") if is_truthy(values.get(key))), None)


def _find_excerpt(values: Values, body: str) -> str | None:
    if is_truthy(values.get("excerpt")):
        return to_text(values["excerpt"]).strip() or None
    found = _MORE.search(body)
    return body[: found.start()].strip() or None if found else None


def _find_image(values: Values) -> str | None:
    for key in ("cover", "thumbnail", "image", "banner", "photos"):
        value = values.get(key)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, str) and isinstance(resolve(value), str):
            return str(value)
    return None
