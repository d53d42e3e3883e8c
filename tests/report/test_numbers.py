"""Numbers of the page, counted in Chromium, against the tables of the file that it was made from."""

import os
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from selenium.webdriver import Chrome

from pipeline.report.data import Limits
from pipeline.report.page import render
from pipeline.report.queries import clean_value
from pipeline.warehouse.published import open_published
from tests.conftest import Project
from tests.report.conftest import publish_sites

EPOCH = date(1970, 1, 1)
CORPORA = Path(os.environ.get("ORACLE", Path(__file__).parents[3] / "shared" / "oracle")).parent / "corpora"
PERIODS = ("now", "w", "m", "q", "13w", "52w", "y", "all")

COUNT_SITES = """
const periods = arguments[0];
return ready.then(D => D.sites.map((site, number) => {
  const choice = {site: number, section: NONE, author: NONE, tag: NONE, lang: NONE, q: ""};
  const count = (changes, key, unit) => {
    const mask = maskPosts(D, {...choice, ...changes}), period = openPeriod(D, site, key);
    const C = countPosts(D, mask, site, period, unit), days = [...C.day].map((n, i) => [C.start + i, n]);
    const topics = countTopics(D, mask, site);
    return {from: period.from, to: period.to, year: period.year, before: period.before, now: C.now, then: C.year, earlier: C.before,
      posts: C.posts, stories: C.stories, twice: C.twice, weekdays: [...C.weekdays], known: C.known, untagged: C.untagged, timeless: C.timeless, midnights: C.midnights, filled: [[period.from, period.to], period.year].map(range => range && C.days(range[0], range[1]).filter(Boolean).length), days: days.filter(([, n]) => n), weeks: [...C.week].map((n, i) => [C.start + 7 * i, n, C.weekPosts[i]]),
      months: [...C.month].map((n, i) => [firstDayOf(C.firstMonth + i), n, C.monthPosts[i], C.monthTwice[i], C.monthStories[i]]),
      credit: C.authors.map(row => [D.authors[row.key][2], row.now, row.credit]), pairs: [...C.pairs].map(([key, n]) => [...key.split(" ").map(author => D.authors[author][2]), n]),
      tags: C.tags.map(row => [D.tags[row.key], row.now]), hours: [...C.hours],
      topics: topics.tests.map(test => [D.topics.names[test.topic], test.now, test.then, test.isSignal]),
      overdue: listOverdue(D, C, site).map(row => [row.kind, row.name, row.days])};
  };
  if (site.isEmpty) return null;
  const sections = [...D.sections.keys(), WITHOUT].map(section => [section === WITHOUT ? "(none)" : D.sections[section], count({section}, "all", "story").months]);
  const firsts = D.authors.flatMap(([of, , id], author) => (of === number ? [[id, D.firstDays[author]]] : []));
  return {site: site.site, asOf: site.asOf, firsts, sections, story: Object.fromEntries(periods.map(key => [key, count({}, key, "story")])),
    post: Object.fromEntries(periods.map(key => [key, count({}, key, "post")]))};
}));
"""
READ_TEXTS = """
return ready.then(D => Array.from({length: D.P.n - D.texts.first}, (_, k) => D.texts.first + k).map(i =>
  [D.sites[D.P.site[i]].site, pathOf(D, i), fillIn(D, i, D.texts.urls[D.texts.url[i - D.texts.first]], "/"), titleOf(D, i)]));
"""


def day(number: int) -> date:
    return EPOCH + timedelta(days=number)


def year_before(first: date, last: date, key: str) -> tuple[date, date]:
    """Return the same days a year before: of months or a year by the calendar, else 364 days earlier."""
    if key in ("m", "q"):
        return first.replace(year=first.year - 1), (last + timedelta(days=1)).replace(
            year=last.year - 1 + (last.month == 12), day=1
        ) - timedelta(days=1)
    if key == "y":
        return first.replace(year=first.year - 1), first.replace(year=first.year - 1) + (last - first)
    return first - timedelta(days=364), last - timedelta(days=364)


def compare_numbers(browser: Chrome, duck: duckdb.DuckDBPyConnection, page: str) -> int:
    """Compare every number of each site, in each period and section, with the tables; return how many sites there are."""
    browser.get(page)
    sites = [site for site in browser.execute_script(COUNT_SITES, PERIODS) if site]
    for site in sites:
        compare_site(site, lambda sql, *parameters: duck.execute(sql, parameters).fetchall())
    return len(sites)


