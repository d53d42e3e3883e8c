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
# Two words of which one only joins others name nothing, and would be two thirds of all rows. No IT, US or WHO here.
_JOINTS = (
    "a an and are as at be been but by for from had has have in is of on or our than that the their them these they "
    "this to was we were which with you your"
)
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
-- below U+0300 there is nothing to compose, and what quotes and dashes there are; looking is quicker than normalising
create macro composed(text) as case
    when regexp_matches(text, '[^\x00-\x{{2FF}}\x{{2010}}-\x{{203F}}]') then nfc_normalize(text) else text
end;
create macro on_one_line(text) as replace(replace(replace(text, e'\n', ' '), e'\t', ' '), e'\r', '');
create macro unmarked(text) as replace(replace(text, '*', ''), '_', '');
-- "the city's" is a form of "city"; French and Italian elide in front: "l'Europe" is two words
create macro unelided(text, lang) as case
    when lang[:2] in ('fr', 'it', 'ca') then replace(text, e'\'', ' ') else regexp_replace(text, '\x27s\b', '', 'g')
end;
create macro normal(text, lang) as
    unelided(replace(on_one_line(unmarked(lower(composed(text)))), '’', e'\''), lang);
create macro is_joint(word) as word in ({", ".join(map(repr, _JOINTS.split()))});
create macro is_unspaced(text) as strlen(text) > length(text) and regexp_matches(text, '[{_UNSPACED}]');
create macro clauses(text) as regexp_extract_all(
    case when is_unspaced(text) then regexp_replace(text, '[{_UNSPACED}]+', '.', 'g') else text end,
    '{_WORD}(?: {_WORD})*'
);
create macro runs(text) as case when is_unspaced(text) then regexp_extract_all(text, '[{_UNSPACED}]+') end;
create macro characters(text) as regexp_extract_all(text, '.\p{{M}}*');
create macro flat(text, clauses) as case
    when is_unspaced(text) then regexp_extract_all(
        regexp_replace(text, '([{_UNSPACED}])', ' \1 ', 'g'), '{_WORD}'
    )
    when len(clauses) = 0 then []
    else string_split(array_to_string(clauses, ' '), ' ')
end;
"""

# Numbers for posts keep the keys short that are grouped and sorted by.
_TEXTS = """
create or replace temp table texts as
with posts as (
    select
        cast(row_number() over (order by post_id) as integer) as post,
        site,
        post_id,
        normal(readable(coalesce(body, '')), lang) as body,
        normal(title, lang) as title,
        normal(regexp_extract(trim(title), '^([^:]{1,24}):', 1), lang) as prefix
    from given
)
select *, clauses(body) as clauses from posts
"""

_COUNTS = """
        count(*) filter (where part = 1) as n,
        count(*) filter (where part = 2) as title_n,
        count(*) filter (where part = 3) as prefix_n
"""
_TERMS = f"""
with parts as (
    select post, 1 as part, body as text, clauses from texts
    union all
    select post, 2 as part, title as text, clauses(title) as clauses from texts
    union all
    select post, 3 as part, prefix as text, clauses(prefix) as clauses from texts
),
clauses as (
    select post, part, unnest(clauses) as clause from parts
),
worded as (
    select post, part, string_split(clause, ' ') as words from clauses
),
neighbours as (
    select post, part, unnest(words) as word, unnest(words[2:]) as next_word from worded
),
-- counted before they are joined: short strings are quicker to group
singles as (
    select
        post,
        word as term,
        1 as words,
        {_COUNTS.strip()}
    from neighbours
    group by post, word
),
pairs as (
    select
        post,
        word,
        next_word,
        {_COUNTS.strip()}
    from neighbours
    where next_word is not null and not is_joint(word) and not is_joint(next_word)
    group by post, word, next_word
),
runs as (
    select post, part, unnest(runs(text)) as run from parts
),
spelled as (
    select post, part, characters(run) as signs from runs
),
unspaced as (
    select
        post,
        part,
        unnest(
            case when len(signs) = 1 then signs else [signs[i] || signs[i + 1] for i in range(1, len(signs))] end
        ) as term
    from spelled
),
counted as (
    select * from singles
    union all
    select post, word || ' ' || next_word as term, 2 as words, n, title_n, prefix_n from pairs
    union all
    select post, term, 1 as words, {_COUNTS.strip()} from unspaced group by post, term
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
order by post, counted.term
"""

# hash() of a slice, hash(words[i : i + 4]), would be forty times slower; a shift makes it fit a signed number.
_WORDS = """
with worded as (
    select post, site, post_id, flat(body, clauses) as words from texts
),
hashed as (
    select
        post,
        site,
        post_id,
        words,
        list_sort([
            cast(hash(words[i], words[i + 1], words[i + 2], words[i + 3], words[i + 4]) >> 1 as bigint)
            for i in range(1, len(words) - 3)
        ]) as shingles
    from worded
)
select
    site,
    post_id,
    [shingle for shingle, i in shingles if i = 1 or shingle <> shingles[i - 1]] as shingles,
    words[:12] as words
from hashed
order by post
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
    terms, words = (duck.sql(query).to_arrow_table() for query in (_TERMS, _WORDS))
    fingerprints, openings = (words.select(schema.names).cast(schema) for schema in (FINGERPRINTS, OPENINGS))
    return Text(terms.cast(TERMS), fingerprints, openings)


@functools.cache
def _duck() -> duckdb.DuckDBPyConnection:
    """One connection for each process, with one thread: there are as many processes as processors."""
    duck = duckdb.connect(config={"threads": 1})
    duck.execute(_MACROS)
    return duck
