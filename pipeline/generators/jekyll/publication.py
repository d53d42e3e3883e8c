"""Publication date of a post, chosen from front matter, defaults and file name. dates.py reads one date."""

from datetime import tzinfo
from typing import NamedTuple

from pipeline.generators.fields import Moment
from pipeline.generators.jekyll import ruby
from pipeline.generators.jekyll.date_hints import explain_date
from pipeline.generators.jekyll.dates import DateError, UndatedError, midnight_of, parse_date, parse_file_name_day
from pipeline.generators.jekyll.slugs import FileName
from pipeline.generators.problems import ProblemError
from pipeline.generators.scalars import Values, is_null


class Publication(NamedTuple):
    """Date of a post; None throughout for a draft without one."""

    moment: Moment | None
    source: str | None  # front_matter, defaults, file_name
    written: str | None
    file_name_on: int | None  # in days since 1970-01-01


def find_publication(name: FileName, own: Values, defaults: Values, zone: tzinfo, needed: bool) -> Publication:
    """Return the date of front matter, else defaults, else file name (document.rb:468, 533).

    Raises ProblemError where Jekyll would stop or, if a date is `needed`, would take the day of the build.
    """
    on, why_not = None, None
    if name.date:
        try:
            on = parse_file_name_day(name.date)
        except DateError as error:
            why_not = str(error)
    for source, values in (("front_matter", own), ("defaults", defaults)):
        value = values.get("date")
        if value is not None and not is_null(value):
            written = str(value) if isinstance(value, str) else ruby.to_s(value)
            try:
                return Publication(parse_date(value, zone), source, written, on)
            except DateError as error:
                kind = "date_missing" if isinstance(error, UndatedError) else "date_invalid"
                detail = f"`{written[:100]}`: {explain_date(written) or error}"
                raise ProblemError(kind, detail, key="date") from None
    if "date" in own or "date" in defaults:
        raise ProblemError("date_invalid", "`date` is empty", key="date")
    if on is not None and name.date:
        try:
            return Publication(midnight_of(on, name.date, zone), "file_name", name.date, on)
        except DateError as error:
            why_not = str(error)
    if why_not:
        raise ProblemError("date_invalid", f"{name.date} in the file name: {why_not}")
    if needed:
        raise ProblemError("date_missing", "neither the front matter nor the file name give a date")
    return Publication(None, None, None, None)
