"""Script of the page: the modules of browser/ as one, in the order in which they are best read.

A page that is mailed cannot load modules, so they share one scope: a name is declared once in all of browser/.
"""

from pathlib import Path

MODULES = (
    *("calendar", "chance", "words", "sentences", "sentences_upkeep"),  # no page and no data: days, odds, phrases
    *("data", "periods", "count"),  # the posts, and every count of them
    *("dom", "plot", "drawings", "shades", "table", "choice", "cells", "block"),  # what blocks are made of
    # The blocks.
    *("lead", "amount", "people", "stories", "subjects", "habits", "languages", "links", "upkeep", "changes"),
    *("filters", "main"),
)


def bundle_script(folder: Path) -> str:
    """Return the modules of a folder as one script."""
    texts = [(folder / f"{name}.js").read_text(encoding="utf-8").strip() for name in MODULES]
    return "\n".join(['"use strict";', *texts])
