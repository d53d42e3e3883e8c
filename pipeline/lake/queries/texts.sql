-- A row is a part of a post that is counted: its body (1), its title (2), or the prefix of its title (3).
-- The posts are numbered, because short keys are quicker to group and sort by. DuckDB compiles a pattern wherever it
-- stands, in milliseconds for such classes of letters: each one stands once.
with text_parts as (
    -- unnested and not a union, whose every branch would compile the patterns below for itself
    select
        post,
        text_key,
        lang,
        unnest([1, 2, 3]) as part,
        unnest([
            regexp_replace(
                regexp_replace(coalesce(body, ''), '(?is)$skipped', ' . ', 'g'),
                '\[([^\[\]]*)\]\([^()]*\)', '\1', 'g'
            ),
            title,
            regexp_extract(trim(title), '^([^:]{1,24}):', 1)
        ]) as text,
        -- what is code has no terms, but tells one text from another
        case
            when contains(body, '```') or contains(body, '~~~') or contains(body, '<pre') or contains(body, '{% high')
            then array_to_string(regexp_extract_all(body, '(?is)$code'), ' ')
        end as code
    from given
),
parts_by_alphabet as (
    -- below U+0300 nothing can be composed, nor can quotes and dashes; to look is quicker than to normalise
    select
        *,
        regexp_matches(text, '[^\x00-\x{2FF}\x{2010}-\x{203F}]') as is_beyond
    from text_parts
),
composed_parts as (
    select * replace (lower(case when is_beyond then nfc_normalize(text) else text end) as text)
    from parts_by_alphabet
),
plain_parts as (
    select
        * replace (
            replace(
                replace(replace(replace(replace(replace(text, '*', ''), '_', ''), e'\r', ''), e'\n', ' '), e'\t', ' '),
                '’', e'\''
            ) as text
        )
    from composed_parts
),
word_forms as (
    -- "the city's" is a form of "city"; French and Italian elide in front: "l'Europe" is two words
    select
        * replace (
            case
                when lang[:2] in ('fr', 'it', 'ca') then replace(text, e'\'', ' ')
                else regexp_replace(text, '\x27s\b', '', 'g')
            end as text
        ),
        case when is_beyond then regexp_matches(text, '[$unspaced]') else false end as is_unspaced
    from plain_parts
)
select
    post,
    text_key,
    part,
    is_unspaced,
    text,
    code,
    regexp_extract_all(
        case when is_unspaced then regexp_replace(text, '[$unspaced]+', '.', 'g') else text end, '$clause'
    ) as clauses
from word_forms
