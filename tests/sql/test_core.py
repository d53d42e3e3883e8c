"""The tables that everything else counts: sites, posts with their bodies, and the calendar."""

import pytest

from tests.support.text_tables import Run, columns, rows

SITES = {
    "before midnight there it is still the day before": (
        "site | timezone\n na | America/New_York",
        "2024-03-15 03:59:59+00",
        "2024-03-14",
        "2024-03-15 04:00:00+00",
    ),
    "at midnight the day has begun": (
        "site | timezone\n na | America/New_York",
        "2024-03-15 04:00:00+00",
        "2024-03-15",
        "2024-03-16 04:00:00+00",
    ),
    "a day of 23 hours": (
        "site | timezone\n eu | Europe/Berlin",
        "2024-03-31 00:30:00+00",
        "2024-03-31",
        "2024-03-31 22:00:00+00",
    ),
    # Clocks went from midnight to one: there was no midnight.
    "a day that begins at one": (
        "site | timezone\n br | America/Sao_Paulo",
        "2018-11-03 12:00:00+00",
        "2018-11-03",
        "2018-11-04 03:00:00+00",
    ),
    # Clocks went from one back to midnight: the day had begun by then.
    "a day that begins twice": (
        "site | timezone\n az | Atlantic/Azores",
        "2026-10-24 20:00:00+00",
        "2026-10-24",
        "2026-10-25 00:00:00+00",
    ),
    "within the hour that comes twice": (
        "site | timezone\n cu | America/Havana",
        "2026-11-01 04:30:00+00",
        "2026-11-01",
        "2026-11-02 05:00:00+00",
    ),
    "the other side of the date line": (
        "site | timezone\n ki | Pacific/Kiritimati",
        "2024-12-31 10:00:00+00",
        "2025-01-01",
        "2025-01-01 10:00:00+00",
    ),
}


@pytest.mark.parametrize(("site", "as_of", "today", "next_day_at"), SITES.values(), ids=SITES)
def test_sites(run: Run, site: str, as_of: str, today: str, next_day_at: str) -> None:
    name = rows(site)[0] | {"assumed": ["its clock is UTC (build_timezone)"]}
    assert run("core.sites", {"site.sites": [name]}, as_of) == [
        name | {"as_of": as_of, "today": today, "next_day_at": next_day_at, "lake_id": "lake", "build_id": "build"}
    ]


