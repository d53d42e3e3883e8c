"""Sections, authors and tags that are silent for longer than usual."""

from datetime import date, timedelta

import pytest

from tests.support.text_tables import Rows, Run, rows

TODAY = date(2024, 3, 15)


def told(section: str | None, days_ago: list[int], *, start: int = 0, **columns: object) -> Rows:
    """core.posts: first posts of stories of a section, so many days ago."""
    return [
        {
            "site": "one",
            "post_id": f"{section}{start + place}",
            "story_id": f"{section}{start + place}",
            "section": section,
            "is_live": True,
            "published_on": str(TODAY - timedelta(days=days)),
        }
        | columns
        for place, days in enumerate(days_ago)
    ]


def given_of(posts: Rows, authors: Rows | None = None, tags: Rows | None = None) -> dict[str, Rows]:
    return {
        "core.sites": rows("site | today\n one | 2024-03-15"),
        "core.posts": posts,
        "core.post_authors": authors or [],
        "core.authors": rows("site | author_id | name\n one | ann | Ann"),
        "core.post_tags": tags or [],
        "core.tags": rows("site | tag_id | label\n one | sea-wall | Sea wall"),
    }


EVERY_TWENTY = list(range(100, 360, 20))  # 13 stories, the last one 100 days ago
DAILY = list(range(0, 364))


def test_overdue(run: Run) -> None:
    posts = told("Sport", EVERY_TWENTY) + told("News", DAILY)
    authors = [{"site": "one", "post_id": f"Sport{n}", "author_id": "ann"} for n in range(13)]
    tags = [{"site": "one", "post_id": f"News{n}", "tag_id": "sea-wall"} for n in range(5, 13)]
    assert run("quality.overdue", given_of(posts, authors, tags)) == rows(f"""
        site | kind    | id       | label    | last_on    | days | stories | usual_days | p        | is_signal
        one  | author  | ann      | Ann      | 2023-12-06 | 100  | 13      | 20.3       | {float(f"{(1 - 100 / 364) ** 13:.3e}")} | true
        one  | section | News     | News     | 2024-03-15 | 0    | 364     | 1.0        | 1.0      | false
        one  | section | Sport    | Sport    | 2023-12-06 | 100  | 13      | 20.3       | {float(f"{(1 - 100 / 364) ** 13:.3e}")} | true
        one  | tag     | sea-wall | Sea wall | 2024-03-10 | 5    | 8       | 44.9       | {float(f"{(1 - 5 / 364) ** 8:.3e}")}   | false
        """)


def test_at_most_one_look_in_twenty(run: Run) -> None:
    # 8 stories, silent for 100 days: p is 0.0766, which the usual one in ten would call a signal.
    (row,) = run("quality.overdue", given_of(told("Sport", EVERY_TWENTY[:8])))
    assert row["is_signal"] is False


NOT_COUNTED = {
    "seven stories": told("Sport", EVERY_TWENTY[:7]),
    "copies": told("Sport", EVERY_TWENTY, story_id="other"),
    "drafts": told("Sport", EVERY_TWENTY, is_live=False),
    "stories of the year before": told("Sport", [364 + n for n in range(20)]),
    "stories to come": told("Sport", [-n for n in range(1, 20)]),
    "no section": told(None, EVERY_TWENTY),
}


@pytest.mark.parametrize("posts", NOT_COUNTED.values(), ids=NOT_COUNTED)
def test_not_looked_at(run: Run, posts: Rows) -> None:
    found = run("quality.overdue", given_of(posts + told("News", DAILY)))
    assert [row["id"] for row in found] == ["News"]


@pytest.mark.parametrize(("last", "looked_at"), [(182, True), (183, False)], ids=["26 weeks", "at rest"])
def test_a_site_at_rest_has_no_row(run: Run, last: int, looked_at: bool) -> None:
    found = run("quality.overdue", given_of(told("Sport", list(range(last, 364, 5)))))
    assert [row["is_signal"] for row in found] == ([True] if looked_at else [])


@pytest.mark.parametrize(("days", "is_signal"), [(9, False), (10, True)])
def test_a_silence_takes_ten_days(run: Run, days: int, is_signal: bool) -> None:
    posts = told("Sport", list(range(days, 364))) + told("News", DAILY)
    found = {row["id"]: row["is_signal"] for row in run("quality.overdue", given_of(posts))}
    assert found["Sport"] is is_signal
