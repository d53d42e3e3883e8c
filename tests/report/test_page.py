"""Page as a file: its data, its policy, that it is the same for the same input, and that texts stay texts."""

import gzip
import json
import re
import shutil
from base64 import b64decode, b64encode
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import PostsError
from pipeline.report.data import Limits, encode, pack_column
from pipeline.report.page import HERE, PARTS, is_current, render
from pipeline.report.script import MODULES
from pipeline.warehouse.published import open_published
from tests.conftest import Project
from tests.report.conftest import ENDING, HOSTILE, post, published, write_page


def read_data(html: str) -> dict[str, Any]:
    """Return the data of a page."""
    found = re.search(r'id="data">([A-Za-z0-9+/=]+)</script>', html)
    assert found
    return json.loads(gzip.decompress(b64decode(found[1])))


@pytest.fixture(scope="module")
def bundled_html(standing: Project) -> str:
    return (standing.root / "warehouse/report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def odd_html(odd: Path) -> str:
    return write_page(odd).read_text(encoding="utf-8")


def test_only_its_own_script_and_style_apply_and_nothing_is_loaded(bundled_html: str) -> None:
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', bundled_html)
    [script] = re.findall(r"<script>(.*?)</script>", bundled_html, re.DOTALL)
    [style] = re.findall(r"<style>(.*?)</style>", bundled_html, re.DOTALL)
    hashes = [b64encode(sha256(text.encode()).digest()).decode() for text in (script, style)]
    assert policy == (
        f"default-src 'none'; script-src 'sha256-{hashes[0]}'; style-src 'sha256-{hashes[1]}'; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    assert not re.search(r"\b(innerHTML|outerHTML|insertAdjacentHTML|eval|Function|fetch|XMLHttpRequest)\b", script)
    assert "url(" not in style
    assert re.findall(r'(?:src|href|action|data|srcset)="([^"]*)"', bundled_html) == ["#main"]


def test_titles_and_names_stay_texts(odd_html: str) -> None:
    data = read_data(odd_html)
    assert HOSTILE in data["texts"]["title"] and HOSTILE in data["tags"]
    assert [site["title"] for site in data["sites"]] == ["ahead", "An empty site", HOSTILE, "one"]
    assert {" ".join(name.split()) for _, name, _ in data["authors"]} >= {" ".join(ENDING.split())}
    assert odd_html.count("<script") == 2 and "alert(1)</script>" not in odd_html
    assert '<th scope="row">&lt;script&gt;alert(1)&lt;/script&gt;</th>' in odd_html


def test_entities_are_decoded_in_titles_and_names_and_not_in_files_and_addresses(tmp_path: Path) -> None:
    """What an entity stands for is made fit to be shown too."""
    head = "title: '&lt;/script&gt; &#x202e;R&amp;D'\nauthor: 'O&#39;Hara'\ntags: ['R&amp;D']\ncategories: ['Arts &amp; Crafts']"
    files = {
        "_config.yml": "title: 'News &amp; Views'\n",
        "_posts/2026-06-01-a&amp;b.md": f"---\n{head}\npermalink: /a&amp;b.html\n---\nWords.\n",
    }
    html = write_page(published(tmp_path, {"one": files})).read_text(encoding="utf-8")
    data = read_data(html)
    assert data["texts"]["title"] == ["</script> \ufffdR&D"]
    assert (data["authors"][0][1], data["tags"], data["sections"]) == ("O'Hara", ["R&D"], ["Arts & Crafts"])
    assert data["texts"]["slug"] == ["a&amp;b"]
    assert html.count("<title>News &amp; Views: what was published</title>") == 1 and html.count("</script>") == 2


def test_names_without_end_and_with_control_characters_are_made_fit_to_be_shown(tmp_path: Path) -> None:
    long, turned = "Wörter" * 700, "Turned\u202e\x1b[2J\x07"
    files = {
        f"_posts/2026-06-0{day}-{day}.md": f"---\ntitle: {json.dumps(title)}\nauthor: {json.dumps(title)}\n"
        f"tags: [{json.dumps(title)}]\n---\nDay {day}. {title[:50]}\n"
        for day, title in ((1, long), (2, turned), (3, turned))
    }
    files["_posts/2026-06-04-broken.md"] = f"---\n{'k' * 4000}: [\n---\n"
    data = read_data(write_page(published(tmp_path, {"one": files})).read_text(encoding="utf-8"))
    text = json.dumps(data, ensure_ascii=False)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    assert "Wörter" * 700 not in text and "k" * 4000 not in text
    assert data["texts"]["title"] == [("Wörter" * 50)[:299] + "…", *["Turned\ufffd\ufffd[2J\ufffd"] * 2]


def test_a_mail_preview_without_scripts_shows_each_site(odd_html: str, standing: Project, bundled_html: str) -> None:
    assert odd_html.count('<th scope="row">') == 4
    assert '<th scope="row">An empty site</th><td>–</td><td>–</td><td>–</td><td>–</td><td>–</td>' in odd_html
    weeks = standing.rows("select week, stories from cadence.weekly where is_complete order by week desc")
    counts = [stories for _, stories in weeks]
    newest = next(week for week, stories in weeks if stories)
    cells = (
        counts[0],
        f"{min(counts[1:13])} to {max(counts[1:13])}",
        sum(counts[:13]),
        sum(counts[52:65]),
        f"{newest:%-d %b %Y}",
    )
    row = "".join(f"<td>{cell}</td>" for cell in cells)
    assert f'<th scope="row">The Harbour Gazette</th>{row}' in bundled_html


def test_the_template_is_filled_in_one_pass(tmp_path: Path) -> None:
    """A title that looks like a part of the template is a title."""
    files = {"_config.yml": "title: '{{script}}'\n", "_posts/2026-06-01-a.md": post("{{data}}")}
    html = write_page(published(tmp_path, {"one": files})).read_text(encoding="utf-8")
    assert "<title>{{script}}: what was published</title>" in html
    assert read_data(html)["texts"]["title"] == ["{{data}}"]


def test_limits_say_what_travels(standing: Project) -> None:
    with open_published(standing.published) as duck:
        data = read_data(render(duck, limits=Limits(max_texts=5, max_rows=3)))
        whole = read_data(render(duck))
    posts = len(whole["texts"]["title"])
    assert (data["texts"]["first"], data["texts"]["title"]) == (posts - 5, whole["texts"]["title"][-5:])
    assert data["posts"] == whole["posts"]
    [errors] = data["findings"]["errors"]
    assert (len(errors), errors[0][0], data["files"][0][1]) == (3, 16, 16)


def test_findings_are_those_of_the_tables(standing: Project, bundled_html: str) -> None:
    data = read_data(bundled_html)
    [untranslated], [stale], [odd] = (data["findings"][name] for name in ("untranslated", "stale_posts", "warnings"))
    lacking = standing.rows(
        "select headline, first_published_on::varchar, list(lang order by lang) from quality.missing_translations group by all"
    )
    assert sorted(row[1:] for row in untranslated) == sorted(map(list, lacking)) != []
    assert {row[0] for row in untranslated} == {len(lacking)}
    assert [row[1:] for row in stale] == [
        list(row)
        for row in standing.rows(
            "select title, path, url, published_on::varchar, linked_by, has_history from quality.stale_posts"
            " inner join (select site, post_id, path from core.posts) using (site, post_id) order by linked_by desc, published_on"
        )
    ]
    assert {row[3] for row in odd} <= data["meanings"].keys()
    assert data["meanings"]["front_matter_syntax"] == "The front matter cannot be parsed"


def test_titles_are_those_of_the_newest_posts_also_within_a_day(tmp_path: Path) -> None:
    files = {f"_posts/2026-06-01-{n}.md": post(f"Number {n}", text="Told. " * n) for n in range(1, 7)}
    with open_published(published(tmp_path, {"a": files, "b": files})) as duck:
        whole = read_data(render(duck))["texts"]["title"]
        for count in (1, 5, 8):
            assert read_data(render(duck, limits=Limits(max_texts=count)))["texts"]["title"] == whole[-count:]


def test_links_into_dagster_are_there_only_where_its_address_is_known(standing: Project, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    with open_published(standing.published) as duck:
        assert read_data(render(duck))["ui"] is None
        page.write_text(render(duck, "https://dagster.example"), encoding="utf-8")
        assert read_data(page.read_text(encoding="utf-8"))["ui"] == "https://dagster.example"
        assert is_current(duck, page, "https://dagster.example")
        assert not is_current(duck, page)


@pytest.mark.parametrize(
    ("values", "codes", "names"),
    [
        pytest.param([], [], [], id="nothing"),
        pytest.param([None, "b", "a", "b"], [-1, 0, 1, 0], ["b", "a"], id="names in the order of the posts"),
    ],
)
def test_names_become_numbers(values: list[str | None], codes: list[int], names: list[str]) -> None:
    assert encode(values) == (codes, names)


@pytest.mark.parametrize(
    ("values", "packed"),
    [([], []), ([3, 3, 3], {"all": 3, "n": 3}), ([3, 4], [3, 4])],
    ids=["nothing", "all alike", "different"],
)
def test_a_column_of_one_value_is_that_value(values: list[int], packed: object) -> None:
    assert pack_column(values) == packed


def test_every_module_is_in_the_script() -> None:
    assert sorted(MODULES) == sorted(path.stem for path in PARTS.glob("*.js"))


def test_the_same_file_gives_the_same_page(standing: Project, tmp_path: Path, bundled_html: str) -> None:
    page = tmp_path / "report.html"
    with open_published(standing.published) as duck:
        assert not is_current(duck, page)
        write_page(standing.published, page)
        assert page.read_text(encoding="utf-8") == bundled_html
        assert is_current(duck, page)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["report.html"]


def test_a_page_of_another_file_is_not_current(standing: Project, odd: Path, odd_html: str) -> None:
    with open_published(standing.published) as duck:
        assert not is_current(duck, odd.parent / "report.html")


@pytest.mark.parametrize("changed", ["browser/page.css", "browser/count.js", "data.py", "queries/findings/errors.sql"])
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


def test_a_page_of_other_meanings_is_not_current(
    standing: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = write_page(standing.published, tmp_path / "report.html")
    monkeypatch.setattr("pipeline.report.page.KINDS", {})
    with open_published(standing.published) as duck:
        assert not is_current(duck, page)


def test_a_page_weighs_little(bundled_html: str) -> None:
    assert len(bundled_html) < 250_000


def test_a_page_that_cannot_be_written_says_that_the_published_file_is_untouched(
    standing: Project, tmp_path: Path
) -> None:
    (tmp_path / "report.html").mkdir()
    with pytest.raises(PostsError, match=r"report.html cannot be written: .*; .*posts.duckdb is not touched by that"):
        write_page(standing.published, tmp_path / "report.html")


def test_posts_to_come_do_not_travel(tmp_path: Path) -> None:
    ahead = {f"_posts/2026-0{month}-20-{month}.md": post(f"To come {month}") for month in (7, 8, 9)}
    site = {"_config.yml": "future: true\n", "_posts/2026-06-01-a.md": post("Here"), **ahead}
    data = read_data(write_page(published(tmp_path, {"ahead": site})).read_text(encoding="utf-8"))
    assert data["texts"]["title"] == ["Here"]
    assert data["posts"]["day"] == {"all": (date(2026, 6, 1) - date(1970, 1, 1)).days, "n": 1}
    assert data["files"][0][3:5] == [0, 3]  # drafts, posts dated to the future
