"""What a Hexo post says: rules of Hexo 8, each with a small site."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.generators.hexo.names import slugize
from tests.support.small_sites import Files, read_file, read_outcome, show_date, walk_site, write_site

POST = "source/_posts/old-mill.md"


def post(*lines: str, body: str = "Text.\n") -> str:
    return "\n".join(["---", *lines, "---", body])


@pytest.mark.parametrize(
    ("settings", "written", "zone", "instant", "day"),
    [
        pytest.param("", "2021-03-04 05:06:07", "UTC", "2021-03-04T05:06:07Z", "2021-03-04", id="UTC"),
        pytest.param("timezone: Asia/Tokyo", "2021-03-04", "UTC", "2021-03-03T15:00:00Z", "2021-03-04", id="the site's clock"),
        pytest.param("timezone: Asia/Tokyo", "2021-03-04T05:06:07Z", "UTC", "2021-03-03T20:06:07Z", "2021-03-04", id="Z is read as the site's clock"),
        pytest.param("timezone: Asia/Tokyo", "2021-03-04 05:06:07 +03:00", "UTC", "2021-03-03T17:06:07Z", "2021-03-04", id="an offset is worked out first"),
        pytest.param("timezone: Europe/Berlin", "2021-03-28 01:30:00", "UTC", "2021-03-27T23:30:00Z", "2021-03-28", id="an hour wrong on the night of a change"),
        pytest.param("timezone: Europe/Berlin", "2021-07-01 12:00", "Europe/Berlin", "2021-07-01T10:00:00Z", "2021-07-01", id="a text on a machine of the site's zone"),
        pytest.param("", "2021-07-01 12:00", "Europe/Berlin", "2021-07-01T10:00:00Z", "2021-07-01", id="no zone but the machine's"),
        pytest.param("", "March 4, 2021", "UTC", "2021-03-04T00:00:00Z", "2021-03-04", id="words"),
        pytest.param("", "[2021-03-04]", "UTC", "2021-03-04T00:00:00Z", "2021-03-04", id="a list of one"),
        pytest.param("", "1614834367000", "UTC", "2021-03-04T05:06:07Z", "2021-03-04", id="milliseconds"),
    ],
)  # fmt: skip
def test_a_date_is_read_on_the_sites_clock(
    tmp_path: Path, settings: str, written: str, zone: str, instant: str, day: str
) -> None:
    site = write_site(
        tmp_path, {"_config.yml": settings, POST: post(f"date: {written}", "title: T")}, "hexo", build_timezone=zone
    )
    fields, _ = read_file(site, POST)
    assert show_date(fields) == instant
    assert fields.published is not None
    assert (fields.published.local // 86_400, fields.date_source) == (_day_number(day), "front_matter")


def _day_number(day: str) -> int:
    from datetime import date

    return (date.fromisoformat(day) - date(1970, 1, 1)).days


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        pytest.param("2021-02-31", "date_rolled", id="a day that its month lacks"),
        pytest.param("2021", "date_is_number", id="a year is a number of milliseconds"),
    ],
)
def test_a_date_that_hexo_misreads_is_read_as_it_does_with_a_warning(tmp_path: Path, written: str, kind: str) -> None:
    site = write_site(tmp_path, {"_config.yml": "", POST: post(f"date: {written}", "title: T")}, "hexo")
    fields, warnings = read_file(site, POST)
    assert [(warning.kind, warning.line) for warning in warnings] == [(kind, 2)]
    assert show_date(fields) == {"2021": "1970-01-01T00:00:02Z"}.get(written, "2021-03-03T00:00:00Z")


@pytest.mark.parametrize("line", ["x: 1", "date:", "date: soon", "date: 14/13/2021", "date: ''"])
def test_a_post_that_only_file_time_would_date_is_a_problem(tmp_path: Path, line: str) -> None:
    site = write_site(tmp_path, {"_config.yml": "permalink: :title/", POST: post(line, "title: T")}, "hexo")
    fields, _ = read_file(site, POST)
    assert show_date(fields) == "date_missing"
    assert fields.url == "/old-mill/"
    site = write_site(tmp_path, {"_config.yml": "permalink: :year/:title/"}, "hexo")
    assert read_file(site, POST)[0].url is None


@pytest.mark.parametrize(
    ("pattern", "name", "lines", "instant", "slug", "lang"),
    [
        (":year-:month-:day-:title.md", "2021-03-04-mill.md", [], "2021-03-04T00:00:00Z", "mill", None),
        (":year-:month-:day-:title.md", "2021-03-04-mill.md", ["date: 2020-01-01"], "2020-01-01T00:00:00Z", "mill", None),
        (":year-:month-:day-:title.md", "2021-03-04-mill.md", ["date: soon"], "date_missing", "mill", None),
        (":year-:month-:day-:title.md", "2021-14-01-mill.md", [], "2022-02-01T00:00:00Z", "mill", None),
        (":year-:month-:day-:title.md", "The Old/Mill!.md", ["date: 2020-01-01"], "2020-01-01T00:00:00Z", "The-Old-Mill", None),
        (":lang/:title.md", "fr/mill.md", ["date: 2020-01-01", "lang: en"], "2020-01-01T00:00:00Z", "mill", "fr"),
        (":year/:i_month/:i_day/:title.md", "2021/3/4/a b.md", [], "2021-03-04T00:00:00Z", "a b", None),
        (":title.md", "The Old/Mill!.md", ["date: 2020-01-01"], "2020-01-01T00:00:00Z", "The Old/Mill!", None),
    ],
)  # fmt: skip
def test_a_name_is_read_by_new_post_name(
    tmp_path: Path, pattern: str, name: str, lines: list[str], instant: str, slug: str, lang: str | None
) -> None:
    path = f"source/_posts/{name}"
    site = write_site(tmp_path, {"_config.yml": f'new_post_name: "{pattern}"', path: post("title: T", *lines)}, "hexo")
    fields, _ = read_file(site, path)
    assert (show_date(fields), fields.slug, fields.lang) == (instant, slug, lang)


URLS = {
    "the default": ("{}", "/2021/03/04/sub/Old Mill/"),
    "no zeros": ("{permalink: ':year/:i_month/:i_day/:name.html'}", "/2021/3/4/Old Mill.html"),
    "the time": ("{permalink: ':hour:minute:second-:timestamp'}", "/050607-1614834367"),
    "the title": ("{permalink: ':post_title'}", "/the-old-mill-of-zurich"),
    "the last category": ("{permalink: ':category/:name/'}", "/News/Old-Town/Old Mill/"),
    "categories by map and case": ("{permalink: ':category/', category_map: {News: nouvelles}, filename_case: 1}", "/nouvelles/old-town/"),
    "a key of front matter": ("{permalink: ':place/:id/'}", "/river/7/"),
    "a default": ("{permalink: ':kind/:name', permalink_defaults: {kind: story}}", "/story/Old Mill"),
    "nothing of that name": ("{permalink: ':nothing/'}", "/undefined/"),
    "whether it is published": ("{permalink: ':published/:name/'}", "/true/Old Mill/"),
    # echo -n 'sub/Old Mill1614834367' | sha1sum: the slug and the seconds since 1970 (filter/post_permalink.ts)
    "a hash": ("{permalink: 'p/:hash/'}", "/p/2421d6529135/"),
    "a root": ("{root: /blog/, permalink: ':name'}", "/blog/Old Mill"),
    "an empty root": ("{url: 'https://x.org/y', root: '', permalink: ':name'}", "/y/Old Mill"),
    "no root": ("{url: 'https://x.org/y/é', permalink: ':name'}", "/y/%C3%A9/Old Mill"),
    "a map of categories without a value": ("{permalink: ':category/', category_map: {News: }}", "/News/Old-Town/"),
    "a folder of assets": ("{permalink: ':name', post_asset_folder: true}", "/Old Mill/"),
    "a folder of assets beside a page": ("{permalink: ':name.html', post_asset_folder: true}", "/Old Mill.html"),
}  # fmt: skip


@pytest.mark.parametrize(("settings", "url"), URLS.values(), ids=URLS)
def test_a_permalink_is_filled(tmp_path: Path, settings: str, url: str) -> None:
    path = "source/_posts/sub/Old Mill.md"
    text = post(
        "title: The Old Mill of Zürich",
        "date: 2021-03-04 05:06:07",
        "categories: [News, Old Town]",
        "place: river",
        "id: 7",
    )
    site = write_site(tmp_path, {"_config.yml": settings, path: text}, "hexo")
    assert read_file(site, path)[0].url == url


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("/a/b/", "/a/b/"),
        ("a b.html", "/a b.html"),
        (":year/a", "/:year/a"),
        ("50%25", "/50%25"),
        ("", "/2021/03/04/old-mill/"),
    ],
)
def test_a_permalink_of_front_matter_is_taken_as_it_is(tmp_path: Path, written: str, url: str) -> None:
    site = write_site(tmp_path, {"_config.yml": "", POST: post("date: 2021-03-04", f"permalink: {written}")}, "hexo")
    assert read_file(site, POST)[0].url == url


@pytest.mark.parametrize("written", ["2021", "true", "[a]", "2021-03-04", "50%", "{a: b}"])
def test_a_permalink_that_hexo_cannot_use_loses_the_post(tmp_path: Path, written: str) -> None:
    site = write_site(tmp_path, {"_config.yml": "", POST: post("date: 2021-03-04", f"permalink: {written}")}, "hexo")
    assert read_outcome(site, POST) == "permalink_invalid"


@pytest.mark.parametrize(
    ("body", "excerpt"),
    [
        pytest.param("One.\n<!--More-->\nTwo.\n<!-- more -->\n", "One.", id="the first marker"),
        pytest.param("<!-- more -->\nTwo.", None, id="nothing before it"),
        pytest.param("One.\n<!--  more -->\nTwo.", None, id="two blanks"),
    ],
)
def test_an_excerpt_ends_at_a_marker(tmp_path: Path, body: str, excerpt: str | None) -> None:
    text = f"---\ntitle: T\ndate: 2021-03-04\n---\n{body}"
    assert read_file(write_site(tmp_path, {"_config.yml": "", POST: text}, "hexo"), POST)[0].excerpt == excerpt


def test_the_day_of_a_url_is_that_of_the_machine(tmp_path: Path) -> None:
    files = {"_config.yml": "timezone: Asia/Tokyo", POST: post("date: 2021-03-04", "title: T")}
    assert read_file(write_site(tmp_path, files, "hexo"), POST)[0].url == "/2021/03/03/old-mill/"
    site = write_site(tmp_path, files, "hexo", build_timezone="Asia/Tokyo")
    assert read_file(site, POST)[0].url == "/2021/03/04/old-mill/"
    assert site.assumed == ()


def test_an_id_that_hexo_makes_at_random_makes_no_url(tmp_path: Path) -> None:
    site = write_site(tmp_path, {"_config.yml": "permalink: p/:id/", POST: post("date: 2021-03-04")}, "hexo")
    assert read_file(site, POST)[0].url is None


CATEGORIES = {
    "a text": ("categories: News", ["News"]),
    "a path": ("categories: [News, Town]", ["News", "News/Town"]),
    "two paths": ("categories: [[News, Town], [News, Harbour], Sport]", ["News", "News/Town", "News/Harbour", "Sport"]),
    "commas": ("categories: News, Town", ["News, Town"]),
    "values of other kinds": ("categories: [2021, true, null, '']", ["2021", "2021/true"]),
    "the singular": ("category: News", ["News"]),
    "the plural wins": ("category: News\ncategories: Town", ["Town"]),
    "an empty plural": ("category: News\ncategories:", ["News"]),
    "a mapping": ("categories: {a: b}", ["[object Object]"]),
    "none": ("x: 1", []),
}


@pytest.mark.parametrize(("line", "categories"), CATEGORIES.values(), ids=CATEGORIES)
def test_categories_are_paths(tmp_path: Path, line: str, categories: list[str]) -> None:
    site = write_site(tmp_path, {"_config.yml": "", POST: post("date: 2021-03-04", line)}, "hexo")
    fields, _ = read_file(site, POST)
    assert (fields.categories, fields.section) == (categories, None)


TAGS = {
    "a text is one tag": ("tags: a, b c", ["a, b c"]),
    "a list": ("tags: [a, A, a, ' a ', 3.10, null, '']", ["a", "A", " a ", "3.1"]),
    "a list in a list": ("tags: [[a, b], c]", ["a,b", "c"]),
    "the singular": ("tag: a", ["a"]),
    "another case": ("Tags: [a]", []),
}


@pytest.mark.parametrize(("line", "tags"), TAGS.values(), ids=TAGS)
def test_tags_are_never_split(tmp_path: Path, line: str, tags: list[str]) -> None:
    site = write_site(tmp_path, {"_config.yml": "", POST: post("date: 2021-03-04", line)}, "hexo")
    assert read_file(site, POST)[0].tags == tags


@pytest.mark.parametrize(
    ("folder", "line", "fate"),
    [
        ("_posts", "x: 1", "post"),
        ("_drafts", "published: true", "draft"),
        ("_posts", "published: false", "draft"),
        ("_posts", "published: 'false'", "draft"),
        ("_posts", "published: 0", "draft"),
        ("_posts", "published: no", "post"),
        ("_posts", "published:", "post"),
        ("_posts", "draft: true", "post"),
    ],
)
def test_a_draft_is_one_by_its_folder_or_by_published(tmp_path: Path, folder: str, line: str, fate: str) -> None:
    path = f"source/{folder}/a.md"
    files = {"_config.yml": "", path: post("title: T", "tags: [a]", "categories: [b]", line)}
    fields, _ = read_file(write_site(tmp_path, files, "hexo"), path)
    assert (fields.fate, fields.is_draft) == (fate, fate == "draft")
    if fate == "draft":
        assert (fields.tags, fields.categories, fields.error) == ([], [], None)
        shown, _ = read_file(write_site(tmp_path, files, "hexo", drafts="show"), path)
        assert (shown.fate, shown.is_draft, shown.tags) == ("post", True, ["a"])


def test_the_rest_of_a_post(tmp_path: Path) -> None:
    text = post(
        "title: '  A  b '", "date: 2021-03-04", "updated: 2021-04-05 06:07:08", "author: [Ann, Bob]", "description: D",
        "cover: /c.png", "layout: photo", "language: de", body="One.\n<!--MORE-->\nTwo.\n",
    )  # fmt: skip
    site = write_site(tmp_path, {"_config.yml": "author: Owner", POST: text}, "hexo")
    fields, warnings = read_file(site, POST)
    assert fields.title == "  A  b "
    assert (fields.updated_at, fields.excerpt, fields.description) == (1_617_602_828, "One.", "D")
    assert (fields.image, fields.layout, fields.lang, fields.lang_source) == ("/c.png", "photo", "de", "front_matter")
    assert [byline.values for byline in fields.bylines] == [(["Ann", "Bob"],), ("Owner",)]
    assert warnings == []


@pytest.mark.parametrize(
    ("settings", "line", "title"),
    [
        ("", "title: [x, y]", "x,y"),
        ("", "title: {{ x }}", "[object Object]"),
        ("", "title:", None),
        ("", "Title: T", None),
        ("use_slug_as_post_title: true", "x: 1", "old-mill"),
        ("use_slug_as_post_title: true", "title:", None),
        ("use_filename_as_post_title: true", "x: 1", None),
    ],
)
def test_a_title_is_the_front_matters(tmp_path: Path, settings: str, line: str, title: str | None) -> None:
    site = write_site(
        tmp_path, {"_config.yml": settings, POST: post("date: 2021-03-04", line, body="# Heading\n")}, "hexo"
    )
    fields, warnings = read_file(site, POST)
    assert fields.title == title
    assert [warning.kind for warning in warnings] == ([] if title else ["title_missing"])


@pytest.mark.parametrize(
    ("option", "updated"), [("updated_option: date", 1_614_816_000), ("updated_option: empty", None), ("", None)]
)
def test_an_update_that_is_not_given_is_the_date_or_none(tmp_path: Path, option: str, updated: int | None) -> None:
    site = write_site(tmp_path, {"_config.yml": option, POST: post("date: 2021-03-04", "updated: soon")}, "hexo")
    assert read_file(site, POST)[0].updated_at == updated


FORMS = {
    "dashes": ("---\ntitle: T\n---\nB", "T"),
    "more dashes": ("-----\ntitle: T\n-----\nB", "T"),
    "a closer with more": ("---\ntitle: T\n------\nB", "T"),
    "blanks behind the closer": ("---\ntitle: T\n---  \nB", "T"),
    "no opener": ("title: T\n---\nB", "T"),
    "blank lines before": ("\n---\ntitle: T\n---\nB", "T"),
    "JSON": (';;;\n"title": "T"\n;;;\nB', "T"),
    "tabs": ("---\ntitle: T\ntags:\n\t- a\n---\nB", "T"),
    "Windows": ("\ufeff---\r\ntitle: T\r\n---\r\nB", "T"),
    "not closed": ("---\ntitle: T\nB", None),
    "blanks behind the opener": ("---  \ntitle: T\n---\nB", None),
    "dots": ("---\ntitle: T\n...\nB", None),
    "dots and a second document": ("---\ntitle: T\n...\nb: 1\n---\nB", "front_matter_syntax"),
    "a text": ("---\ntitle\n---\nB", None),
    "TOML": ("+++\ntitle = 'T'\n+++\nB", None),
    "broken JSON": (";;;\ntitle\n;;;\nB", None),
    "a list": ("---\n- a\n---\nB", "front_matter_not_mapping"),
    "a colon too many": ("---\ntitle: a: b\n---\nB", "front_matter_syntax"),
    "a key given twice": ("---\ntitle: a\ntitle: b\n---\nB", "front_matter_syntax"),
    "a tag of YAML": ("---\ntitle: !!str 2021\n---\nB", "2021"),
    "a tag that nobody knows": ("---\ntitle: !mill T\n---\nB", "front_matter_syntax"),
    "a star": ("---\ntitle: *mill\n---\nB", "front_matter_syntax"),
    "a list in one line without an opener": ("{title: T}\n---\nB", "T"),
    "a merge conflict": (
        "---\ntitle: T\n<<<<<<< ours\na: 1\n=======\na: 2\n>>>>>>> b\n---\nB",
        "front_matter_conflict",
    ),
}


@pytest.mark.parametrize(("text", "outcome"), FORMS.values(), ids=FORMS)
def test_front_matter_is_split_as_hexo_does(tmp_path: Path, text: str, outcome: Any) -> None:
    path = "source/_drafts/a.md"  # which needs no date
    assert read_outcome(write_site(tmp_path, {"_config.yml": "", path: text}, "hexo"), path) == outcome


def test_front_matter_that_is_none_is_part_of_the_text(tmp_path: Path) -> None:
    files: Files = {"_config.yml": "", POST: "---\ntitle: T\nB", "source/_posts/b.md": b"---\ntitle: \xff\n---\n"}
    site = write_site(tmp_path, files, "hexo")
    assert {warning.kind for warning in read_file(site, POST)[1]} == {"front_matter_unterminated", "title_missing"}
    assert [warning.kind for warning in read_file(site, "source/_posts/b.md")[1]] == ["replaced_bytes"]


def test_which_files_are_posts(tmp_path: Path) -> None:
    names = [
        *("a.md", "b.markdown", "c.MD", "d.txt", "e.html", "_f.md", ".g.md", "h.md~", "sub/_i/j.md", "sub/k.mkd", "l.mdx"),
        *("skipped.md", "ignored.md", "old/o.md"),
    ]  # fmt: skip
    files = {f"source/_posts/{name}": "" for name in names} | {"source/_drafts/n.md": "", "source/about.md": ""}
    settings = "skip_render: _posts/skipped.md\nignore: ['**/ignored.md', '**/old']\nexclude: [_posts/a.md]\n"
    found = walk_site(write_site(tmp_path, files | {"_config.yml": settings}, "hexo"))
    posts = [path.removeprefix("source/") for path, ignored in found.items() if ignored is None]
    assert posts == ["_drafts/n.md", "_posts/a.md", "_posts/b.markdown", "_posts/e.html", "_posts/sub/k.mkd"]
    assert found["source/_posts/_f.md"] == "its name, or its folder's, begins with _ or ."
    assert found["source/_posts/skipped.md"] == "the site's `skip_render` matches its path"
    assert found["source/_posts/old/o.md"] == "the site's `ignore` matches its path"
    assert "source/about.md" not in found


@pytest.mark.parametrize("key", ["skip_render", "ignore"])
def test_a_pattern_with_an_exclamation_mark_matches_all_others(tmp_path: Path, key: str) -> None:
    files = {"source/_posts/a.md": "", "source/_posts/b.md": "", "_config.yml": f"{key}: '!**/a.md'"}
    found = walk_site(write_site(tmp_path, files, "hexo"))
    ignored = {path.rpartition("/")[2]: ignored is not None for path, ignored in found.items()}
    # `ignore` is matched on the folders above, too, of which none is called a.md
    assert ignored == {"a.md": key == "ignore", "b.md": True}


def test_files_beside_posts_belong_to_them_with_asset_folders(tmp_path: Path) -> None:
    files = {
        "_config.yml": "post_asset_folder: true\nsource_dir: src/",
        "src/_posts/a.md": "",
        "src/_posts/a/b.html": "",
    }
    found = walk_site(write_site(tmp_path, files, "hexo"))
    assert {path: ignored is None for path, ignored in found.items()} == {
        "src/_posts/a.md": True,
        "src/_posts/a/b.html": False,
    }


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("C++ & C#", "C-C"),
        (" Été à l'île ", "Ete-a-l-ile"),
        ("Łódź/Æther", "Lodz-AEther"),
        ("你好 世界", "你好-世界"),
        ("ＡＩ ⓑ Ǆ ƃ", "AI-b-DZ-b"),
        ("Ð ŋ ≠", "Ð-ŋ-≠"),
        ("a_b--c", "a-b-c"),
    ],
)
def test_a_slug_has_no_accents_and_one_dash_for_all_else(text: str, slug: str) -> None:
    assert slugize(text) == slug
    assert slugize(text, 1) == slug.lower()
