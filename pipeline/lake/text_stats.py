"""PURE: statistics of texts, counted by DuckDB: terms, openings and fingerprints. Start with count_texts.

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

from pipeline.lake import text_stats_sql
from pipeline.schema_docs import field_with_doc

_KEY = field_with_doc("text_key", pa.int64(), "The text, as lake.posts names it.", nullable=False)
TERMS = pa.schema(
    [
        _KEY,
        field_with_doc("term", pa.string(), "A word, or two that follow each other.", nullable=False),
        field_with_doc("words", pa.int32(), "1, or 2 with a space between.", nullable=False),
        field_with_doc("n", pa.int32(), "Times in the body.", nullable=False),
        field_with_doc("title_n", pa.int32(), "Times in the title, prefix included.", nullable=False),
        field_with_doc(
            "prefix_n", pa.int32(), "Times in the title up to a colon within its first 25 characters.", nullable=False
        ),
    ]
)
FINGERPRINTS = pa.schema(
    [
        _KEY,
        field_with_doc(
            "shingles", pa.list_(pa.int64()), "Hashes of five words in a row, each once, sorted.", nullable=False
        ),
    ]
)
OPENINGS = pa.schema(
    [
        _KEY,
        field_with_doc("words", pa.list_(pa.string()), "The first twelve words of the body.", nullable=False),
    ]
)
TABLES = {"terms": TERMS, "fingerprints": FINGERPRINTS, "openings": OPENINGS}
READS = ("text_key", "lang", "title", "body")  # columns of POSTS that are counted


class TextStats(NamedTuple):
    """Statistics of texts: TERMS, FINGERPRINTS and OPENINGS, in the order of the posts."""

    terms: pa.Table
    fingerprints: pa.Table
    openings: pa.Table


def text_version() -> str:
    """Return a sha256 of this code and of DuckDB's version, because hash() depends on it."""
    name = hashlib.sha256(duckdb.__version__.encode())
    for source in (__file__, text_stats_sql.__file__):
        name.update(Path(source).read_bytes())
    return name.hexdigest()


def count_texts(posts: pa.Table) -> TextStats:
    """Return the statistics of the texts of posts (columns READS)."""
    duck = _connection()
    duck.register("given", posts.append_column("post", pa.array(range(posts.num_rows), pa.int32())))
    duck.execute(text_stats_sql.TEXTS)
    duck.unregister("given")
    terms, words = (duck.sql(query).to_arrow_table() for query in (text_stats_sql.TERMS, text_stats_sql.WORDS))
    found = zip(TABLES.values(), (terms, words, words), strict=True)
    return TextStats(*(table.select(schema.names).cast(schema) for schema, table in found))


@functools.cache
def _connection() -> duckdb.DuckDBPyConnection:
    """Return the connection of this process; one thread, as each processor has a process."""
    duck = duckdb.connect(config={"threads": 1})
    duck.execute("set enable_progress_bar = false")
    return duck