def compare_site(site: dict[str, Any], rows: Any) -> None:
    name, as_of = site["site"], day(site["asOf"])
    daily = {
        on: (posts, stories)
        for on, posts, stories in rows(
            "select day, posts, stories from cadence.daily where site = ? and day <= ?", name, as_of
        )
    }
    unit_place = {"post": 0, "story": 1}

    def total(first: date, last: date, unit: str) -> int:
        return sum(counts[unit_place[unit]] for on, counts in daily.items() if first <= on <= last)

    for unit in ("story", "post"):
        every = site[unit]["all"]
        assert {day(on): n for on, n in every["days"]} == {
            on: counts[unit_place[unit]] for on, counts in daily.items() if counts[unit_place[unit]]
        }
        for key in PERIODS:
            counts = site[unit][key]
            first, last = day(counts["from"]), day(counts["to"])
            assert counts["now"] == total(first, last, unit), (name, key)
            assert (counts["posts"], counts["stories"]) == (total(first, last, "post"), total(first, last, "story"))
            ranges = [counts["from"], counts["to"]], counts["year"]
            assert counts["filled"] == [
                days and sum(day(days[0]) <= on <= day(days[1]) and n[unit_place[unit]] > 0 for on, n in daily.items())
                for days in ranges
            ]
            in_period = {on: n for on, n in daily.items() if first <= on <= last}
            weekdays = Counter(on.weekday() for on, n in in_period.items() for _ in range(n[unit_place[unit]]))
            assert counts["weekdays"] == [weekdays[weekday] for weekday in range(7)]
            if counts["year"]:
                then = year_before(first, last, key)
                assert tuple(map(day, counts["year"])) == then, (name, key)
                assert counts["then"] == total(*then, unit)
            if counts["before"]:
                before = (day(counts["before"][0]), day(counts["before"][1]))
                assert counts["earlier"] == total(*before, unit)
    whole = "is_complete and site = ? and"
    story = site["story"]["all"]
    weeks = rows(f"select week, stories, posts from cadence.weekly where {whole} week + 6 <= ?", name, as_of)
    assert [(day(on), n, posts) for on, n, posts in story["weeks"] if day(on + 6) < as_of and n + posts] == sorted(
        (on, n, posts) for on, n, posts in weeks if n + posts and on + timedelta(days=6) < as_of
    )
    months = {
        on: (n, posts)
        for on, n, posts in rows(
            "select month, stories, posts from cadence.monthly where site = ? and is_complete", name
        )
    }
    told = {day(on): (n, posts) for on, n, posts, *_ in story["months"]}
    assert {on: counts for on, counts in told.items() if on in months and any(counts)} == {
        on: counts for on, counts in months.items() if any(counts) and on <= as_of
    }
    first_days = "select month, count(*) from cadence.republishing inner join core.stories using (site, story_id) where site = ? and first_published_on <= ? group by month"
    twice = dict(rows(first_days, name, as_of))
    told_twice = {day(on): n for on, _, _, n, _ in story["months"] if n}
    assert all(stories == n for _, n, _, _, stories in story["months"])
    is_past = all(on <= as_of for (on,) in rows("select published_on from core.posts where site = ? and is_live", name))
    if is_past:  # else a story may have copies that are all dated after today: it is not told twice yet
        assert told_twice == twice
        pairs = rows("select author_a, author_b, stories from cadence.coauthors where site = ?", name)
        assert sorted((*sorted(pair), n) for *pair, n in story["pairs"]) == sorted(pairs)
    assert told_twice.items() <= twice.items()
    dense = rows(
        "select section, month, stories from cadence.sections_monthly where site = ? and stories > 0 and month < date_trunc('month', ?::date)",
        name,
        as_of,
    )
    shown = [
        (section, day(on), n)
        for section, months in site["sections"]
        for on, n, *_ in months
        if n and day(on) < as_of.replace(day=1)
    ]
    assert sorted(shown) == sorted(dense)
    credit = rows(
        "select author_id, count(*), sum(credit_share)::double from core.post_authors inner join core.posts using (site, post_id)"
        " where site = ? and is_live and post_id = story_id and published_on <= ? group by all", name, as_of,
    )  # fmt: skip
    assert sorted(story["credit"]) == [[author, n, pytest.approx(share)] for author, n, share in sorted(credit)]
    firsts = rows("select author_id, first_on from core.authors where site = ? and first_on <= ?", name, as_of)
    assert sorted((author, day(on)) for author, on in site["firsts"]) == sorted(firsts)
    midnights = rows(
        "select count(*) from core.posts where site = ? and is_live and post_id = story_id and published_on <= ?"
        " and date_precision <> 'day' and published_local::time = time '00:00'", name, as_of,
    )  # fmt: skip
    assert midnights == [(story["midnights"],)]
    tags = rows(
        "select label, count(*) from core.post_tags inner join core.posts using (site, post_id) inner join core.tags using (site, tag_id)"
        " where site = ? and is_live and post_id = story_id and published_on <= ? group by all", name, as_of,
    )  # fmt: skip
    assert Counter(dict(story["tags"])) == Counter({clean_value(label, True): n for label, n in tags})
    moved = rows(
        "select label, moved.stories, before, is_signal from topics.moved as moved inner join topics.topics using (site, topic_id)"
        " where site = ?", name,
    )  # fmt: skip
    assert sorted(map(tuple, story["topics"])) == sorted(moved)
    overdue = "select kind, label, days from quality.overdue inner join core.sites using (site) where site = ? and is_signal and today = ?"
    assert sorted(map(tuple, story["overdue"])) == sorted(rows(overdue, name, as_of))
    if is_past:
        hours = {
            (weekday, hour): n
            for weekday, hour, n in rows(
                "select weekday, hour, stories from cadence.hours where site = ? and stories > 0", name
            )
        }
        assert {(i // 24 + 1, i % 24): n for i, n in enumerate(story["hours"]) if n} == hours


def compare_texts(browser: Chrome, duck: duckdb.DuckDBPyConnection) -> None:
    """Compare title, address and file of each post of the page that is open."""
    texts = browser.execute_script(READ_TEXTS)
    posts = duck.execute(
        "select site, path, coalesce(posts.url, ''), coalesce(posts.title, '') from core.posts as posts"
        " inner join core.sites as sites using (site) where is_live and published_on <= today"
    ).fetchall()
    assert sorted(map(tuple, texts)) == sorted((*post, clean_value(title, True)) for *post, title in posts)


def test_the_bundled_sites_numbers_are_those_of_its_tables(browser: Chrome, standing: Project, bundled: str) -> None:
    with open_published(standing.published) as duck:
        assert compare_numbers(browser, duck, bundled) == 1
        compare_texts(browser, duck)


def test_posts_of_the_future_are_not_counted(browser: Chrome, odd: Path, odd_page: str) -> None:
    with open_published(odd) as duck:
        assert compare_numbers(browser, duck, odd_page) == 2  # the two others have no post up to today
        assert duck.execute("select count(*) from core.posts where site = 'ahead' and is_live").fetchall() == [(1,)]


def test_the_oldest_posts_travel_as_months(browser: Chrome, standing: Project, bundled: str, tmp_path: Path) -> None:
    """Months, sections and authors stay what they are; titles are those of the newest posts, and so are tags and times."""
    browser.get(bundled)
    exact = browser.execute_script(COUNT_SITES, PERIODS)[0]
    page = tmp_path / "page.html"
    with open_published(standing.published) as duck:
        page.write_text(render(duck, limits=Limits(max_posts=20, max_texts=10)), encoding="utf-8")
    browser.get(page.as_uri())
    by_month = browser.execute_script(COUNT_SITES, PERIODS)[0]
    assert browser.execute_script(
        "return ready.then(D => [D.P.months > 9, D.P.posts.some(n => n > 1), D.texts.title.length])"
    ) == [
        True,
        True,
        10,
    ]
    for unit in ("story", "post"):
        assert [row[:3] for row in by_month[unit]["all"]["months"]] == [row[:3] for row in exact[unit]["all"]["months"]]
        assert sorted(by_month[unit]["all"]["credit"]) == [
            [a, n, pytest.approx(c)] for a, n, c in sorted(exact[unit]["all"]["credit"])
        ]
        for key in ("w", "m", "13w"):
            for count in ("now", "untagged", "timeless"):
                assert by_month[unit][key][count] == exact[unit][key][count]
        every, is_first = by_month[unit]["all"], "post_id = story_id" if unit == "story" else "true"
        newest = standing.rows(
            "select count(*), count(*) filter (where post_id not in (select post_id from core.post_tags)), count(*) filter (where date_precision = 'day') from"
            f" (from core.posts where is_live and not is_future and {is_first} order by published_on desc limit {every['known']})"
        )
        assert newest == [(every["known"], every["untagged"], every["timeless"])]
        stories = by_month["story"]["all"]["known"]
        assert sum(every["weekdays"]) == every["known"] and every["stories"] == stories
        assert sum(row[4] for row in every["months"]) == stories
        assert every["known"] < every["now"] and every["untagged"] < exact[unit]["all"]["untagged"]
    sections = [
        {name: [row[:3] for row in months] for name, months in counts["sections"] if any(row[1] for row in months)}
        for counts in (by_month, exact)
    ]
    assert sections[0] == sections[1]


def corpus_sites() -> list[Path]:
    """Return the corpora's sites of Jekyll and of Hugo."""
    return sorted([*(config.parent for config in CORPORA.glob("*/_config.yml")), *CORPORA.glob("hugo/*/")])


@pytest.mark.slow
@pytest.mark.skipif(not corpus_sites(), reason=f"{CORPORA} holds no site to compare with")
def test_the_numbers_of_real_sites_are_those_of_their_tables(browser: Chrome, tmp_path: Path) -> None:
    roots = {path.name: path for path in corpus_sites()}
    published = publish_sites(tmp_path / "warehouse", roots, datetime(2026, 11, 28, 12, tzinfo=UTC))
    page = tmp_path / "page.html"
    with open_published(published) as duck:
        page.write_text(render(duck), encoding="utf-8")
        assert compare_numbers(browser, duck, page.as_uri()) == len(roots)
        compare_texts(browser, duck)