def test_posts(run: Run) -> None:
    # What a site hides or has not published yet must not be read in the published file either.
    given = {
        "lake.posts": columns("""
            site            | one                 | one                 | one                 | one
            post_id         | live                | copy                | hidden              | draft
            path            | a.md                | b.md                | c.md                | d.md
            fate            | post                | post                | post                | draft
            title           | A                   | B                   | C                   | D
            slug            | a                   | b                   | c                   | d
            url             | /a                  | /b                  | /c                  |
            links           | 1                   | 0                   | 2                   | 3
            published_local | 2024-03-01 23:30:00 | 2024-03-02 23:30:00 | 2024-03-20 23:30:00 |
            file_name_on    | 2024-03-02          | 2024-03-02          | 2024-03-20          |
            is_draft        | false               | true                | false               | true
            is_hidden       | false               | false               | true                | false
            categories      | ["x", "New"]        | []                  | []                  | []
            tags            | ["t", "t"]          | []                  | ["s"]               | []
            words           | 231                 | 731                 | 0                   | 1
            characters      | 0                   | 501                 | 0                   | 0
            translation_key | k                   |                     | secret              |
            excerpt         | First.              | First.              | Secret.             | Secret.
            description     | About.              |                     | Secret.             |
            image           | a.png               |                     | secret.png          |
            front_matter    | {"k": "v"}          | {}                  | {"k": "Secret"}     | {"k": "Secret"}
            body            | Text.               | Text.               | Secret.             | Secret.
            """),
        "staging.posts": rows("""
            site | post_id | published_at           | published_on | is_live | is_future
            one  | live    | 2024-03-01 22:30:00+00 | 2024-03-01   | true    | false
            one  | copy    | 2024-03-02 22:30:00+00 | 2024-03-02   | true    | false
            one  | hidden  | 2024-03-20 22:30:00+00 | 2024-03-20   | false   | true
            one  | draft   |                        |              | false   | false
            """),
        "staging.stories": rows("""
            site | post_id | story_id
            one  | live    | live
            one  | copy    | live
            one  | hidden  | hidden
            one  | draft   | draft
            """),
        "staging.languages": rows("""
            site | post_id | lang | lang_source
            one  | live    | en   | text
            one  | copy    | fr   | defaults
            """),
        "staging.works": rows("site | story_id | work_id\n one | live | live"),
        "core.post_authors": rows("""
            site | post_id | author_id | position
            one  | live    | a         | 2
            one  | live    | b         | 1
            """),
        "core.post_categories": rows("""
            site | post_id | category_id | position | as_written
            one  | live    | news        | 2        | New
            one  | live    | x           | 1        | x
            """),
        "core.categories": rows("""
            site | category_id | label
            one  | news        | News
            one  | x           | X
            """),
        "core.files": rows("""
            site | path | fate
            one  | a.md | post
            one  | b.md | post
            one  | c.md | post
            one  | d.md | draft
            one  | e.md | problem
            """),
    }
    assert run("core.posts", given) == columns("""
        site            | one                    | one    | one                    | one
        post_id         | copy                   | draft  | hidden                 | live
        path            | b.md                   | d.md   | c.md                   | a.md
        title           | B                      |        |                        | A
        slug            | b                      |        |                        | a
        url             | /b                     |        |                        | /a
        links           | 0                      |        |                        | 1
        published_at    | 2024-03-02 22:30:00+00 |        | 2024-03-20 22:30:00+00 | 2024-03-01 22:30:00+00
        published_local | 2024-03-02 23:30:00    |        | 2024-03-20 23:30:00    | 2024-03-01 23:30:00
        published_on    | 2024-03-02             |        | 2024-03-20             | 2024-03-01
        has_date_conflict | false                | false  | false                  | true
        date_conflict   | false                  | false  | false                  | true
        is_live         | true                   | false  | false                  | true
        is_draft        | true                   | true   | false                  | false
        is_future       | false                  | false  | true                   | false
        is_hidden       | false                  | false  | true                   | false
        lang            | fr                     |        |                        | en
        lang_source     | defaults               |        |                        | text
        translation_key |                        |        |                        | k
        section         |                        |        |                        | X
        categories      | []                     |        |                        | ["x", "New"]
        tags            | []                     |        |                        | ["t", "t"]
        author_ids      | []                     |        |                        | ["b", "a"]
        story_id        | live                   | draft  | hidden                 | live
        work_id         | live                   | draft  | hidden                 | live
        excerpt         | First.                 |        |                        | First.
        description     |                        |        |                        | About.
        image           |                        |        |                        | a.png
        words           | 731                    |        |                        | 231
        characters      | 501                    |        |                        | 0
        reading_minutes | 3                      |        |                        | 2
        front_matter    | {}                     |        |                        | {"k": "v"}
        """)


