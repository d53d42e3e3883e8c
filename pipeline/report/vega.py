"""The JavaScript that draws the charts: Vega, Vega-Lite and Vega-Embed, as vl-convert-python brings them."""

from importlib.metadata import version
from pathlib import Path

from vl_convert import javascript_bundle

from pipeline.files import replacing

VEGA_LITE = "6.4"
NAME = f".vega-{version('vl-convert-python')}.js"


def script(folder: Path) -> str:
    """The text, kept in `folder`: bundling it takes longer than the rest of the page."""
    kept = folder / NAME
    if not kept.exists():
        for old in folder.glob(".vega-*.js"):
            old.unlink()
        with replacing(kept) as new:
            new.write_text(javascript_bundle("window.vegaEmbed = vegaEmbed;", VEGA_LITE), encoding="utf-8")
    return kept.read_text(encoding="utf-8")
