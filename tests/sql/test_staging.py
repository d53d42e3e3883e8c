"""What is live, and which posts tell one story."""

from tests.sql.tables import Run, rows


def test_posts(run: Run) -> None:
    # Jekyll hides what is dated after the build, not what is dated to its very second (publisher.rb).
    given = {
        "site.sites": rows("""
            site   | future
            news   | false
            events | true
            """),
        "lake.posts": rows("""
            site   | post_id | fate    | published_at           | published_on | is_below_drafts | is_hidden | is_draft
            news   | past    | post    | 2024-03-14 08:00:00+00 | 2024-03-14   | false           | false     | false
            news   | marked  | post    | 2024-03-14 08:00:00+00 | 2024-03-14   | false           | false     | true
            news   | now     | post    | 2024-03-15 12:00:00+00 | 2024-03-15   | false           | false     | false
            news   | next    | post    | 2024-03-15 12:00:01+00 | 2024-03-15   | false           | false     | false
            news   | hidden  | post    | 2024-03-14 08:00:00+00 | 2024-03-14   | false           | true      | false
            news   | draft   | draft   | 2024-03-14 08:00:00+00 | 2024-03-14   | true            | false     | true
            news   | undated | draft   |                        |              | true            | false     | true
            news   | broken  | problem |                        |              |                 |           |
            events | next    | post    | 2024-03-16 12:00:00+00 | 2024-03-16   | false           | false     | false
            events | hidden  | post    | 2024-03-16 12:00:00+00 | 2024-03-16   | false           | true      | false
            """),
    }
    assert run("staging.posts", given) == rows("""
        site   | post_id | published_at           | published_on | is_future | is_live
        events | hidden  | 2024-03-16 12:00:00+00 | 2024-03-16   | true      | false
        events | next    | 2024-03-16 12:00:00+00 | 2024-03-16   | true      | true
        news   | draft   | 2024-03-14 08:00:00+00 | 2024-03-14   | false     | false
        news   | hidden  | 2024-03-14 08:00:00+00 | 2024-03-14   | false     | false
        news   | marked  | 2024-03-14 08:00:00+00 | 2024-03-14   | false     | true
        news   | next    | 2024-03-15 12:00:01+00 | 2024-03-15   | true      | false
        news   | now     | 2024-03-15 12:00:00+00 | 2024-03-15   | false     | true
        news   | past    | 2024-03-14 08:00:00+00 | 2024-03-14   | false     | true
        news   | undated |                        |              | false     | false
        """)


def test_stories(run: Run) -> None:
    # The text's hash says what each group of rows is about. Feeds publish an article several times with one date.
    given = {
        "lake.posts": rows("""
            site | post_id | path | lang | words | body_sha256
            one  | late    | a.md | en   | 20    | the earliest names the story, not the first file
            one  | early   | b.md | en   | 20    | the earliest names the story, not the first file
            one  | later   | c.md | en   | 20    | the earliest names the story, not the first file
            one  | z       | z.md | en   | 20    | copies of one moment go by their path
            one  | y       | y.md | en   | 20    | copies of one moment go by their path
            one  | short1  | d.md | en   | 19    | a few words are no evidence
            one  | short2  | e.md | en   | 19    | a few words are no evidence
            one  | empty1  | f.md | en   | 20    |
            one  | empty2  | g.md | en   | 20    |
            one  | english | h.md | en   | 20    | another language is another story
            one  | french  | i.md | fr   | 20    | another language is another story
            one  | none1   | j.md |      | 20    | no language is one language
            one  | none2   | k.md |      | 20    | no language is one language
            one  | draft1  | l.md | en   | 20    | a draft neither begins a story nor belongs to it
            one  | live1   | m.md | en   | 20    | a draft neither begins a story nor belongs to it
            one  | draft2  | n.md | en   | 20    | a draft neither begins a story nor belongs to it
            one  | live2   | o.md | en   | 20    | a draft neither begins a story nor belongs to it
            two  | other   | a.md | en   | 20    | the earliest names the story, not the first file
            """),
        "staging.posts": rows("""
            site | post_id | published_at           | is_live
            one  | late    | 2024-03-02 00:00:00+00 | true
            one  | early   | 2024-03-01 00:00:00+00 | true
            one  | later   | 2024-03-03 00:00:00+00 | true
            one  | z       | 2024-03-01 00:00:00+00 | true
            one  | y       | 2024-03-01 00:00:00+00 | true
            one  | short1  | 2024-03-01 00:00:00+00 | true
            one  | short2  | 2024-03-02 00:00:00+00 | true
            one  | empty1  | 2024-03-01 00:00:00+00 | true
            one  | empty2  | 2024-03-02 00:00:00+00 | true
            one  | english | 2024-03-01 00:00:00+00 | true
            one  | french  | 2024-03-02 00:00:00+00 | true
            one  | none1   | 2024-03-01 00:00:00+00 | true
            one  | none2   | 2024-03-02 00:00:00+00 | true
            one  | draft1  | 2024-03-01 00:00:00+00 | false
            one  | live1   | 2024-03-02 00:00:00+00 | true
            one  | draft2  |                        | false
            one  | live2   | 2024-03-04 00:00:00+00 | true
            two  | other   | 2024-02-01 00:00:00+00 | true
            """),
    }
    assert run("staging.stories", given) == rows("""
        site | post_id | story_id
        one  | draft1  | draft1
        one  | draft2  | draft2
        one  | early   | early
        one  | empty1  | empty1
        one  | empty2  | empty2
        one  | english | english
        one  | french  | french
        one  | late    | early
        one  | later   | early
        one  | live1   | live1
        one  | live2   | live1
        one  | none1   | none1
        one  | none2   | none1
        one  | short1  | short1
        one  | short2  | short2
        one  | y       | y
        one  | z       | y
        two  | other   | other
        """)