def test_stories(run: Run) -> None:
    # The earliest post gives all but the sections, which are those of all posts; a draft tells nothing.
    given = {
        "core.posts": rows("""
            site | post_id | path | story_id | work_id | published_at           | published_on | is_live | section | lang | title | url | words | author_ids    | tags
            one  | a       | a.md | a        | a       | 2024-03-01 08:00:00+00 | 2024-03-01   | true    | Sport   | en   | A     | /a  | 90    | ["bo", "al"]  | ["T"]
            one  | a2      | 2.md | a        | a       | 2024-03-02 08:00:00+00 | 2024-03-02   | true    | News    | en   | A 2   | /2  | 120   | ["ann"]       | ["U"]
            one  | a3      | 3.md | a        | a       | 2024-03-01 09:00:00+00 | 2024-03-01   | true    | Sport   | en   | A 3   | /3  | 30    | ["bo"]        | []
            one  | b       | b.md | b        | a       | 2024-02-01 08:00:00+00 | 2024-02-01   | true    |         | fr   | B     | /b  | 5     | []            | []
            one  | draft   | d.md | draft    | draft   |                        |              | false   | News    | en   | D     |     |       |               |
            two  | a       | a.md | a        | a       | 2024-03-01 08:00:00+00 | 2024-03-01   | true    | News    | fr   | A     | /a  | 1     | []            | []
            """),
        "seeds.story_overrides": rows(
            "site | path | same_as | apart_from\n one | x.md | 3.md | ''\n two | d.md | '' | e.md"
        ),
        "staging.titles": rows("""
            site | post_id | prefix   | headline
            one  | a       | Breaking | The wall is breached
            one  | a2      | Update   | Wall breached
            one  | a3      |          | The wall
            one  | b       |          | Tide tables
            one  | draft   |          | Idea
            two  | a       |          | Le mur
            """),
    }
    assert run("core.stories", given) == columns("""
        site               | one                    | one                    | two
        story_id           | a                      | b                      | a
        work_id            | a                      | a                      | a
        headline           | The wall is breached   | Tide tables            | Le mur
        title              | A                      | B                      | A
        url                | /a                     | /b                     | /a
        posts              | 3                      | 1                      | 1
        copies             | 2                      | 0                      | 0
        first_published_at | 2024-03-01 08:00:00+00 | 2024-02-01 08:00:00+00 | 2024-03-01 08:00:00+00
        first_published_on | 2024-03-01             | 2024-02-01             | 2024-03-01
        last_published_at  | 2024-03-02 08:00:00+00 | 2024-02-01 08:00:00+00 | 2024-03-01 08:00:00+00
        section            | Sport                  |                        | News
        section_names      | ["News", "Sport"]      | []                     | ["News"]
        sections           | ["News", "Sport"]      | []                     | ["News"]
        lang               | en                     | fr                     | fr
        words              | 90                     | 5                      | 1
        author_ids         | ["bo", "al"]           | []                     | []
        tags               | ["T"]                  | []                     | []
        is_overridden      | true                   | false                  | false
        """)


def test_post_bodies(run: Run) -> None:
    given = {
        "lake.posts": rows("""
            site | post_id | body
            one  | live    | Text.
            one  | empty   | ""
            one  | draft   | Secret.
            two  | live    | Another.
            """),
    }
    posts = rows("""
        site | post_id | is_live
        one  | live    | true
        one  | empty   | true
        one  | draft   | false
        two  | live    | true
        """)
    given |= {"staging.posts": posts, "core.posts": posts}
    assert run("core.post_bodies", given) == rows("""
        site | post_id | body
        one  | empty   | ""
        one  | live    | Text.
        two  | live    | Another.
        """)


def test_calendar(run: Run) -> None:
    # A week 53, a turn of the year, today, and a post dated so far ahead that the days up to it would be millions.
    given = {
        "core.sites": rows("""
            site   | today
            one    | 2021-01-04
            ahead  | 2021-01-04
            silent | 2021-01-04
            """),
        "core.posts": rows("""
            site   | post_id | published_on | is_live
            one    | first   | 2020-12-31   | true
            one    | later   | 2021-01-02   | true
            one    | hidden  | 2020-12-01   | false
            one    | future  | 2021-01-05   | false
            ahead  | one     | 9999-12-31   | true
            silent | draft   |              | false
            """),
    }
    assert run("core.calendar", given) == rows("""
        site  | day        | week       | iso_week | month      | quarter    | year | weekday | is_complete
        ahead | 9999-12-31 | 9999-12-27 | 9999-W52 | 9999-12-01 | 9999-10-01 | 9999 | 5       | false
        one   | 2020-12-31 | 2020-12-28 | 2020-W53 | 2020-12-01 | 2020-10-01 | 2020 | 4       | true
        one   | 2021-01-01 | 2020-12-28 | 2020-W53 | 2021-01-01 | 2021-01-01 | 2021 | 5       | true
        one   | 2021-01-02 | 2020-12-28 | 2020-W53 | 2021-01-01 | 2021-01-01 | 2021 | 6       | true
        one   | 2021-01-03 | 2020-12-28 | 2020-W53 | 2021-01-01 | 2021-01-01 | 2021 | 7       | true
        one   | 2021-01-04 | 2021-01-04 | 2021-W01 | 2021-01-01 | 2021-01-01 | 2021 | 1       | false
        """)
