-- A row is a text, with its first twelve words and the hashes of every five words in a row. Code comes after the rest.
-- hash() of a slice, hash(marks[i : i + 4]), is forty times slower. The shift makes a hash fit a signed number.
with text_words as (
    select
        post,
        text_key,
        case
            when is_unspaced
            then regexp_extract_all(regexp_replace(text, '($piece)', ' \1 ', 'g'), '$word')
            when len(clauses) = 0 then []
            else string_split(array_to_string(clauses, ' '), ' ')
        end as words,
        code
    from texts
    where part = 1
),
word_hashes as (
    select
        *,
        case
            when code is null then [hash(word) for word in words]
            else [hash(word) for word in list_concat(words, regexp_extract_all(lower(code), '$word'))]
        end as marks
    from text_words
),
text_shingles as (
    select
        post,
        text_key,
        words,
        list_sort([
            cast(hash(marks[i], marks[i + 1], marks[i + 2], marks[i + 3], marks[i + 4]) >> 1 as bigint)
            for i in range(1, len(marks) - 3)
        ]) as shingles
    from word_hashes
)
select
    text_key,
    [shingle for shingle, i in shingles if i = 1 or shingle <> shingles[i - 1]] as shingles,
    words[:12] as words
from text_shingles
order by post
