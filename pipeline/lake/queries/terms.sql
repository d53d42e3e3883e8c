-- A row is a term of a text, and how often it stands in the body, in the title and in the title's prefix.
with clauses as (
    select
        post,
        part,
        unnest(clauses) as clause
    from texts
),
clause_words as (
    select
        post,
        part,
        string_split(clause, ' ') as words
    from clauses
),
words_with_next as (
    select
        post,
        part,
        unnest(words) as word,
        unnest(words[2:]) as next_word
    from clause_words
),
joining_words as (
    select unnest(string_split('$joining_words', ' ')) as joint
),
-- counted before they are joined: short strings are quicker to group
word_counts as (
    select
        post,
        word as term,
        1 as words,
        count(*) filter (where part = 1) as n,
        count(*) filter (where part = 2) as title_n,
        count(*) filter (where part = 3) as prefix_n
    from words_with_next
    group by post, word
),
pair_counts as (
    select
        pairs.post,
        pairs.word,
        pairs.next_word,
        count(*) filter (where pairs.part = 1) as n,
        count(*) filter (where pairs.part = 2) as title_n,
        count(*) filter (where pairs.part = 3) as prefix_n
    from words_with_next as pairs
    anti join joining_words as before on pairs.word = before.joint  -- `not in` would look up both words always
    anti join joining_words as after on pairs.next_word = after.joint
    where pairs.next_word is not null
    group by pairs.post, pairs.word, pairs.next_word
),
term_counts as (
    select
        post,
        term,
        words,
        n,
        title_n,
        prefix_n
    from word_counts
    union all
    select
        post,
        word || ' ' || next_word as term,
        2 as words,
        n,
        title_n,
        prefix_n
    from pair_counts
    union all
    select
        post,
        term,
        1 as words,
        count(*) filter (where part = 1) as n,
        count(*) filter (where part = 2) as title_n,
        count(*) filter (where part = 3) as prefix_n
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
inner join texts on term_counts.post = texts.post and texts.part = 1
-- an order that is the same every time, and is quicker found than that of names
order by term_counts.post, hash(term_counts.term)
