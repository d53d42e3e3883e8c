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


class Fields(NamedTuple):
    """Fields of a post as its generator decides them. A draft may lack a date and a `url`."""

    url: str | None  # relative to the site's url
    url_error: ProblemError | None  # raised once the rest of the file has been checked
    slug: str
    title: str
    published: Moment | None
    date_source: str | None  # front_matter, defaults, file_name
    date_as_written: str | None
    file_name_on: int | None  # the day in the file's name, in days since 1970-01-01
    updated_at: int | None  # seconds since 1970-01-01 00:00 UTC
    is_draft: bool
    is_below_drafts: bool  # its folder makes it a draft: its fate is `draft`
    is_hidden: bool
    lang: str | None
    lang_source: str | None  # front_matter, defaults, path; None without lang
    translation_key: str | None  # one text in several languages has one key; None if only its path can tell
    layout: str | None
    categories: list[str]  # as the site shows them
    tags: list[str]
    category_spellings: list[str]  # term ids are made of these
    tag_spellings: list[str]
    bylines: tuple[Byline, ...]
    excerpt: str | None  # raw Markdown
    description: str | None
    image: str | None
    warnings: list[Problem]  # shown if the file makes a post; others go to the document's
