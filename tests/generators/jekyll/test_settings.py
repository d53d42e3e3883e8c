"""The settings of a Jekyll site, with Jekyll's defaults, and what cannot be meant by them."""

import pickle
from pathlib import Path

import pytest

from pipeline.errors import PostsError
from pipeline.generators import load_site
from pipeline.generators.jekyll.settings import own_settings
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
        ("collections: {posts: {future: true}}", "shows_future", True),
        ("permalink: pretty", "permalink", "/:categories/:year/:month/:day/:title/"),
        ("permalink: /:title/", "permalink", "/:title/"),
        ("permalink: pretty\ncollections: {posts: {permalink: /z/:title}}", "permalink", "/z/:title"),
        ("collections: {posts: {permalink: pretty}}", "permalink", "pretty"),
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
        ("_config.yml", "timezone: Paris\n", "no time zone is called Paris; write one such as Europe/Paris"),
        ("_config.yml", "timezone: ../../etc/passwd\n", "no time zone is called"),
        ("_config.yml", "encoding: klingon\n", "no encoding is called klingon"),
        ("_config.yml", "encoding: base64\n", "no encoding is called base64"),
        ("_config.yml", "encoding: punycode\n", "no encoding is called punycode"),
        ("_config.yml", "timezone: localtime\n", "no time zone is called localtime"),
        ("_config.yml", "timezone: right/UTC\n", "no time zone is called right/UTC"),
        ("_config.yml", "source: ../other\n", "source leads out of the site"),
        ("_config.yml", 'source: "a\\0b"\n', "source holds a NUL byte"),
        ("_config.yml", b"a: \xff\n", "_config.yml cannot be read"),
    ],
)
def test_settings_that_cannot_be_meant(tmp_path: Path, name: str, text: str | bytes, said: str) -> None:
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(PostsError, match=said.replace(".", r"\.")):
        load_site("s", tmp_path)
