"""Rule for a site that lost too many files (lake) or posts (gate) to be published unasked."""

MAX_LOST_SHARE = 0.2  # between two refreshes
WAY_OUT = "If it is meant, repeat this refresh with --allow-shrink"


def has_shrunk(before: int, now: int) -> bool:
    """Return whether more than MAX_LOST_SHARE of `before` is gone."""
    return now < before * (1 - MAX_LOST_SHARE)
