"""Port of Hugo's reading of a site, as its newest release reads. Do not improve on Hugo. Start: fields.py."""

from pipeline.generators.generator import Generator
from pipeline.generators.hugo.authors import load_authors
from pipeline.generators.hugo.document import load_document
from pipeline.generators.hugo.fields import derive_fields
from pipeline.generators.hugo.settings import load_settings
from pipeline.generators.hugo.walk import find_mark, walk

HUGO = Generator(
    title="Hugo",
    find_mark=find_mark,
    settings=load_settings,
    authors=load_authors,
    walk=walk,
    document=load_document,
    fields=derive_fields,
)
