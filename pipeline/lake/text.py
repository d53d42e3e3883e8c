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

from pipeline.columns import column
from pipeline.lake import counting

_KEY = column("text_key", pa.int64(), "The text, as lake.posts names it.", nullable=False)
TERMS = pa.schema(
    [
        _KEY,
        column("term", pa.string(), "A word, or two that follow each other.", nullable=False),
        column("words", pa.int32(), "1, or 2 with a space between.", nullable=False),
        column("n", pa.int32(), "Times in the body.", nullable=False),
        column("title_n", pa.int32(), "Times in the title, prefix included.", nullable=False),
        column(
            "prefix_n", pa.int32(), "Times in the title up to a colon within its first 25 characters.", nullable=False
        ),
    ]
)
FINGERPRINTS = pa.schema(
    [
        _KEY,
        column("shingles", pa.list_(pa.int64()), "Hashes of five words in a row, each once, sorted.", nullable=False),
    ]
)
OPENINGS = pa.schema(
    [
        _KEY,
        column("words", pa.list_(pa.string()), "The first twelve words of the body.", nullable=False),
    ]
)
TABLES = {"terms": TERMS, "fingerprints": FINGERPRINTS, "openings": OPENINGS}
READS = ("text_key", "lang", "title", "body")  # columns of a post


class Text(NamedTuple):
    """What posts say: TERMS, FINGERPRINTS and OPENINGS, in the order of the posts."""

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
    duck.register("given", posts.append_column("post", pa.array(range(posts.num_rows), pa.int32())))
    duck.execute(counting.TEXTS)
    duck.unregister("given")
    terms, words = (duck.sql(query).to_arrow_table() for query in (counting.TERMS, counting.WORDS))
    found = zip(TABLES.values(), (terms, words, words), strict=True)
    return Text(*(table.select(schema.names).cast(schema) for schema, table in found))


@functools.cache
def _duck() -> duckdb.DuckDBPyConnection:
    """One connection for each process, with one thread: there are as many processes as processors."""
    duck = duckdb.connect(config={"threads": 1})
    duck.execute("set enable_progress_bar = false")
    return duck
