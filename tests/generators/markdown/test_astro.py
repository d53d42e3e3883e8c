"""What an Astro site says: collections and schemas, ids, dates, routes."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import UsageError
from tests.support.small_sites import Files, read_file, read_outcome, show_date, walk_site, write_site

FOLDER = "src/content/blog"
PATH = f"{FOLDER}/mill.md"
OPEN = "export const collections = {blog: defineCollection({loader: glob({base: './src/content/blog', pattern: '**/*.{md,mdx}'})})};"
STRICT = """
const blog = defineCollection({
  loader: glob({ base: './src/content/blog', pattern: '**/*.{md,mdx}' }),
  schema: ({ image }) => z.object({
    title: z.string(),
    pubDate: z.coerce.date(),
    updatedDate: z.coerce.date().optional(),
    day: z.date().optional(),
    summary: z.string().optional(),
    series: z.string().nullish(),
    editor: z.string().catch('us'),
    cover: z.optional(image()),
  }),
});
export const collections = { blog };
"""


def write_astro(root: Path, files: Files, config: str = OPEN, **options: Any) -> Any:
    base = {
        "astro.config.mjs": "export default defineConfig({site: 'https://x.org'});",
        "src/content.config.ts": config,
    }
    return write_site(root, base | dict(files), "astro", **options)


IDS = {
    "Old Mill.md": "old-mill",
    "Été/Über_1.mdx": "été/über_1",
    "a.b c.md": "ab-c",
    "sub/index.md": "sub",
    "index.md": "index",
    "C++ (2).md": "c-2",
    "_draft.md": "_draft",
    "Ⅳ – № 5.md": "ⅳ---5",
}


@pytest.mark.parametrize(("name", "slug"), IDS.items(), ids=IDS)
def test_an_id_is_made_of_the_path(tmp_path: Path, name: str, slug: str) -> None:
    site = write_astro(tmp_path, {f"{FOLDER}/{name}": "---\ntitle: T\npubDate: 2021-03-04\n---\n"})
    fields, _ = read_file(site, f"{FOLDER}/{name}")
    assert (fields.slug, fields.url) == (slug, f"/blog/{slug}/")


def test_a_name_without_letters_makes_no_id(tmp_path: Path) -> None:
    text = "---\ntitle: T\npubDate: 2021-03-04\n---\n"
    path = f"{FOLDER}/😀.md"
    assert read_outcome(write_astro(tmp_path, {path: text}), path) == "key_invalid"
    assert read_outcome(write_astro(tmp_path, {path: text.replace("title", "slug: smile\ntitle")}), path) == "T"


@pytest.mark.parametrize(("written", "slug"), [("X/Y Z", "X/Y Z"), ("2021", "2021"), ("''", "mill")])
def test_a_slug_of_front_matter_is_taken_as_it_is(tmp_path: Path, written: str, slug: str) -> None:
    site = write_astro(tmp_path, {PATH: f"---\nslug: {written}\npubDate: 2021-03-04\n---\n"})
    assert read_file(site, PATH)[0].slug == slug


DATES = {
    "a day is one of UTC": ("pubDate: 2021-03-04", "2021-03-04T00:00:00Z"),
    "a time of YAML is one of UTC": ("pubDate: 2021-03-04 05:06:07", "2021-03-04T05:06:07Z"),
    "words are read on the build's clock": ("pubDate: 'Mar 04 2021'", "2021-03-03T15:00:00Z"),
    "a text in ISO is one of UTC": ("pubDate: '2021-03-04'", "2021-03-04T00:00:00Z"),
    "another key": ("publishDate: 2021-03-04", "2021-03-04T00:00:00Z"),
    "the first key counts": ("date: 2020-01-01\npubDatetime: 2021-03-04T05:06:07+09:00", "2021-03-03T20:06:07Z"),
    "milliseconds": ("pubDate: 1614816000000", "2021-03-04T00:00:00Z"),
    "a list of one": ("pubDate: [2021-03-04]", "2021-03-04T00:00:00Z"),
    "a list of a number": ("pubDate: [2021]", "2021-01-01T00:00:00Z"),
    "null is not 1970": ("pubDate: ~", "date_invalid"),
    "true is not 1970": ("pubDate: true", "date_invalid"),
    "nothing": ("title: T", "date_missing"),
    "no date": ("pubDate: soon", "date_invalid"),
}


@pytest.mark.parametrize(("line", "date"), DATES.values(), ids=DATES)
def test_a_date_is_read(tmp_path: Path, line: str, date: str) -> None:
    site = write_astro(tmp_path, {PATH: f"---\n{line}\n---\n"}, build_timezone="Asia/Tokyo")
    assert show_date(read_file(site, PATH)[0]) == date


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2021-03-04", "2021-03-04T00:00:00Z"),
        ("2021-03-04T05:06:07", "2021-03-04T05:06:07Z"),
        ("2021-03-04T05:06:07+09:00", "2021-03-03T20:06:07Z"),
    ],
)
def test_a_date_of_toml_is_one_of_utc_unless_it_says_otherwise(tmp_path: Path, written: str, date: str) -> None:
    site = write_astro(tmp_path, {PATH: f"+++\ntitle = 'T'\npubDate = {written}\n+++\n"}, build_timezone="Asia/Tokyo")
    assert show_date(read_file(site, PATH)[0]) == date


def test_a_key_that_posts_toml_names_is_the_only_one(tmp_path: Path) -> None:
    site = write_astro(tmp_path, {PATH: "---\nday: 2021-03-04\npubDate: 2020-01-01\n---\n"}, date_key="day")
    assert show_date(read_file(site, PATH)[0]) == "2021-03-04T00:00:00Z"


SCHEMA = {
    "all is there": ("title: T\npubDate: 2021-03-04", "T"),
    "an empty title": ("title: ''\npubDate: 2021-03-04", None),
    "no title": ("pubDate: 2021-03-04", "key_invalid"),
    "a title that is a number": ("title: 2021\npubDate: 2021-03-04", "key_invalid"),
    "an update that is no date": ("title: T\npubDate: 2021-03-04\nupdatedDate: soon", "key_invalid"),
    "an update left empty": ("title: T\npubDate: 2021-03-04\nupdatedDate:", "T"),
    "a day in quotes": ("title: T\npubDate: 2021-03-04\nday: '2021-03-04'", "key_invalid"),
    "a text left empty": ("title: T\npubDate: 2021-03-04\nsummary:", "key_invalid"),
    "a day left empty": ("title: T\npubDate: 2021-03-04\nday: ~", "key_invalid"),
    "a text that may be null": ("title: T\npubDate: 2021-03-04\nseries:", "T"),
    "a text with a value for all else": ("title: T\npubDate: 2021-03-04\neditor: 5", "T"),
    "a key that nobody knows": ("title: T\npubDate: 2021-03-04\nx: [1]", "T"),
}


@pytest.mark.parametrize(("lines", "said"), SCHEMA.values(), ids=SCHEMA)
def test_what_the_schema_refuses_is_a_problem(tmp_path: Path, lines: str, said: Any) -> None:
    assert read_outcome(write_astro(tmp_path, {PATH: f"---\n{lines}\n---\n"}, STRICT), PATH) == said


CLOSED = {
    "a schema": ("z.object({title: z.string()})", []),
    "one that names the key": ("z.object({tags: z.array(z.string())})", ["a"]),
    "a function": ("({image}) => z.object({cover: image()})", []),
    "one that lets others through": ("z.object({title: z.string()}).passthrough()", ["a"]),
    "a function that does": ("({image}) => z.object({cover: image()}).passthrough()", ["a"]),
    "one that takes keys from elsewhere": ("z.object({...common})", ["a"]),
    "one made of another": ("base.extend({title: z.string()})", ["a"]),
    "one of elsewhere": ("postSchema", ["a"]),
    "one whose keys are elsewhere": ("z.object(fields)", ["a"]),
    "one that may be another": ("z.union([z.object({title: z.string()}), other])", ["a"]),
    "a function of two": ("({image}) => z.union([z.object({title: z.string()}), other])", ["a"]),
    "a function that returns one": ("({image}) => { return z.object({cover: image()}); }", []),
    "a function of another with a part in it": (
        "({image}) => base.extend({cover: z.object({alt: z.string()})})",
        ["a"],
    ),
    "one of two": ("z.object({title: z.string()}).or(other)", ["a"]),
}


@pytest.mark.parametrize(("schema", "tags"), CLOSED.values(), ids=CLOSED)
def test_keys_that_the_schema_lacks_are_dropped(tmp_path: Path, schema: str, tags: list[str]) -> None:
    config = OPEN.replace("'**/*.{md,mdx}'})", f"'**/*.{{md,mdx}}'}}), schema: {schema}")
    text = "---\ntitle: T\ntags: [a]\nslug: s\ndraft: true\n---\n"
    fields, _ = read_file(write_astro(tmp_path, {PATH: text}, config), PATH)
    assert (fields.tags, fields.slug, fields.is_draft) == (tags, "s", tags == ["a"] and "tags:" not in schema)


@pytest.mark.parametrize("written", ["2021-03-04", "'2021-03-04'", "4 Mar 2021"])
def test_a_date_may_be_a_text_or_a_date(tmp_path: Path, written: str) -> None:
    key = "publishDate: z.string().or(z.date()).transform((val) => new Date(val))"
    config = OPEN.replace("'**/*.{md,mdx}'})", f"'**/*.{{md,mdx}}'}}), schema: z.object({{{key}}})")
    site = write_astro(tmp_path, {PATH: f"---\npublishDate: {written}\n---\n"}, config)
    assert show_date(read_file(site, PATH)[0]) == "2021-03-04T00:00:00Z"


FORMS = {
    "blank lines before it": ("\n\n---\ntitle: T\n---\n", "T"),
    "TOML": ("+++\ntitle = 'T'\n+++\n", "T"),
    "blanks behind the dashes": ("---  \ntitle: T\n---  \n", "T"),
    "never closed": ("---\ntitle: T\nText", "date_missing"),
    "a text": ("---\nwords\n---\n", "date_missing"),
    "a list": ("---\n- a\n---\n", "front_matter_not_mapping"),
    "broken TOML": ("+++\ntitle = T\n+++\n", "front_matter_syntax"),
    "broken YAML": ("---\ntitle: a: b\n---\n", "front_matter_syntax"),
}


@pytest.mark.parametrize(("text", "said"), FORMS.values(), ids=FORMS)
def test_front_matter_is_yaml_or_toml(tmp_path: Path, text: str, said: Any) -> None:
    site = write_astro(
        tmp_path, {PATH: text.replace("title", "draft = true\ntitle" if "+++" in text else "draft: true\ntitle")}
    )
    assert read_outcome(site, PATH) == said


def test_a_draft_is_hidden_unless_posts_toml_shows_it(tmp_path: Path) -> None:
    files = {PATH: "---\ntitle: T\npubDate: 2021-03-04\ndraft: true\n---\n"}
    site = write_astro(tmp_path, files)
    assert read_file(site, PATH)[0].fate == "draft"
    assert "posts with `draft: true` are hidden (drafts)" in site.assumed
    site = write_astro(tmp_path, files, drafts="show", build_timezone="UTC")
    assert (read_file(site, PATH)[0].fate, read_file(site, PATH)[0].is_draft) == ("post", True)
    assert site.assumed == ("posts of blog are at /blog/, as no page says where",)


def test_which_files_are_entries(tmp_path: Path) -> None:
    names = ["a.md", "b.mdx", "_c.md", ".d.md", "e.markdown", "F.MD", "g#h.md", "i?.md", "j:k.md"]
    found = walk_site(write_astro(tmp_path, {f"{FOLDER}/{name}": "" for name in names}))
    assert [path.rpartition("/")[2] for path, ignored in found.items() if ignored is None] == ["_c.md", "a.md", "b.mdx"]
    assert {found[f"{FOLDER}/{name}.md"] for name in ("g#h", "i?", "j:k")} == {
        "Astro takes its name for an address, because of a #, ? or :"
    }
    found = walk_site(write_astro(tmp_path, {f"{FOLDER}/m.png": ""}, OPEN.replace("*.{md,mdx}", "*")))
    assert (
        found[f"{FOLDER}/e.markdown"] == found[f"{FOLDER}/m.png"] == "Astro reads no text of files with its extension"
    )
    assert found[f"{FOLDER}/a.md"] is None


def test_collections_and_their_routes_are_read_from_the_files(tmp_path: Path) -> None:
    config = """
    const post = defineCollection({loader: glob({base: './content/posts', pattern: '**/*.md'}), schema: z.object({publishDate: z.date()})});
    const docs = defineCollection({loader: glob({base: './content/docs', pattern: '**/*.md'}), schema: z.object({title: z.string()})});
    const feed = defineCollection({loader: fetchFeed()});
    export const collections = { post, docs, feed };
    """
    files = {
        "astro.config.mjs": "export default {base: '/en', trailingSlash: 'never', i18n: {locales: ['en', {path: 'fr', codes: ['fr']}]}};",
        "src/content.config.ts": config,
        "src/pages/writing/[...slug].astro": "---\nconst all = await getCollection('post');\n---\n",
        "content/posts/fr/a.md": "---\npublishDate: 2021-03-04\n---\n",
        "content/docs/b.md": "---\ntitle: T\n---\n",
    }
    site = write_site(tmp_path, files, "astro", build_timezone="UTC", drafts="hide")
    assert list(walk_site(site)) == ["content/posts/fr/a.md"]
    fields, _ = read_file(site, "content/posts/fr/a.md")
    assert (fields.url, fields.lang, fields.lang_source, fields.translation_key) == (
        "/en/writing/fr/a",
        "fr",
        "path",
        "a",
    )
    assert site.assumed == (
        "the collection feed is not read: its loader is no glob()",
        "collections whose schema has no date are not read: docs (sections)",
    )
    assert list(walk_site(write_site(tmp_path, {}, "astro", sections=["docs"]))) == ["content/docs/b.md"]


def test_a_site_without_collections_is_read_at_the_usual_place(tmp_path: Path) -> None:
    site = write_site(
        tmp_path, {"astro.config.ts": "", "src/content/posts/a.md": "---\ndate: 2021-03-04\ntitle: T\n---\n"}, "astro"
    )
    assert list(walk_site(site)) == ["src/content/posts/a.md"]
    assert site.assumed[0] == "posts are those of src/content/posts (sections)"


def test_a_collection_whose_date_may_be_in_another_schema_is_read(tmp_path: Path) -> None:
    config = """export const collections = {
      blog: defineCollection({loader: glob({base: './blog', pattern: '*.md'}), schema: dated.extend({summary: z.string()})}),
      docs: defineCollection({loader: glob({base: './docs', pattern: '*.md'}), schema: z.object({title: z.string()})}),
    };"""
    site = write_astro(tmp_path, {"blog/a.md": "---\npubDate: 2021-03-04\n---\n", "docs/b.md": ""}, config)
    assert list(walk_site(site)) == ["blog/a.md"]
    assert show_date(read_file(site, "blog/a.md")[0]) == "2021-03-04T00:00:00Z"


def test_markdown_among_the_pages_is_read_without_collections(tmp_path: Path) -> None:
    site = write_site(tmp_path, {"astro.config.ts": "", "src/pages/posts/a.md": ""}, "astro")
    assert list(walk_site(site)) == ["src/pages/posts/a.md"]
    assert site.assumed[0] == "posts are those of src/pages/posts (sections)"


def test_a_base_may_name_constants_of_its_module(tmp_path: Path) -> None:
    config = "export const DATA = 'src/data';\nconst blog = defineCollection({loader: glob({base: `./${DATA}/blog`, pattern: '*.md'})});\nexport const collections = {blog};"
    site = write_astro(tmp_path, {"src/data/blog/a.md": ""}, config)
    assert list(walk_site(site)) == ["src/data/blog/a.md"]
    site = write_astro(tmp_path, {}, OPEN.replace("pattern:", "generateId: (file) => file.entry, pattern:"))
    assert site.assumed[0] == "the ids of the collection blog are code, which is not run, so its paths make them"


def test_collections_may_share_a_folder(tmp_path: Path) -> None:
    config = """export const collections = {
      blog: defineCollection({loader: glob({base: './src/content', pattern: 'blog/**/*.md'})}),
      news: defineCollection({loader: glob({base: './src/content', pattern: 'news/**/*.md'})}),
    };"""
    text = "---\ntitle: T\npubDate: 2021-03-04\n---\n"
    paths = ["src/content/blog/a.md", "src/content/news/b.md"]
    pages = {f"src/pages/{name}-of-us/[...slug].astro": f"await getCollection('{name}')" for name in ("blog", "news")}
    site = write_astro(tmp_path, dict.fromkeys([*paths, "src/content/c.md"], text) | pages, config)
    found = walk_site(site)
    assert [path for path, ignored in found.items() if ignored is None] == paths
    assert found["src/content/c.md"] == "the collection's patterns do not match its path"
    assert [(fields.section, fields.url) for fields, _ in (read_file(site, path) for path in paths)] == [
        ("blog", "/blog-of-us/blog/a/"),
        ("news", "/news-of-us/news/b/"),
    ]
    alone = write_astro(tmp_path, {}, config, sections=["news"])
    assert read_file(alone, paths[1])[0].section == "", "of one collection alone"


@pytest.mark.parametrize("settings", ["{base: folder(), pattern: '**/*.md'}", "settings()"])
def test_a_collection_whose_folder_is_code_is_read_where_sections_says(tmp_path: Path, settings: str) -> None:
    config = f"""export const collections = {{
      blog: defineCollection({{loader: glob({settings})}}),
      news: defineCollection({{loader: glob({{base: './content/news', pattern: '*.md'}})}}),
    }};"""
    paths = ["README.md", "content/blog/a.md", "content/news/b.md", "src/content/old/c.md"]
    site = write_astro(tmp_path, dict.fromkeys(paths, ""), config)
    assert list(walk_site(site)) == ["content/news/b.md"]
    assert site.assumed[0] == "the collection blog is not read: its base is code, which is not run (sections)"
    site = write_astro(tmp_path, {}, config, sections=["content/blog", "old"])
    assert list(walk_site(site)) == ["content/blog/a.md", "src/content/old/c.md"]
    assert not any("is not read" in line for line in site.assumed)
    with pytest.raises(UsageError, match="`sections` names gone; the site has news"):
        write_astro(tmp_path, {}, config, sections=["gone"])


ROUTES = {
    "the page of an entry": (["writing/[...slug]"], "/writing/mill/"),
    "one in a folder": (["writing/[id]/index"], "/writing/mill/"),
    "one at the root": (["[...slug]"], "/mill/"),
    "before the pages of tags": (["archive/[tag]", "writing/[...id]"], "/writing/mill/"),
    "before the numbered pages": (["[...page]", "writing/[slug]"], "/writing/mill/"),
    "one of any name": (["writing/[post]"], "/writing/mill/"),
    "numbered pages at the root alone": (["[...page]"], "/blog/mill/"),
    "below a language": (["[lang]/[...slug]"], "/blog/mill/"),
    "deep below a language": (["[lang]/writing/[...slug]"], "/blog/mill/"),
}


HELPERS = {
    "the page of a helper": (["writing/[...slug]"], [], "/writing/mill/"),
    "beside the pages of tags": (["writing/[slug]"], ["tags/[tag]", "writing/[...page]"], "/writing/mill/"),
    "called as the collection": (["notes/[slug]", "blogs/[slug]"], [], "/blogs/mill/"),
    "one of two that may be it": (["notes/[slug]", "words/[slug]"], [], "/blog/mill/"),
}


@pytest.mark.parametrize(("pages", "named", "url"), HELPERS.values(), ids=HELPERS)
def test_a_page_may_get_its_entries_from_elsewhere(
    tmp_path: Path, pages: list[str], named: list[str], url: str
) -> None:
    files = {f"src/pages/{page}.astro": "const all = await getPosts();" for page in pages}
    files |= {f"src/pages/{page}.astro": "await getCollection('blog')" for page in named}
    site = write_astro(tmp_path, files | {PATH: "---\ntitle: T\npubDate: 2021-03-04\n---\n"})
    assert read_file(site, PATH)[0].url == url


@pytest.mark.parametrize(("pages", "url"), ROUTES.values(), ids=ROUTES)
def test_the_route_is_where_the_page_of_an_entry_lies(tmp_path: Path, pages: list[str], url: str) -> None:
    files = {f"src/pages/{page}.astro": "const all = await getCollection('blog');" for page in pages}
    site = write_astro(tmp_path, files | {PATH: "---\ntitle: T\npubDate: 2021-03-04\n---\n"})
    assert read_file(site, PATH)[0].url == url
    assert ("posts of blog are at /blog/, as no page says where" in site.assumed) == (url == "/blog/mill/")
