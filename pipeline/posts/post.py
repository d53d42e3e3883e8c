"""One post: the columns of its row, from its path and its bytes."""

import hashlib
import json
import posixpath
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unicodedata import normalize
from zoneinfo import ZoneInfo

from pipeline.posts import excerpts, ruby, taxonomy
from pipeline.posts.authors import author_refs
from pipeline.posts.dates import DateError, read_date
from pipeline.posts.defaults import Defaults, merge
from pipeline.posts.document import Document, read_document
from pipeline.posts.names import FileName, read_name, titleize
from pipeline.posts.problems import Problem, RejectedError, problem, refuse_many
from pipeline.posts.prose import measure
from pipeline.posts.published import published
from pipeline.posts.tags import category_refs, tag_refs
from pipeline.posts.urls import Filling, url
from pipeline.scalars import Value, is_null, truthy, typed
from pipeline.site.authors import ADDRESS, split_addresses
from pipeline.site.config import Site

UPDATED = ("last_modified_at", "updated_at", "updated", "modified", "lastmod", "date_updated")
LANGUAGE = ("lang", "locale", "language")

_MICROSECONDS = 1_000_000
_EPOCH = datetime(1970, 1, 1)
_BLANKS = bytes.maketrans(b"\t\v\f\r", b"    ")
_json = json.JSONEncoder(ensure_ascii=False).encode


class PostReader:
    """Reads the posts of one site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.zone = ZoneInfo(site.timezone)
        self.defaults = Defaults(site)
        self.above = "".join(f"{folder}/" for folder in (site.source, site.collections_dir) if folder)

    def columns(self, path: str, content: bytes, problems: list[Problem]) -> dict[str, Any]:
        """The columns of POSTS from `url` on; appends to `problems`, raises where the file makes no post."""
        document = read_document(content, self.site.encoding)
        problems += document.problems
        try:
            return self.filled(path, document, problems)
        except RejectedError as rejected:
            rejected.line = document.line_of(rejected.key)
            raise

    def filled(self, path: str, document: Document, problems: list[Problem]) -> dict[str, Any]:
        own, body = document.front_matter, document.body
        relative = path.removeprefix(self.above)
        name = read_name(relative)
        below_drafts = is_below_drafts(path)
        defaults = self.defaults.of(relative)
        merged = merge(defaults, own) if defaults else own
        date = published(name, own, defaults, self.zone, needed=not below_drafts)
        moment = date.moment
        local = moment and _EPOCH + timedelta(seconds=moment.local)
        if moment and moment.is_rolled:
            line = document.line_of("date") if date.source == "front_matter" else None
            problems.append(problem("date_rolled", f"{date.written} is read as {local:%Y-%m-%d}", line))
        folders = [part for part in relative.partition("_drafts" if below_drafts else "_posts")[0].split("/") if part]
        categories, categories_written = taxonomy.categories(folders, defaults, own, merged, self.zone)
        tags, tags_value = taxonomy.tags(merged, self.zone)
        refuse_many(categories, "categories")
        refuse_many(tags, "tags")
        tag_terms, tag_problems = tag_refs(tags_value)
        refuse_many(tag_terms, "tags")
        authors, author_problems = author_refs(own, defaults, self.site)
        problems += [replace(found, line=document.line_of("tags") or document.line_of("tag")) for found in tag_problems]
        problems += [
            replace(found, line=document.line_of("author") or document.line_of("authors")) for found in author_problems
        ]
        slug = self.given(merged, "slug")
        title = self.given(merged, "title")
        folded = _folded(body)
        return {
            "url": self.url(relative, name, merged, tuple(categories), local),
            "slug": name.slug if slug is None else slug,
            "title": titleize(name.slug) if title is None else title,
            "published_at": moment and moment.at * _MICROSECONDS,
            "published_local": moment and moment.local * _MICROSECONDS,
            "published_on": moment and moment.on,
            "date_source": date.source,
            "date_precision": moment and moment.precision,
            "date_as_written": date.written,
            "file_name_on": date.file_name_on,
            "is_draft": below_drafts or truthy(merged.get("draft")),
            "is_below_drafts": below_drafts,
            "is_hidden": not self.site.unpublished and "published" in merged and not truthy(merged["published"]),
            "lang": _language(merged),
            "layout": self.text(merged.get("layout")),
            "categories": categories,
            "tags": tags,
            "category_refs": category_refs(categories_written),
            "tag_refs": tag_terms,
            "author_refs": authors,
            "excerpt": self.excerpt(merged, body),
            "description": self.given(merged, "description"),
            "image": self.image(merged),
            **measure(body)._asdict(),
            "updated_at": self.updated_at(merged),
            "front_matter": _front_matter(own),
            "body": body,
            "body_sha256": hashlib.sha256(folded).hexdigest() if folded else None,
        }

    def text(self, value: Value | None) -> str | None:
        return None if value is None or is_null(value) else ruby.text(value, self.zone)

    def given(self, merged: Mapping[str, Value], key: str) -> str | None:
        """A value where Jekyll says `||=`: false is none either."""
        return self.text(merged[key]) if truthy(merged.get(key)) else None

    def url(
        self,
        relative: str,
        name: FileName,
        merged: Mapping[str, Value],
        categories: tuple[str, ...],
        local: datetime | None,
    ) -> str | None:
        template: Any = self.site.permalink
        extension = ""
        if truthy(merged.get("permalink")):
            template = typed(merged["permalink"])
            if not isinstance(template, str):
                raise RejectedError("permalink_invalid", "`permalink` is not a text: put it in quotes", "permalink")
            extension = "" if template.endswith("/") else posixpath.splitext(template)[1]
        slug = typed(merged["slug"]) if truthy(merged.get("slug")) else name.slug
        is_page = name.extension.lower() in self.site.markdown_ext
        filling = Filling(
            path=relative.removesuffix(name.extension),
            stem=name.stem,
            slug=slug if isinstance(slug, str) else None,
            categories=categories,
            extension=extension or (".html" if is_page else name.extension),
        )
        return url(template, filling, local)

    def excerpt(self, merged: Mapping[str, Value], body: str) -> str | None:
        given = self.given(merged, "excerpt")
        if given is not None:
            return given
        separator = self.given(merged, "excerpt_separator")
        separator = self.site.excerpt_separator if separator is None else separator
        return excerpts.cut(body, separator) if separator else None

    def image(self, merged: Mapping[str, Value]) -> str | None:
        value = merged.get("image")
        if isinstance(value, dict):
            return self.given(value, "path") or self.given(value, "url")
        return None if isinstance(value, list) else self.given(merged, "image")

    def updated_at(self, merged: Mapping[str, Value]) -> int | None:
        for key in UPDATED:
            if key in merged and not is_null(merged[key]):
                try:
                    return read_date(merged[key], self.zone).at * _MICROSECONDS
                except DateError:
                    continue
        return None


def is_below_drafts(path: str) -> bool:
    """Whether the first of Jekyll's two folders on a path is _drafts."""
    if "_drafts" not in path:
        return False
    return next((part for part in path.split("/") if part in ("_posts", "_drafts")), None) == "_drafts"


