"""PURE: what posts say, counted by DuckDB, Arrow in, Arrow out: terms and openings of texts, and their fingerprints.

A word is a run of letters, marks and digits, NFC and lower case; an apostrophe inside it belongs to it. Chinese,
Japanese and Thai have no spaces: two characters that follow each other are a term there. No term of two words crosses
punctuation, a blank line, or what is not read: code, tags, Liquid, URLs.
"""

import functools
import hashlib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.columns import column
from pipeline.lake import counting

TERMS = pa.schema(
    [
        column("site", pa.string(), "The site.", nullable=False),
        column("post_id", pa.string(), "The post.", nullable=False),
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
        column("site", pa.string(), "The site.", nullable=False),
        column("post_id", pa.string(), "The post.", nullable=False),
        column("shingles", pa.list_(pa.int64()), "Hashes of five words in a row, each once, sorted.", nullable=False),
    ]
)
OPENINGS = pa.schema(
    [
        column("site", pa.string(), "The site.", nullable=False),
        column("post_id", pa.string(), "The post.", nullable=False),
        column("words", pa.list_(pa.string()), "The first twelve words of the body.", nullable=False),
        column("sha256", pa.string(), "Of all that was counted of the post.", nullable=False),  # see digests()
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
    for row in zip(*(posts.column(name).to_pylist() for name in READS), strict=True):
        values = [b"" if value is None else value.encode() for value in row]
        # each value's length goes before it, so that no two rows are one text
        lengths = [-1 if value is None else len(encoded) for value, encoded in zip(row, values, strict=True)]
        found[row[READS.index("post_id")]] = hashlib.sha256(b"".join([repr(lengths).encode(), *values])).hexdigest()
    return found


def text(given: Sequence[pa.Table], sha256: Mapping[str, str]) -> list[Text]:
    """Count the words of several tables of posts (columns READS) at once, of which `sha256` has the digests."""
    posts = pa.concat_tables([table.sort_by("post_id") for table in given])
    starts = [0, *accumulate(table.num_rows for table in given)]
    duck = _duck()
    duck.register("given", posts.append_column("post", pa.array(range(posts.num_rows), pa.int32())))
    duck.execute(counting.TEXTS)
    duck.unregister("given")
    terms, words = (duck.sql(query).to_arrow_table() for query in (counting.TERMS, counting.WORDS))
    words = words.append_column("sha256", pa.array(map(sha256.get, words.column("post_id").to_pylist()), pa.string()))
    found = zip(TABLES.values(), (terms, words, words), strict=True)
    return [Text(*parts) for parts in zip(*(_cut(table, starts, schema) for schema, table in found), strict=True)]


def _cut(table: pa.Table, starts: Sequence[int], schema: pa.Schema) -> list[pa.Table]:
    """The rows of posts from each of `starts` to the next, of a table in the order of its posts."""
    found = runs(table.column("post"))
    begins = [begin for _, begin, _ in found] + [table.num_rows]
    rows = [begins[bisect_left(found, (start,))] for start in starts]
    table = table.select(schema.names).cast(schema)
    return [table.slice(start, end - start) for start, end in pairwise(rows)]


def runs(column: pa.ChunkedArray) -> list[tuple[Any, int, int]]:
    """Each value of a sorted column, with its first row and the one after its last."""
    found = pc.run_end_encode(column.combine_chunks())
    return [
        (value, *rows)
        for value, rows in zip(found.values.to_pylist(), pairwise([0, *found.run_ends.to_pylist()]), strict=True)
    ]


@functools.cache
def _duck() -> duckdb.DuckDBPyConnection:
    """One connection for each process, with one thread: there are as many processes as processors."""
    duck = duckdb.connect(config={"threads": 1})
    duck.execute("set enable_progress_bar = false")
    return duck
