"""When a site publishes, how long it is silent, and who and which section fills a month. Today is Friday 2024-03-15."""

import pytest

from tests.support.text_tables import Run, columns, live_posts, rows

TWELVE_MONTHS = [f"2023-{month:02}" for month in range(3, 13)] + ["2024-01", "2024-02"]
SITES = rows("""
    site   | today      | as_of
    one    | 2024-03-15 | 2024-03-15 12:00:00+00
    two    | 2024-03-15 | 2024-03-15 12:00:00+00
    silent | 2024-03-15 | 2024-03-15 12:00:00+00
    """)


def test_hours(run: Run) -> None:
    # A date without a time is midnight to Jekyll, and would make midnight the busiest hour of all. The last twelve
    # months end today.
    given = {
        "core.sites": [*SITES, {"site": "day", "today": "2024-03-15"}],
        "core.posts": live_posts("""
            post_id | story_id | published_local     | date_precision | is_live | site
            a       | a        | 2024-03-11 00:59:59 | second         | true    | one
            b       | b        | 2024-03-17 23:00:00 | minute         | true    | one
            c       | c        | 2024-03-18 00:00:00 | second         | true    | one
            c2      | c        | 2024-03-19 09:00:00 | second         | true    | one
            day     | day      | 2024-03-11 00:00:00 | day            | true    | one
            draft   | draft    | 2024-03-11 00:00:00 | second         | false   | one
            only    | only     | 2024-03-11 00:00:00 | day            | true    | day
            old     | old      | 2023-03-13 00:30:00 | second         | true    | one
            first   | first    | 2023-03-16 07:00:00 | second         | true    | one
            far     | far      | 2026-01-01 07:00:00 | second         | true    | one
            x       | x        | 2024-03-13 12:00:00 | second         | true    | two
            """),
    }
    hours = run("cadence.hours", given)
    assert [(hour["site"], hour["weekday"], hour["hour"]) for hour in hours] == [
        (site, weekday, hour) for site in ("day", "one", "two") for weekday in range(1, 8) for hour in range(24)
    ]
    assert [hour for hour in hours if hour["stories"]] == rows("""
        site | weekday | hour | stories | share  | stories_12_months
        one  | 1       | 0    | 3       | 0.5    | 1
        one  | 4       | 7    | 2       | 0.3333 | 1
        one  | 7       | 23   | 1       | 0.1667 | 0
        two  | 3       | 12   | 1       | 1.0    | 1
        """)
    assert {hour.get("share") for hour in hours if not hour["stories"] and hour["site"] != "day"} == {0.0}
    assert {hour.get("share") for hour in hours if hour["site"] == "day"} == {None}


