"""JavaScript that draws the charts: Vega, Vega-Lite, Vega-Embed (vl-convert-python).

Run as a program when an environment is set up, it bundles them: that takes longer than all the rest of a page.
"""

import sys
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from pipeline.errors import PostsError
from pipeline.files import ensure_dir, replacing

VEGA_LITE_VERSION = "6.4"
BUNDLE_NAME = f"vega-lite-{VEGA_LITE_VERSION}-{version('vl-convert-python')}.js"
BUNDLE_PATH = Path(sys.prefix) / "share" / "posts-warehouse" / BUNDLE_NAME  # in the environment that it is bundled from


def load_bundle() -> str:
    """Return the JavaScript, bundled now if it was not yet; a read-only disk keeps none."""
    with suppress(FileNotFoundError):
        return BUNDLE_PATH.read_text(encoding="utf-8")
    from vl_convert import javascript_bundle  # noqa: PLC0415 -- 88 MB that are needed once

    text: str = javascript_bundle("window.vegaEmbed = vegaEmbed;", VEGA_LITE_VERSION)
    with suppress(PostsError):
        ensure_dir(BUNDLE_PATH.parent)
        with replacing(BUNDLE_PATH) as new:
            new.write_text(text, encoding="utf-8")
    return text


if __name__ == "__main__":
    load_bundle()
