"""Page as a file: its sentences, that it needs no other file, and that texts stay texts."""

import json
import re
import shutil
from base64 import b64encode
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pipeline.errors import PostsError
from pipeline.report import vega
from pipeline.report.page import HERE, is_current
from pipeline.warehouse.published import open_published
from tests.conftest import Project
from tests.report.conftest import ENDING, HOSTILE, post, published, write_page


class Page(HTMLParser):
    """A page taken apart: its scripts, what it links, and the text of each element of a class."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.text = path.read_text(encoding="utf-8")
        self.links: list[str] = []
        self.scripts: list[str] = []  # that run
        self.charts: list[str] = []
        self.said: list[tuple[str, str]] = []  # (tag and class, text)
        self.policy = ""
        self._open: list[str] = []
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.links += [value or "" for name, value in attrs if name in {"src", "href", "action", "srcset", "data"}]
        assert not [name for name in given if name.startswith("on")], "no handler stands in an attribute"
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"] or ""
        if tag == "script":
            (self.charts if given.get("type") == "application/json" else self.scripts).append("")
        if tag not in {"meta", "br"}:
            self._open.append(f"{tag}.{given.get('class') or given.get('type') or ''}")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().partition(".")[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        where = self._open[-1] if self._open else ""
        if where.startswith("script."):
            (self.charts if where.endswith("json") else self.scripts)[-1] += data
        elif data.strip():
            self.said.append((where, data.strip()))

    def answers(self) -> list[str]:
        """Return each question with its answer."""
        words = [text for where, text in self.said if where in {"h2.answer", "h3.answer", "span.question"}]
        return [f"{question}: {answer}" for question, answer in zip(words[::2], words[1::2], strict=True)]


@pytest.fixture(scope="module")
def bundled(standing: Project) -> Page:
    return Page(standing.root / "warehouse/report.html")


@pytest.fixture(scope="module")
def four(odd: Path) -> Page:
    return Page(write_page(odd))


def test_the_bundled_site_is_put_into_sentences(bundled: Page, standing: Project) -> None:
    assert bundled.answers() == [
        "How often: 0.6 stories a week over the last 12 weeks, 17 % more than the year before",
        "When: Tuesday is the busiest day, with 78 % of the stories",
        "Who: 10 authors in the last twelve months, 1 of them new; Tomás O’Hara wrote most, 7 of 25 posts",
        "About what: No topic rises or fades; the largest are “News” (15), “Harbour” (10) and “sea wall” (10)",
        "Published twice: 2 of 51 stories were published twice or more; 3 posts repeat a story",
        "What changed: This was the first refresh; it read 75 files",
        "Broken in the sources: 16 files cannot be read as posts, and 10 things are odd",
    ]
    said = [text for _, text in bundled.said]
    assert "What was published, as of 30 June 2026, 14:00 (Europe/Berlin)." in said
    for path, line in standing.rows("select path, line from core.problems where severity = 'error'"):
        assert (f"{path}:{line}" if line else path) in said
    [footer] = [text for text in said if text.startswith("Live posts are counted")]
    assert "left out are 2 drafts, 2 posts dated to the future, 1 post that the front matter hides" in footer
    assert "and 2 files that Jekyll ignores." in footer


def test_names_without_end_and_with_control_characters_are_made_fit_to_be_shown(tmp_path: Path) -> None:
    long, turned = "Wörter" * 700, "Turned\u202e\x1b[2J\x07"
    files = {
        f"_posts/2026-06-0{day}-{day}.md": f"---\ntitle: {json.dumps(title)}\nauthor: {json.dumps(title)}\n"
        f"tags: [{json.dumps(title)}]\n---\nDay {day}. {title[:50]}\n"
        for day, title in ((1, long), (2, turned), (3, turned))
    }
    files["_posts/2026-06-04-broken.md"] = f"---\n{'k' * 4000}: [\n---\n"
    text = Page(write_page(published(tmp_path, {"one": files}))).text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text.replace("\r\n", "\n"))
    assert "Wörter" * 700 not in text and "k" * 4000 not in text
    assert ("Wörter" * 50)[:299] + "…" in text and "Turned\ufffd\ufffd[2J\ufffd" in text


def test_posts_that_share_an_address_and_odd_settings_are_said(tmp_path: Path) -> None:
    files = {
        "_config.yml": "permalink: /blog/:title\ntimezone: PST\n",
        **{f"_posts/2026-06-0{day}-news.md": post("News", text=f"Day {day}.") for day in (1, 2, 3)},
        "_posts/2026-06-01-other.md": post("Other"),
    }
    page = Page(write_page(published(tmp_path, {"one": files})))
    said = [text for _, text in page.said]
    assert "3 posts share 1 address: at each of them only one post is on the web." in said
    assert "_config.yml:2" in said and "_posts/2026-06-03-news.md" in said
    assert page.answers()[-1] == "Broken in the sources: Every file that could be a post is one, and 4 things are odd"


def test_every_chart_has_words_and_a_table(bundled: Page) -> None:
    assert len(bundled.charts) == 6
    assert bundled.text.count('class="chart" role="img" aria-label="') == len(bundled.charts)
    assert bundled.text.count("<details>") == len(bundled.charts)


def test_nothing_leaves_the_page_and_only_its_own_scripts_run(bundled: Page) -> None:
    assert bundled.links and all(link.startswith("#") for link in bundled.links)
    assert "url(" not in bundled.text.partition("</style>")[0]
    hashes = [f"'sha256-{b64encode(sha256(s.encode()).digest()).decode()}'" for s in bundled.scripts]
    assert bundled.policy == (
        f"default-src 'none'; script-src {' '.join(hashes)}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    )
    assert len(hashes) == 2


def test_titles_and_names_stay_texts(four: Page) -> None:
    assert len(four.scripts) == 2 and "alert(1)" not in "".join(four.scripts)
    said = {text for _, text in four.said}
    name = " ".join(ENDING.split())
    assert HOSTILE in said
    assert name in {" ".join(text.split()) for text in said}
    charts = [json.loads(chart) for chart in four.charts]
    assert {row["author"] for chart in charts for row in chart["data"]["values"] if "author" in row} >= {name}
    assert not [chart for chart in four.charts if set("<>&\u2028\u2029") & set(chart)]


def test_sites_of_no_post_and_of_one_have_answers(four: Page) -> None:
    answers = four.answers()
    assert answers[0] == "How often: Every live post is dated to the future"
    assert answers[7:10] == [
        "How often: No post is live yet",
        "What changed: This was the first refresh; it read no file",
        "Broken in the sources: Every file that could be a post is one",
    ]
    assert answers[-7:] == [
        "How often: 1 story in the first 5 weeks",
        "When: Too few stories to tell: 1",
        "Who: No post names an author",
        "About what: Nothing to say yet: no tag, no category and no word of their own in the posts",
        "Published twice: No story was published twice",
        "What changed: This was the first refresh; it read 1 file",
        "Broken in the sources: Every file that could be a post is one",
    ]
    assert [text for where, text in four.said if where == "h2.site"] == ["ahead", "An empty site", HOSTILE, "one"]


def posts_dated(*moments: str) -> dict[str, str]:
    """Return the files of a post for each moment."""
    return {
        f"_posts/{at[:10]}-{n}.md": f"---\ntitle: Post {n}\ndate: {at}\n---\nWords.\n" for n, at in enumerate(moments)
    }


def test_habits_are_put_into_words(tmp_path: Path) -> None:
    """Ties are named together, days are the calendar's, and a dormant site ends with its last year."""
    weeks = [date(2026, 4, 6) + timedelta(weeks=n) for n in range(12)]  # Mondays, up to the last whole week
    sites = {
        "dormant": posts_dated(*(f"2023-{month:02}-{day:02}" for month in (1, 2) for day in range(1, 29))),
        "evening": posts_dated(*(f"2026-05-{day} 22:00" for day in (10, 11, 12)))
        | {"_config.yml": "timezone: America/New_York\n"},
        "many": posts_dated(*(f"{monday} {hour:02}:30" for monday in weeks[:3] for hour in (8, 9, 10, 11))),
        "new": posts_dated("2026-06-29 08:00"),
        "tied": posts_dated(*(f"{monday + timedelta(days=day)} 09:30" for monday in weeks[:6] for day in (0, 3))),
        "weekly": posts_dated(*(f"{monday} 09:30" for monday in weeks)),
    }
    page = Page(write_page(published(tmp_path, sites)))
    said = [text for _, text in page.said]
    pace, busy = ([answer for answer in page.answers() if answer.startswith(start)] for start in ("How often", "When"))
    assert pace == [
        "How often: No story in the last 12 weeks; the newest is from the week of 27 February 2023",
        "How often: 3 stories in the first 9 weeks",
        "How often: 1 story a week over the last 12 weeks",
        "How often: 1 story in the first week",
        "How often: 1 story a week over the last 12 weeks",
        "How often: 1 story a week over the last 12 weeks",
    ]
    assert busy == [
        "When: No weekday stands out: each has 14 % to 14 % of the stories",
        "When: Too few stories to tell: 3",
        "When: Monday is the busiest day, with 100 % of the stories",
        "When: Too few stories to tell: 1",
        "When: Monday and Thursday are the busiest days, with 50 % of the stories each",
        "When: Monday is the busiest day, with 100 % of the stories",
    ]
    notes = " ".join(said)
    assert "15 % of the days from 1 January 2023 to 31 December 2023 have a story." in notes
    assert "silent for 49 days now" in notes and "days since the newest, 12 May 2026" in notes and "49" in said
    assert "No hour stands out: 4 have 3 stories each, and none has more." in notes
    assert "The busiest hours are Monday 9 to 10 and Thursday 9 to 10 o’clock: 6 stories each." in notes
    assert "The busiest hour is Monday, 9 to 10 o’clock: 12 stories." in notes


