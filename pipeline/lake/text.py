"""PURE: what posts say, counted by DuckDB, Arrow in, Arrow out: terms and openings of texts, and their fingerprints.

A word is a run of letters, marks and digits, NFC and lower case; an apostrophe inside it belongs to it. Chinese,
Japanese and Thai have no spaces: two characters that follow each other are a term there. No term of two words crosses
punctuation, a blank line, or what is not read: code, tags, Liquid, URLs.
"""

import functools
import hashlib
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa

from pipeline.lake import counting

TERMS = pa.schema(
    [
        pa.field("site", pa.string(), nullable=False),
        pa.field("post_id", pa.string(), nullable=False),
        pa.field("term", pa.string(), nullable=False),
        pa.field("words", pa.int32(), nullable=False),  # 1, or 2 with a space between
        pa.field("n", pa.int32(), nullable=False),  # in the body
        pa.field("title_n", pa.int32(), nullable=False),  # in the title, prefix included
        pa.field("prefix_n", pa.int32(), nullable=False),  # in the title up to a colon within its first 25 characters
    ]
)
FINGERPRINTS = pa.schema(
    [
        pa.field("site", pa.string(), nullable=False),
        pa.field("post_id", pa.string(), nullable=False),
        pa.field("shingles", pa.list_(pa.int64()), nullable=False),  # hashes of five words in a row, each once, sorted
    ]
)
OPENINGS = pa.schema(
    [
        pa.field("site", pa.string(), nullable=False),
        pa.field("post_id", pa.string(), nullable=False),
        pa.field("words", pa.list_(pa.string()), nullable=False),  # the first twelve of the body
    ]
)
TABLES = {"terms": TERMS, "fingerprints": FINGERPRINTS, "openings": OPENINGS}
READS = ("site", "post_id", "lang", "title", "body")  # columns of a post


class Text(NamedTuple):
    """What the posts of a fragment say: TERMS, FINGERPRINTS and OPENINGS, sorted by post."""

    terms: pa.Table
    fingerprints: pa.Table
    openings: pa.Table


def recipe() -> str:
    """sha256 of how texts are counted: this code and the engine, whose hash() differs between versions."""
    name = hashlib.sha256(duckdb.__version__.encode())
    for source in (__file__, counting.__file__):
        name.update(Path(source).read_bytes())
    return name.hexdigest()


def text(posts: pa.Table) -> Text:
    """Count the words of posts (columns READS)."""
    duck = _duck()
    duck.register("given", posts)
    duck.execute(counting.TEXTS)
    duck.unregister("given")
    terms, words = (duck.sql(query).to_arrow_table() for query in (counting.TERMS, counting.WORDS))
    fingerprints, openings = (words.select(schema.names).cast(schema) for schema in (FINGERPRINTS, OPENINGS))
    return Text(terms.cast(TERMS), fingerprints, openings)


@functools.cache
def _duck() -> duckdb.DuckDBPyConnection:
    """One connection for each process, with one thread: there are as many processes as processors."""
    return duckdb.connect(config={"threads": 1})
