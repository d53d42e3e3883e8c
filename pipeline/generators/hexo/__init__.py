"""Port of Hexo 8's reading of a site. Do not improve on Hexo. Start: fields.py."""

from pipeline.generators.generator import Generator, load_no_authors
from pipeline.generators.hexo.document import load_document
from pipeline.generators.hexo.fields import derive_fields
from pipeline.generators.hexo.settings import load_settings
from pipeline.generators.hexo.walk import find_mark, walk

HEXO = Generator(
    title="Hexo",
    find_mark=find_mark,
    settings=load_settings,
    authors=load_no_authors,
    walk=walk,
    document=load_document,
    fields=derive_fields,
)
