"""Data of the page: columns of posts, and what the warehouse has found about sites and files.

Names that occur often are numbers in a list: `encode`. The format is described in docs/internals/page-data.md.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

import duckdb

from pipeline.generators.problems import KINDS
from pipeline.report.queries import FOLDER, clean_value, query_row, query_rows

# Columns of numbers, taken as they are.
COLUMNS = ("hour", "words", "links", "linked_by", "edits", "days_to_edit", "posts", "stories", "back", "shares_address")


@dataclass(frozen=True)
class Limits:
    """How much travels with the page; all else stays in posts.duckdb."""

    max_posts: int = 400_000  # posts with a row of their own: the oldest travel as months
    max_texts: int = 20_000  # newest posts with title, address and file
    max_rows: int = 1_000  # rows of a finding or of linked domains, for each site
    max_topics: int = 400


def collect_data(duck: duckdb.DuckDBPyConnection, ui_url: str | None, limits: Limits) -> dict[str, Any]:
    """Return everything that the page shows, as JSON can say it."""
    sites = [row._asdict() for row in query_rows(duck, "sites")]
    site_numbers = {site["site"]: number for number, site in enumerate(sites)}
    posts = query_row(duck, "posts", max_posts=limits.max_posts, max_texts=limits.max_texts)
    return {
        "made": query_row(duck, "newest_refresh").started_at,
        "ui": ui_url,
        "sites": sites,
        **_encode_posts(duck, posts, site_numbers),
        "topics": _collect_topics(duck, posts, limits.max_topics),
        "files": [list(row[1:]) for row in query_rows(duck, "file_counts")],
        "fields": _rows_by_site(duck, "front_matter_fields", site_numbers),
        "findings": {
            path.stem: _rows_by_site(duck, f"findings/{path.stem}", site_numbers, max_rows=limits.max_rows)
            for path in sorted((FOLDER / "findings").glob("*.sql"))
        },
        "meanings": {name: kind.meaning.partition(";")[0].rstrip(".") for name, kind in KINDS.items()},
        "domains": _rows_by_site(duck, "link_domains", site_numbers, max_rows=limits.max_rows),
        "plan": _rows_by_site(duck, "planned_months", site_numbers, max_rows=24),
        "languages": _rows_by_site(duck, "languages", site_numbers),
        "untranslated": _rows_by_site(duck, "untranslated_works", site_numbers, max_rows=6),
        "changes": [_collect_changes(duck, site, limits.max_rows) for site in sites],
    }


def encode(values: Iterable[Hashable | None]) -> tuple[list[int], list[Any]]:
    """Return values as numbers of a list, and that list; None is -1."""
    numbers: dict[Hashable, int] = {}
    codes = [-1 if value is None else numbers.setdefault(value, len(numbers)) for value in values]
    return codes, list(numbers)


def pack_column(values: list[int]) -> list[int] | dict[str, int]:
    """Return a column, or {"all": value, "n": length} if its values are all alike."""
    return {"all": values[0], "n": len(values)} if values and len(set(values)) == 1 else values


def _encode_posts(duck: duckdb.DuckDBPyConnection, posts: Any, site_numbers: dict[str, int]) -> dict[str, Any]:
    names = {(row.site, row.author_id): row.name for row in query_rows(duck, "authors")}
    site = [site_numbers[name] for name in posts.site or []]
    bylines = [
        tuple((name, a) for a in ids) or None
        for name, ids in zip(posts.site or [], posts.author_ids or [], strict=True)
    ]
    section, sections = encode(posts.section or [])
    lang, langs = encode(posts.lang or [])
    part_of = zip(posts.site or [], posts.series or [], strict=True)
    series, series_keys = encode(None if key[1] is None else key for key in part_of)
    byline, byline_keys = encode(bylines)
    tag_set, tag_keys = encode(tuple(tags) if tags else None for tags in posts.tags or [])
    author_codes, author_keys = encode(author for key in byline_keys for author in key)
    tag_codes, tags = encode(tag for key in tag_keys for tag in key)
    days = posts.day
    columns = {name: getattr(posts, name) or [] for name in COLUMNS}
    columns |= {"day": [day - before for day, before in zip(days, [0, *days], strict=False)]}
    columns |= {"site": site, "section": section, "lang": lang, "byline": byline, "tags": tag_set, "series": series}
    first = next((place for place, title in enumerate(posts.titles or []) if title is not None), len(days))
    texts: dict[str, Any] = {"first": first, "title": (posts.titles or [])[first:], "slug": (posts.slugs or [])[first:]}
    for name, values in (("url", posts.urls), ("path", posts.paths)):
        codes, texts[f"{name}s"] = encode((values or [])[first:])
        texts[name] = pack_column(codes)
    return {
        "sections": sections,
        "langs": langs,
        "series": [name for _, name in series_keys],
        "authors": [[site_numbers[site], names[site, author], clean_value(author)] for site, author in author_keys],
        "tags": tags,
        "bylines": _split(author_codes, byline_keys),
        "tag_sets": _split(tag_codes, tag_keys),
        "months": posts.post_id.count(None) if posts.post_id else 0,
        "posts": {name: pack_column(values) for name, values in columns.items()},
        "texts": texts,
    }


def _split(codes: list[int], keys: list[tuple[Any, ...]]) -> list[list[int]]:
    """Return codes in lists as long as the keys."""
    left = iter(codes)
    return [list(islice(left, len(key))) for key in keys]


def _collect_topics(duck: duckdb.DuckDBPyConnection, posts: Any, max_topics: int) -> dict[str, Any]:
    """Return the topics that are tested for a move, and the numbers of those that each story is about."""
    topics = query_rows(duck, "topic_stories", max_rows=max_topics)
    numbers: dict[tuple[str, str], list[int]] = {}
    for number, topic in enumerate(topics):
        for story in zip(topic.site, topic.story_ids, strict=True):
            numbers.setdefault(story, []).append(number)
    keys = zip(posts.site or [], posts.post_id or [], strict=True)
    stories = [(place, numbers[key]) for place, key in enumerate(keys) if key in numbers]
    return {
        "names": [topic.label for topic in topics],
        "kinds": [topic.kind for topic in topics],
        "also": [topic.also[:4] for topic in topics],
        "at": [place for place, _ in stories],
        "lists": [topics for _, topics in stories],
    }


def _rows_by_site(duck: duckdb.DuckDBPyConnection, query: str, site_numbers: dict[str, int], **parameters: Any) -> list:
    """Return the rows of a query as lists, for each site."""
    rows: list[list[list[Any]]] = [[] for _ in site_numbers]
    for row in query_rows(duck, query, **parameters):
        rows[site_numbers[row.site]].append(list(row[1:]))
    return rows


def _collect_changes(duck: duckdb.DuckDBPyConnection, site: dict[str, Any], max_rows: int) -> dict[str, Any]:
    """Return the newest refresh of a site that found a change, with the files that it found."""
    name = site["site"]
    refresh = query_row(duck, "newest_change", site=name, timezone=site["timezone"])
    kinds = query_rows(duck, "changes_by_kind", site=name, refresh_id=refresh.refresh_id)
    listed = 0 if refresh.is_first else max_rows
    files = query_rows(duck, "changed_files", site=name, refresh_id=refresh.refresh_id, max_rows=listed)
    moments = (refresh.started_local, refresh.previous_started_local)
    return {
        "moments": [None if moment is None else f"{moment:%-d %b %Y, %H:%M}" for moment in moments],
        "is_first": refresh.is_first,
        "is_last": refresh.is_last,
        "kinds": {row.change: row.files for row in kinds},
        "files": [list(row) for row in files],
    }