def _language(merged: Mapping[str, Value]) -> str | None:
    """As written: to YAML, Norwegian (`lang: no`) is false."""
    values = (merged.get(key) for key in LANGUAGE)
    return next((str(value) for value in values if isinstance(value, str) and not is_null(value)), None)


def _folded(body: str) -> bytes:
    """A body in NFC, each run of white space one blank and none at the ends; faster than splitting it into words."""
    lines = normalize("NFC", body).encode().translate(_BLANKS).split(b"\n")
    folded = b" ".join([line for line in map(bytes.strip, lines) if line])
    while b"  " in folded:
        folded = folded.replace(b"  ", b" ")
    return folded


def _front_matter(own: dict[str, Value]) -> str:
    """Front matter as JSON, scalars as written, without e-mail addresses: `byline` and `contact` are authors' too."""
    written = _json(own)
    return _json(_without_addresses(own)) if "@" in written else written


def _without_addresses(value: Any, of_author: bool = False) -> Any:
    if isinstance(value, dict):
        return {
            ADDRESS.sub("", key): _without_addresses(item, of_author or "author" in key.lower())
            for key, item in value.items()
            if not key.lower().endswith(("email", "e-mail"))
        }
    if isinstance(value, list):
        return [_without_addresses(item, of_author) for item in value]
    return split_addresses(value)[0] if of_author else ADDRESS.sub("", value)
