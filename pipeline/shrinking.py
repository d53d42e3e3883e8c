"""Rules for a site that lost too much to be published unasked: files (lake), posts and words (gate)."""

from pipeline.errors import NotPublishedError

MAX_LOST_SHARE = 0.2  # between two refreshes
WAY_OUT = "If it is meant, repeat this refresh with --allow-shrink"
MIN_LOST_WORDS = 1_000  # fewer are an edit


class ShrunkError(NotPublishedError):
    """Refusal of a site that has lost too much, unless --allow-shrink is given."""


def has_shrunk(before: int, now: int) -> bool:
    """Return whether more than MAX_LOST_SHARE of `before` is gone."""
    return now < before * (1 - MAX_LOST_SHARE)


def has_lost_words(before: int, now: int) -> bool:
    """Return whether more than MAX_LOST_SHARE of the words, and more than an edit cuts, or all are gone."""
    return has_shrunk(before, now) and (before - now >= MIN_LOST_WORDS or now == 0)
