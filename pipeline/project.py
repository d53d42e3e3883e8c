"""Folder of the operator, and what this package brings along.

A project folder holds posts.toml, `.env`, own models in sql/, and all state. A checkout of this repository is one too.
"""

from pathlib import Path

from pipeline.errors import UsageError

PACKAGE = Path(__file__).resolve().parent
# A wheel carries these folders inside the package (pyproject.toml); in a checkout they lie beside it.
CHECKOUT = None if (PACKAGE / "sql").is_dir() else PACKAGE.parent
BROUGHT = CHECKOUT or PACKAGE
SQL = BROUGHT / "sql"
BUNDLED_SITE = BROUGHT / "examples" / "harbour-gazette"
POSTS_TOML = "posts.toml"


def find_project(start: Path | None = None) -> Path | None:
    """Return the project folder: the nearest from `start` (the current folder) upward.

    Above none, it is the checkout that this code runs from; None for an installed package.
    """
    start = start or Path.cwd()
    for folder in (start, *start.parents):
        if folder == CHECKOUT or (folder / POSTS_TOML).exists():
            return folder
    return CHECKOUT


def no_project() -> UsageError:
    """Return the error of a command that needs a project folder where there is none."""
    return UsageError(
        f"there is no {POSTS_TOML} in {Path.cwd()} or above; go to your project's folder, or make one: "
        "posts-warehouse init DIR"
    )


def find_own_sql(project: Path | None) -> Path | None:
    """Return the folder of the project's own models and seeds; None if there are only ours."""
    own = project / "sql" if project and project != CHECKOUT else None
    return own if own and own.is_dir() else None
