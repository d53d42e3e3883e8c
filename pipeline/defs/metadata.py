"""What Dagster is told of an asset and its materialisations, in the words that the UI knows."""

import re
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dagster as dg

warnings.filterwarnings("ignore", category=dg.BetaWarning, message=".*CodeReference")

# Whom to ask, by layer: the names of people or teams as the UI shows them.
OWNERS = {"site": "team:editors", "lake": "team:operators"}
OTHERS = "team:analysts"
LONGEST = 200  # characters of a row on a terminal: a check may name a column of whole posts


def described(name: str, columns: Mapping[str, str], types: Mapping[str, str], file: Path) -> dict[str, Any]:
    """What the spec of every asset has: its group, its owner, its columns, its name as a table, and its file."""
    group = name.partition(".")[0]
    schema = [dg.TableColumn(column, types.get(column, "?"), meaning) for column, meaning in columns.items()]
    return {
        "key": name.split("."),
        "group_name": group,
        "owners": [OWNERS.get(group, OTHERS)],
        "skippable": True,
        "metadata": {
            "dagster/column_schema": dg.TableSchema(schema),
            "dagster/table_name": name,
            "dagster/code_references": source(file),
        },
    }


def source(file: Path) -> dg.CodeReferencesMetadataValue:
    """A link from the UI to a file."""
    reference = dg.LocalFileCodeReference(file_path=str(file), line_number=1, label=file.name)
    return dg.CodeReferencesMetadataValue(code_references=[reference])


def measured(rows: int, seconds: float, **more: Any) -> dict[str, Any]:
    """What a materialisation says of itself: its row count, the seconds it took, and what else is worth plotting."""
    return {"dagster/row_count": rows, "seconds": round(seconds, 3), **more}


def as_markdown(message: str) -> str:
    """A message with its indented lines, which are rows, as a list of code."""
    return re.sub(r"^    (.*)$", r"- `` \1 ``", message, flags=re.M)


def briefly(markdown: str) -> str:
    """Such a message without its expressions, and with the first of its rows, for a terminal; the UI shows them all."""
    named = re.sub(r" \(.*\)(?= is broken by)", "", markdown)
    first = re.sub(r"\n- `` (.*) ``(\n- `` .* ``)*", r" \1", named)
    return re.sub(rf"(such as .{{{LONGEST}}}).+", r"\1…", first).replace("\n\n", "\n")


def size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