GAPS = {
    "one story has no gap": (
        """
        post_id | published_local
        a       | 2024-03-15 10:20:00
        """,
        "site | open_gap_hours\n one | 1.6667",
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
        one  | 50.4167      | 100.1667  | 100.1667      | 2024-03-01 00:00:00+00 | 147.0
        two  | 1.0          | 1.0       | 1.0           | 2024-03-02 00:00:00+00 | 323.0
        """,
    ),
    "seconds are not nothing": (
        """
        post_id | published_local
        a       | 2024-03-15 11:00:00
        b       | 2024-03-15 11:00:01
        c       | 2024-03-15 11:00:18
        """,
        """
        site | median_hours | p90_hours | longest_hours | longest_from           | open_gap_hours
        one  | 0.0025       | 0.0043    | 0.0047        | 2024-03-15 11:00:01+00 | 0.995
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
    # Three thirds are exactly one post. Bo only publishes again what the trio wrote: two posts, no story, no credit.
    trio = '["ann", "bo", "cy"]'
    given = {
        "core.sites": SITES,
        "core.posts": live_posts(f"""
            site | post_id | story_id | published_on | words | author_ids | is_live
            one  | a       | a        | 2024-02-29   | 90    | {trio}     | true
            one  | b       | b        | 2024-03-01   | 10    | {trio}     | true
            one  | b2      | b        | 2024-03-02   | 10    | ["bo"]     | true
            one  | b3      | b        | 2024-03-02   | 10    | ["bo"]     | true
            one  | a2      | a        | 2024-03-03   | 10    | ["dee"]    | true
            one  | d       | d        | 2024-03-03   | 10    | ["ann"]    | true
            one  | none    | none     | 2024-03-02   | 10    | []         | true
            one  | draft   | draft    | 2024-03-02   | 10    | ["ann"]    | false
            two  | a       | none     | 2024-03-02   | 20    | ["ann"]    | true
            """),
        "core.post_authors": [
            {"site": "one", "post_id": post, "author_id": author, "credit_share": share}
            for post in ("a", "b")
            for author, share in (("ann", 0.333333334), ("bo", 0.333333333), ("cy", 0.333333333))
        ]
        + rows("""
            site | post_id | author_id | credit_share
            one  | b2      | bo        | 1
            one  | b3      | bo        | 1
            one  | a2      | dee       | 1
            one  | d       | ann       | 1
            one  | draft   | ann       | 1
            two  | a       | ann       | 1
            """),
    }
    assert run("cadence.authors_monthly", given) == rows("""
        site|author_id|month     |is_complete|posts|stories|first_stories|credit     |story_credit|words|share |story_share|first_month|active_months
        one |ann      |2024-02-01|true       |1    |1      |1            |0.333333334|0.333333334 |90   |0.3333|0.3333     |2024-02-01 |1
        one |ann      |2024-03-01|false      |2    |2      |2            |1.333333334|1.333333334 |20   |0.2667|0.6667     |2024-02-01 |2
        one |bo       |2024-02-01|true       |1    |1      |1            |0.333333333|0.333333333 |90   |0.3333|0.3333     |2024-02-01 |1
        one |bo       |2024-03-01|false      |3    |1      |1            |2.333333333|0.333333333 |30   |0.4667|0.1667     |2024-02-01 |2
        one |cy       |2024-02-01|true       |1    |1      |1            |0.333333333|0.333333333 |90   |0.3333|0.3333     |2024-02-01 |1
        one |cy       |2024-03-01|false      |1    |1      |1            |0.333333333|0.333333333 |10   |0.0667|0.1667     |2024-02-01 |2
        one |dee      |2024-03-01|false      |1    |1      |0            |1.0        |0.0         |10   |0.2   |0.0        |2024-03-01 |1
        two |ann      |2024-03-01|false      |1    |1      |0            |1.0        |0.0         |20   |1.0   |           |2024-03-01 |1
        """)


def test_sections_monthly(run: Run) -> None:
    # A section has every month since its first story; the copy in Sports is no story of Sports. March is not over.
    given = {
        "core.sites": SITES,
        "core.posts": live_posts("""
            site | post_id | story_id | published_on | section
            one  | z       | z        | 2023-02-05   | News
            one  | y       | y        | 2023-02-06   |
            one  | a       | a        | 2023-12-05   | News
            one  | b       | b        | 2023-12-06   | News
            one  | d       | d        | 2024-02-01   | News
            one  | a2      | a        | 2024-02-02   | Sports
            one  | e       | e        | 2024-01-02   | Sports
            one  | e2      | e2       | 2024-03-02   | Sports
            one  | far     | far      | 2026-03-02   | News
            two  | f       | f        | 2024-02-02   | News
            """),
    }
    sections = run("cadence.sections_monthly", given)
    assert [(row["section"], row["month"]) for row in sections if row["section"] == "(none)"] == [
        ("(none)", month)
        for month in ["2023-02-01", *(f"{month}-01" for month in TWELVE_MONTHS), "2024-03-01", "2026-03-01"]
    ]
    assert [row for row in sections if row["stories"] or row["section"] == "Sports"] == rows("""
        site | section | month      | is_complete | stories | share  | month_before | change | year_before
        one  | (none)  | 2023-02-01 | true        | 1       | 0.5    |              |        |
        one  | News    | 2023-02-01 | true        | 1       | 0.5    |              |        |
        one  | News    | 2023-12-01 | true        | 2       | 1.0    | 0            | 2      |
        one  | News    | 2024-02-01 | true        | 1       | 1.0    | 0            | 1      | 1
        one  | News    | 2026-03-01 | false       | 1       | 1.0    |              |        |
        one  | Sports  | 2024-01-01 | true        | 1       | 1.0    | 0            | 1      |
        one  | Sports  | 2024-02-01 | true        | 0       | 0.0    | 1            | -1     | 0
        one  | Sports  | 2024-03-01 | false       | 1       | 1.0    |              |        |
        one  | Sports  | 2026-03-01 | false       | 0       | 0.0    |              |        |
        two  | News    | 2024-02-01 | true        | 1       | 1.0    |              |        |
        """)


def test_lengths(run: Run) -> None:
    # Nine tenths of the way from the first of two lengths to the second; a month of one story has one length.
    stories = [
        {"site": "one", "story_id": str(number), "first_published_on": day, "section": section, "words": words}
        for number, (day, section, words) in enumerate(
            [
                ("2024-02-01", "News", 100),
                ("2024-02-29", "News", 205),
                ("2024-03-01", "News", 0),
                *[("2024-02-02", None, words) for words in (10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 1000)],
            ]
        )
    ]
    given = {
        "core.stories": stories,
        "core.calendar": [
            {"site": "one", "day": day, "month": f"{day[:7]}-01"}
            for day in ("2024-02-01", "2024-02-02", "2024-02-29", "2024-03-01")
        ],
        "cadence.monthly": rows("""
            site | month      | is_complete
            one  | 2024-02-01 | true
            one  | 2024-03-01 | false
            """),
    }
    assert run("cadence.lengths", given) == rows("""
        site | section | month      | is_complete | stories | median_words | p10_words | p90_words
        one  | (none)  | 2024-02-01 | true        | 11      | 60.0         | 20.0      | 100.0
        one  | News    | 2024-02-01 | true        | 2       | 152.5        | 110.5     | 194.5
        one  | News    | 2024-03-01 | false       | 1       | 0.0          | 0.0       | 0.0
        """)


def test_coauthors(run: Run) -> None:
    # A byline of three makes three pairs; a copy makes none, and neither does a draft.
    given = {
        "core.posts": live_posts("""
            site | post_id | story_id | published_on | author_ids          | is_live
            one  | a       | a        | 2024-02-29   | ["cy", "ann", "bo"] | true
            one  | b       | b        | 2024-03-01   | ["ann", "bo"]       | true
            one  | b2      | b        | 2024-03-02   | ["ann", "dee"]      | true
            one  | c       | c        | 2024-03-03   | ["ann"]             | true
            one  | draft   | draft    | 2024-03-03   | ["ann", "dee"]      | false
            two  | a       | a        | 2024-03-04   | ["ann", "bo"]       | true
            """),
        "core.post_authors": rows("""
            site | post_id | author_id
            one  | a       | ann
            one  | a       | bo
            one  | a       | cy
            one  | b       | ann
            one  | b       | bo
            one  | b2      | ann
            one  | b2      | dee
            one  | c       | ann
            one  | draft   | ann
            one  | draft   | dee
            two  | a       | ann
            two  | a       | bo
            """),
    }
    assert run("cadence.coauthors", given) == rows("""
        site | author_a | author_b | stories | first_on   | last_on
        one  | ann      | bo       | 2       | 2024-02-29 | 2024-03-01
        one  | ann      | cy       | 1       | 2024-02-29 | 2024-02-29
        one  | bo       | cy       | 1       | 2024-02-29 | 2024-02-29
        two  | ann      | bo       | 1       | 2024-03-04 | 2024-03-04
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
        span_hours         | 24.5                   | 0.3333
        shortest_gap_hours | 0.0                    | 0.3333
        longest_gap_hours  | 24.5                   | 0.3333
        prefixes           | ["Breaking", "Update"] | []
        """)
