"""Fields of one post of a folder of Markdown, as its preset says. Start with derive_fields."""

import re
from collections.abc import Iterator

from pipeline.generators.document import Document
from pipeline.generators.fields import Byline, Fields
from pipeline.generators.js_globs import GlobSet
from pipeline.generators.js_values import Instant, is_null, is_truthy, resolve, text_or_none, to_text
from pipeline.generators.markdown.dates import find_date, find_updated
from pipeline.generators.markdown.preset import Collection, Place, Preset
from pipeline.generators.markdown.settings import MarkdownSettings, own_settings
from pipeline.generators.problems import Problem, problem
from pipeline.generators.scalars import Value, Values
from pipeline.generators.site import Site

# Imports of MDX may stand above the first heading (docusaurus-utils: markdownUtils.ts).
_IMPORTS = re.compile(r"(?:import\s(?:[^\n]|\n(?!\n))*(?:\n){2,})*")
_HEADING = re.compile(r"#[ \t]+([^ \t].*)")
_UNDERLINED = re.compile(r"(.*)\n=+(?:\n|\Z)")
_HEADING_END = re.compile(r"\s*(?:\{#*[\w-]+\}|#+)$")
_CODE = re.compile(r"`([^`]*)`")
_IMAGE_KEYS = ("image", "heroImage", "coverImage", "cover", "ogImage", "thumbnail")


def derive_fields(preset: Preset, site: Site, path: str, document: Document) -> Fields:
    """Return the fields of a post; append to the document's warnings. Raises ProblemError."""
    settings = own_settings(site)
    collection, inner = settings.find_collection(path)
    values = preset.values(site, path, document) if preset.values else document.front_matter
    if preset.check:
        preset.check(site, collection, document, values)
    place = preset.place(site, collection, inner, values)
    warnings: list[Problem] = []
    found = find_date(preset, settings, values, place, document=document, warnings=warnings)
    is_draft = is_draft_of(preset, values)
    title = _find_title(preset, values, document.body, place)
    tags = _find_tags(preset, settings, collection, values)
    is_dated = found.moment is not None or (found.error is not None and found.error.kind == "date_invalid")
    fate = _find_fate(preset, settings, path, values, is_draft=is_draft, is_dated=is_dated)
    if not title and fate != "page":
        warnings.append(problem("title_missing", f"{preset.title} shows the post without a title"))
    lang = place.lang or text_or_none(values.get("lang"))
    categories = [text for key in preset.category_keys for text in _texts(values.get(key))]
    moment = found.moment
    needs_date = fate == "post"
    return Fields(
        url=place.url,
        error=found.error if needs_date else None,
        slug=place.slug,
        title=title or None,
        published=moment,
        date_source=found.source,
        date_as_written=found.written,
        file_name_on=moment.on if moment and found.source == "file_name" else None,
        live_from=moment and moment.at,
        live_until=None,
        updated_at=find_updated(preset, settings, values, warnings),
        fate=fate,
        is_draft=is_draft,
        is_hidden=not place.is_written,
        lang=lang,
        lang_source=lang and ("path" if place.lang else "front_matter"),
        translation_key=place.translation_key,
        layout=text_or_none(values.get("layout")),
        section=place.section,
        categories=categories,
        tags=tags,
        category_spellings=categories,
        tag_spellings=tags,
        terms=(),
        bylines=(Byline("front_matter", tuple(_find_authors(preset, values))),),
        excerpt=_find_excerpt(preset, settings, document.body),
        description=text_or_none(values.get("description")),
        image=next(_find_images(values), None),
        warnings=warnings,
    )


def is_draft_of(preset: Preset, values: Values) -> bool:
    """Return whether a key makes a draft; `!published` does so if it is there and false."""
    for key in preset.draft_keys:
        value = values.get(key.removeprefix("!"))
        if key[0] == "!":
            if value is not None and resolve(value) is False:
                return True
        elif is_truthy(value) if preset.draft_texts is None else to_text(value).lower() in preset.draft_texts:
            return True
    return False


def _find_fate(
    preset: Preset, settings: MarkdownSettings, path: str, values: Values, *, is_draft: bool, is_dated: bool
) -> str:
    """Return post, draft for a hidden one, or page for a file that is no post."""
    if preset.posts == "dated" and not is_dated:
        return "page"
    if preset.posts == "tagged":
        tags = _texts(values.get("tags"))
        is_post = any(tag in tags for tag in settings.tags_of_posts)
        is_post |= GlobSet(settings.post_globs, has_dots=preset.reads_dot_files).matches(path)
        if not is_post or any(_is_unlisted(values.get(key), settings) for key in preset.unlisted_keys):
            return "page"
    return "draft" if is_draft and not settings.shows_drafts else "post"


def _is_unlisted(value: Value | None, settings: MarkdownSettings) -> bool:
    """Return whether a file is kept out of all lists, or out of those of posts."""
    names = value if isinstance(value, list) else to_text(value).split(",")
    return resolve(value) is True or any(to_text(name) in settings.tags_of_posts for name in names)


def _find_title(preset: Preset, values: Values, body: str, place: Place) -> str | None:
    for source in preset.title_from:
        match source:
            case "key":
                if not is_null(values.get("title")):
                    return to_text(values["title"])
            case "heading":
                if (heading := find_heading(body)) is not None:
                    return heading
            case "name":
                return place.name
    return None


def find_heading(body: str) -> str | None:
    """Return the first heading, if nothing but imports stands above it.

    Code marks and ids are taken off.
    """
    text = body.replace("\r\n", "\n").strip()
    imports = _IMPORTS.match(text)
    text = text[imports.end() if imports else 0 :].strip()
    if found := _HEADING.match(text):
        heading = _HEADING_END.sub("", found[1].strip())
    elif found := _UNDERLINED.match(text):
        heading = re.sub(r"\s*=+$", "", found[1].strip())
    else:
        return None
    return _CODE.sub(r"\1", heading).strip()


def _find_tags(preset: Preset, settings: MarkdownSettings, collection: Collection, values: Values) -> list[str]:
    if preset.tags == "commas":
        return [tag for tag in _texts(values.get("tags")) if tag not in (*settings.tags_of_posts, "all")]
    given = values.get("tags")
    items = given if isinstance(given, list) else [given] if given is not None and preset.tags != "list" else []
    labels = dict(collection.labels)
    tags = []
    for item in items:
        if isinstance(item, dict):
            tags.append(to_text(item.get("label")))
        elif not is_null(item) and (text := to_text(item)) != "":
            tags.append(labels.get(text, text))
    return tags


def _texts(value: Value | None) -> list[str]:
    items = value if isinstance(value, list) else [] if value is None else [value]
    return [text for item in items if not is_null(item) and (text := to_text(item)) != ""]


def _find_authors(preset: Preset, values: Values) -> Iterator[Value]:
    for key in preset.author_keys:
        value = values.get(key)
        yield from [value] if value is not None else []


def _find_excerpt(preset: Preset, settings: MarkdownSettings, body: str) -> str | None:
    if preset.more and (found := re.search(preset.more, body)):
        return body[: found.start()].strip()
    if settings.excerpt_separator and settings.excerpt_separator in body:
        return body.partition(settings.excerpt_separator)[0].strip()
    return None


def _find_images(values: Values) -> Iterator[str]:
    for key in _IMAGE_KEYS:
        value = values.get(key)
        value = value.get("src") if isinstance(value, dict) else value
        if isinstance(value, str) and isinstance(resolve(value), str) and not isinstance(resolve(value), Instant):
            yield str(value)
