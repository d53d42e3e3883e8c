"""Way out for a date that Jekyll cannot read, from what its author has written. Start with explain_date."""

import re
from datetime import UTC, datetime

_EAST_ASIAN = re.compile(r"\s*([0-9]{4})\s*[年년]\s*([0-9]{1,2})\s*[月월]\s*([0-9]{1,2})\s*[日일号號]?")
_EPOCH = re.compile(r"\s*([0-9]{9,11}|[0-9]{12,14})(?:\.[0-9]+)?\s*\Z")
_MONTH_FIRST = re.compile(r"\s*([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})\b")
_WORD = re.compile(r"[^\W\d_]{3,}")
_ENGLISH = re.compile(
    "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|utc|gmt|[ecmp][sd]t)",
    re.IGNORECASE,
)
_WITHOUT_DAY = re.compile(r"\s*([12][0-9]{3})(?:[-/]([01]?[0-9]))?\s*\Z")
_FORM = "write year-month-day, such as 2024-03-05"


def explain_date(written: str) -> str | None:
    """Return what is wrong with a date and how to write it; None if there is no idea."""
    if found := _EAST_ASIAN.match(written):
        return f"年, 月 and 日 are not read: write {int(found[1]):04}-{int(found[2]):02}-{int(found[3]):02}"
    if found := _EPOCH.match(written):
        is_seconds = len(found[1]) <= 11
        moment = datetime.fromtimestamp(int(found[1]) / (1 if is_seconds else 1000), UTC)
        unit = "seconds" if is_seconds else "milliseconds"
        return f"a number of {unit} since 1970 is not read: write {moment:%Y-%m-%d %H:%M:%S} +0000"
    if (found := _MONTH_FIRST.match(written)) and int(found[1]) <= 12 < int(found[2]) <= 31:
        return f"it is read as day/month/year: write {found[3]}-{int(found[1]):02}-{int(found[2]):02}"
    if found := _WITHOUT_DAY.match(written):
        return f"it names no day: write {found[1]}-{int(found[2] or 1):02}-01"
    if re.search(r"\d", written) and any(not _ENGLISH.match(word) for word in _WORD.findall(written)):
        return f"months are read in English: {_FORM}"
    return None
