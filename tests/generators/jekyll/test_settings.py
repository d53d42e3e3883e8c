"""The settings of a Jekyll site, with Jekyll's defaults, and what cannot be meant by them."""

import pickle
from pathlib import Path

import pytest

from pipeline.errors import PostsError, UsageError
from pipeline.generators import load_site
from pipeline.generators.frontmatter import load_yaml
from pipeline.generators.jekyll.settings import load_settings, own_settings
from pipeline.generators.site import Site


def configure(root: Path, config: str) -> Site:
    """Return the site in `root` with these settings."""
    (root / "_config.yml").write_text(config, encoding="utf-8")
    return load_site("s", root)


def test_without_settings_jekylls_defaults_hold(tmp_path: Path) -> None:
    (tmp_path / "_posts").mkdir()
    bare = load_site("s", tmp_path)
    own = own_settings(bare)
    assert (bare.timezone, bare.shows_future, own.unpublished, own.encoding) == ("UTC", False, False, "utf-8")
    assert own.permalink == "/:categories/:year/:month/:day/:title:output_ext"
    assert (own.excerpt_separator, own.collections_dir, own.defaults, bare.authors) == ("\n\n", "", (), ())
    assert pickle.loads(pickle.dumps(bare)) == bare  # workers are given it


@pytest.mark.parametrize(
    ("config", "name", "expected"),
    [
        ("title: T\nname: N", "title", "T"),
        ("name: N", "title", "N"),
        ("timezone: Europe/Paris", "timezone", "Europe/Paris"),
        ("timezone:", "timezone", "UTC"),
        ("future: yes", "shows_future", True),
        ("collections: {posts: {future: true}}", "shows_future", False),  # released versions do not look there
        ("permalink: pretty", "permalink", "/:categories/:year/:month/:day/:title/"),
        ("permalink: /:title/", "permalink", "/:title/"),
        ("permalink: pretty\ncollections: {posts: {permalink: /z/:title}}", "permalink", "/z/:title"),
        ("collections: {posts: {permalink: pretty}}", "permalink", "pretty"),
        ("permalink: pretty\ncollections: {posts: {permalink: ''}}", "permalink", ""),
        (
            "permalink: pretty\ncollections: {posts: {permalink: }}",
            "permalink",
            "/:categories/:year/:month/:day/:title/",
        ),
        ("permalink: ''", "permalink", ""),
        ("collections: [posts]", "permalink", "/:categories/:year/:month/:day/:title:output_ext"),
        ("excerpt_separator: ''", "excerpt_separator", ""),
        ("excerpt_separator:", "excerpt_separator", "\n\n"),
        ("collections_dir: ./c/", "collections_dir", "c"),
        ("include: [_pages, .x]", "include", ("_pages", ".x")),
        ("include:", "include", (".htaccess",)),
        ("encoding: ISO-8859-1", "encoding", "ISO-8859-1"),
        ("markdown_ext: md, MARKDOWN", "markdown_ext", (".md", ".markdown")),
        ("defaults: [{values: {a: 1}}, {scope: {path: x}}, y]", "defaults", (({}, {"a": "1"}),)),
    ],
)
def test_a_setting_is_read_as_jekyll_reads_it(tmp_path: Path, config: str, name: str, expected: object) -> None:
    site = configure(tmp_path, config)
    assert getattr(site if hasattr(site, name) else own_settings(site), name) == expected


def test_the_sites_own_excludes_come_on_top_of_jekylls(tmp_path: Path) -> None:
    assert own_settings(configure(tmp_path, "exclude: [drafts, 404]")).exclude[:2] == ("drafts", ".sass-cache")


def test_toml_settings_are_read_where_there_are_no_others(tmp_path: Path) -> None:
    (tmp_path / "_config.toml").write_text('timezone = "Asia/Tokyo"\n')
    assert load_site("s", tmp_path).timezone == "Asia/Tokyo"
    assert configure(tmp_path, "timezone: UTC").timezone == "UTC"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("_config.yml", "a: 1\nb: c: d\n", "_config.yml, line 2: `b`: a colon inside"),
        ("_config.toml", "a = 1\nb = \n", "_config.toml, line 2: not TOML"),
        ("_config.yml", "- a\n", "settings are lines of"),
        ("_config.yml", b"a: \xff\n", "_config.yml cannot be read"),
    ],
)
def test_settings_that_cannot_be_read(tmp_path: Path, name: str, text: str | bytes, said: str) -> None:
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(PostsError, match=said.replace(".", r"\.")):
        load_site("s", tmp_path)


