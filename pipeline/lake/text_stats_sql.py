"""SELECTs that count words: `given` becomes the table `texts`, from which come terms, shingles and openings.

The caller numbers the posts, because short keys are quicker to group and sort by.
"""

_LETTER = r"[\p{L}\p{M}\p{N}]"
_WORD = rf"{_LETTER}(?:\x27?{_LETTER})*"
_CLAUSE = rf"{_LETTER}(?:[ \x27]?{_LETTER})*"  # words with one space between
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}ー"
# Pairs with one of these words name nothing, and would be a third of all rows. IT, US and WHO are not here: they name.
_JOINING_WORDS = (
    "a an and are as at be been but by for from had has have in is of on or our than that the their them these they "
    "this to was we were which with you your"
)
_SKIPPED = "|".join(
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

# DuckDB compiles a pattern wherever it stands, in milliseconds for such classes. So each one stands once.
TEXTS = rf"""
create or replace temp table texts as
with text_parts as (
    -- unnested and not a union, whose every branch would compile the patterns below for itself
    select
        post,
        text_key,
        lang,
        unnest([1, 2, 3]) as part,
        unnest([
            regexp_replace(
                regexp_replace(coalesce(body, ''), '(?is){_SKIPPED}', ' . ', 'g'),
                '\[([^\[\]]*)\]\([^()]*\)', '\1', 'g'
            ),
            title,
            regexp_extract(trim(title), '^([^:]{{1,24}}):', 1)
        ]) as text
    from given
),
parts_by_alphabet as (
    -- below U+0300 nothing can be composed, nor can quotes and dashes; to look is quicker than to normalise
    select *, regexp_matches(text, '[^\x00-\x{{2FF}}\x{{2010}}-\x{{203F}}]') as is_beyond from text_parts
),
composed_parts as (
    select * replace (lower(case when is_beyond then nfc_normalize(text) else text end) as text) from parts_by_alphabet
),
plain_parts as (
    select
        * replace (replace(replace(replace(replace(replace(replace(
            text, '*', ''), '_', ''), e'\r', ''), e'\n', ' '), e'\t', ' '), '’', e'\'') as text)
    from composed_parts
),
word_forms as (
    -- "the city's" is a form of "city"; French and Italian elide in front: "l'Europe" is two words
    select
        * replace (
            case when lang[:2] in ('fr', 'it', 'ca') then replace(text, e'\'', ' ')
            else regexp_replace(text, '\x27s\b', '', 'g') end as text
        ),
        case when is_beyond then regexp_matches(text, '[{_UNSPACED}]') else false end as is_unspaced
    from plain_parts
)
select
    post,
    text_key,
    part,
    is_unspaced,
    text,
    regexp_extract_all(
        case when is_unspaced then regexp_replace(text, '[{_UNSPACED}]+', '.', 'g') else text end, '{_CLAUSE}'
    ) as clauses
from word_forms
"""

_COUNTS = """count(*) filter (where part = 1) as n,
        count(*) filter (where part = 2) as title_n,
        count(*) filter (where part = 3) as prefix_n"""
TERMS = rf"""
with clauses as (
    select post, part, unnest(clauses) as clause from texts
),
clause_words as (
    select post, part, string_split(clause, ' ') as words from clauses
),
words_with_next as (
    select post, part, unnest(words) as word, unnest(words[2:]) as next_word from clause_words
),
joining_words as (
    select unnest(string_split('{_JOINING_WORDS}', ' ')) as joint
),
-- counted before they are joined: short strings are quicker to group
word_counts as (
    select
        post,
        word as term,
        1 as words,
        {_COUNTS}
    from words_with_next
    group by post, word
),
pair_counts as (
    select
        post,
        word,
        next_word,
        {_COUNTS}
    from words_with_next
    anti join joining_words as before on before.joint = word  -- `not in` would look up both words always
    anti join joining_words as after on after.joint = next_word
    where next_word is not null
    group by post, word, next_word
),
unspaced_runs as (
    select post, part, unnest(regexp_extract_all(text, '[{_UNSPACED}]+')) as run from texts where is_unspaced
),
run_signs as (
    select post, part, regexp_extract_all(run, '.\p{{M}}*') as signs from unspaced_runs
),
unspaced_terms as (
    select
        post,
        part,
        unnest(
            case when len(signs) = 1 then signs else [signs[i] || signs[i + 1] for i in range(1, len(signs))] end
        ) as term
    from run_signs
),
term_counts as (
    select post, term, words, n, title_n, prefix_n from word_counts
    union all
    select post, word || ' ' || next_word as term, 2 as words, n, title_n, prefix_n from pair_counts
    union all
    select
        post,
        term,
        1 as words,
        {_COUNTS}
    from unspaced_terms
    group by post, term
)
select
    texts.text_key,
    term_counts.term,
    term_counts.words,
    cast(term_counts.n as integer) as n,
    cast(term_counts.title_n as integer) as title_n,
    cast(term_counts.prefix_n as integer) as prefix_n
from term_counts
inner join texts on texts.post = term_counts.post and texts.part = 1
-- an order that is the same every time, and is quicker found than that of names
order by term_counts.post, hash(term_counts.term)
"""

# hash() of a slice, hash(marks[i : i + 4]), is forty times slower. The shift makes a hash fit a signed number.
WORDS = rf"""
with text_words as (
    select
        post,
        text_key,
        case
            when is_unspaced
            then regexp_extract_all(regexp_replace(text, '([{_UNSPACED}])', ' \1 ', 'g'), '{_WORD}')
            when len(clauses) = 0 then []
            else string_split(array_to_string(clauses, ' '), ' ')
        end as words
    from texts
    where part = 1
),
word_hashes as (
    select *, [hash(word) for word in words] as marks from text_words
),
text_shingles as (
    select
        post,
        text_key,
        words,
        list_sort([
            cast(hash(marks[i], marks[i + 1], marks[i + 2], marks[i + 3], marks[i + 4]) >> 1 as bigint)
            for i in range(1, len(words) - 3)
        ]) as shingles
    from word_hashes
)
select
    text_key,
    [shingle for shingle, i in shingles if i = 1 or shingle <> shingles[i - 1]] as shingles,
    words[:12] as words
from text_shingles
order by post
"""
