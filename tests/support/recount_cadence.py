"""The tables of cadence, counted again from the live posts of one site by plain Python: a loop a table, no SQL.

Each function gives the rows of its table. Add one here and to RECOUNTED in tests/sql/test_recounted.py.
"""

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, pairwise
from statistics import median

from pipeline.project import SQL
from tests.support.recount_site import Row, Site, add_months, credit_shares, month_of, quantile, rounded

TARGETS = {
    (row["site"], row["period"]): int(row["stories"])
    for row in csv.DictReader((SQL / "seeds" / "targets.csv").read_text(encoding="utf-8").splitlines())
}


def weekly(site: Site) -> list[Row]:
    return list(_periods(site, site.weeks, lambda week, number: week + timedelta(7 * number), 52))


def monthly(site: Site) -> list[Row]:
    rows = []
    for row in _periods(site, site.months, add_months, 12):
        month, stories = row[1], row[3]
        expected: tuple[int | None, int | None] = (None, None)
        if month == month_of(site.today) and month > add_months(site.months[0], 12):
            days_left = (add_months(month, 1) - site.today).days
            ends = [add_months(month, 1 - number) for number in range(1, 13)]
            starts = [max(end - timedelta(days_left), add_months(end, -1)) for end in ends]
            rests = [site.stories_on(*span) for span in zip(starts, ends, strict=True)]
            past = site.stories_on(month, site.today)
            expected = (max(stories, past + min(rests)), max(stories, past + max(rests)))
        planned = TARGETS.get((site.name, f"{month:%Y-%m}"))
        rows.append((*row, planned, rounded(stories / planned, 4) if planned else None, *expected))
    return rows


def _periods(site: Site, periods: Sequence[date], shift: Callable[[date, int], date], a_year: int) -> Iterator[Row]:
    """Yield the columns that weeks and months have in common; `shift` moves a period by a number of them."""
    for period in periods:
        told = [post for post in site.posts if period <= post["published_on"] < shift(period, 1)]
        stories = site.stories_on(period, shift(period, 1))
        over = shift(period, 1) <= site.today
        means = [
            rounded(site.stories_on(shift(period, 1 - size), shift(period, 1)) / size, 2)
            if over and shift(period, 1 - size) >= periods[0]
            else None
            for size in (4, 12)
        ]
        year_ago = shift(period, -a_year)
        yield (
            (
                site.name,
                period,
                len(told),
                stories,
                sum(post["post_id"] == post["work_id"] for post in told),
                sum(post["words"] for post in told),
                len({author for post in told for author in post["author_ids"]}),
                len({post["section"] for post in told} - {None}),
                over,
                *means,
                site.stories_on(year_ago, shift(year_ago, 1)) if over and year_ago >= periods[0] else None,
                rounded((len(told) - stories) / len(told), 4) if told else None,
            )
        )


def anomalies(site: Site) -> list[Row]:
    rows = []
    for unit, periods, a_year in (("day", sorted(site.days), 52), ("week", site.weeks, 52), ("month", site.months, 12)):
        for weekday in range(7) if unit == "day" else (0,):
            group = [period for period in periods if unit != "day" or period.weekday() == weekday]
            ends = [_end(unit, period) for period in group]
            over = [(first, end) for first, end in zip(group, ends, strict=True) if end < site.today]
            counts = [site.stories_on(first, end + timedelta(1)) for first, end in over]
            for place, ((first, end), count) in enumerate(zip(over, counts, strict=True)):
                before, season = counts[max(0, place - 12) : place], counts[place - a_year] if place >= a_year else None
                kind = _unusual(count, before, season)
                if not kind:
                    continue
                next_on = min(
                    (s["published_on"] for s in site.stories if first <= s["published_on"] <= site.today), default=None
                )
                silent_until = next_on - timedelta(1) if next_on else None
                rows.append(
                    (site.name, unit, first, end if count else silent_until, count, rounded(median(before), 1), kind)
                )
    kept: dict[Row, Row] = {}
    for row in sorted(rows, key=lambda row: row[2]):  # of one silence, the first period that is unusual
        kept.setdefault((row[1], row[2]) if row[4] else (row[1], "silence", row[3]), row)
    return list(kept.values())


def _end(unit: str, first: date) -> date:
    return {"day": first, "week": first + timedelta(6), "month": add_months(month_of(first), 1) - timedelta(1)}[unit]


def _unusual(count: int, before: Sequence[int], season: int | None) -> str | None:
    """Return busy or silent for a count that is unlike those before it and unlike its season."""
    if len(before) < 8:
        return None
    scaled = [2 * math.sqrt(stories + 0.375) for stories in before]
    spread = 1.4826 * median(abs(value - median(scaled)) for value in scaled)
    distance = 2 * math.sqrt(count + 0.375) - median(scaled)
    if count >= median(before) + 3 and distance / max(spread, 1) >= 3 and (season is None or season < 0.75 * count):
        return "busy"
    usual = 0.3 if min(before) == max(before) else min(max(spread, 0.7), 1)
    if count < min(before) and distance / usual <= -3 and (season is None or season > count):
        return "silent"
    return None


