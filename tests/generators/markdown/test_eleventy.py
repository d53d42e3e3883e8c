"""What an Eleventy site says: which files are posts, the data beside them, dates, slugs and URLs."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.small_sites import Files, read_file, read_outcome, show_date, walk_site, write_site

CONFIG = 'export default function (c) {}\nexport const config = {dir: {input: "content"}};'
PATH = "content/blog/mill.md"


def write_eleventy(root: Path, files: Files, config: str = CONFIG, **options: Any) -> Any:
    return write_site(root, {"eleventy.config.js": config, **files}, "eleventy", **({"tag": "posts"} | options))


PATHS = {
    "blog/mill.md": (None, "mill", "/blog/mill/"),
    "blog/2021-03-04-mill.md": ("2021-03-04T00:00:00Z", "mill", "/blog/2021-03-04-mill/"),
    "blog/2021-03-04.md": ("2021-03-04T00:00:00Z", "2021-03-04", "/blog/2021-03-04/"),
    "blog/2021-03-04-mill/index.md": ("2021-03-04T00:00:00Z", "mill", "/blog/2021-03-04-mill/"),
    "blog/2021-03-04-a/2020-01-01-b.md": ("2021-03-04T00:00:00Z", "b", "/blog/2021-03-04-a/2020-01-01-b/"),
    "blog/x-2021-03-04-mill.md": ("2021-03-04T00:00:00Z", "mill", "/blog/x-2021-03-04-mill/"),
    "blog/sub/2021-03-04-index.md": ("2021-03-04T00:00:00Z", "sub", "/blog/sub/2021-03-04-index/"),
    "blog/2021-13-04-mill.md": ("date_invalid", "mill", "/blog/2021-13-04-mill/"),
    "blog/2021-02-30-mill.md": ("date_invalid", "mill", "/blog/2021-02-30-mill/"),
    "ab/index.md": (None, "ab", "/ab/"),
    "a/index.md": (None, "", "/a/"),
    "blog/mill/mill.md": (None, "mill", "/blog/mill/"),
    "index.md": (None, "", "/"),
    "Old Mill.MD": (None, "Old Mill.MD", "/Old Mill.MD/"),
}


@pytest.mark.parametrize(("name", "date", "slug", "url"), [(name, *said) for name, said in PATHS.items()], ids=PATHS)
def test_a_path_gives_day_slug_and_url(tmp_path: Path, name: str, date: str | None, slug: str, url: str) -> None:
    path = f"content/{name}"
    fields, _ = read_file(write_eleventy(tmp_path, {path: "---\ntags: posts\n---\n"}), path)
    assert (show_date(fields), fields.slug, fields.url) == (date or "date_missing", slug, url)


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2021-03-04", "2021-03-04T00:00:00Z"),
        ("2021-03-04 05:06:07", "2021-03-04T05:06:07Z"),
        ("2021-03-04T05:06", "2021-03-04T05:06:00Z"),
        ("'2021-03-04T05:06+09:00'", "2021-03-03T20:06:00Z"),
        ("2021-W09-4", "2021-03-04T00:00:00Z"),
        ("2021-063", "2021-03-04T00:00:00Z"),
        ("20210304T050607", "2021-03-04T05:06:07Z"),
        ("'2021'", "2021-01-01T00:00:00Z"),
        ("2021-03-04T24:00:00", "2021-03-05T00:00:00Z"),
        ("2021-03-04t05:06:07z", "2021-03-04T05:06:07Z"),
        ("+002021-03-04", "2021-03-04T00:00:00Z"),
        ("2021-02-30", "2021-03-02T00:00:00Z"),
        ("'2021-02-30'", "date_invalid"),
        ("2021-03-04 05:06", "date_invalid"),
        ("2021/03/04", "date_invalid"),
        ("March 4, 2021", "date_invalid"),
        ("2021", "date_invalid"),
        ("true", "date_invalid"),
        ("Last Modified", "date_missing"),
        ("git created", "date_missing"),
        ("false", "date_missing"),
        ("~", "date_missing"),
    ],
)
def test_a_date_is_a_timestamp_or_iso_8601(tmp_path: Path, written: str, date: str) -> None:
    fields, _ = read_file(write_eleventy(tmp_path, {PATH: f"---\ntags: posts\ndate: {written}\n---\n"}), PATH)
    assert show_date(fields) == date


def test_data_of_folders_and_files_lies_below_front_matter(tmp_path: Path) -> None:
    files = {
        "content/_data/title.json": '"Global"',
        "content/_data/author.json": '"Everyone"',
        "content/content.json": '{"lang": "fr", "author": "Top"}',
        "content/blog/blog.json": '{"tags": ["posts"], "date": "2021-03-04", "author": "Folder"}',
        "content/blog/sub/sub.11tydata.json": '{"tags": "deep, deeper"}',
        "content/blog/sub/mill.11tydata.js": "export default {author: 'File', draft: false, permalink: (data) => data.x};",
        "content/blog/sub/mill.md": "---\ntags: [own, posts]\n---\n",
        "content/blog/wheel.md": "---\ntitle: Own\nauthor: Own\ntags:\n---\n",
    }
    site = write_eleventy(tmp_path, files)
    fields, _ = read_file(site, "content/blog/sub/mill.md")
    assert (fields.title, fields.lang, fields.tags) == ("Global", "fr", ["deep", " deeper", "own"])
    assert [byline.values for byline in fields.bylines] == [("File",)]
    assert (show_date(fields), fields.date_source, fields.fate) == ("2021-03-04T00:00:00Z", "cascade", "post")
    assert "content/blog/sub/mill.11tydata.js holds code, which is not run: permalink" in site.assumed
    fields, _ = read_file(site, "content/blog/wheel.md")
    assert (fields.title, fields.tags, fields.fate) == ("Own", [], "post")


def test_of_data_files_at_one_place_javascript_wins(tmp_path: Path) -> None:
    names = ("mill.json", "mill.11tydata.json", "mill.11tydata.mjs", "mill.11tydata.cjs", "mill.11tydata.js")
    texts = (
        '{"title": "1", "lang": "1", "layout": "1", "description": "1", "image": "1"}',
        '{"title": "2", "lang": "2", "layout": "2", "description": "2"}',
        "export default {title: '3', lang: '3', layout: '3'};",
        "module.exports = {title: '4', lang: '4'};",
        "export default {title: '5'};",
    )
    files = {f"content/blog/{name}": text for name, text in zip(names, texts, strict=True)}
    fields, _ = read_file(write_eleventy(tmp_path, files | {PATH: "---\ntags: posts\n---\n"}), PATH)
    assert (fields.title, fields.lang, fields.layout, fields.description, fields.image) == ("5", "4", "3", "2", "1")
    folder = {path.replace("mill", "blog"): text for path, text in files.items()}
    fields, _ = read_file(write_eleventy(tmp_path / "other", folder | {PATH: "---\ntags: posts\n---\n"}), PATH)
    assert (fields.title, fields.lang, fields.layout, fields.description, fields.image) == ("5", "4", "3", "2", "1")


def test_lists_and_mappings_of_data_are_merged(tmp_path: Path) -> None:
    files = {
        "content/content.json": '{"categories": ["a"], "author": {"name": "Ann", "url": "/ann"}, "tags": "posts"}',
        "content/blog/blog.json": '{"categories": ["b"], "author": {"url": "/a"}, "override:tags": ["posts", "x"]}',
        PATH: "---\ncategories: [a]\nauthor: Bob\ntags: y\n---\n",
    }
    fields, _ = read_file(write_eleventy(tmp_path, files), PATH)
    assert (fields.categories, fields.tags, fields.fate) == (["a", "b", "a"], ["x", "y"], "post")
    assert [byline.values for byline in fields.bylines] == [({"name": "Ann", "url": "/a"},)], "a text moves no mapping"
    shallow = CONFIG.replace("{}", "{ c.setDataDeepMerge(false); }", 1)
    fields, _ = read_file(write_eleventy(tmp_path, {}, shallow), PATH)
    assert (fields.categories, fields.tags, fields.fate) == (["a"], ["y"], "page")
    assert [byline.values for byline in fields.bylines] == [("Bob",)]


def test_a_file_of_data_serves_its_folder_and_the_post_of_that_name(tmp_path: Path) -> None:
    files = {
        "content/mill/mill.json": '{"tags": ["posts", "a"], "title": "T"}',
        "content/mill/mill.md": "",
        "content/mill/wheel.md": "",
    }
    site = write_eleventy(tmp_path, files)
    for name in ("mill", "wheel"):
        fields, _ = read_file(site, f"content/mill/{name}.md")
        assert (fields.title, fields.tags) == ("T", ["a"])


FATES = {
    "the tag": ("tags: posts\ndate: 2021-03-04", "post"),
    "the tag in a list": ("tags: [a, posts]\ndate: 2021-03-04", "post"),
    "another tag": ("tags: post\ndate: 2021-03-04", "page"),
    "out of all lists": ("tags: posts\neleventyExcludeFromCollections: true", "page"),
    "out of the list of posts": ("tags: posts\neleventyExcludeFromCollections: [a, posts]", "page"),
    "out of the list of posts in a text": ("tags: posts\neleventyExcludeFromCollections: posts", "page"),
    "out of another list": ("tags: posts\neleventyExcludeFromCollections: [all]", "post"),
    "out of all lists in quotes": ("tags: posts\neleventyExcludeFromCollections: 'true'", "post"),
    "a draft": ("tags: posts\ndraft: 'false'", "draft"),
    "tags in a mapping": ("tags: {posts: 1}", "key_invalid"),
    "tags in a number": ("tags: 5", "key_invalid"),
    "tags that are true": ("tags: true", "key_invalid"),
    "a name that is taken": ("tags: posts\npage: 1", "key_invalid"),
    "another that is taken": ("content: x", "key_invalid"),
}


@pytest.mark.parametrize(("lines", "fate"), FATES.values(), ids=FATES)
def test_a_tag_makes_a_post(tmp_path: Path, lines: str, fate: str) -> None:
    site = write_eleventy(tmp_path, {PATH: f"---\n{lines}\n---\n"})
    if fate == "key_invalid":
        assert read_outcome(site, PATH) == fate
    else:
        assert read_file(site, PATH)[0].fate == fate


PERMALINKS = {
    "false": (None, True),
    "/a/": ("/a/", False),
    "a.html": ("/a.html", False),
    "a/index.html": ("/a/", False),
    "'/{{ page.fileSlug }}/'": ("/mill/", False),
    "'/{{ title | slugify }}/'": ("/the-old-mill/", False),
    "'/{{ page.date | date: \"%Y\" }}/'": (None, False),
}


@pytest.mark.parametrize(
    ("written", "url", "is_hidden"), [(key, *said) for key, said in PERMALINKS.items()], ids=PERMALINKS
)
def test_a_permalink_is_the_url(tmp_path: Path, written: str, url: str | None, is_hidden: bool) -> None:
    site = write_eleventy(
        tmp_path, {PATH: f"---\ntitle: The old mill\ntags: posts\ndate: 2021-03-04\npermalink: {written}\n---\n"}
    )
    fields, _ = read_file(site, PATH)
    assert (fields.url, fields.is_hidden) == (url, is_hidden)


def test_which_files_are_templates(tmp_path: Path) -> None:
    names = [
        "a.md",
        ".b.md",
        "_c.md",
        "d.njk",
        "e.MD",
        "f.txt",
        "g.markdown",
        "_includes/h.md",
        "_data/i.md",
        "node_modules/j.md",
        "old/.l.md",
    ]
    files = {f"content/{name}": "" for name in names} | {
        "other/k.md": "",
        ".eleventyignore": "# none\n**/_*.md\ncontent/d.njk\ncontent/old\n",
    }
    found = walk_site(write_eleventy(tmp_path, files))
    assert [path for path, ignored in found.items() if ignored is None] == [
        "content/.b.md",
        "content/a.md",
        "content/e.MD",
    ]
    assert found["content/_includes/h.md"] == "the site excludes its path"


IGNORED = {
    "a name is one beside the list": ({".eleventyignore": "a.md"}, CONFIG, ["a.md", "b.md", "sub/a.md"]),
    "a list in the folder of posts": ({"content/.eleventyignore": "a.md"}, CONFIG, ["b.md", "sub/a.md"]),
    "a path of the site": ({".eleventyignore": "./content/a.md\n!content/b.md"}, CONFIG, ["b.md", "sub/a.md"]),
    "a folder": ({".eleventyignore": "content/sub/"}, CONFIG, ["a.md", "b.md"]),
    "all of a folder": ({".eleventyignore": "content/s*"}, CONFIG, ["a.md", "b.md"]),
    "a list for Git": ({".gitignore": "/content/a.md"}, CONFIG, ["b.md", "sub/a.md"]),
    "a list for Git alone": (
        {".gitignore": "/content/a.md"}, CONFIG.replace("{}", "{ c.setUseGitIgnore(false); }", 1), ["a.md", "b.md", "sub/a.md"],
    ),
    "the configuration": ({}, CONFIG.replace("{}", '{ c.ignores.add("./content/a.md"); }', 1), ["b.md", "sub/a.md"]),
}  # fmt: skip


@pytest.mark.parametrize(("lists", "config", "names"), IGNORED.values(), ids=IGNORED)
def test_files_are_ignored_by_lists(tmp_path: Path, lists: dict[str, str], config: str, names: list[str]) -> None:
    files = {f"content/{name}": "" for name in ("a.md", "b.md", "sub/a.md")}
    found = walk_site(write_eleventy(tmp_path, files | lists, config))
    assert [path for path, ignored in found.items() if ignored is None and path.endswith("md")] == [
        f"content/{name}" for name in names
    ]


POSTS = {
    "a glob of the configuration": (
        'module.exports = (c) => { c.addCollection("posts", (all) => all.getFilteredByGlob(["src/blog/*.md"])); return {dir: {input: "src"}}; }',
        {}, "posts are the files of the collection posts: src/blog/*.md (sections)",
    ),
    "a tag of a folder": (
        'module.exports = {dir: {input: "src"}};', {"src/blog/blog.json": '{"tags": "post"}'}, "posts are the files with the tag post (tag)",
    ),
    "a glob with a constant": (
        'const top = "src"; module.exports = (c) => { c.addCollection("blog", (all) => all.getFilteredByGlob(`${top}/blog/*.md`)); return {dir: {input: top}}; }',
        {}, "posts are the files of the collection blog: src/blog/*.md (sections)",
    ),
    "a glob that is code": (
        'module.exports = (c) => { c.addCollection("posts", (all) => all.getFilteredByGlob(`${find()}/*.md`)); return {dir: {input: "src"}}; }',
        {}, "posts are the files below src/blog, and those with the tags posts, post, blog (sections, tag)",
    ),
    "a tag of the configuration": (
        'module.exports = (c) => { c.addCollection("posts", (all) => all.getFilteredByTag("article")); return {dir: {input: "src"}}; }',
        {"src/blog/blog.json": '{"tags": ["article"]}'}, "posts are the files with the tag article, as the collection posts has them (tag)",
    ),
    "a folder": (
        'module.exports = (c) => { c.setInputDirectory("src"); };', {},
        "posts are the files below src/blog, and those with the tags posts, post, blog (sections, tag)",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("config", "files", "assumed"), POSTS.values(), ids=POSTS)
def test_posts_are_found_by_the_sites_convention(
    tmp_path: Path, config: str, files: dict[str, str], assumed: str
) -> None:
    written = {
        ".eleventy.js": config,
        "src/blog/a.md": "---\ndate: 2021-03-04\n---\n",
        "src/about.md": "---\ndate: 2021-03-04\n---\n",
    }
    site = write_site(tmp_path, written | files, "eleventy", drafts="hide")
    assert site.assumed == (assumed,)
    assert [read_file(site, path)[0].fate for path in ("src/blog/a.md", "src/about.md")] == ["post", "page"]


def test_sections_name_the_folders_of_posts(tmp_path: Path) -> None:
    text = "---\ndate: 2021-03-04\n---\n"
    files = {".eleventy.js": "", "news/a.md": text, "news/.c.md": text, "b.md": ""}
    site = write_site(tmp_path, files, "eleventy", sections=["news"])
    fates = [read_file(site, path)[0].fate for path in ("news/a.md", "news/.c.md", "b.md")]
    assert fates == ["post", "post", "page"]
    assert read_file(site, "news/a.md")[0].section == "news"


def test_an_excerpt_is_cut_only_if_the_configuration_says_so(tmp_path: Path) -> None:
    files = {PATH: "---\ntags: posts\ndate: 2021-03-04\n---\nOne.\n<!-- cut -->\nTwo.\n"}
    assert read_file(write_eleventy(tmp_path, files), PATH)[0].excerpt is None
    config = 'module.exports = (c) => { c.setFrontMatterParsingOptions({excerpt: true, excerpt_separator: "<!-- cut -->"}); return {dir: {input: "content"}}; };'
    assert read_file(write_eleventy(tmp_path, files, config), PATH)[0].excerpt == "One."


def test_a_change_beside_posts_changes_the_fingerprint(tmp_path: Path) -> None:
    first = write_eleventy(tmp_path, {PATH: "", "content/blog/blog.json": '{"lang": "fr"}'}).fingerprint
    assert write_eleventy(tmp_path, {"content/blog/blog.json": '{"lang": "de"}'}).fingerprint != first
