"""PURE: what posts say, counted by DuckDB, Arrow in, Arrow out: terms and openings of texts, and their fingerprints.

A word is a run of letters, marks and digits, NFC and lower case; an apostrophe inside it belongs to it. Chinese,
Japanese and Thai have no spaces: two characters that follow each other are a term there. No term of two words crosses
punctuation, a blank line, or what is not read: code, tags, Liquid, URLs.
"""

import functools
import hashlib
from collections.abc import Mapping
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
        pa.field("sha256", pa.string(), nullable=False),  # of all that was counted, see digests()
    ]
)
TABLES = {"terms": TERMS, "fingerprints": FINGERPRINTS, "openings": OPENINGS}
READS = ("site", "post_id", "lang", "title", "body")  # columns of a post


class Text(NamedTuple):
    """What posts say: TERMS, FINGERPRINTS and OPENINGS, sorted by post."""

    terms: pa.Table
    fingerprints: pa.Table
    openings: pa.Table


def recipe() -> str:
    """sha256 of how texts are counted: this code and the engine, whose hash() differs between versions."""
    name = hashlib.sha256(duckdb.__version__.encode())
    for source in (__file__, counting.__file__):
        name.update(Path(source).read_bytes())
    return name.hexdigest()


def digests(posts: pa.Table) -> dict[str, str]:
    """By post_id, the sha256 of all that is counted of a post: equal ones need not be counted again."""
    found = {}
    for row in posts.select(READS).to_pylist():
        name = hashlib.sha256()
        for value in row.values():
            name.update(b"\0-" if value is None else b"\0+" + hashlib.sha256(value.encode()).digest())
        found[row["post_id"]] = name.hexdigest()
    return found


def text(posts: pa.Table, sha256: Mapping[str, str]) -> Text:
    """Count the words of posts (columns READS), of which `sha256` has the digests."""
    duck = _duck()
    duck.register("given", posts)
    duck.execute(counting.TEXTS)
    duck.unregister("given")
    terms, words = (duck.sql(query).to_arrow_table() for query in (counting.TERMS, counting.WORDS))
    words = words.append_column("sha256", pa.array(map(sha256.get, words.column("post_id").to_pylist()), pa.string()))
    fingerprints, openings = (words.select(schema.names).cast(schema) for schema in (FINGERPRINTS, OPENINGS))
    return Text(terms.cast(TERMS), fingerprints, openings)


@functools.cache
def _duck() -> duckdb.DuckDBPyConnection:
    """One connection for each process, with one thread: there are as many processes as processors."""
    return duckdb.connect(config={"threads": 1})