def test_what_changed_is_what_the_newest_refresh_found_that_found_anything(tmp_path: Path) -> None:
    """A refresh that was not published, and one that had another reason, leave none to the next."""
    one, two = "_posts/2026-06-01-one.md", "_posts/2026-06-02-two.md"
    nights: list[tuple[dict[str, str], str]] = [
        ({one: post("One")}, "This was the first refresh; it read 1 file"),
        ({}, "No file has changed since the first refresh, of 1 July 2026, 02:30, which read 1 file"),
        (
            {one: post("One, edited"), two: post("Two")},
            "1 file added and 1 file edited since the refresh of 2 July 2026, 02:30",
        ),
        ({}, "No file has changed since the refresh of 3 July 2026, 02:30, which found 1 file added and 1 file edited"),
    ]
    for day, (files, answer) in enumerate(nights, 1):
        page = Page(write_page(published(tmp_path, {"s": files}, datetime(2026, 7, day, 2, 30, tzinfo=UTC))))
        assert f"What changed: {answer}" in page.answers()
    assert "Files that changed, the newest posts first" in [text for _, text in page.said]


def test_a_chart_of_authors_says_of_which_months_they_are(bundled: Page) -> None:
    titles = [text for where, text in bundled.said if where.startswith("figcaption")]
    assert [title for title in titles if title.startswith("Posts a month")] == [
        "Posts a month since June 2024: 10 authors"
    ]


