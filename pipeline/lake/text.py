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

_WORD = r"[\p{L}\p{M}\p{N}]+(?:\x27[\p{L}\p{M}\p{N}]+)*"
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}ー"
_UNREAD = "|".join(
    [
        r"```.*?```",
        r"~~~.*?~~~",
        r"\{% *(?:highlight|raw|comment)\b.*?\{% *end(?:highlight|raw|comment) *%\}",
        r"\{%.*?%\}",
        r"\{\{.*?\}\}",
        r"<!--.*?-->",
        r"<(?:script|style|pre|code)\b.*?</(?:script|style|pre|code)>",
        r"<[^<>]*>",
        r"https?://[^\s)]+",
        r"&#?\w{1,8};",
    ]
)

_MACROS = rf"""
create macro readable(text) as regexp_replace(
    regexp_replace(text, '(?is){_UNREAD}', ' . ', 'g'), '\[([^\[\]]*)\]\([^()]*\)', '\1', 'g'
);
create macro normal(text, lang) as regexp_replace(
    translate(
        lower(nfc_normalize(text)),
        e'’\'\t\n*_\r',
        case when lang[:2] in ('fr', 'it', 'ca') then '    ' else e'\'\'  ' end
    ),
    '\x27s\b', '', 'g'
);
create macro is_unspaced(text) as strlen(text) > length(text) and regexp_matches(text, '[{_UNSPACED}]');
create macro clauses(text) as [
    string_split(clause, ' ')
    for clause in regexp_extract_all(
        case when is_unspaced(text) then regexp_replace(text, '[{_UNSPACED}]+', '.', 'g') else text end,
        '{_WORD}(?: {_WORD})*'
    )
];
create macro runs(text) as case
    when is_unspaced(text) then [
        regexp_extract_all(run, '.\p{{M}}*') for run in regexp_extract_all(text, '[{_UNSPACED}]+')
    ]
end;
create macro flat(text) as regexp_extract_all(
    case when is_unspaced(text) then regexp_replace(text, '([{_UNSPACED}])', ' \1 ', 'g') else text end, '{_WORD}'
);
"""

# Numbers for posts and parts keep the keys short that are grouped and sorted by.
_TEXTS = """
create or replace temp table texts as
select
    cast(row_number() over (order by post_id) as integer) as post,
    site,
    post_id,
    normal(readable(coalesce(body, '')), lang) as body,
    normal(title, lang) as title,
    normal(regexp_extract(trim(title), '^([^:]{1,24}):', 1), lang) as prefix
from given
"""

_TERMS = """
with parts as (
    select post, 'body' as part, body as text from texts
    union all
    select post, 'title' as part, title as text from texts
    union all
    select post, 'prefix' as part, prefix as text from texts
),
spaced as (
    select post, part, unnest(clauses(text)) as clause from parts
),
unspaced as (
    select post, part, unnest(runs(text)) as run from parts
),
neighbours as (
    select post, part, unnest(clause) as word, unnest(clause[2:]) as next_word from spaced
),
found as (
    select post, part, word as term, 1 as words from neighbours
    union all
    select post, part, word || ' ' || next_word as term, 2 as words from neighbours where next_word is not null
    union all
    select post, part, unnest(
        case when len(run) = 1 then run else [run[i] || run[i + 1] for i in range(1, len(run))] end
    ) as term, 1 as words
    from unspaced
),
counted as (
    select
        post,
        term,
        words,
        count(*) filter (where part = 'body') as n,
        count(*) filter (where part = 'title') as title_n,
        count(*) filter (where part = 'prefix') as prefix_n
    from found
    group by post, term, words
)
select
    texts.site,
    texts.post_id,
    counted.term,
    counted.words,
    counted.n,
    counted.title_n,
    counted.prefix_n
from counted
join texts using (post)
order by post, counted.term, counted.words
"""

# hash() of a slice, hash(words[i : i + 4]), would be forty times slower; a shift makes it fit a signed number.
_FINGERPRINTS = """
with worded as (
    select post, site, post_id, flat(body) as words from texts
)
select
    site,
    post_id,
    list_sort(list_distinct([
        cast(hash(words[i], words[i + 1], words[i + 2], words[i + 3], words[i + 4]) >> 1 as bigint)
        for i in range(1, len(words) - 3)
    ])) as shingles
from worded
order by post
"""

_OPENINGS = """
select site, post_id, flat(left(body, 1000))[:12] as words from texts order by post
"""


class Text(NamedTuple):
    """What the posts of a fragment say: TERMS, FINGERPRINTS and OPENINGS, sorted by post."""

    terms: pa.Table
    fingerprints: pa.Table
    openings: pa.Table


def recipe() -> str:
    """sha256 of how texts are counted: this code and the engine, whose hash() differs between versions."""
    return hashlib.sha256(f"{duckdb.__version__}\0{Path(__file__).read_text(encoding='utf-8')}".encode()).hexdigest()


def text(posts: pa.Table) -> Text:
    """Count the words of posts (columns READS)."""
    duck = _duck()
    duck.register("given", posts)
    duck.execute(_TEXTS)
    duck.unregister("given")
    queries = (_TERMS, _FINGERPRINTS, _OPENINGS)
    made = [
        duck.sql(query).to_arrow_table().cast(schema) for query, schema in zip(queries, TABLES.values(), strict=True)
    ]
    return Text(*made)


@functools.cache
def _duck() -> duckdb.DuckDBPyConnection:
    """One connection for each process, with one thread: there are as many processes as processors."""
    duck = duckdb.connect(config={"threads": 1})
    duck.execute(_MACROS)
    return duck
