"""Port of Jekyll's reading of a site; each rule cites Jekyll's source. Do not improve on Jekyll. Start: fields.py."""

from pipeline.generators.generator import Generator
from pipeline.generators.jekyll.authors import load_authors
from pipeline.generators.jekyll.document import load_document
from pipeline.generators.jekyll.fields import derive_fields
from pipeline.generators.jekyll.settings import load_settings
from pipeline.generators.jekyll.walk import find_mark, walk

JEKYLL = Generator(
    title="Jekyll",
    find_mark=find_mark,
    settings=load_settings,
    authors=load_authors,
    walk=walk,
    document=load_document,
    fields=derive_fields,
)