def test_a_long_list_is_cut_and_says_so(four: Page) -> None:
    assert ("small.", "(50 of 60)") in four.said


def test_the_same_file_gives_the_same_page(standing: Project, tmp_path: Path, bundled: Page) -> None:
    page = tmp_path / "report.html"
    with open_published(standing.published) as duck:
        assert not is_current(duck, page)
        write_page(standing.published, page)
        assert page.read_text(encoding="utf-8") == bundled.text
        assert is_current(duck, page)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["report.html"]


def test_a_page_of_another_file_is_not_current(standing: Project, odd: Path, four: Page) -> None:
    with open_published(standing.published) as duck:
        assert not is_current(duck, odd.parent / "report.html")


@pytest.mark.parametrize(
    "changed", ["page.css", "topics.py", "queries/sites.sql", "queries/thumbnails/stories_per_week.sql"]
)
def test_a_page_of_other_code_or_sql_is_not_current(
    standing: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    shutil.copytree(HERE, tmp_path / "code")
    monkeypatch.setattr("pipeline.report.page.HERE", tmp_path / "code")
    page = write_page(standing.published, tmp_path / "report.html")
    with open_published(standing.published) as duck:
        assert is_current(duck, page)
        with (tmp_path / "code" / changed).open("a") as file:
            file.write("\n")
        assert not is_current(duck, page)


def test_a_page_weighs_little(bundled: Page, four: Page) -> None:
    """Without the JavaScript, a site is about 100 kB: what is drawn and listed does not grow with its posts."""
    assert len(bundled.text) < 1_200_000
    assert len(bundled.text) - sum(map(len, bundled.scripts)) < 250_000


def test_a_page_that_cannot_be_written_says_that_the_published_file_is_untouched(
    standing: Project, tmp_path: Path
) -> None:
    (tmp_path / "report.html").mkdir()
    with pytest.raises(PostsError, match=r"report.html cannot be written: .*; .*posts.duckdb is not touched by that"):
        write_page(standing.published, tmp_path / "report.html")


@pytest.mark.parametrize("kept", [None, Path("/proc/nobody/writes/here.js")], ids=["kept", "cannot be kept"])
def test_javascript_is_bundled_once_for_each_environment(
    kept: Path | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = vega.load_bundle()
    assert before == vega.BUNDLE_PATH.read_text(encoding="utf-8")
    monkeypatch.setattr(vega, "BUNDLE_PATH", kept or tmp_path / "share" / vega.BUNDLE_NAME)
    assert vega.load_bundle() == before
    assert vega.BUNDLE_PATH.exists() == (kept is None)
    if kept is None:
        vega.BUNDLE_PATH.write_text("as it was left", encoding="utf-8")
        assert vega.load_bundle() == "as it was left"


def test_posts_to_come_are_no_part_of_the_year(tmp_path: Path) -> None:
    text = " ".join(f"word{n}" for n in range(60))
    told = {f"_posts/2026-06-{day}-told.md": post("Told twice", text=text) for day in (10, 11)}
    ahead = {f"_posts/2026-0{month}-20-{month}.md": post(f"To come {month}", text="Words.") for month in (7, 8, 9)}
    site = {"_config.yml": "future: true\n", "_posts/2026-06-01-a.md": post("Other"), **told, **ahead}
    said = [text for _, text in Page(write_page(published(tmp_path, {"ahead": site}))).said]
    assert [text for text in said if "repeat a story (" in text] == [
        "Since June 2025: 33 % of the posts repeat a story (1 of 3)."
    ]
