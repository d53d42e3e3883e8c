"""PURE: statistics of texts, counted by DuckDB: terms, openings and fingerprints. Start with count_texts.

A word is a run of letters, marks and digits, NFC and lower case; an apostrophe inside it belongs to it. unspaced.py
finds the words of Chinese, Japanese and Thai. No term of two words crosses punctuation, a blank line, or what is not
read: code, tags, Liquid, URLs.
"""

import functools
import hashlib
from pathlib import Path
from string import Template
from typing import NamedTuple

import duckdb
import pyarrow as pa

from pipeline.files import load_query
from pipeline.lake import unspaced
from pipeline.schema_docs import documented_schema

_KEY = ("text_key", pa.int64(), "The text, as lake.posts names it.")
TERMS = documented_schema(
    _KEY,
    ("term", pa.string(), "A word, or two that follow each other."),
    ("words", pa.int32(), "1, or 2 with a space between."),
    ("n", pa.int32(), "Times in the body."),
    ("title_n", pa.int32(), "Times in the title, prefix included."),
    ("prefix_n", pa.int32(), "Times in the title up to a colon within its first 25 characters."),
    never_null=("text_key", "term", "words", "n", "title_n", "prefix_n"),
)
FINGERPRINTS = documented_schema(
    _KEY,
    ("shingles", pa.list_(pa.int64()), "Hashes of five words in a row, each once, sorted. Blocks of code count too."),
    never_null=("text_key", "shingles"),
)
OPENINGS = documented_schema(
    _KEY, ("words", pa.list_(pa.string()), "The first twelve words of the body."), never_null=("text_key", "words")
)
TABLES = {"terms": TERMS, "fingerprints": FINGERPRINTS, "openings": OPENINGS}
READS = ("text_key", "lang", "title", "body")  # columns of POSTS that are counted

_QUERIES = Path(__file__).with_name("queries")
_LETTER = r"[\p{L}\p{M}\p{N}]"
_CODE = [
    r"```.*?```",
    r"~~~.*?~~~",
    r"\{% *highlight\b.*?\{% *endhighlight *%\}",
    r"<pre\b.*?</pre>",
]
_SKIPPED = [
    *_CODE,
    r"\{% *(?:raw|comment)\b.*?\{% *end(?:raw|comment) *%\}",
    r"\{%.*?%\}",
    r"\{\{.*?\}\}",
    r"<!--.*?-->",
    r"<(?:script|style|code)\b.*?</(?:script|style|code)>",
    r"<[^<>]*>",
    r"https?://[^\s)]+",
    r"&#?\w{1,8};",
]
_PATTERNS = {  # placeholders of the queries
    "skipped": "|".join(_SKIPPED),
    "code": "|".join(_CODE),
    "word": rf"{_LETTER}(?:\x27?{_LETTER})*",
    "clause": rf"{_LETTER}(?:[ \x27]?{_LETTER})*",  # words with one space between
    "unspaced": r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}ー",
    # For shingles, which must not depend on what is installed. A single character would make them too short.
    "piece": r"\p{Han}{1,2}|[\p{Katakana}ー]+|\p{Hiragana}+|(?:\p{Thai}\p{M}*){1,4}",
    # Pairs with one of these words name nothing and would be a third of all rows. IT, US and WHO name: not here.
    "joining_words": (
        "a an and are as at be been but by for from had has have in is of on or our than that the their them these "
        "they this to was we were which with you your"
    ),
}


class TextStats(NamedTuple):
    """Statistics of texts: TERMS, FINGERPRINTS and OPENINGS, in the order of the posts."""

    terms: pa.Table
    fingerprints: pa.Table
    openings: pa.Table


def text_version() -> str:
    """Return a sha256 of this code, its queries, what splits words, and DuckDB's version, on which hash() depends."""
    version = hashlib.sha256(f"{duckdb.__version__} {unspaced.splitter_version()}".encode())
    for source in (Path(__file__), Path(unspaced.__file__), *sorted(_QUERIES.glob("*.sql"))):
        version.update(source.read_bytes())
    return version.hexdigest()


def count_texts(posts: pa.Table) -> TextStats:
    """Return the statistics of the texts of posts (columns READS)."""
    duck = _connection()
    duck.register("given", posts.append_column("post", pa.array(range(posts.num_rows), pa.int32())))
    duck.execute(f"create or replace temp table texts as\n{_fill_query('texts')}")
    duck.unregister("given")
    duck.register("unspaced_terms", _split_unspaced(duck))
    terms, words = (duck.sql(_fill_query(name)).to_arrow_table() for name in ("terms", "words"))
    duck.unregister("unspaced_terms")
    found = zip(TABLES.values(), (terms, words, words), strict=True)
    return TextStats(*(table.select(schema.names).cast(schema) for schema, table in found))


def _split_unspaced(duck: duckdb.DuckDBPyConnection) -> pa.Table:
    """Return the words of texts without spaces, each as often as it occurs, as (post, part, term)."""
    texts = duck.sql("select post, part, text from texts where is_unspaced").fetchall()
    with_kana = {post for post, _, text in texts if unspaced.contains_kana(text)}
    rows = [(post, part, word) for post, part, text in texts for word in unspaced.split_words(text, post in with_kana)]
    posts, parts, words = zip(*rows, strict=True) if rows else ((), (), ())
    return pa.table(
        {"post": pa.array(posts, pa.int32()), "part": pa.array(parts, pa.int32()), "term": pa.array(words, pa.string())}
    )


@functools.cache
def _fill_query(name: str) -> str:
    return Template(load_query(_QUERIES, name)).substitute(_PATTERNS)


@functools.cache
def _connection() -> duckdb.DuckDBPyConnection:
    """Return the connection of this process; one thread, as each processor has a process."""
    duck = duckdb.connect(config={"threads": 1})
    duck.execute("set enable_progress_bar = false")
    return duck
