"""Numbers, days, spans and names in the words of the page.

No query, no chart and no sentence of a section is here. Add what two sections put into words alike.
"""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any
from unicodedata import bidirectional

MAX_TEXT_CHARS = 300
# Control characters, and those that turn the direction of the words around them.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def clean_value(value: Any) -> Any:
    """Return a value of a row fit to be shown: no control characters, a long text cut."""
    if isinstance(value, list):
        return [clean_value(item) for item in value]
    if not isinstance(value, str):
        return value
    text = _CONTROL.sub("\ufffd", value)
    return text if len(text) <= MAX_TEXT_CHARS else f"{text[: MAX_TEXT_CHARS - 1]}…"


def format_number(value: float) -> str:
    """Return 1,204 or 4.2: one decimal below a hundred, where there is one."""
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:,.1f}"


def format_count(value: float, singular: str, plural: str = "") -> str:
    """Return a number with its noun: `1 story`, `1,204 stories`, `no story`."""
    return f"{format_number(value) if value else 'no'} {singular if value in (0, 1) else plural or singular + 's'}"


def format_share(part: float, whole: float) -> str:
    """Return a share in whole percent, but never 0 % of something nor 100 % of less than all."""
    percent = 100 * part / whole if whole else 0
    if 0 < percent < 1:
        return "under 1 %"
    return f"{min(percent, 99) if part < whole else percent:.0f} %"


def format_day(value: date) -> str:
    """Return a day as `30 June 2026`."""
    return f"{value.day} {value:%B} {value.year:04d}"


def format_month(value: date) -> str:
    """Return the month of a day as `June 2026`."""
    return f"{value:%B} {value.year:04d}"


def format_span(hours: float) -> str:
    """Return a span of time in the unit that suits it: minutes, hours or days."""
    minutes = round(hours * 60)
    if minutes < 60:
        return format_count(minutes, "minute") if minutes else "at once"
    return format_count(round(hours), "hour") if hours < 48 else format_count(round(hours / 24), "day")


def format_within(hours: float) -> str:
    """Return the longest that something takes: `within 5 hours`, or `at once`."""
    span = format_span(hours)
    return span if span == "at once" else f"within {span}"


def join_words(words: Iterable[str]) -> str:
    """Return `a`, `a and b` or `a, b and c`."""
    *head, last = words
    return f"{', '.join(head)} and {last}" if head else last


def isolate_rtl(text: str) -> str:
    """Return a text whose right-to-left letters, if any, do not turn the words around it."""
    is_rtl = any(bidirectional(character) in {"R", "AL"} for character in text)
    return f"\u2068{text}\u2069" if is_rtl else text


def capitalise(text: str) -> str:
    """Return a text with a capital at its beginning; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def unique_labels(labels_by_id: dict[str, str]) -> dict[str, str]:
    """Return the labels, with the id in brackets where two labels are alike."""
    labels = {id_: " ".join(label.split()) for id_, label in labels_by_id.items()}
    alike = Counter(labels.values())
    return {id_: f"{label} ({clean_value(id_)})" if alike[label] > 1 else label for id_, label in labels.items()}
