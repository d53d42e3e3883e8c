"""Time zones by name: which one a setting means to libc, and which one its author may have meant.

Start with read_timezone. A name is an IANA name, or `GMT-05:30` for an offset that no IANA zone keeps: DuckDB
reads both. Add a common wrong name to _LIKELY.
"""

import difflib
import functools
import re
from datetime import datetime, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

MAX_NAME_CHARS = 100  # of a wrong name; the rest is not shown, nor compared
_FIXED = re.compile(r"GMT([-+])(\d\d):(\d\d)\Z")
# TZ as POSIX has it, and glibc reads it: a name, hours *behind* UTC, perhaps summer time.
_POSIX = re.compile(
    r"(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)([-+]?)(\d{1,2})(?::(\d{1,2}))?(?::\d{1,2})?"
    r"([A-Za-z]{3,}.*|<[A-Za-z0-9+-]{3,}>.*)?\Z"
)
_UTC_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([-+])\s*(\d{1,2})(?::?(\d\d))?\Z", re.IGNORECASE)
_OFFSET_ZONES: dict[float, str] = {  # a well-known zone for each whole hour ahead of UTC
    **{-8: "America/Los_Angeles", -7: "America/Denver", -6: "America/Chicago", -5: "America/New_York"},
    **{-4: "America/Halifax", -3: "America/Sao_Paulo", 0: "UTC", 1: "Europe/Paris", 2: "Europe/Athens"},
    **{3: "Europe/Istanbul", 4: "Asia/Dubai", 5: "Asia/Karachi", 6: "Asia/Dhaka", 7: "Asia/Bangkok"},
    **{8: "Asia/Shanghai", 9: "Asia/Tokyo", 10: "Australia/Sydney", 12: "Pacific/Auckland", 5.5: "Asia/Kolkata"},
}
_LIKELY = {  # abbreviations, and large cities that no zone is called after
    **dict.fromkeys(("pst", "pdt", "pt", "pacific", "san_francisco", "seattle"), "America/Los_Angeles"),
    **dict.fromkeys(("mdt", "mt", "mountain"), "America/Denver"),
    **dict.fromkeys(("cst", "cdt", "ct", "central", "houston", "dallas", "austin"), "America/Chicago"),
    **dict.fromkeys(("edt", "et", "eastern", "boston", "washington", "atlanta", "miami"), "America/New_York"),
    **dict.fromkeys(("bst", "edinburgh", "manchester", "uk", "england"), "Europe/London"),
    **dict.fromkeys(("cest", "mez", "mesz", "munich", "hamburg", "frankfurt", "cologne", "germany"), "Europe/Berlin"),
    **dict.fromkeys(("lyon", "marseille", "france"), "Europe/Paris"),
    **dict.fromkeys(("milan", "italy"), "Europe/Rome"),
    **dict.fromkeys(("barcelona", "spain"), "Europe/Madrid"),
    **dict.fromkeys(("geneva", "bern", "basel"), "Europe/Zurich"),
    **dict.fromkeys(("eest", "kyiv"), "Europe/Kyiv"),
    **dict.fromkeys(("msk", "saint_petersburg", "st_petersburg"), "Europe/Moscow"),
    **dict.fromkeys(("ist", "mumbai", "delhi", "new_delhi", "bangalore", "chennai", "hyderabad"), "Asia/Kolkata"),
    **dict.fromkeys(("beijing", "peking", "shenzhen", "guangzhou", "hangzhou", "china"), "Asia/Shanghai"),
    **dict.fromkeys(("jst", "osaka", "kyoto"), "Asia/Tokyo"),
    **dict.fromkeys(("kst", "busan", "korea"), "Asia/Seoul"),
    **dict.fromkeys(("aest", "aedt", "canberra"), "Australia/Sydney"),
    **dict.fromkeys(("awst",), "Australia/Perth"),
    **dict.fromkeys(("nzst", "nzdt", "wellington"), "Pacific/Auckland"),
    **dict.fromkeys(("rio", "rio_de_janeiro", "brasilia", "brt"), "America/Sao_Paulo"),
}


class TimeZone(NamedTuple):
    """Name of a time zone as the site's generator reads it; `odd` says why it may not be the one that was meant."""

    name: str
    odd: str | None = None


def make_zone(name: str) -> tzinfo:
    """Return the clock of a name that read_timezone gives; raises LookupError or ValueError for others."""
    if found := _FIXED.match(name):
        offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
        return timezone(-offset if found[1] == "-" else offset, name)
    return ZoneInfo(name)


def read_timezone(text: str) -> TimeZone:
    """Return the zone that libc takes for TZ: UTC for a name that nobody has."""
    bare = re.sub(r"\A(?:/.*/zoneinfo/)?(?:posix/|right/)?", "", text.removeprefix(":"))
    if bare in _iana_names():
        return TimeZone(bare)
    text = text[:MAX_NAME_CHARS]
    found = _POSIX.match(text)
    name = _fixed_zone(found) if found else None
    if name is None:
        likely = suggest_timezone(text)
        way_out = f"{likely}?" if likely else "write one such as Europe/Paris"
        return TimeZone("UTC", f"no time zone is called {text!r}, so the generator takes UTC: {way_out}")
    if name == "UTC":
        return TimeZone(name)
    if found and found[4]:
        return TimeZone(name, f"{text!r} is read as {_describe(name)}, without its summer time: write an IANA name")
    likely = suggest_timezone(text)
    way_out = f"if you meant the opposite, write {likely}" if likely else "write an IANA name"
    return TimeZone(name, f"{text!r} is {_describe(name)}, as POSIX has it: {way_out}")


def suggest_timezone(text: str) -> str | None:
    """Return the zone that the author of a wrong name may have meant; None without an idea."""
    if found := _UTC_OFFSET.match(text.strip()):
        hours = int(found[2]) + int(found[3] or 0) / 60
        return _OFFSET_ZONES.get(-hours if found[1] == "-" else hours)
    name = re.sub(r"\s+", "_", text.strip().casefold())
    names = {known.casefold(): known for known in sorted(_iana_names())}
    if name in names:
        return names[name]
    place = name.rpartition("/")[2].removesuffix("_time").removesuffix("_standard").removesuffix("_daylight")
    places = {known.rpartition("/")[2]: names[known] for known in sorted(names) if "/" in known}
    if likely := _LIKELY.get(place) or places.get(place):
        return likely
    if alike := difflib.get_close_matches(name, names, 1, 0.8):
        return names[alike[0]]
    alike = difflib.get_close_matches(place, [*_LIKELY, *places], 1, 0.8) if len(place) > 3 else []
    return {**places, **_LIKELY}[alike[0]] if alike else None


@functools.cache
def _iana_names() -> frozenset[str]:
    return frozenset(available_timezones() - {"localtime", "Factory"})


def _fixed_zone(found: re.Match[str]) -> str | None:
    hours, minutes = int(found[2]), int(found[3] or 0)
    if hours >= 24 or minutes > 59:
        return None
    is_ahead = found[1] == "-"
    if not (hours or minutes):
        return "UTC"
    if not minutes and hours <= (14 if is_ahead else 12):
        return f"Etc/GMT{'-' if is_ahead else '+'}{hours}"
    return f"GMT{'+' if is_ahead else '-'}{hours:02}:{minutes:02}"


def _describe(name: str) -> str:
    offset = make_zone(name).utcoffset(datetime(2000, 1, 1)) or timedelta()
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    span = f"{hours}:{minutes:02}" if minutes else str(hours)
    return f"{span} {'hour' if span == '1' else 'hours'} {'behind' if offset < timedelta() else 'ahead of'} UTC"
