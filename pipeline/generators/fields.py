"""Fields of one post that its generator decides.

Add a field here if generators decide it differently. The other columns of a post are built in posts/row.py.
"""

from typing import NamedTuple

from pipeline.generators.problems import Problem, ProblemError
from pipeline.generators.scalars import Value

DAY_SECONDS = 86_400


class Moment(NamedTuple):
    """Instant in UTC and on the post's clock, both in seconds since 1970-01-01 00:00."""

    at: int
    local: int
    precision: str  # the finest part that was written: day, minute, second
    is_rolled: bool = False  # its month lacks the day: 2015-02-30 is March 2
    has_ignored_offset: bool = False  # its offset is more than a day

    @property
    def on(self) -> int:
        """Return the calendar day on the post's clock, in days since 1970-01-01."""
        return self.local // DAY_SECONDS


class Byline(NamedTuple):
    """Values of one place that may name authors. The first byline that names somebody counts."""

    source: str  # front_matter, defaults, config
    values: tuple[Value | None, ...]


class Terms(NamedTuple):
    """Terms of a post in one taxonomy, as written."""

    taxonomy: str
    spellings: list[str]


class Fields(NamedTuple):
    """Fields of a post as its generator decides them. A draft may lack a date and a `url`."""

    url: str | None  # relative to the site's url
    error: ProblemError | None  # raised once the rest of the file has been checked
    slug: str
    title: str | None
    published: Moment | None
    date_source: str | None  # front_matter, defaults, cascade, publish_date, file_name, last_modified
    date_as_written: str | None
    file_name_on: int | None  # the day in the file's name, in days since 1970-01-01
    live_from: int | None  # the site shows it from here on, in seconds since 1970-01-01 00:00 UTC
    live_until: int | None  # and no longer from here on, likewise
    updated_at: int | None  # likewise
    fate: str  # post, draft (not shown), page (read, but not a post)
    is_draft: bool
    is_hidden: bool
    lang: str | None
    lang_source: str | None  # front_matter, defaults, path; None without lang
    translation_key: str | None  # one text in several languages has one key; None if only its path can tell
    layout: str | None
    section: str | None  # the folder that makes its section, "" for none; None where categories make sections
    categories: list[str]  # as the site shows them
    tags: list[str]
    category_spellings: list[str]  # term ids are made of these
    tag_spellings: list[str]
    terms: tuple[Terms, ...]  # of taxonomies other than categories, tags and authors
    bylines: tuple[Byline, ...]
    excerpt: str | None  # raw Markdown
    description: str | None
    image: str | None
    warnings: list[Problem]  # shown if the file makes a post; others go to the document's
