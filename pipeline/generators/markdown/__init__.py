"""Folders of Markdown of several generators, by presets: one dialect and a table. Start: presets.py, then fields.py."""

from functools import partial

from pipeline.generators.generator import Generator, load_no_authors
from pipeline.generators.markdown.document import load_document
from pipeline.generators.markdown.fields import derive_fields
from pipeline.generators.markdown.preset import Preset
from pipeline.generators.markdown.presets import PRESETS
from pipeline.generators.markdown.settings import load_settings
from pipeline.generators.markdown.walk import find_mark, walk


def _make_generator(preset: Preset) -> Generator:
    return Generator(
        title=preset.title,
        find_mark=partial(find_mark, preset),
        settings=partial(load_settings, preset),
        authors=preset.authors or load_no_authors,
        walk=partial(walk, preset),
        document=partial(load_document, preset),
        fields=partial(derive_fields, preset),
    )


MARKDOWN = {name: _make_generator(preset) for name, preset in PRESETS.items()}
