"""When a site publishes, how long it is silent, and who and which section fills a month. Today is Friday 2024-03-15."""

import pytest

from tests.support.text_tables import Run, columns, live_posts, rows

SITES = rows("""
    site   | today      | as_of
    one    | 2024-03-15 | 2024-03-15 12:00:00+00
    two    | 2024-03-15 | 2024-03-15 12:00:00+00
    silent | 2024-03-15 | 2024-03-15 12:00:00+00
    """)


def test_hours(run: Run) -> None:
    # A date without a time is midnight to Jekyll, and would make midnight the busiest hour of all.
    given = {
        "core.posts": live_posts("""
            post_id | story_id | published_local     | date_precision | is_live | site
            a       | a        | 2024-03-11 00:59:59 | second         | true    | one
            b       | b        | 2024-03-17 23:00:00 | minute         | true    | one
            c       | c        | 2024-03-18 00:00:00 | second         | true    | one
            c2      | c        | 2024-03-19 09:00:00 | second         | true    | one
            day     | day      | 2024-03-11 00:00:00 | day            | true    | one
            draft   | draft    | 2024-03-11 00:00:00 | second         | false   | one
            only    | only     | 2024-03-11 00:00:00 | day            | true    | day
            x       | x        | 2024-03-13 12:00:00 | second         | true    | two
            """)
    }
    hours = run("cadence.hours", given)
    assert [(hour["site"], hour["weekday"], hour["hour"]) for hour in hours] == [
        (site, weekday, hour) for site in ("day", "one", "two") for weekday in range(1, 8) for hour in range(24)
    ]
    assert [hour for hour in hours if hour["stories"]] == rows("""
        site | weekday | hour | stories | share
        one  | 1       | 0    | 2       | 0.6667
        one  | 7       | 23   | 1       | 0.3333
        two  | 3       | 12   | 1       | 1.0
        """)
    assert {hour.get("share") for hour in hours if not hour["stories"] and hour["site"] != "day"} == {0.0}
    assert {hour.get("share") for hour in hours if hour["site"] == "day"} == {None}


GAPS = {
    "one story has no gap": (
        """
        post_id | published_local
        a       | 2024-03-15 10:20:00
        """,
        "site | open_gap_hours\n one | 1.67",
    ),
    "the earliest of the longest; a copy ends no silence": (
        """
        site | post_id | story_id | published_local
        one  | z       | z        | 2024-03-01 00:00:00
        one  | b       | b        | 2024-03-05 04:10:00
        one  | z2      | z        | 2024-03-06 05:00:00
        one  | c       | c        | 2024-03-09 08:20:00
        one  | d       | d        | 2024-03-09 09:00:00
        one  | e       | e        | 2024-03-09 09:00:00
        two  | f       | f        | 2024-03-02 00:00:00
        two  | g       | g        | 2024-03-02 01:00:00
        """,
        """
        site | median_hours | p90_hours | longest_hours | longest_from           | open_gap_hours
        one  | 50.42        | 100.17    | 100.17        | 2024-03-01 00:00:00+00 | 147.0
        two  | 1.0          | 1.0       | 1.0           | 2024-03-02 00:00:00+00 | 323.0
        """,
    ),
    "what is to come has ended no silence yet": (
        """
        post_id | published_local     | is_future
        a       | 2024-03-14 12:00:00 | false
        b       | 2024-03-15 12:20:00 | true
        """,
        "site | open_gap_hours\n one | 24.0",
    ),
    "late is a quarter more than the longest silence of 52 weeks, however long silences were before": (
        "post_id | published_local\n"
        + "a0 | 2022-01-01 00:00:00\na1 | 2023-03-10 00:00:00\na2 | 2023-03-20 00:00:00\n"
        + "\n".join(f"b{n} | 2024-03-{n:02} 00:00:00" for n in range(1, 12)),
        """
        site | median_hours | p90_hours | longest_hours | longest_from              | open_gap_hours | late_after_hours
        one  | 24.0         | 6710.4    | 10392.0       | 2022-01-01 00:00:00+00    | 108.0          | 10410.0
        """,
    ),
    "of a silence that began before those weeks, what lies in them": (
        "post_id | published_local\na | 2020-01-01 00:00:00\n"
        + "\n".join(f"b{n} | 2024-03-{n:02} 00:00:00" for n in range(1, 11)),
        """
        site | median_hours | p90_hours | longest_hours | longest_from              | open_gap_hours | late_after_hours
        one  | 24.0         | 3672.0    | 36504.0       | 2020-01-01 00:00:00+00    | 132.0          | 10650.0
        """,
    ),
    "a site of which nothing is published yet": (
        """
        post_id | published_local     | is_future
        a       | 2024-03-15 12:20:00 | true
        """,
        "site",
    ),
}


@pytest.mark.parametrize(("posts", "gaps"), GAPS.values(), ids=GAPS)
def test_gaps(run: Run, posts: str, gaps: str) -> None:
    assert run("cadence.gaps", {"core.sites": SITES, "core.posts": live_posts(posts)}) == rows(gaps)