def authors_monthly(site: Site) -> list[Row]:
    bylines = defaultdict(list)
    for post in site.posts:
        for author, share in credit_shares(post["author_ids"]).items():
            bylines[author, month_of(post["published_on"])].append((post, share))
    totals: dict[date, Decimal] = defaultdict(Decimal)
    story_totals: dict[date, Decimal] = defaultdict(Decimal)
    for (_, month), posts in bylines.items():
        totals[month] += sum(share for _, share in posts)
        story_totals[month] += sum(share for post, share in posts if post in site.stories)
    rows = []
    for author, month in sorted(bylines):
        posts = bylines[author, month]
        active = sorted(other for name, other in bylines if name == author and other <= month)
        first = [share for post, share in posts if post["post_id"] == post["story_id"]]
        credit, story_credit = sum(share for _, share in posts), sum(first, Decimal(0))
        rows.append(
            (
                site.name,
                author,
                month,
                site.is_over(month),
                len(posts),
                len({post["story_id"] for post, _ in posts}),
                len(first),
                credit,
                story_credit,
                sum(post["words"] for post, _ in posts),
                rounded(float(credit) / float(totals[month]), 4),
                rounded(float(story_credit) / float(story_totals[month]), 4) if story_totals[month] else None,
                active[0],
                len(active),
            )
        )
    return rows


def author_cohorts(site: Site) -> list[Row]:
    active = defaultdict(set)
    for post in site.posts:
        for author in post["author_ids"]:
            active[author].add(month_of(post["published_on"]))
    rows = []
    for cohort in sorted({min(months) for months in active.values()}):
        authors = [months for months in active.values() if min(months) == cohort]
        for month in (month for month in site.months if month >= cohort):
            here, over = sum(month in months for months in authors), site.is_over(month)
            since = (month.year - cohort.year) * 12 + month.month - cohort.month
            share = rounded(here / len(authors), 4) if over else None
            rows.append((site.name, cohort, since, over, cohort == site.months[0], len(authors), here, share))
    return rows


def sections_monthly(site: Site) -> list[Row]:
    counts = Counter((story["section"] or "(none)", month_of(story["published_on"])) for story in site.stories)
    rows = []
    for section in sorted({section for section, _ in counts}):
        for month in site.months:
            if month < min(other for name, other in counts if name == section):
                continue
            stories, all_stories = counts[section, month], site.stories_on(month, add_months(month, 1))
            before, year_before = (
                counts[section, add_months(month, -number)]
                if site.is_over(month) and add_months(month, -number) >= site.months[0]
                else None
                for number in (1, 12)
            )
            rows.append(
                (
                    site.name,
                    section,
                    month,
                    site.is_over(month),
                    stories,
                    rounded(stories / all_stories, 4) if all_stories else None,
                    before,
                    None if before is None else stories - before,
                    year_before,
                )
            )
    return rows


def lengths(site: Site) -> list[Row]:
    words = defaultdict(list)
    for story in site.stories:
        words[story["section"] or "(none)", month_of(story["published_on"])].append(story["words"])
    return [
        (
            site.name,
            section,
            month,
            site.is_over(month),
            len(counts),
            *tuple(rounded(quantile(counts, share), 1) for share in (0.5, 0.1, 0.9)),
        )
        for (section, month), counts in sorted(words.items())
    ]


def coauthors(site: Site) -> list[Row]:
    days = defaultdict(list)
    for story in site.stories:
        for pair in combinations(sorted(story["author_ids"], key=str.encode), 2):
            days[pair].append(story["published_on"])
    return [(site.name, *pair, len(told), min(told), max(told)) for pair, told in sorted(days.items())]


def hours(site: Site) -> list[Row]:
    timed = [story for story in site.stories if story["date_precision"] != "day"]
    at = Counter((story["published_local"].isoweekday(), story["published_local"].hour) for story in timed)
    # Twelve months before 29 February is 28 February.
    year_ago = site.today.replace(
        year=site.today.year - 1, day=min(site.today.day, 28 if site.today.month == 2 else 31)
    )
    recent = Counter(
        (story["published_local"].isoweekday(), story["published_local"].hour)
        for story in timed
        if year_ago < story["published_on"] <= site.today
    )
    return [
        (
            site.name,
            weekday,
            hour,
            at[weekday, hour],
            rounded(at[weekday, hour] / len(timed), 4) if timed else None,
            recent[weekday, hour],
        )
        for weekday in range(1, 8)
        for hour in range(24)
    ]


def gaps(site: Site) -> list[Row]:
    moments = sorted(int(story["published_at"].timestamp() // 1) for story in site.stories if not story["is_future"])
    if not moments:
        return []
    silences = [later - earlier for earlier, later in pairwise(moments)]
    spans = (
        [rounded(seconds / 3600, 4) for seconds in (median(silences), quantile(silences, 0.9), max(silences))]
        if silences
        else [None] * 3
    )
    return [(site.name, *spans, rounded((int(site.as_of.timestamp()) - moments[-1]) / 3600, 4))]
