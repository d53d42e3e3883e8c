"""Every sentence of the page, in Chromium: counts in, words out."""

import pytest
from selenium.webdriver import Chrome

WEEKS = "before: [3, 8, 4, 5, 5, 6, 3, 4, 5, 6, 7, 3]"
ALIKE = "before: [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]"
NO_FILE = "moments: [null, null], is_first: true, is_last: true, kinds: {}"
FIRST = "moments: ['1 Jul 2026, 02:30', null], is_first: true, is_last: true, kinds: {added: 75}"
SECOND = (
    "moments: ['3 Jul 2026, 02:30', '2 Jul 2026, 02:30'], is_first: false, is_last: true, kinds: {added: 1, edited: 2}"
)
QUIET = "moments: ['3 Jul 2026, 02:30', '2 Jul 2026, 02:30'], is_first: false, is_last: false, kinds: {moved: 1}"

WORDS = [
    ("[formatNumber(1204), formatNumber(4.25), formatNumber(4), formatNumber(104.6)].join(' ')", "1,204 4.3 4 105"),
    ("[0, 1, 2, 1204].map(n => formatCount(n, 'story')).join(', ')", "no story, 1 story, 2 stories, 1,204 stories"),
    ("[0, 1, 2].map(n => formatCount(n, 'day')).join(', ')", "no day, 1 day, 2 days"),
    ("[[0, 5], [1, 1000], [999, 1000], [5, 5], [0, 0]].map(a => formatShare(...a)).join(', ')", "0 %, under 1 %, 99 %, 100 %, 0 %"),
    ("[1, 1.9, 2, 21.4].map(formatRhythm).join(', ')", "every day or two, every day or two, every 2 days, every 21 days"),
    ("[0, 1, 59, 60, 729, 730].map(n => formatAge(1000 - n, 1000)).join(', ')",
     "today, yesterday, 59 days ago, 2 months ago, 24 months ago, 2 years ago"),
    ("joinParts([['a']]).join('')", "a"),
    ("joinParts([['a'], ['b'], ['c']]).join('')", "a, b and c"),
    ("compareCounts(5, null, 'a year before')", ""),
    ("compareCounts(0, 0, 'a year before')", "none a year before either"),
    ("compareCounts(5, 0, 'a year before')", "none a year before"),
    ("compareCounts(63, 61, 'a year before')", "about as many as a year before (61)"),
    ("compareCounts(14, 40, 'a year before')", "65 % fewer than a year before (40)"),
    ("compareCounts(80, 40, 'a year before')", "100 % more than a year before (40)"),
    ("compareCounts(41, 12, 'a year before')", "3.4 times as many as a year before (12)"),
    ("[formatDay(0), formatLongDay(20634), formatIso(-719162), formatMonth(monthOf(-719162))].join('; ')",
     "1 Jan 1970; Tuesday, 30 June 2026; 0001-01-01; January 1"),
    ("[monthOf(firstDayOf(monthOf(-719162))) === monthOf(-719162), weekdayOf(-1), mondayOf(0)].join(' ')", "true 2 -3"),
]  # fmt: skip

