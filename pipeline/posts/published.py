"""When a post was published: which of its dates counts, and what keeps it from having one."""

from collections.abc import Mapping
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pipeline.posts import ruby
from pipeline.posts.dates import DateError, Moment, UndatedError, file_name_day, midnight, read_date
from pipeline.posts.names import FileName
from pipeline.posts.problems import RejectedError
from pipeline.scalars import Value, is_null


class Published(NamedTuple):
    """`moment` is None for a draft without a date; `source` is front_matter, defaults or file_name."""

    moment: Moment | None
    source: str | None
    written: str | None
    file_name_on: int | None  # in days since 1970-01-01


def published(
    name: FileName, own: Mapping[str, Value], defaults: Mapping[str, Value], zone: ZoneInfo, needed: bool
) -> Published:
    """The date of the front matter, else of the defaults, else of the file name (document.rb:468, 533).

    Raises RejectedError where Jekyll would stop, or, if a date is `needed`, would take the day of the build.
    """
    on, why_not = None, None
    if name.date:
        try:
            on = file_name_day(name.date)
        except DateError as error:
            why_not = str(error)
    for source, values in (("front_matter", own), ("defaults", defaults)):
        value = values.get("date")
        if value is not None and not is_null(value):
            written = str(value) if isinstance(value, str) else ruby.text(value, zone)
            try:
                return Published(read_date(value, zone), source, written, on)
            except UndatedError as error:
                raise RejectedError("date_missing", f"`{written}`: {error}", "date") from None
            except DateError as error:
                raise RejectedError("date_invalid", f"`{written}`: {error}", "date") from None
    if "date" in own or "date" in defaults:
        raise RejectedError("date_invalid", "`date` is empty", "date")
    if on is not None and name.date:
        return Published(midnight(on, name.date, zone), "file_name", name.date, on)
    if why_not:
        raise RejectedError("date_invalid", f"{name.date} in the file name: {why_not}")
    if needed:
        raise RejectedError("date_missing", "neither the front matter nor the file name give a date")
    return Published(None, None, None, None)
