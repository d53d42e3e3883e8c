"""Schema of a Docusaurus post's front matter (frontMatter.ts, authors.ts): what stops its build. Start: check_post."""

import re
from collections.abc import Callable
from typing import Any

from pipeline.generators.authors import author_from_entry
from pipeline.generators.document import Document
from pipeline.generators.js_dates import parse_date
from pipeline.generators.js_values import Instant, is_null, is_truthy, resolve, to_text
from pipeline.generators.markdown.preset import Collection
from pipeline.generators.markdown.settings import own_settings
from pipeline.generators.problems import ProblemError
from pipeline.generators.scalars import Plain, Value, Values
from pipeline.generators.site import Author, Site

_Check = Callable[[Any], str | None]
_RELATIVE_URI = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_AUTHOR_TEXTS = ("key", "name", "title", "imageURL", "image_url")
_LEGACY = ("author", "author_title", "authorTitle", "author_url", "authorURL", "author_image_url", "authorImageURL")


def check_post(site: Site, collection: Collection, document: Document, values: Values) -> None:
    """Raise ProblemError for front matter that Docusaurus refuses."""
    del site, document
    for key, check in _SCHEMA.items():
        if key in values and (wrong := check(values[key])):
            raise ProblemError("key_invalid", f"`{key}` {wrong}", key=key)
    if _is_true(values.get("draft")) and _is_true(values.get("unlisted")):
        raise ProblemError("key_invalid", "`draft` and `unlisted` cannot both be true", key="unlisted")
    low, high = resolve(values.get("toc_min_heading_level")), resolve(values.get("toc_max_heading_level"))
    if isinstance(low, int) and isinstance(high, int) and low > high:
        raise ProblemError("key_invalid", "`toc_min_heading_level` is above `toc_max_heading_level`")
    _check_inline_tags(collection, values.get("tags"))
    _check_authors(collection, values)


def load_authors(site: Site) -> tuple[Author, ...]:
    """Return the authors of every authors.yml, sorted by author_id.

    Of one key, the first blog's counts.
    """
    entries: dict[str, Value] = {}
    for collection in own_settings(site).collections:
        entries = dict(collection.registry) | entries
    authors = [author_from_entry(key, entry) for key, entry in entries.items()]
    return tuple(sorted(authors, key=lambda author: author.author_id))


def find_author_fault(entry: Value) -> str | None:
    """Return what Docusaurus refuses in an entry of authors.yml (authorsMap.ts), in words."""
    if not isinstance(entry, dict):
        return "is no mapping: write `name: …` below the key"
    if not any(key in entry for key in ("name", "imageURL", "image_url")):
        return "has neither `name` nor image"
    for key in ("name", "title", "email", "description"):
        if key in entry and (not isinstance(resolve(entry[key]), str) or not entry[key]):
            return f"has a `{key}` that is no text: put it in quotes"
    if wrong := next((key for key in ("url", "imageURL", "image_url") if key in entry and _uri(entry[key])), None):
        return f"has a `{wrong}` that is no address"
    page = entry.get("page", Plain("false"))
    return (
        None if isinstance(page, dict) or isinstance(resolve(page), bool) else "has a `page` that is not true or false"
    )


def find_tag_fault(entry: Value) -> str | None:
    """Return what Docusaurus refuses in an entry of tags.yml (tagsFile.ts), in words."""
    if not isinstance(entry, dict):
        return None if is_null(entry) else "is no mapping: write `label: …` below the key"
    for key, value in entry.items():
        if key not in ("label", "description", "permalink"):
            return f"has the unknown key `{key}`"
        if not isinstance(resolve(value), str) or not value:
            return f"has a `{key}` that is no text: put it in quotes"
    return None


def _is_true(value: Value | None) -> bool:
    return str(resolve(value)).lower() == "true"


def _text(value: Any, *, may_be_empty: bool = False) -> str | None:
    """Return what is wrong with a text; numbers and dates become texts."""
    meant = resolve(value)
    if isinstance(meant, bool) or not isinstance(meant, str | int | float | Instant):
        return "must be a text: put it in quotes"
    return None if meant != "" or may_be_empty else "is empty: give a text, or leave it out"


def _text_or_empty(value: Any) -> str | None:
    return _text(value, may_be_empty=True)


def _boolean(value: Any) -> str | None:
    meant = resolve(value)
    return None if isinstance(meant, bool) or str(meant).lower() in ("true", "false") else "must be true or false"