SENTENCES = [
    (f"sayLastWeek({{week: 4, {WEEKS}, unit: 'story'}})", "4 stories last week, within the usual 3 to 8."),
    (f"sayLastWeek({{week: 9, {WEEKS}, unit: 'story'}})", "9 stories last week, more than in any of the 12 weeks before."),
    (f"sayLastWeek({{week: 0, {WEEKS}, unit: 'post'}})", "No post last week, fewer than in any of the 12 weeks before (3 to 8)."),
    (f"sayLastWeek({{week: 2, {ALIKE}, unit: 'story'}})", "2 stories last week, as in each of the 12 weeks before."),
    ("sayLastWeek({week: 2, before: [1, 2, 3], unit: 'story'})", "2 stories last week; it is too early to say what is usual."),
    (f"sayLastWeek({{week: 1, {ALIKE}, unit: 'story', isNarrowed: true}})",
     "1 story last week matches these filters, fewer than in any of the 12 weeks before (2 to 2)."),
    (f"sayLastWeek({{week: 3, {WEEKS}, unit: 'post', isNarrowed: true}})", "3 posts last week match these filters, within the usual 3 to 8."),
    ("sayRest({last: 20578, today: 20788, unit: 'story'})",
     "No story since 5 May 2026, 30 weeks ago: all below is told as of the week of that last story."),
    ("sayLastWeeks({weeks: 13, now: 63, nowLike: 63, then: 61, unit: 'story'})",
     "The last 13 weeks had 63 stories, about as many as a year ago (61)."),
    ("sayLastWeeks({weeks: 52, now: 1, nowLike: 1, then: null, unit: 'story'})", "The last 52 weeks had 1 story."),
    ("sayLastWeeks({weeks: 13, now: 11, nowLike: 11, then: 30, unit: 'story', isAtRest: true})",
     "The 13 weeks up to then had 11 stories, 63 % fewer than the year before (30)."),
    ("sayLastWeeks({weeks: 13, now: 63, nowLike: 20, then: 22, unit: 'story'})",
     "The last 13 weeks had 63 stories; without the sites that began within the year, 20, about as many as a year ago (22)."),
    ("saySites({best: {name: 'Blog', now: 11}, when: 'last week', atRest: 0, sites: 2, unit: 'story'})", "Blog published most last week: 11 stories"),
    ("saySites({best: {name: 'Blog', now: 1}, when: 'last week', atRest: 1, sites: 2, unit: 'story'})",
     "Blog published most last week: 1 story; one site is at rest, told as of its own last week"),
    ("saySites({best: {name: 'Blog', now: 2}, when: 'last week', atRest: 2, sites: 3, unit: 'post'})",
     "Blog published most last week: 2 posts; 2 sites are at rest, told as of their own last week"),
    ("saySites({best: {name: 'Blog', now: 2}, when: 'last week', atRest: 2, sites: 2, unit: 'post'})",
     "Blog published most last week: 2 posts; all sites are at rest, told as of their own last week"),
    ("saySites({best: null, unit: 'story'})", "No site has a story in this period"),
    ("sayAmount({year: {now: 63, nowLike: 63, then: 61}, when: 'in the last 13 weeks', unit: 'story'})",
     "63 stories in the last 13 weeks, about as many as a year before (61)"),
    ("sayAmount({year: {now: 0, nowLike: 0, then: 0}, when: 'last week', unit: 'story'})", "No story last week, none a year before either"),
    ("sayAmount({year: {now: 9, nowLike: 9, then: null}, before: {now: 9, nowLike: 9, then: 30}, when: 'last week', unit: 'story'})",
     "9 stories last week, 70 % fewer than in the time before (30)"),
    ("sayAmount({year: {now: 9, nowLike: 9, then: null}, before: {now: 9, nowLike: 4, then: 3}, when: 'last week', unit: 'story'})",
     "9 stories last week; without the sites that began since, 4, about as many as in the time before (3)"),
    ("sayAmount({year: {now: 1, then: null}, before: {now: 1, then: null}, when: 'since 1 Jan 2016', unit: 'post'})", "1 post since 1 Jan 2016"),
    ("sayDays({filled: 50, days: 91, before: 52, unit: 'story'})", "50 of 91 days had a story. The same time before had 52."),
    ("sayDays({filled: 1, days: 7, before: 0, unit: 'post'})", "1 of 7 days had a post. The week before had 0."),
    ("sayDays({filled: 1, days: 1, before: null, unit: 'story'})", "1 of 1 day had a story."),
    ("saySections({rows: [{name: 'Women', now: 50, nowLike: 50, then: 110}], isCompared: true, all: 50, unit: 'story'})",
     "Women shrank (50 against 110 a year before)"),
    ("saySections({rows: [{name: 'A', now: 50, nowLike: 50, then: 110}, {name: 'B', now: 90, nowLike: 90, then: 9},"
     " {name: 'C', now: 1, nowLike: 1, then: 40}], isCompared: true, all: 141, unit: 'story'})",
     "B grew (90 against 9 a year before) and C shrank (1 against 40 a year before)"),
    ("saySections({rows: [{name: 'News', now: 24, nowLike: 24, then: 20}], isCompared: true, all: 63, unit: 'story'})",
     "News has most, 24 of 63 stories; no section grew or shrank by more than chance"),
    ("saySections({rows: [{name: 'News', now: 1, nowLike: 0, then: 0}], isCompared: false, all: 1, unit: 'story'})", "News has most, 1 of 1 story"),
    ("saySections({rows: [{name: 'News', now: 0, nowLike: 0, then: 1}], isCompared: true, all: 0, unit: 'post'})", "No section has a post in this period"),
    ("sayAuthors({active: 52, fresh: 16, lapsed: 17, when: 'last week'})",
     "52 authors wrote last week, 16 new; 17 who wrote in the time before did not"),
    ("sayAuthors({active: 1, fresh: null, lapsed: 0, when: 'since 1 Jan 2016'})", "1 author wrote since 1 Jan 2016"),
    ("sayAuthors({active: 0, fresh: 0, lapsed: 2, when: 'last week'})", "No author in this period; 2 who wrote in the time before did not"),
    ("sayFirstAuthor({name: 'Ana', now: 11, most: 11, credit: 9.2, unit: 'story'})", "Ana wrote most: 11 stories, credit 9.2"),
    ("sayFirstAuthor({name: 'Ana', now: 1, most: 1, credit: 1, unit: 'post'})", "Ana wrote most: 1 post"),
    ("sayFirstAuthor({name: 'Ana', now: 2, most: 3, credit: 2, unit: 'story'})", "Ana has the most credit: 2 for 2 stories"),
    ("sayList({now: 63, since: 2, when: 'last week', unit: 'story'})", "63 stories last week, and 2 since"),
    ("sayList({now: 5, since: 0, when: 'last week', isNarrowed: true, unit: 'story'})", "5 stories match last week"),
    ("sayList({now: 1, since: 0, when: 'last week', isNarrowed: true, unit: 'post'})", "1 post matches last week"),
    ("sayList({now: 0, since: 0, when: 'last week', isNarrowed: true, unit: 'story'})",
     "No story last week matches: widen the period or clear the filters"),
    ("sayList({now: 0, since: 0, when: 'last week', unit: 'story'})", "No story last week"),
    ("sayList({now: 0, since: 1, when: 'last week', unit: 'story'})", "No story last week, and 1 since"),
    ("sayTopics({more: ['design', 'research'], less: ['privacy'], tested: 22, isEnough: true})", "More of “design” and “research”, less of “privacy”"),
    ("sayTopics({more: [], less: ['a', 'b', 'c', 'd'], tested: 22, isEnough: true})", "Less of “a”, “b” and “c”"),
    ("sayTopics({more: [], less: [], tested: 22, isEnough: true})", "No topic moved more than chance would move one of 22"),
    ("sayTopics({more: [], less: [], tested: 1, isEnough: true})", "The one topic that can be told apart did not move"),
    ("sayTopics({more: [], less: [], tested: 0, isEnough: true})", "No topic has stories enough to say whether it moved"),
    ("sayTopics({more: ['x'], less: [], tested: 0, isEnough: false})", "Too few stories to say which topics moved"),
    ("sayOverdue({overdue: 0})", "None: whatever had a rhythm keeps it"),
    ("sayOverdue({overdue: 1})", "1 beat, section or author is overdue"),
    ("sayOverdue({overdue: 3})", "3 beats, sections or authors are overdue"),
    ("saySilence({kind: 'section', name: 'Sports', days: 31, usual: 3})", "Nothing in Sports for 31 days; usually every 3 days"),
    ("saySilence({kind: 'tag', name: 'open data', days: 154, usual: 21})", "Nothing on “open data” for 154 days; usually every 21 days"),
    ("saySilence({kind: 'author', name: 'Ana Gómez', days: 40, usual: 1.2})", "Ana Gómez has not written for 40 days; usually every day or two"),
    ("sayWhen({days: [2, 14, 5, 4, 5, 0, 0], hours: null, unit: 'story'})", "Tuesday has most, 14 of 30 stories"),
    ("sayWhen({days: [8, 10, 9, 9, 8, 0, 0], hours: null, unit: 'story'})", "None of the five working days stands out"),
    ("sayWhen({days: [8, 10, 9, 9, 8, 7, 7], hours: [0, 3, 0], unit: 'story'})", "No weekday stands out; most come at 1 to 2 o’clock"),
    ("sayWhen({days: [0, 9, 0, 0, 0, 0, 0], hours: [0, 0, 9], unit: 'post'})", "Tuesday has most, 9 of 9 posts; the busiest hour is 2 to 3 o’clock"),
    ("sayTimeless({timeless: 44, now: 55, unit: 'story'})", "80 % of the stories carry no time of day, so hours are not drawn."),
    ("sayTimeless({timeless: 5, now: 5, unit: 'post'})", "No post carries a time of day, so hours are not drawn."),
    ("sayLength({middle: 709, middleYear: 520, n: 55, nYear: 40, unit: 'story'})", "Half of the stories have 709 words or more; a year before it was 520"),
    ("sayLength({middle: 709, middleYear: 520, n: 55, nYear: 9, unit: 'story'})", "Half of the stories have 709 words or more"),
    ("sayLength({middle: 1, middleYear: null, n: 5, nYear: 0, unit: 'post'})", "Half of the posts have 1 word or more"),
    ("sayTwice({twice: 25, stories: 63, isEver: true})", "25 of 63 stories were told again, 40 %"),
    ("sayTwice({twice: 1, stories: 63, isEver: true})", "1 of 63 stories was told again, 2 %"),
    ("sayTwice({twice: 0, stories: 11, when: 'last week', isEver: true})", "None of 11 stories last week was told again"),
    ("sayTwice({twice: 0, stories: 0, when: 'last week', isEver: true})", "No story last week"),
    ("sayTwice({twice: 0, stories: 4, when: 'last week', isEver: false})", "None of these stories was told by two posts"),
    ("sayLanguages({site: null, rows: [{lang: 'en', works: 229, alone: 127}, {lang: 'ja', inMain: 91}]})",
     "ja has 91 of the 229 texts in en; 127 are in no other language"),
    ("sayLanguages({site: 'Blog', rows: [{lang: 'en', works: 1, alone: 1}, {lang: 'ja', inMain: 0}]})",
     "Blog: ja has 0 of the 1 text in en; 1 is in no other language"),
    ("sayLanguages({site: null, rows: [{lang: 'en', works: 2, alone: 0}, {lang: 'ja', inMain: 2}]})", "ja has 2 of the 2 texts in en"),
    ("sayPart({part: 2, parts: 5, name: 'The dig'})", "Part 2 of 5 in The dig"),
    ("sayPart({part: 1, parts: 1, name: 'The dig'})", "The only part of The dig"),
    ("sayFew({now: 3, unit: 'story'})", "Too few stories to say: 3"),
    ("sayFew({now: 0, unit: 'post'})", "No post in this period"),
    ("sayFiles({files: 20020, problems: 20})", "20 files of 20,020 cannot be read, so they are not on the site"),
    ("sayFiles({files: 9, problems: 1})", "1 file of 9 cannot be read, so it is not on the site"),
    ("sayFiles({files: 5000, problems: 0})", "Every one of 5,000 files is read"),
    ("sayFiles({files: 1, problems: 0})", "The one file is read"),
    ("sayFiles({files: 0, problems: 0})", "There is no file yet"),
    ("Object.values(sayFindings({problems: 20, addresses: 2, authors: 2, tags: 1, links: 3})).flat()",
     "20 files cannot be read and are not on the site2 addresses shared by two posts or more: only one of them shows"
     "3 internal links lead nowhere2 pairs of authors and 1 pair of tags are probably one"),
    ("Object.values(sayFindings({problems: 1, addresses: 1, authors: 0, tags: 1, links: 1})).flat()",
     "1 file cannot be read and is not on the site1 address shared by two posts or more: only one of them shows"
     "1 internal link leads nowhere1 pair of tags is probably one"),
    ("Object.values(sayFindings({problems: 0, addresses: 0, authors: 0, tags: 0, links: 0})).flat()", ""),
    ("sayLinks({orphans: 51, now: 63, when: 'last week', best: {title: 'On tides', linkedBy: 12}, unit: 'story'})",
     "No other post links to 51 of 63 stories last week; “On tides” is linked to most, by 12 posts"),
    ("sayLinks({orphans: 3, now: 3, when: 'last week', best: {title: 'On tides', linkedBy: 1}, unit: 'post'})",
     "No other post links to any of 3 posts last week; “On tides” is linked to most, by 1 post"),
    ("sayLinks({orphans: 0, now: 1, when: 'last week', best: {title: 'On tides', linkedBy: 1}, unit: 'story'})",
     "Other posts link to each of 1 story last week; “On tides” is linked to most, by 1 post"),
    ("sayLinks({orphans: 0, now: 0, best: {title: 'On tides', linkedBy: 1}, unit: 'story'})", "“On tides” is linked to most, by 1 post"),
    ("sayLinks({orphans: 3, now: 3, best: null, unit: 'story'})", "No post links to another"),
    ("sayPlan({month: 'May 2026', stories: 18, planned: 20, isOver: true, low: null, high: null})", "May 2026 had 18 of 20 planned stories (90 %)"),
    ("sayPlan({month: 'June 2026', stories: 12, planned: 20, isOver: false, low: 15, high: 22})",
     "June 2026 has 12 of 20 planned stories (60 %) so far; 15 to 22 are to be expected"),
    ("sayPlan({month: 'June 2026', stories: 0, planned: 1, isOver: false, low: 2, high: 2})",
     "June 2026 has 0 of 1 planned story (0 %) so far; 2 are to be expected"),
    ("sayPlan({month: 'June 2026', stories: 2, planned: 0, isOver: false, low: null, high: null})", "June 2026 has 2 of no planned story so far"),
    ("sayUntagged({untagged: 28, now: 63, when: 'last week', unit: 'story'})", "28 of 63 stories last week have no tag"),
    ("sayUntagged({untagged: 1, now: 8, when: 'last week', unit: 'post'})", "1 of 8 posts last week has no tag"),
    ("sayUntagged({untagged: 32, now: 63, when: 'last week', unit: 'story'})", ""),
    ("sayUntagged({untagged: 1, now: 7, when: 'last week', unit: 'story'})", ""),
    ("sayPageAge({days: 5})", "This page is 5 days old: the nightly refresh may have stopped"),
    ("sayPageAge({days: 1})", ""),
    ("sayNothing({isAtRest: false})",
     "Nothing: no section, author or beat is silent for longer than its rhythm lets expect, and every file is read."),
    ("sayNothing({isAtRest: true})", "Nothing: every file is read. Of a site at rest no silence is told apart."),
    ("sayNothing({isEmpty: true})", "Nothing: what cannot be read would stand here."),
    (f"sayChanges([{{{FIRST}}}])", "This was the first refresh: it read 75 files"),
    (f"sayChanges([{{{NO_FILE}}}])", "This was the first refresh: it read no file"),
    (f"sayChanges([{{{SECOND}}}])", "1 file added and 2 files edited since the refresh of 2 Jul 2026, 02:30"),
    (f"sayChanges([{{{QUIET}}}])", "No file has changed since the refresh of 3 Jul 2026, 02:30, which found 1 file moved"),
    (f"sayChanges([{{{FIRST}, is_last: false}}])",
     "No file has changed since the first refresh, of 1 Jul 2026, 02:30, which read 75 files"),
    (f"sayChanges([{{{FIRST}}}, {{{FIRST}}}])", "This was the first refresh: it read 150 files"),
    (f"sayChanges([{{{SECOND}}}, {{{QUIET}}}, {{{FIRST}}}])", "1 file added and 2 files edited on 1 of 3 sites"),
    (f"sayChanges([{{{QUIET}}}, {{{QUIET}}}])", "No file has changed"),
    ("[sayUncounted([1, 2, 0, 0, 1, 2], 'jekyll').join(', ')]",
     "1 draft, 2 posts dated to the future, 1 page that is no post, 2 files that Jekyll ignores"),
    ("[sayUncounted([0, 0, 1, 3, 2, 0], 'hugo').join(', ')]",
     "1 post that the front matter hides, 3 posts that the site no longer shows, 2 pages that are no posts"),
]  # fmt: skip


@pytest.fixture(scope="module")
def said(browser: Chrome, bundled: str) -> dict[str, str]:
    """Return what the page makes of each call; one round trip for all."""
    browser.get(bundled)
    calls = [*(call for call, _ in WORDS), *(f"plainText({call})" for call, _ in SENTENCES)]
    texts = browser.execute_script(f"return [{', '.join(f'() => {call}' for call in calls)}].map(call => call())")
    return dict(zip(calls, texts, strict=True))


@pytest.mark.parametrize(("call", "words"), WORDS)
def test_numbers_and_days_are_put_into_words(said: dict[str, str], call: str, words: str) -> None:
    assert said[call] == words


@pytest.mark.parametrize(("call", "sentence"), SENTENCES)
def test_counts_become_a_sentence(said: dict[str, str], call: str, sentence: str) -> None:
    assert said[f"plainText({call})"] == sentence


def test_names_stand_apart_from_the_words_around_them(browser: Chrome, bundled: str) -> None:
    browser.get(bundled)
    parts = browser.execute_script("return saySilence({kind: 'tag', name: '\u202eX', days: 9, usual: 2})")
    assert parts == ["Nothing on “", {"name": "\u202eX"}, "” for 9 days; usually every 2 days"]
