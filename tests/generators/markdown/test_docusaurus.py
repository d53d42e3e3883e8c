"""What a Docusaurus blog says: settings, names, schema, authors, tags and translations."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import PostsError, UsageError
from pipeline.generators.markdown.settings import own_settings
from tests.support.small_sites import Files, read_file, read_outcome, show_date, walk_site, write_site

CONFIG = "export default {title: 'S', url: 'https://x.org', baseUrl: '/', presets: [['classic', {blog: {}}]]};"
AUTHORS = "ann:\n  name: Ann Bell\nbob:\n  name: Bob\n  email: bob@x.org\n"


def write_blog(root: Path, files: Files, config: str = CONFIG) -> Any:
    return write_site(root, {"docusaurus.config.ts": config, **files}, "docusaurus")


def outcome(root: Path, text: str) -> Any:
    path = "blog/2021-03-04-mill.md"
    return read_outcome(write_blog(root, {path: text, "blog/authors.yml": AUTHORS}), path)


NAMES = {
    "2021-03-04-mill.md": ("2021-03-04T00:00:00Z", "/2021/03/04/mill", "mill"),
    "2021-3-4-mill.mdx": ("2021-03-04T00:00:00Z", "/2021/3/4/mill", "mill"),
    "2021-03-04.md": ("2021-03-04T00:00:00Z", "/2021/03/04/", ""),
    "2021-03-04-mill/index.md": ("2021-03-04T00:00:00Z", "/2021/03/04/mill", "mill"),
    "2021-03-04-mill/wheel.md": ("2021-03-04T00:00:00Z", "/2021/03/04/mill/wheel", "mill/wheel"),
    "2021/03/04/mill.md": ("2021-03-04T00:00:00Z", "/2021/03/04/mill", "mill"),
    "2021/03-04-mill.md": ("2021-03-04T00:00:00Z", "/2021/03/04/mill", "mill"),
    "old-2021-03-04-mill.md": ("2021-03-04T00:00:00Z", "/2021/03/04/old-mill", "mill"),
    "2020/2021-03-04-mill.md": ("2021-03-04T00:00:00Z", "/2021/03/04/2020/mill", "mill"),
    "2021-14-04-mill.md": ("date_invalid", "/2021/14/04/mill", "mill"),
    "a/mill.md": ("date_missing", "/a/mill", "a/mill"),
}


@pytest.mark.parametrize(("name", "date", "slug", "title"), [(name, *said) for name, said in NAMES.items()], ids=NAMES)
def test_a_name_gives_day_slug_and_title(tmp_path: Path, name: str, date: str, slug: str, title: str) -> None:
    site = write_blog(tmp_path, {f"blog/{name}": "Text.\n"})
    fields, _ = read_file(site, f"blog/{name}")
    assert (show_date(fields), fields.slug, fields.url, fields.title) == (date, slug, f"/blog{slug}", title or None)


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2020-01-02", "2020-01-02T00:00:00Z"),
        ("2020-01-02 03:04", "2020-01-02T03:04:00Z"),
        ("2020-01-02 03:04:05 -0500", "2020-01-02T03:04:05Z"),
        ("2020-01-02 03:04:05 -05:00", "2020-01-02T08:04:05Z"),
        ("2/1/2020", "2020-02-01T00:00:00Z"),
        ("2020-02-30", "2020-03-01T00:00:00Z"),
        ("'2020-01-02T03:04:05Z'", "date_invalid"),
        ("2020", "date_invalid"),
        ("", "date_invalid"),
        ("soon", "date_invalid"),
        ("[2020-01-02]", "date_invalid"),
        ("0", "2021-03-04T00:00:00Z"),
    ],
)
def test_a_date_is_one_of_utc_wherever_the_site_is_built(tmp_path: Path, written: str, date: str) -> None:
    path = "blog/2021-03-04-mill.md"
    site = write_blog(tmp_path, {path: f"---\ndate: {written}\n---\n"})
    fields, warnings = read_file(site, path)
    assert show_date(fields) == date
    assert ("date_rolled" in [warning.kind for warning in warnings]) == (written == "2020-02-30")


TITLES = {
    "front matter": ("title: T", "# H\n", "T"),
    "an empty one": ("title: ''", "# H\n", None),
    "a number": ("title: 2021", "", "2021"),
    "a heading": ("x: 1", "# The `old` *mill* {#mill}\n\nText", "The old *mill*"),
    "a heading below imports": ("x: 1", "import A from 'a';\nimport B from 'b';\n\n# H ##\n", "H"),
    "an underlined heading": ("x: 1", "The mill\n===\nText", "The mill"),
    "a heading below text": ("x: 1", "Text\n\n# H\n", "mill"),
    "a smaller heading": ("x: 1", "## H\n", "mill"),
}


@pytest.mark.parametrize(("line", "body", "title"), TITLES.values(), ids=TITLES)
def test_a_title_is_the_keys_the_headings_or_the_names(tmp_path: Path, line: str, body: str, title: str | None) -> None:
    assert outcome(tmp_path, f"---\n{line}\n---\n{body}") == title


REFUSED = {
    "a title that is no text": "title: true",
    "a title without a value": "title:",
    "an empty slug": "slug: ''",
    "a draft in words": "draft: yes",
    "a draft that is also unlisted": "draft: true\nunlisted: true",
    "tags in a text": "tags: a, b",
    "a tag that is no text": "tags: [a, true]",
    "an empty tag": "tags: ['']",
    "a tag without an address": "tags: [{label: A}]",
    "keywords in a text": "keywords: a",
    "an image in a list": "image: [a]",
    "a heading level of seven": "toc_max_heading_level: 7",
    "heading levels the wrong way round": "toc_min_heading_level: 5\ntoc_max_heading_level: 3",
    "an update without date and author": "last_update: {x: 1}",
    "an update that is no date": "last_update: {date: soon}",
    "an address with a blank": "image: my image.png",
    "authors without a value": "authors:",
    "an author that is not registered": "authors: cy",
    "authors in one text": "authors: ann, bob",
    "an author in another case": "authors: Ann",
    "an author twice": "authors: [ann, ann]",
    "an author with an address that is none": "authors: {name: Cy, url: my page}",
    "a number as address": "image: 5",
    "an empty address": "image: ''",
    "a number as author of an update": "last_update: {author: 5}",
    "an author without a name": "authors: {title: Dr}",
    "authors of both kinds": "authors: ann\nauthor: Ann",
    "a legacy author in a list": "author: [Ann]",
}


@pytest.mark.parametrize("lines", REFUSED.values(), ids=REFUSED)
def test_front_matter_that_stops_the_build_is_a_problem_of_its_file(tmp_path: Path, lines: str) -> None:
    assert outcome(tmp_path, f"---\n{lines}\n---\n") == "key_invalid"


ACCEPTED = {
    "empty texts where they may be": "title_meta: ''\nsidebar_label: ''\ndescription: ''",
    "a draft in capitals": "draft: 'False'",
    "a heading level between two": "toc_min_heading_level: 2.5",
    "two guests of one name": "authors: [{name: Cy}, {name: Cy}]",
    "keys of other tools": "custom: {a: [1]}",
}


@pytest.mark.parametrize("lines", ACCEPTED.values(), ids=ACCEPTED)
def test_front_matter_that_is_odd_and_accepted(tmp_path: Path, lines: str) -> None:
    assert outcome(tmp_path, f"---\ntitle: T\n{lines}\n---\n") == "T"


@pytest.mark.parametrize(
    "written", ["2021-05-06", "'2021-05-06'", "1620259200000", "'2021-05-06T00:00:00Z'", "6 May 2021"]
)
def test_an_update_is_read_as_javascript_reads_a_date(tmp_path: Path, written: str) -> None:
    text = f"---\nlast_update: {{date: {written}}}\n---\n"
    fields, warnings = read_file(write_blog(tmp_path, {"blog/2021-03-04-a.md": text}), "blog/2021-03-04-a.md")
    assert (fields.updated_at, warnings) == (1_620_259_200, [])


FORMS = {
    "nothing": ("Text", "mill"),
    "a blank line before it": ("\n---\ntitle: T\n---\n", "mill"),
    "four dashes": ("----\ntitle: T\n----\n", "mill"),
    "blanks behind the dashes": ("---  \ntitle: T\n---  \n", "T"),
    "JSON": ('---json\n{"title": "T"}\n---\n', "T"),
    "YAML by name": ("---yaml\ntitle: T\n---\n", "T"),
    "JSON with nothing in it": ("---json\n---\n", "mill"),
    "comments alone": ("---\n# c\n---\n", "mill"),
    "Windows": ("\ufeff---\r\ntitle: T\r\n---\r\n", "T"),
    "JavaScript": ("---js\n{title: 'T'}\n---\n", "front_matter_code"),
    "TOML by name": ("---toml\ntitle = 'T'\n---\n", "front_matter_syntax"),
    "never closed": ("---\ntitle: T\nText", "front_matter_syntax"),
    "closed by dots": ("---\ntitle: T\n...\nText", "front_matter_syntax"),
    "a list": ("---\n- a\n---\n", "front_matter_not_mapping"),
    "a text": ("---\na\n---\n", "front_matter_not_mapping"),
    "a key given twice": ("---\ntitle: T\ntitle: U\n---\n", "front_matter_syntax"),
}


@pytest.mark.parametrize(("text", "said"), FORMS.values(), ids=FORMS)
def test_front_matter_is_split_as_gray_matter_does(tmp_path: Path, text: str, said: str) -> None:
    assert outcome(tmp_path, text) == said


def test_authors_are_keys_of_the_registry_or_named_inline(tmp_path: Path) -> None:
    files = {"blog/authors.yml": AUTHORS, "blog/2021-03-04-a.md": "---\nauthors:\n  - ann\n  - name: Cy\n---\n"}
    site = write_blog(tmp_path, files)
    assert [(author.author_id, author.name) for author in site.authors] == [("ann", "Ann Bell"), ("bob", "Bob")]
    fields, _ = read_file(site, "blog/2021-03-04-a.md")
    assert [byline.values for byline in fields.bylines] == [(["ann", {"name": "Cy"}],)]


ENTRIES = {
    "an author without name and image": ("authors.yml", "{title: Dr}", "has neither `name` nor image"),
    "an author who is a text": ("authors.yml", "Ann", "is no mapping: write `name: …` below the key"),
    "an author whose name is a number": ("authors.yml", "{name: 5}", "has a `name` that is no text: put it in quotes"),
    "an author with an empty title": ("authors.yml", "{name: A, title: ''}", "has a `title` that is no text: put it in quotes"),
    "an author whose address is none": ("authors.yml", "{name: A, url: my page}", "has a `url` that is no address"),
    "an author whose page is a number": ("authors.yml", "{name: A, page: 1}", "has a `page` that is not true or false"),
    "an author with all of it": ("authors.yml", "{name: A, title: T, url: /a, image_url: /a.png, page: true, x: 1}", None),
    "an author whose page has an address": ("authors.yml", "{name: A, page: {permalink: /a}}", None),
    "a tag that is a text": ("tags.yml", "News", "is no mapping: write `label: …` below the key"),
    "a tag with an empty label": ("tags.yml", "{label: ''}", "has a `label` that is no text: put it in quotes"),
    "a tag with an unknown key": ("tags.yml", "{name: N}", "has the unknown key `name`"),
    "a tag without anything": ("tags.yml", "", None),
    "a tag with all of it": ("tags.yml", "{label: N, permalink: /n, description: D}", None),
}  # fmt: skip


@pytest.mark.parametrize(("name", "entry", "fault"), ENTRIES.values(), ids=ENTRIES)
def test_an_entry_that_stops_the_build_is_a_warning_of_its_file(
    tmp_path: Path, name: str, entry: str, fault: str | None
) -> None:
    site = write_blog(tmp_path, {f"blog/{name}": f"one: {entry}\n"})
    found = [(found.path, found.problem.kind, found.problem.detail) for found in site.problems]
    assert found == ([] if fault is None else [(f"blog/{name}", "registry_invalid", f"one {fault}")])


def test_a_registry_that_is_not_there_or_cannot_be_read(tmp_path: Path) -> None:
    site = write_blog(tmp_path, {}, CONFIG.replace("blog: {}", "blog: {tags: 't.yml'}"))
    assert [(found.path, found.problem.detail) for found in site.problems] == [
        ("blog/t.yml", "the settings name it, and it is not there")
    ]
    with pytest.raises(PostsError, match=r"authors\.yml, line 1: .*; repair it, or move it away"):
        write_blog(tmp_path, {"blog/authors.yml": "ann: ["})
    with pytest.raises(PostsError, match=r"authors\.yml, line 2: `ann` is given again"):
        write_blog(tmp_path, {"blog/authors.yml": "ann: {name: A}\nann: {name: B}\n"})


def test_tags_are_labelled_by_tags_yml(tmp_path: Path) -> None:
    tags = "known:\n  label: A Known One\nbareTag:\n"
    text = "---\ntags: [known, bareTag, other, 2021, {label: L, permalink: /l}, other]\n---\n"
    site = write_blog(tmp_path, {"blog/tags.yml": tags, "blog/2021-03-04-a.md": text})
    assert read_file(site, "blog/2021-03-04-a.md")[0].tags == ["A Known One", "Baretag", "other", "2021", "L", "other"]
    strict = CONFIG.replace("blog: {}", "blog: {onInlineTags: 'throw'}")
    assert read_outcome(write_blog(tmp_path, {}, strict), "blog/2021-03-04-a.md") == "key_invalid"
    labels = "---\ntags: [{label: known, permalink: /k}]\n---\n"
    assert (
        read_outcome(write_blog(tmp_path, {"blog/2021-03-04-a.md": labels}, strict), "blog/2021-03-04-a.md")
        == "key_invalid"
    )
    (tmp_path / "blog/tags.yml").unlink()
    assert read_outcome(write_blog(tmp_path, {}, strict), "blog/2021-03-04-a.md") == "a", (
        "no tags.yml, so any tag will do"
    )


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("authors: ann", "T"),
        ("authors: {key: ann, name: A}", "T"),
        ("authors: [ann, {name: Guest}]", "key_invalid"),
        ("author: Guest", "key_invalid"),
    ],
)
def test_a_site_may_want_every_author_in_its_registry(tmp_path: Path, lines: str, said: str) -> None:
    config = CONFIG.replace("blog: {}", "blog: {onInlineAuthors: 'throw'}")
    files = {"blog/2021-03-04-a.md": f"---\ntitle: T\n{lines}\n---\n", "blog/authors.yml": AUTHORS}
    assert read_outcome(write_blog(tmp_path, files, config), "blog/2021-03-04-a.md") == said


def test_the_rest_of_a_post(tmp_path: Path) -> None:
    text = "---\nslug: /a/b/\nunlisted: true\nlast_update: {date: 2021-05-06}\ndescription: D\nimage: /i.png\n---\nOne.\n\n{/* truncate */}\nTwo.\n"
    fields, _ = read_file(write_blog(tmp_path, {"blog/2021-03-04-a.md": text}), "blog/2021-03-04-a.md")
    assert (fields.slug, fields.url, fields.updated_at) == ("/a/b/", "/blog/a/b/", 1_620_259_200)
    assert (fields.excerpt, fields.description, fields.image) == ("One.", "D", "/i.png")
    assert (fields.fate, fields.is_hidden, fields.categories, fields.lang) == ("post", False, [], "en")


def test_a_draft_is_left_out_of_the_build(tmp_path: Path) -> None:
    site = write_blog(
        tmp_path,
        {"blog/a.md": "---\ndraft: 'TRUE'\n---\n", "blog/b.md": "---\npublished: false\ndate: 2021-01-01\n---\n"},
    )
    assert [read_file(site, f"blog/{name}.md")[0].fate for name in "ab"] == ["draft", "post"]


def test_which_files_are_posts(tmp_path: Path) -> None:
    names = ["a.md", "b.mdx", "_c.md", "_d/e.md", "__tests__/f.md", ".g.md", "h.MD", "i.markdown", "authors.yml"]
    found = walk_site(write_blog(tmp_path, {f"blog/{name}": "" for name in names}))
    assert [path for path, ignored in found.items() if ignored is None] == ["blog/a.md", "blog/b.mdx"]
    assert found["blog/_c.md"] == "the site excludes its path"
    config = CONFIG.replace("blog: {}", "blog: {include: ['*.md'], exclude: ['a.md']}")
    found = walk_site(write_blog(tmp_path, {}, config))
    assert [path for path, ignored in found.items() if ignored is None] == ["blog/_c.md"]


def test_several_blogs_and_languages(tmp_path: Path) -> None:
    config = """const config = {
      url: 'https://x.org', baseUrl: '/base/', trailingSlash: true,
      i18n: {defaultLocale: 'en', locales: ['en', 'fr']},
      presets: [['@docusaurus/preset-classic', {blog: false}]],
      plugins: [
        ['@docusaurus/plugin-content-blog', {id: 'news', path: './news', routeBasePath: 'n'}],
        [require.resolve('@docusaurus/plugin-content-blog'), {id: 'dev', path: 'dev', routeBasePath: '/'}],
      ],
    };
    export default config;"""
    french = "i18n/fr/docusaurus-plugin-content-blog-news"
    paths = ["news/2021-03-04-a.md", f"{french}/2021-03-04-a.md", f"{french}/2021-03-04-b.md", "dev/2021-03-04-c.md"]
    site = write_blog(tmp_path, dict.fromkeys(paths, ""), config)
    found = walk_site(site)
    assert found.pop(f"{french}/2021-03-04-b.md") == "news has no such file, so it is no translation"
    rows = [
        (fields.url, fields.lang, fields.translation_key) for fields, _ in (read_file(site, path) for path in found)
    ]
    assert sorted(rows) == [
        ("/base/2021/03/04/c/", "en", "2021-03-04-c"),
        ("/base/fr/n/2021/03/04/a/", "fr", "2021-03-04-a"),
        ("/base/n/2021/03/04/a/", "en", "2021-03-04-a"),
    ]
    site = write_site(tmp_path, {}, "docusaurus", sections=["dev"])
    assert list(walk_site(site)) == ["dev/2021-03-04-c.md"]
    assert [collection.lang for collection in own_settings(site).collections] == ["en", "fr"]
    with pytest.raises(UsageError, match="`sections` names dex; did you mean dev"):
        write_site(tmp_path, {}, "docusaurus", sections=["dex"])


def test_settings_that_are_code_are_named(tmp_path: Path) -> None:
    site = write_blog(tmp_path, {}, "export default {presets: [['classic', {blog: {path: folder()}}]]};")
    assert site.assumed == ("`path` of the blog is code, which is not run, so its default counts",)
    site = write_blog(tmp_path, {}, "module.exports = make();")
    assert site.assumed == ("docusaurus.config.ts exports no literal, so the blog is taken to lie in blog/ (sections)",)


def test_further_settings_that_are_code_are_named(tmp_path: Path) -> None:
    config = "export default {baseUrl: base(), i18n: {locales: list()}, presets: [['classic', {blog: {}}]]};"
    assert write_blog(tmp_path, {}, config).assumed == (
        "`baseUrl` of docusaurus.config.ts is code, which is not run, so its default counts",
        "`locales` of docusaurus.config.ts is code, which is not run, so its default counts",
    )


def test_a_site_whose_blog_is_a_plugin_of_its_own(tmp_path: Path) -> None:
    files = {"news/a.md": "", "words/b.md": ""}
    config = CONFIG.replace("{blog: {}}]", "{blog: false}]").replace(
        "}]]", "}]], plugins: [['./src/plugins/blog', {path: 'news'}]]"
    )
    assert list(walk_site(write_blog(tmp_path, files, config))) == ["news/a.md"]
    config = CONFIG.replace("{blog: {}}]", "{blog: false}], './words-plugin'")
    site = write_blog(tmp_path, {}, config)
    assert site.assumed == ("docusaurus.config.ts has no blog among its literals, so nothing is read (sections)",)
    site = write_site(tmp_path, {}, "docusaurus", sections=["words"])
    assert (list(walk_site(site)), site.assumed) == (["words/b.md"], ())
    with pytest.raises(UsageError, match="`sections` names nowhere"):
        write_site(tmp_path, {}, "docusaurus", sections=["nowhere"])


def test_a_language_may_have_a_folder_of_another_name(tmp_path: Path) -> None:
    i18n = "i18n: {path: 'lang', defaultLocale: 'en', locales: ['en', 'fr'], localeConfigs: {fr: {path: 'francais'}}}, presets"
    french = "lang/francais/docusaurus-plugin-content-blog/2021-03-04-a.md"
    site = write_blog(tmp_path, {"blog/2021-03-04-a.md": "", french: ""}, CONFIG.replace("presets", i18n))
    fields, _ = read_file(site, french)
    assert (fields.lang, fields.url) == ("fr", "/fr/blog/2021/03/04/a")


def test_of_two_settings_files_typescript_counts(tmp_path: Path) -> None:
    site = write_blog(tmp_path, {"docusaurus.config.js": "module.exports = {title: 'J'};"})
    assert (site.title, site.settings_files) == ("S", ("docusaurus.config.ts",))


TWO_BLOGS = """export default {
  i18n: {defaultLocale: 'en', locales: ['en', 'fr']},
  presets: [['classic', {blog: {}}]],
  plugins: [['@docusaurus/plugin-content-blog', {id: 'dev', path: 'dev', onInlineTags: 'throw'}]],
};"""


def test_every_blog_has_its_own_authors_and_tags(tmp_path: Path) -> None:
    files = {
        "blog/authors.yml": "ann:\n  name: Ann\nsue:\n  name: Sue\n",
        "dev/authors.yml": "ann:\n  name: Ann the developer\nbob:\n  name: Bob\n",
        "blog/tags.yml": "news:\n  label: News\n",
        "dev/tags.yml": "news:\n  label: What is new\n",
        "blog/2021-03-04-a.md": "---\nauthors: ann\ntags: [news, other]\n---\n",
        "blog/2021-03-04-b.md": "---\nauthors: bob\n---\n",
        "dev/2021-03-04-c.md": "---\nauthors: bob\ntags: [news]\n---\n",
        "dev/2021-03-04-d.md": "---\ntags: [news, other]\n---\n",
    }
    site = write_blog(tmp_path, files, TWO_BLOGS)
    assert [author.name for author in site.authors] == ["Ann", "Bob", "Sue"]
    assert read_file(site, "blog/2021-03-04-a.md")[0].tags == ["News", "other"]
    assert read_outcome(site, "blog/2021-03-04-b.md") == "key_invalid", "bob is an author of the other blog"
    assert read_file(site, "dev/2021-03-04-c.md")[0].tags == ["What is new"]
    assert read_outcome(site, "dev/2021-03-04-d.md") == "key_invalid", "its tags must be in tags.yml"


def test_the_files_of_a_language_count_before_those_of_the_blog(tmp_path: Path) -> None:
    french, english = (f"i18n/{locale}/docusaurus-plugin-content-blog" for locale in ("fr", "en"))
    text = "---\nauthors: [ann]\ntags: [news]\n---\n"
    files = {
        "blog/authors.yml": "ann:\n  name: Nobody\n",
        f"{english}/authors.yml": "ann:\n  name: Ann\n",
        f"{french}/authors.yml": "ann:\n  title: Anne\n",
        "blog/tags.yml": "news:\n  label: News\n",
        f"{french}/tags.yml": "news:\n  label: Actualités\n",
        "blog/2021-03-04-a.md": text,
        f"{french}/2021-03-04-a.md": text,
    }
    site = write_blog(tmp_path, files, TWO_BLOGS)
    assert [author.name for author in site.authors] == ["Ann"]
    assert [found.path for found in site.problems] == [f"{french}/authors.yml"]
    assert [read_file(site, f"{folder}/2021-03-04-a.md")[0].tags for folder in ("blog", french)] == [
        ["News"],
        ["Actualités"],
    ]
