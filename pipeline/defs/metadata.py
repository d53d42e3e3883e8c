"""Attributes and metadata that several assets share, in the keys that the UI knows."""

import re
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dagster as dg

warnings.filterwarnings("ignore", category=dg.BetaWarning, message=".*CodeReference")

# Owners by layer, whom a reader of the UI may ask: names of people or teams.
OWNERS = {"site": "team:editors", "lake": "team:operators"}
DEFAULT_OWNER = "team:analysts"
MAX_ROW_CHARS = 200  # on a terminal: a column may hold whole posts


def asset_attributes(name: str, columns: Mapping[str, str], types: Mapping[str, str], file: Path) -> dict[str, Any]:
    """Return the attributes that all assets have: key, group, owner, columns, table and file."""
    group = name.partition(".")[0]
    return {
        "key": name.split("."),
        "group_name": group,
        "owners": [OWNERS.get(group, DEFAULT_OWNER)],
        "skippable": True,
        "tags": {"layer": group},
        "metadata": {
            "dagster/column_schema": table_schema(columns, types),
            "dagster/table_name": name,
            "dagster/code_references": code_reference(file),
        },
    }


def table_schema(columns: Mapping[str, str], types: Mapping[str, str]) -> dg.TableSchema:
    """Return the columns of a table for the UI: names, types where they are known, meanings."""
    return dg.TableSchema([dg.TableColumn(column, types.get(column, "?"), columns[column]) for column in columns])


def code_reference(file: Path) -> dg.CodeReferencesMetadataValue:
    """Return a link from the UI to a file."""
    reference = dg.LocalFileCodeReference(file_path=str(file), line_number=1, label=file.name)
    return dg.CodeReferencesMetadataValue(code_references=[reference])


def materialisation_metadata(rows: int, seconds: float, **more: Any) -> dict[str, Any]:
    """Return the metadata of a materialisation: rows, seconds, and `more` numbers to plot."""
    return {"dagster/row_count": rows, "seconds": round(seconds, 3), **more}


def rows_as_markdown(message: str) -> str:
    """Return a message with its indented lines, which are rows, as a Markdown list of code."""
    return re.sub(r"^    (.*)$", r"- `` \1 ``", message, flags=re.M)


def shorten_for_terminal(markdown: str) -> str:
    """Return such a message without expressions, and with its first row only."""
    named = re.sub(r"^broken: .*\n\n", "", re.sub(r" \(.*\)(?= is broken by)", "", markdown))
    first = re.sub(r"\n- `` (.*) ``(\n- `` .* ``)*", r" \1", named)
    return re.sub(rf"(such as .{{{MAX_ROW_CHARS}}}).+", r"\1…", first).replace("\n\n", "\n")


def file_size(path: Path) -> int:
    """Return the size of a file in bytes; 0 if there is none."""
    return path.stat().st_size if path.exists() else 0
