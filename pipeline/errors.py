"""The errors a user meets. A message names the file, the fact and the way out; nothing else belongs here."""


class PostsError(Exception):
    """Something the user has to know in one line; the refresh stops and the published file stays as it was."""


class UsageError(PostsError):
    """The command or a variable says something that cannot be meant (exit 2)."""


class ModelError(PostsError):
    """A file of sql/ is not a model, or does not build."""


class NotPublishedError(PostsError):
    """A new file was built, and a gate kept it from being published."""
