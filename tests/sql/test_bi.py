"""Flat tables for tools that read no lists, and names that mean one type in all other tables."""

from collections import defaultdict

from tests.sql.conftest import Types
from tests.support.text_tables import Run, columns, live_posts, rows

# The same name for a number and a list, or a number and a word: older names that stay beside clear ones, and counts.
TWO_TYPES = {
    "change": "core.changes.kind is the clear name",
    "sections": "core.stories.section_names is the clear name",
    "place": "a place in a text, in words or counted",
    "words": "of one text, or a sum of many",
}

GIVEN = {
    "core.sites": rows("""
        site | title | base_url
        one  | One   | https://one.example
        two  |       |
        """),
    "core.authors": rows("""
        site | author_id | name
        one  | ann       | Ann
        one  | bo        | Bo
        two  | ann       | Another Ann
        """),
    "core.post_authors": rows("""
        site | post_id | author_id | position
        one  | a       | bo        | 1
        one  | a       | ann       | 2
        two  | b       | ann       | 1
        """),
}


def test_posts(run: Run) -> None:
    given = GIVEN | {
        "core.posts": live_posts("""
            site | post_id | story_id | published_on | url | title | section | categories | tags       | author_ids    | is_live | description
            one  | a       | a        | 2024-03-01   | /a  | A     | News    | ["News"]   | ["x", "y"] | ["bo", "ann"] | true    | D
            one  | c       | a        | 2024-04-30   | /c  |       |         | []         | []         | []            | true    | " "
            one  | draft   | draft    | 2024-04-30   |     |       |         |            |            |               | false   |
            two  | b       | b        | 2024-04-30   | /b  | B     |         | []         | []         | ["ann"]       | true    |
            """)
    }
    shown = (
        "post_id",
        "is_first_of_story",
        "site_title",
        "link",
        "month",
        "section",
        "categories",
        "tags",
        "authors",
        "author_ids",
        "has_description",
    )
    assert [{name: row[name] for name in shown if name in row} for row in run("bi.posts", given)] == columns("""
        post_id           | a                     | b           | c
        is_first_of_story | true                  | true        | false
        site_title        | One                   |             | One
        link              | https://one.example/a | /b          | https://one.example/c
        month             | 2024-03-01            | 2024-04-01  | 2024-04-01
        section           | News                  | (none)      | (none)
        categories        | News                  | ""          | ""
        tags              | x; y                  | ""          | ""
        authors           | Bo; Ann               | Another Ann | ""
        author_ids        | bo; ann               | ann         | ""
        has_description   | true                  | false       | false
        """)


def test_stories(run: Run) -> None:
    given = {
        "core.stories": rows("""
            site | story_id | work_id | headline | posts | copies
            one  | a        | a       | A        | 2     | 1
            two  | b        | z       | B        | 1     | 0
            """),
        "bi.posts": rows("""
            post_id | link                  | month      | section | tags | authors
            a       | https://one.example/a | 2024-03-01 | News    | x; y | Bo; Ann
            b       | /b                    | 2024-04-01 | (none)  | z    | Another Ann
            c       | https://one.example/c | 2024-04-01 | Sport   | z    | Bo
            """),
    }
    shown = (
        "story_id",
        "is_first_of_work",
        "site",
        "link",
        "headline",
        "month",
        "section",
        "tags",
        "authors",
        "posts",
        "copies",
    )
    assert [{name: row[name] for name in shown if name in row} for row in run("bi.stories", given)] == columns("""
        story_id         | a                     | b
        is_first_of_work | true                  | false
        site             | one                   | two
        link             | https://one.example/a | /b
        headline         | A                     | B
        month            | 2024-03-01            | 2024-04-01
        section          | News                  | (none)
        tags             | x; y                  | z
        authors          | Bo; Ann               | Another Ann
        posts            | 2                     | 1
        copies           | 1                     | 0
        """)


def test_flat_tables_have_no_lists(types: Types) -> None:
    flat = {type_ for table in ("bi.posts", "bi.stories") for type_ in types[table].values()}
    assert flat == {"VARCHAR", "BOOLEAN", "INTEGER", "BIGINT", "DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE"}


def test_a_name_has_one_type(types: Types) -> None:
    found = defaultdict(set)
    for table, described in types.items():
        if not table.startswith(("bi.", "lake.", "site.", "seeds.")):
            for column, type_ in described.items():
                found[column].add(type_)
    assert {column for column, types_ in found.items() if len(types_) > 1} == TWO_TYPES.keys()
