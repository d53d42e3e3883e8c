"""Fields of one page of a small site. Each row was made by Hugo 0.168."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from pipeline.generators.fields import Byline, Moment, Terms
from pipeline.generators.problems import ProblemError
from tests.support.hugo_sites import read_page

LANGUAGES: dict[str, Any] = {"defaultContentLanguage": "en", "languages": {"en": {"weight": 1}, "fr": {"weight": 2}}}


@dataclass
class Case:
    """Front matter of a page at a path, settings and other files; and what its fields must be."""

    expected: dict[str, Any]
    front_matter: str = "title: My Title"
    path: str = "content/posts/a.md"
    config: dict[str, Any] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


URLS = {
    "the path": Case({"url": "/posts/a/", "slug": "a", "section": "posts", "layout": "posts"}),
    "a page at the top": Case({"url": "/x/", "section": "", "layout": "page"}, path="content/x.md"),
    "capitals and signs in a path": Case({"url": "/my-posts/a--b---c/"}, path="content/My Posts/a--b - c.md"),
    "a bundle": Case({"url": "/posts/trip/", "section": "posts"}, path="content/posts/trip/index.md"),
    "a bundle at the top has no section": Case({"url": "/trip/", "section": ""}, path="content/trip/index.md"),
    "a slug": Case({"url": "/posts/my-slug/", "slug": "My Slug"}, "slug: -My Slug-"),
    "a slug with accents": Case({"url": "/posts/%C3%A9t%C3%A9/"}, "slug: Été"),
    "an empty slug is none": Case({"url": "/posts/a/", "slug": "a"}, "slug: ''"),
    "a url": Case({"url": "/X%20Y/%C3%89/"}, "url: /X Y/É/"),
    "a url without a slash at its end": Case({"url": "/x/y/"}, "url: /x/y"),
    "a url with a dot": Case({"url": "/x/Y.html"}, "url: /x/Y.html"),
    "a url with tokens": Case({"url": "/2020/my-title/"}, "{title: My Title, date: 2020-01-02, url: '/:year/:slug'}"),
    "a url with a query": Case({"url": "/a?b=c/"}, "url: '/a?b=c'"),
    "an index in a url": Case({"url": "/a/"}, "url: /a/index.html"),
    "a url in another language": Case({"url": "/x/"}, "url: /x/", "content/posts/a.fr.md", LANGUAGES),
    "a relative url in another language": Case({"url": "/fr/x/y/"}, "url: x/y", "content/posts/a.fr.md", LANGUAGES),
    "a language": Case({"url": "/fr/posts/a/", "lang": "fr"}, path="content/posts/a.fr.md", config=LANGUAGES),
    "the default language in a folder": Case(
        {"url": "/en/posts/a/"}, config={**LANGUAGES, "defaultContentLanguageInSubdir": True}
    ),
    "ugly": Case({"url": "/posts/a.html"}, config={"uglyURLs": True}),
    "ugly in one section": Case({"url": "/posts/a.html"}, config={"uglyURLs": {"posts": True}}),
    "not ugly in another section": Case({"url": "/posts/a/"}, config={"uglyURLs": {"news": True}}),
    "capitals that stay": Case(
        {"url": "/Posts/My-Post/"}, "{}", "content/Posts/My Post.md", {"disablePathToLower": True}
    ),
    "without accents": Case({"url": "/posts/ete/"}, "{}", "content/posts/été.md", {"removePathAccents": True}),
    "the slug of a section": Case({"url": "/news/a/"}, files={"content/posts/_index.md": "---\nslug: news\n---\n"}),
    "the url of a section is its own": Case(
        {"url": "/posts/a/"}, files={"content/posts/_index.md": "---\nurl: /news/\n---\n"}
    ),
    "a name without a letter": Case({"url": "/posts/"}, "{}", "content/posts/½.md"),
    "a page that is not written has none": Case({"url": None, "is_hidden": True}, "build: {render: never}"),
    "a page that is only linked": Case({"url": "/posts/a/", "is_hidden": True}, "build: {render: link}"),
    "a headless page": Case({"url": None, "is_hidden": True}, "headless: true"),
}
PERMALINKS = {
    "/:year/:month/:day/:slug/": "/2020/03/04/my-title/",
    "/:title.html": "/my-title.html/",
    "/:06/:1/:2/:Jan/x/": "/20/3/4/mar/x/",
    "/:monthname/:weekday/:weekdayname/:yearday/": "/march/3/wednesday/64/",
    "/:year:month:day/": "/20200304/",
    "/:section-:slug/": "/p-my-title/",
    "/:sections/:filename/": "/p/q/my-file/",
    "/:sections[1:]/x": "/q/x/",
    "/:sections[last]/x": "/q/x/",
    "/:sections[0]/x": "/p/x/",
    "/:sections[5]/x": "/x/",
    "/:sectionslug/x": "/pee-title/x/",
    "/:sectionslugs/x": "/pee-title/q-slug/x/",
    "/:sectionslugs[1:]/x": "/q-slug/x/",
    "/:contentbasename/:slugorcontentbasename/": "/my-file/my-file/",
    "/:slugorfilename/": "/my-file/",
    "/a b/%41/:slug?x": "/a-b/a/my-titlex/",
    r"/a\:b/:slug": "/ab/my-title/",
    "/:slug/../z/": "/z/",
    "/": "/",
    "": "/p/q-slug/r/my-file/",
}


@pytest.mark.parametrize("case", URLS.values(), ids=list(URLS))
def test_a_page_has_the_url_that_hugo_gives_it(tmp_path: Path, case: Case) -> None:
    check_case(tmp_path, case)


def check_case(root: Path, case: Case) -> None:
    files = {**case.files, case.path: f"---\n{case.front_matter}\n---\n"}
    fields, _ = read_page(root, files, case.path, **case.config)
    assert {name: getattr(fields, name) for name in case.expected} == case.expected


@pytest.mark.parametrize(("pattern", "url"), PERMALINKS.items())
def test_a_permalink_is_filled_as_hugo_fills_it(tmp_path: Path, pattern: str, url: str) -> None:
    files = {
        "content/p/_index.md": "---\ntitle: Pee Title\n---\n",
        "content/p/q/_index.md": "---\ntitle: Queue\nslug: q-slug\n---\n",
        "content/p/q/r/my file.md": "---\ntitle: My Title\ndate: 2020-03-04T15:06:07+09:00\n---\n",
    }
    fields, _ = read_page(tmp_path, files, "content/p/q/r/my file.md", permalinks={"p": pattern})
    assert fields.url == url


@pytest.mark.parametrize(
    ("permalinks", "urls"),
    [
        pytest.param({"posts": "/s/:slug/"}, ["/s/t/", "/s/t/", "/x/", "/News/a/"], id="a section and all below it"),
        pytest.param(
            {"posts": "/s/:slug/", "posts/deep": "/d/:slug/"}, ["/s/t/", "/d/t/", "/x/", "/News/a/"], id="longer"
        ),
        pytest.param({"/": "/r/:slug/"}, ["/posts/a/", "/posts/deep/b/", "/r/t/", "/News/a/"], id="the top alone"),
        pytest.param({"page": {"news": "/n/:slug/"}}, ["/posts/a/", "/posts/deep/b/", "/x/", "/n/t/"], id="by kind"),
        pytest.param(
            [{"target": {"path": "/posts/*"}, "pattern": "/p/:slug/"}, {"pattern": "/rest/:slug/"}],
            ["/p/t/", "/rest/t/", "/rest/t/", "/rest/t/"],
            id="a list of rules",
        ),
    ],
)
def test_the_first_rule_that_matches_gives_the_permalink(tmp_path: Path, permalinks: Any, urls: list[str]) -> None:
    paths = ["content/posts/a.md", "content/posts/deep/b.md", "content/x.md", "content/News/a.md"]
    files = dict.fromkeys(paths, "---\ntitle: T\n---\n")
    found = [read_page(tmp_path, files, path, permalinks=permalinks)[0].url for path in paths]
    assert found == [url.replace("News", "news") for url in urls]


@pytest.mark.parametrize(
    ("front_matter", "config", "kind"),
    [
        pytest.param("url: https://example.org/x", {}, "permalink_invalid", id="a url with a host"),
        pytest.param("aliases: [/a, 'https://example.org/b']", {}, "permalink_invalid", id="an alias with a host"),
        pytest.param("title: A", {"permalinks": {"posts": "/:foo/"}}, "permalink_invalid", id="an unknown token"),
        pytest.param("date: 2020-06-01 10:20", {}, "date_invalid", id="a date without seconds"),
        pytest.param("{date: soon, lastmod: 2020-01-01}", {}, "date_invalid", id="no other date but the last change"),
    ],
)
def test_what_stops_hugo_is_an_error_of_the_page(
    tmp_path: Path, front_matter: str, config: dict[str, Any], kind: str
) -> None:
    fields, _ = read_page(
        tmp_path, {"content/posts/a.md": f"---\n{front_matter}\n---\n"}, "content/posts/a.md", **config
    )
    assert fields.error is not None
    assert fields.error.kind == kind


@pytest.mark.parametrize(
    ("path", "config", "kind"),
    [
        ("content/a.html", {}, "content_refused"),
        ("content/a.org", {}, "content_refused"),
        ("content/a.html", {"security": {"allowContent": [".*"]}}, None),
        ("content/a.html", {"security": {"allowContent": ["! ^text/org$"]}}, None),
        ("content/a.md", {"security": {"allowContent": ["^text/html$"]}}, "content_refused"),
        ("content/html.md", {}, "content_refused"),
        ("content/foo.md", {}, "content_refused"),
        ("content/md.html", {}, None),
        ("content/goldmark.md", {}, None),
    ],
)
def test_content_that_the_site_does_not_allow_is_refused(
    tmp_path: Path, path: str, config: dict[str, Any], kind: str | None
) -> None:
    name = path[len("content/") :].partition(".")[0]  # of the file is the markup that it says it is written in
    files = {path: "" if name == "a" else f"---\nmarkup: {name}\n---\n"}
    if kind is None:
        assert read_page(tmp_path, files, path, **config)[0].fate == "page"
        return
    with pytest.raises(ProblemError) as caught:
        read_page(tmp_path, files, path, **config)
    assert caught.value.kind == kind


FATES = {
    "a date makes a post": Case({"fate": "post", "date_source": "front_matter"}, "date: 2020-01-02"),
    "no date makes a page": Case({"fate": "page", "published": None}),
    "a date of publishing": Case({"fate": "post", "date_source": "publish_date"}, "pubdate: 2020-01-02"),
    "the last change is no date of its own": Case(
        {"fate": "page", "date_source": "last_modified"}, "lastmod: 2020-01-02"
    ),
    "a date in the name counts only where the settings say so": Case(
        {"fate": "page", "slug": "2020-01-02-x"}, path="content/posts/2020-01-02-x.md"
    ),
    "a date in the name": Case(
        {"fate": "post", "date_source": "file_name", "date_as_written": "2020-01-02", "slug": "x", "url": "/posts/x/"},
        path="content/posts/2020-01-02-x.md",
        config={"frontmatter": {"date": [":filename"]}},
    ),
    "a key of the site's own": Case(
        {"fate": "post", "date_as_written": "2018-01-01"},
        "{written: 2018-01-01, date: 2020-01-01}",
        config={"frontmatter": {"date": ["written", ":default"]}},
    ),
    "a date from above": Case(
        {"fate": "post", "date_source": "cascade"},
        files={"content/posts/_index.md": "---\ncascade: {date: 2020-01-02}\n---\n"},
    ),
    "a draft": Case({"fate": "draft", "is_draft": True}, "{date: 2020-01-02, draft: 'true'}"),
    "a draft on a site that builds drafts": Case(
        {"fate": "post", "is_draft": True}, "{date: 2020-01-02, draft: true}", config={"buildDrafts": True}
    ),
    "published is false": Case({"fate": "draft", "is_draft": True}, "{date: 2020-01-02, published: false}"),
    "draft counts before published": Case(
        {"fate": "post", "is_draft": False}, "{date: 2020-01-02, draft: false, published: false}"
    ),
    "a section that is not one of the main ones": Case(
        {"fate": "page"}, "date: 2020-01-02", config={"params": {"mainSections": ["blog"]}}
    ),
    "a main section": Case({"fate": "post"}, "date: 2020-01-02", config={"mainSections": ["Posts"]}),
    "a section itself": Case({"fate": "page"}, "date: 2020-01-02", "content/posts/_index.md"),
    "the home page": Case({"fate": "page"}, "date: 2020-01-02", "content/index.md"),
}


@pytest.mark.parametrize("case", FATES.values(), ids=list(FATES))
def test_a_dated_page_of_a_section_is_a_post(tmp_path: Path, case: Case) -> None:
    check_case(tmp_path, case)


CASCADES = {
    "settings": ({"config": {"cascade": {"author": "S"}}}, "S"),
    "settings with a target": ({"config": {"cascade": [{"target": {"path": "/posts/*"}, "author": "S"}]}}, "S"),
    "the nearest wins": ({"files": {"content/_index.md": "author: H", "content/posts/_index.md": "author: N"}}, "N"),
    "an _index beats settings": (
        {"files": {"content/_index.md": "author: H"}, "config": {"cascade": {"author": "S"}}},
        "H",
    ),
    "the page beats all": ({"files": {"content/posts/_index.md": "author: N"}, "front_matter": "author: P"}, "P"),
    "null stops it": ({"files": {"content/posts/_index.md": "author: N"}, "front_matter": "author:"}, None),
    "params stand over keys": ({"files": {"content/posts/_index.md": "{author: N, params: {author: D}}"}}, "D"),
    "another path": ({"files": {"content/_index.md": "{target: {path: /news/**}, author: H}"}}, None),
    "another kind": ({"files": {"content/_index.md": "{target: {kind: section}, author: H}"}}, None),
    "another environment": ({"files": {"content/_index.md": "{target: {environment: dev}, author: H}"}}, None),
    "an old target": ({"files": {"content/_index.md": "{_target: {path: '{/posts/a,/x}'}, author: H}"}}, "H"),
}


@pytest.mark.parametrize(("given", "author"), CASCADES.values(), ids=list(CASCADES))
def test_a_key_comes_from_the_nearest_cascade(tmp_path: Path, given: dict[str, Any], author: str | None) -> None:
    files = {path: f"---\ncascade: {as_flow(text)}\n---\n" for path, text in given.get("files", {}).items()}
    files["content/posts/a.md"] = f"---\n{given.get('front_matter', 'title: A')}\n---\n"
    fields, _ = read_page(tmp_path, files, "content/posts/a.md", **given.get("config", {}))
    named = [value for byline in fields.bylines for value in byline.values if value]
    assert named == ([author] if author else [])


def as_flow(text: str) -> str:
    return text if text.startswith("{") else f"{{{text}}}"


def test_a_cascade_reaches_another_language_only_by_its_target(tmp_path: Path) -> None:
    index = "---\ncascade:\n- {mood: all, slug: own}\n- {target: {sites: {matrix: {languages: [fr]}}}, title: F}\n---\n"
    files = {"content/posts/_index.md": index, "content/posts/a.md": "", "content/posts/a.fr.md": ""}
    english, _ = read_page(tmp_path, files, "content/posts/a.md", **LANGUAGES)
    french, _ = read_page(tmp_path, files, "content/posts/a.fr.md", **LANGUAGES)
    assert (english.title, english.slug, french.title, french.slug) == (None, "own", "F", "a")


def test_a_page_fills_every_field(tmp_path: Path) -> None:
    path = "content/posts/a.md"
    text = """---
