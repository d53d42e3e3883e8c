"""Errors that a user meets. A message names the file, the fact and the way out."""

import difflib
from collections.abc import Iterable


class PostsError(Exception):
    """Error that the user can act on, in one line; the published file stays as it was."""


class UsageError(PostsError):
    """Command or variable that cannot be meant as it stands (exit 2)."""


class ModelError(PostsError):
    """File of sql/ that is not a model, or does not build."""


class NotPublishedError(PostsError):
    """New file that was not published, because a gate refused it or the lock was held."""


def disk_error(error: OSError) -> PostsError:
    """Return the PostsError for a disk that fails while no file is being replaced."""
    return PostsError(f"{error.filename or 'the disk'}: {error.strerror or error}")


def user_error_names() -> set[str]:
    """Return the names of PostsError and of every class below it that is loaded."""
    found, classes = set[str](), [PostsError]
    while classes:
        found.add((one := classes.pop()).__name__)
        classes += one.__subclasses__()
    return found


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the end of a message that names the known name nearest to `name`; "" if none is near."""
    nearest = difflib.get_close_matches(name, list(known), 1)
    return f"; did you mean {nearest[0]}?" if nearest else ""
