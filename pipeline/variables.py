"""Variables of the operator: the environment, then `.env` of the project. Only this module reads either.

To add a variable, add its name to VARIABLES, read it in settings.py, and add a line to docs/operating.md.
"""

import difflib
import os
from collections.abc import Callable, Iterable, Mapping
from io import StringIO
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import parse_stream

from pipeline.errors import UsageError, did_you_mean
from pipeline.files import describe_not_utf8

VARIABLES = (
    "POSTS_SITE",
    "POSTS_WAREHOUSE",
    "POSTS_REFRESH_CRON",
    "POSTS_AS_OF",
    "POSTS_MEMORY",
    "POSTS_KEEP_RUNS_DAYS",
    "POSTS_ALERT_WEBHOOK",
    "POSTS_ALERT_EMAIL",
    "POSTS_ALERT_SMTP",
    "POSTS_UI_URL",
    "POSTS_SPARK_MASTER",
    "POSTS_SPARK_STORE",
)
_FOR_DAGSTER_YAML = "POSTS_DAGSTER_"  # variables that the operator's dagster.yaml names
_MIN_LIKENESS = 0.9  # of a name such as POST_SITE to a known one

Reader = Callable[[str], tuple[str | None, Path]]


def variable_reader(
    project: Path | None,
    overrides: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
    *,
    strict: bool = True,
) -> tuple[Reader, dict[str, str]]:
    """Return a function: variable -> its text, and the folder that a path in it starts at; and all POSTS_… variables.

    `overrides` go before `environment` (default: the process's), and that before `.env`. Raises UsageError for a name
    that nobody reads, and for a line of `.env` that sets nothing, unless `strict` is False.
    """
    environment = {**(os.environ if environment is None else environment), **(overrides or {})}
    folder = project or Path.cwd()
    env_file = folder / ".env"
    bindings = _load_dotenv(env_file, strict=strict) if project else {}  # another program's, outside of a project
    if strict:
        _refuse_unknown(environment)
        _refuse_unknown(bindings, f"{env_file}: ")
    dotenv = {name: value for name, value in bindings.items() if value}

    def lookup(name: str) -> tuple[str | None, Path]:
        value = environment.get(name)
        return (value, Path.cwd()) if value else (dotenv.get(name), folder)

    known = dotenv | {name: value for name, value in environment.items() if value}
    return lookup, {name: value for name, value in known.items() if name.startswith("POSTS_")}


def _refuse_unknown(names: Iterable[str], where: str = "") -> None:
    """Raise UsageError for a name that begins with POSTS_, or is nearly a variable, and that nobody reads."""
    for name in names:
        if name in VARIABLES or name.startswith(_FOR_DAGSTER_YAML):
            continue
        if name.startswith("POSTS_") or difflib.get_close_matches(name.upper(), VARIABLES, 1, _MIN_LIKENESS):
            raise UsageError(f"{where}{name} is not a variable of this project{did_you_mean(name.upper(), VARIABLES)}")


def _load_dotenv(path: Path, *, strict: bool) -> dict[str, str | None]:
    """Return the variables of `.env`; if `strict`, UsageError for a line that sets none."""
    try:
        text = path.read_text(encoding="utf-8-sig", errors="strict" if strict else "replace")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}, {describe_not_utf8(error)}") from error
    for binding in parse_stream(StringIO(text)):
        if binding.error and strict:  # the line may have been meant to name the sites
            raise UsageError(f"{path}, line {binding.original.line}: it is not NAME=value, or a quote is not closed")
    return dotenv_values(stream=StringIO(text))