Title: A title
Date: 2020-01-02 03:04:05
publishDate: 2020-01-03
expiryDate: 2030-01-01
lastmod: 2020-02-01
type: essay
tags: [One, two, one, 3.10]
categories: News
series: [b, a]
authors: [ann]
author: "[Bo Lee](https://example.org/bo) (Desk)"
description: Of things.
cover: {image: c.png}
translationKey: k
---
Before <!--more--> after. {{< shortcode "with words" >}}
"""
    taxonomies = {"tag": "tags", "category": "categories", "series": "series", "author": "authors"}
    fields, warnings = read_page(tmp_path, {path: text}, path, timeZone="Asia/Tokyo", taxonomies=taxonomies)
    assert warnings == []
    assert fields.published is not None
    assert fields._asdict() == {
        "url": "/posts/a/",
        "error": None,
        "slug": "a",
        "title": "A title",
        "published": Moment(1577901845, 1577934245, "second"),
        "date_source": "front_matter",
        "date_as_written": "2020-01-02 03:04:05",
        "file_name_on": None,
        "live_from": 1577977200,
        "live_until": 1893423600,
        "updated_at": 1580482800,
        "fate": "post",
        "is_draft": False,
        "is_hidden": False,
        "lang": "en",
        "lang_source": "path",
        "translation_key": "k",
        "layout": "essay",
        "section": "posts",
        "categories": ["News"],
        "tags": ["two", "one", "3.1"],
        "category_spellings": ["News"],
        "tag_spellings": ["two", "one", "3.1"],
        "terms": (Terms("series", ["b", "a"]),),
        "bylines": (
            Byline("front_matter", ("Bo Lee (Desk)", ["ann"])),
            Byline("defaults", (None, None)),
            Byline("config", (None,)),
        ),
        "excerpt": "Before ",
        "description": "Of things.",
        "image": "c.png",
        "warnings": [],
    }


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        ("one, two", ["one, two"]),
        ("[1, true, ~, '', ' x ', 2020-01-01]", ["1", "true", " x ", "2020-01-01"]),
        ("5", ["5"]),
        ("{a: b}", []),
        ("[[a]]", []),
        ("[Go Lang, C++, go-lang]", ["C++", "go-lang"]),
        ("~", []),
    ],
)
def test_terms_are_never_split(tmp_path: Path, tags: str, found: list[str]) -> None:
    fields, _ = read_page(tmp_path, {"content/a.md": f"---\ntags: {tags}\ntag: x\n---\n"}, "content/a.md")
    assert fields.tags == found


@pytest.mark.parametrize(
    ("config", "tags"),
    [
        ({"taxonomies": {"topic": "topics"}}, []),
        ({"taxonomies": {}}, []),
        ({"taxonomies": {"Tag": "Tags"}}, []),
        ({"disableKinds": ["taxonomy", "term"]}, []),
        ({**LANGUAGES, "languages": {"en": {"taxonomies": {"x": "xs"}}}}, []),
        ({}, ["a"]),
    ],
)
def test_only_the_sites_taxonomies_have_terms(tmp_path: Path, config: dict[str, Any], tags: list[str]) -> None:
    fields, _ = read_page(tmp_path, {"content/a.md": "---\ntags: [a]\n---\n"}, "content/a.md", **config)
    assert fields.tags == tags


@pytest.mark.parametrize(
    ("front_matter", "kinds"),
    [
        ("date: 2020-01-02", ["title_missing"]),
        ("{title: A, expiryDate: soon, lastmod: soon}", ["date_unreadable", "date_unreadable"]),
        ("title: A\n_build: {list: never}\ndate: 2020-01-02", ["key_removed"]),
        ("title: A\ndate: soon\npublishDate: 2020-01-02", ["date_unreadable"]),
        ("title: A\npublished: true\ndate: 2020-01-02", ["date_unreadable"]),
        ("", []),
    ],
)
def test_what_hugo_complains_of_is_a_warning(tmp_path: Path, front_matter: str, kinds: list[str]) -> None:
    config = {"frontmatter": {"date": ["published", ":default"]}} if "published: true" in front_matter else {}
    files = {"content/a.md": f"---\n{front_matter}\n---\n"}
    _, warnings = read_page(tmp_path, files, "content/a.md", **config)
    assert [found.kind for found in warnings] == kinds