def _tags(value: Any) -> str | None:
    if not isinstance(value, list):
        return "must be a list: write `tags: [one, two]`"
    for tag in value:
        if isinstance(tag, dict):
            if wrong := next((key for key in ("label", "permalink") if _text(tag.get(key))), None):
                return f"has a tag without a `{wrong}`"
        elif _text(tag):
            return "has a tag that is no text: put it in quotes"
    return None


def _keywords(value: Any) -> str | None:
    if not isinstance(value, list) or not value or any(_text(item) for item in value):
        return "must be a list of texts"
    return None


def _heading_level(value: Any) -> str | None:
    meant = resolve(value)
    meant = int(meant) if isinstance(meant, str) and meant.isdecimal() and len(meant) < 3 else meant
    is_level = isinstance(meant, int | float) and not isinstance(meant, bool) and 2 <= meant <= 6
    return None if is_level else "must be a number from 2 to 6"


def _author_texts(value: Any) -> str | None:
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, dict):
            if not any(key in entry for key in ("key", "name", "imageURL", "image_url")):
                return "has an author without `key` and `name`"
            if wrong := next((key for key in _AUTHOR_TEXTS if key in entry and _text(entry[key])), None):
                return f"has an author whose `{wrong}` is no text"
            if "url" in entry and _uri(entry["url"]):
                return "has an author whose `url` is no address"
        elif _text(entry):
            return "must be the key of an author, a mapping with a `name`, or a list of these"
    return None


def _last_update(value: Any) -> str | None:
    if not isinstance(value, dict) or not ({"date", "author"} & value.keys()):
        return "must be a mapping with `date` or `author`"
    if "date" in value and not _is_date(value["date"]):
        return "has a `date` that is none"
    author = resolve(value.get("author", "?"))
    return None if isinstance(author, str) and author else "has an author that is no text"


def _is_date(value: Any) -> bool:
    meant = resolve(value)
    if isinstance(meant, str):
        return parse_date(meant) is not None
    return isinstance(meant, Instant | int | float) and not isinstance(meant, bool)


def _uri(value: Any) -> str | None:
    if not isinstance(resolve(value), str):
        return "must be a text: put it in quotes"
    is_uri = _RELATIVE_URI.fullmatch(to_text(value)) or _SCHEME.match(to_text(value))
    return None if is_uri else "must be an address, without blanks"


_SCHEMA: dict[str, _Check] = {
    **dict.fromkeys(("id", "slug", "author", "author_title", "authorTitle"), _text),
    **dict.fromkeys(("image", "author_url", "authorURL", "author_image_url", "authorImageURL"), _uri),
    **dict.fromkeys(("title", "title_meta", "sidebar_label", "description"), _text_or_empty),
    **dict.fromkeys(("draft", "unlisted", "hide_table_of_contents"), _boolean),
    **dict.fromkeys(("toc_min_heading_level", "toc_max_heading_level"), _heading_level),
    "tags": _tags,
    "keywords": _keywords,
    "authors": _author_texts,
    "last_update": _last_update,
}


def _check_inline_tags(collection: Collection, tags: Value | None) -> None:
    if collection.refuses_other_tags and isinstance(tags, list):
        known = dict(collection.labels)
        for tag in tags:
            name = to_text(tag.get("label")) if isinstance(tag, dict) else to_text(tag)
            if isinstance(tag, dict) or name not in known:
                raise ProblemError("key_invalid", f"`tags` has {name}, which tags.yml lacks", key="tags")


def _check_authors(collection: Collection, values: Values) -> None:
    given = values.get("authors")
    entries = given if isinstance(given, list) else [] if given is None else [given]
    if entries and (legacy := next((key for key in _LEGACY if is_truthy(values.get(key))), None)):
        raise ProblemError("key_invalid", f"`authors` and `{legacy}` are both given: leave one out", key=legacy)
    known = {key for key, _ in collection.registry}
    keys = [to_text(entry.get("key", "")) if isinstance(entry, dict) else to_text(entry) for entry in entries]
    for key in filter(None, keys):
        if key not in known:
            have = f"it has {', '.join(sorted(known)[:20])}" if known else "there is none"
            raise ProblemError("key_invalid", f"`authors` names {key}, which authors.yml lacks: {have}", key="authors")
    named = [key for key in keys if key]
    if len({*named}) < len(named):
        raise ProblemError("key_invalid", "`authors` names an author twice", key="authors")
    if collection.refuses_other_authors and (
        len(named) < len(keys) or any(is_truthy(values.get(key)) for key in _LEGACY)
    ):
        raise ProblemError("key_invalid", "an author has no `key`, and the site's settings want one in authors.yml")