def test_authors_monthly(run: Run) -> None:
    # Three thirds are one post: added up as they are they show as 0.9999.
    trio = '["ann", "bo", "cy"]'
    given = {
        "core.sites": SITES,
        "core.posts": live_posts(f"""
            site | post_id | story_id | published_on | words | author_ids | is_live
            one  | a       | a        | 2024-02-29   | 90    | {trio}     | true
            one  | b       | b        | 2024-03-01   | 10    | {trio}     | true
            one  | b2      | b        | 2024-03-02   | 10    | {trio}     | true
            one  | c       | c        | 2024-03-03   | 10    | {trio}     | true
            one  | d       | d        | 2024-03-03   | 10    | ["ann"]    | true
            one  | none    | none     | 2024-03-02   | 10    | []         | true
            one  | draft   | draft    | 2024-03-02   | 10    | ["ann"]    | false
            two  | a       | a        | 2024-03-02   | 20    | ["ann"]    | true
            """),
        "core.post_authors": [
            {"site": "one", "post_id": post, "author_id": author, "credit_share": 0.333333333}
            for post in ("a", "b", "b2", "c")
            for author in ("ann", "bo", "cy")
        ]
        + rows("""
            site | post_id | author_id | credit_share
            one  | d       | ann       | 1
            one  | draft   | ann       | 1
            two  | a       | ann       | 1
            """),
    }
    assert run("cadence.authors_monthly", given) == rows("""
        site | author_id | month      | posts | credit | words | share  | first_month | active_months
        one  | ann       | 2024-02-01 | 1     | 0.3333 | 90    | 0.3333 | 2024-02-01  | 1
        one  | ann       | 2024-03-01 | 4     | 2.0    | 40    | 0.5   | 2024-02-01  | 2
        one  | bo        | 2024-02-01 | 1     | 0.3333 | 90    | 0.3333 | 2024-02-01  | 1
        one  | bo        | 2024-03-01 | 3     | 1.0    | 30    | 0.25  | 2024-02-01  | 2
        one  | cy        | 2024-02-01 | 1     | 0.3333 | 90    | 0.3333 | 2024-02-01  | 1
        one  | cy        | 2024-03-01 | 3     | 1.0    | 30    | 0.25  | 2024-02-01  | 2
        two  | ann       | 2024-03-01 | 1     | 1.0    | 20    | 1.0   | 2024-03-01  | 1
        """)


def test_sections_monthly(run: Run) -> None:
    # A section that falls silent shows its fall; the copy in Sports is no story of Sports.
    given = {
        "core.sites": SITES,
        "core.posts": live_posts("""
            site | post_id | story_id | published_on | section
            one  | a       | a        | 2023-12-05   | News
            one  | b       | b        | 2023-12-06   | News
            one  | c       | c        | 2023-12-07   |
            one  | d       | d        | 2024-02-01   | News
            one  | a2      | a        | 2024-02-02   | Sports
            one  | e       | e        | 2024-03-02   | Sports
            two  | f       | f        | 2024-01-02   | News
            """),
    }
    assert run("cadence.sections_monthly", given) == rows("""
        site | section | month      | stories | share  | change
        one  | (none)  | 2023-12-01 | 1       | 0.3333 | 1
        one  | (none)  | 2024-01-01 | 0       |        | -1
        one  | News    | 2023-12-01 | 2       | 0.6667 | 2
        one  | News    | 2024-01-01 | 0       |        | -2
        one  | News    | 2024-02-01 | 1       | 1.0    | 1
        one  | News    | 2024-03-01 | 0       | 0.0    | -1
        one  | Sports  | 2024-03-01 | 1       | 1.0    | 1
        two  | News    | 2024-01-01 | 1       | 1.0    | 1
        two  | News    | 2024-02-01 | 0       |        | -1
        """)


def test_republishing(run: Run) -> None:
    # Feeds publish copies at one moment as well as days apart. The month is that of the first, on the site's calendar.
    posts = rows("""
        site | post_id | story_id | published_at           | published_on | is_live | section
        one  | a       | a        | 2024-01-31 23:30:00+00 | 2024-02-01   | true    | News
        one  | a2      | a        | 2024-01-31 23:30:00+00 | 2024-02-01   | true    |
        one  | a3      | a        | 2024-02-02 00:00:00+00 | 2024-02-02   | true    | Sport
        one  | b       | b        | 2024-03-01 08:00:00+00 | 2024-03-01   | true    |
        one  | b2      | b        | 2024-03-01 08:20:00+00 | 2024-03-01   | true    |
        one  | once    | once     | 2024-03-01 08:00:00+00 | 2024-03-01   | true    |
        one  | draft   | draft    |                        |              | false   |
        """)
    given = {
        "core.posts": posts,
        "core.stories": rows("""
            site | story_id | headline | first_published_at
            one  | a        | Wall     | 2024-01-31 23:30:00+00
            one  | b        | Ferry    | 2024-03-01 08:00:00+00
            one  | once     | Once     | 2024-03-01 08:00:00+00
            """),
        "core.calendar": rows("""
            site | day        | month
            one  | 2024-02-01 | 2024-02-01
            one  | 2024-02-02 | 2024-02-01
            one  | 2024-03-01 | 2024-03-01
            """),
        "staging.titles": rows("""
            site | post_id | prefix
            one  | a       | Update
            one  | a2      | Breaking
            one  | a3      | Update
            one  | b       |
            one  | b2      |
            one  | once    | Update
            """),
    }
    assert run("cadence.republishing", given) == columns("""
        site               | one                    | one
        story_id           | a                      | b
        headline           | Wall                   | Ferry
        section            | News                   | (none)
        month              | 2024-02-01             | 2024-03-01
        posts              | 3                      | 2
        span_hours         | 24.5                   | 0.33
        shortest_gap_hours | 0.0                    | 0.33
        longest_gap_hours  | 24.5                   | 0.33
        prefixes           | ["Breaking", "Update"] | []
        """)