@pytest.mark.parametrize(
    ("config", "name", "expected", "warning"),
    [
        ("title: x\ntimezone: Asia/Beijing", "timezone", "UTC", ("timezone_unknown", 2, "Asia/Shanghai?")),
        ("timezone: 'UTC+8'", "timezone", "Etc/GMT+8", ("timezone_unknown", 1, "8 hours behind UTC")),
        ("timezone: +08:00", "timezone", "UTC", ("timezone_unknown", 1, "Asia/Shanghai?")),
        ("timezone: localtime", "timezone", "UTC", ("timezone_unknown", 1, "Europe/Paris")),
        ("encoding: klingon", "encoding", "utf-8", ("encoding_unknown", 1, "'klingon'")),
        ("encoding: latin-1", "encoding", "utf-8", ("encoding_unknown", 1, "write one such as ISO-8859-1")),
        ("encoding: base64", "encoding", "utf-8", ("encoding_unknown", 1, "'base64'")),
        ("encoding: punycode", "encoding", "utf-8", ("encoding_unknown", 1, "'punycode'")),
        (
            "future: 'false'",
            "shows_future",
            True,
            ("boolean_as_text", 1, '`future: "false"` is a text, which counts as true'),
        ),
        ("title: x\nTimezone: UTC", "timezone", "UTC", ("key_not_read", 2, "`Timezone` is not `timezone`")),
        ("\u00a0 permalink: /:title", "excerpt_separator", "\n\n", ("key_not_read", 1, "no-break space (U+00A0)")),
        ("*a : b\ntitle: T", "excerpt_separator", "\n\n", ("keys_lost", 1, "`*a : b` has no key")),
        ('collections_dir: "a\\0b"', "collections_dir", "", ("folder_not_read", 1, "leave it out")),
        ("timezone: " + "x" * 1_000_000, "timezone", "UTC", ("timezone_unknown", 1, "no time zone is called 'xxx")),
        ("source: ../other", "source", None, ("folder_not_read", 1, "no file is read")),
        ("source: /src", "source", None, ("folder_not_read", 1, "write a folder below it")),
        ('source: "a\\0b"', "source", None, ("folder_not_read", 1, "no file is read")),
        ("collections_dir: c/", "collections_prefix", "c/", ("folder_not_read", 1, "write 'c'")),
        ("collections_dir: .", "collections_prefix", ".", ("folder_not_read", 1, "leave it out")),
        ("collections_dir: /c", "collections_prefix", "/c", ("folder_not_read", 1, "write 'c'")),
    ],
)
def test_a_setting_that_is_read_as_jekyll_reads_it_with_a_warning(
    tmp_path: Path, config: str, name: str, expected: object, warning: tuple[str, int, str]
) -> None:
    site = configure(tmp_path, config)
    kind, line, part = warning
    assert getattr(site if hasattr(site, name) else own_settings(site), name) == expected
    [(path, found)] = site.problems
    assert (path, found.kind, found.severity, found.line) == ("_config.yml", kind, "warning", line)
    assert part in found.detail


@pytest.mark.parametrize("source", ["", ".", "./", "src", "src/", "./src", "a/../src"])
def test_a_source_below_the_site_is_read_without_a_warning(tmp_path: Path, source: str) -> None:
    site = configure(tmp_path, f"source: '{source}'")
    assert (own_settings(site).source, site.problems) == ("src" if "src" in source else "", ())


@pytest.mark.parametrize("written", ["[_config.yml, b.toml]", "_config.yml, b.toml", "[./_config.yml, b.toml]"])
def test_several_configuration_files_are_merged_as_jekyll_merges_them(tmp_path: Path, written: str) -> None:
    (tmp_path / "_config.yml").write_text("title: A\nurl: https://a\nauthor: {name: Ana, email: x}\nexclude: [x]\n")
    (tmp_path / "b.toml").write_text('title = "B"\nexclude = ["y"]\ntimezone = "PST"\n[author]\nname = "Bo"\n')
    site = load_settings("s", tmp_path, {"config": load_yaml(written)})
    own = own_settings(site)
    assert (site.title, site.url, own.author, own.exclude[0]) == ("B", "https://a", {"name": "Bo", "email": "x"}, "y")
    assert [(path, found.line) for path, found in site.problems] == [("b.toml", 3)]


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"configs": ["a"]}, UsageError, r"`configs` is not an option of a Jekyll site; did you mean config\?"),
        ({"config": [1]}, UsageError, r"config is \[1\]; write the names of files"),
        ({"config": []}, UsageError, "config is"),
        ({"config": ["_config.prod.yml"]}, PostsError, "_config.prod.yml cannot be read: there is no such file"),
        ({"config": "../_config.yml"}, PostsError, "_config.yml cannot be read: it leads"),
    ],
)
def test_options_that_cannot_be_meant(
    tmp_path: Path, options: dict[str, object], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        load_settings("s", tmp_path, options)
