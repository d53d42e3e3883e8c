"""The JavaScript that draws the charts: Vega, Vega-Lite and Vega-Embed, as vl-convert-python brings them.

Run as a program when an environment is set up, it bundles them: that takes longer than all the rest of a page.
"""

import sys
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from pipeline.errors import PostsError
from pipeline.files import made, replacing

VEGA_LITE = "6.4"
NAME = f"vega-lite-{VEGA_LITE}-{version('vl-convert-python')}.js"
KEPT = Path(sys.prefix) / "share" / "posts-warehouse" / NAME  # beside what it is made of, as byte code is


def script() -> str:
    """The text, bundled now where that was not done yet; an environment that cannot be written to does not keep it."""
    with suppress(FileNotFoundError):
        return KEPT.read_text(encoding="utf-8")
    from vl_convert import javascript_bundle  # noqa: PLC0415 -- 88 MB that are needed once

    text: str = javascript_bundle("window.vegaEmbed = vegaEmbed;", VEGA_LITE)
    with suppress(PostsError):
        made(KEPT.parent)
        with replacing(KEPT) as new:
            new.write_text(text, encoding="utf-8")
    return text


if __name__ == "__main__":
    script()
