"""Reading a site: its settings, which of its files are posts, and that nothing in it is followed out of it or waited for."""

import os
import pickle
import socket
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import PostsError
from pipeline.site.config import Site, load_site
from pipeline.site.read import Fault, contents, no_file, read
from pipeline.site.scan import walk


def site(root: Path, config: str = "", *paths: str) -> Site:
    """A site with these settings and a small file at each path."""
    if config:
        (root / "_config.yml").write_text(config, encoding="utf-8")
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("---\n---\n", encoding="utf-8")
    return load_site("s", root)


def test_without_settings_jekylls_defaults_hold(tmp_path: Path) -> None:
    bare = load_site("s", tmp_path)
    assert (bare.timezone, bare.future, bare.unpublished, bare.encoding) == ("UTC", False, False, "utf-8")
    assert bare.permalink == "/:categories/:year/:month/:day/:title:output_ext"
    assert (bare.excerpt_separator, bare.collections_dir, bare.defaults, bare.authors) == ("\n\n", "", (), ())
    assert pickle.loads(pickle.dumps(bare)) == bare  # workers are given it


@pytest.mark.parametrize(
    ("config", "name", "expected"),
    [
        ("title: T\nname: N", "title", "T"),
        ("name: N", "title", "N"),
        ("timezone: Europe/Paris", "timezone", "Europe/Paris"),
        ("timezone:", "timezone", "UTC"),
        ("future: yes", "future", True),
        ("collections: {posts: {future: true}}", "future", True),
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
def test_settings(tmp_path: Path, config: str, name: str, expected: object) -> None:
    assert getattr(site(tmp_path, config), name) == expected


def test_the_sites_own_excludes_come_on_top_of_jekylls(tmp_path: Path) -> None:
    assert site(tmp_path, "exclude: [drafts, 404]").exclude[:2] == ("drafts", ".sass-cache")


def test_toml_settings_are_read_where_there_are_no_others(tmp_path: Path) -> None:
    (tmp_path / "_config.toml").write_text('timezone = "Asia/Tokyo"\n')
    assert load_site("s", tmp_path).timezone == "Asia/Tokyo"
    assert site(tmp_path, "timezone: UTC").timezone == "UTC"


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


def test_no_folder_no_site(tmp_path: Path) -> None:
    with pytest.raises(PostsError, match="is not a folder"):
        load_site("s", tmp_path / "none")


def test_the_fingerprint_is_of_what_parsing_reads(tmp_path: Path) -> None:
    """A rename of the site's folder or an edit of its title must parse nothing again; a new default author must."""
    before = site(tmp_path, "defaults: [{values: {tag: no}}]\ntitle: T\n")
    same = replace(before, root=tmp_path / "elsewhere", title="U", future=True, exclude=())
    assert same.fingerprint == before.fingerprint
    for changed in (
        replace(before, name="other"),
        replace(before, timezone="Asia/Tokyo"),
        replace(before, author="x"),
        site(tmp_path, "defaults: [{values: {tag: 'no'}}]\ntitle: T\n"),
        site(tmp_path, "defaults: [{values: {tag: no}}]\nauthors: {a: {name: A, email: a@b.example}}\n"),
    ):
        assert changed.fingerprint != before.fingerprint
    known = "authors: {a: {name: A, email: %s}}\n"
    assert site(tmp_path, known % "a@b.example").fingerprint != site(tmp_path, known % "c@d.example").fingerprint


def found(of: Site) -> dict[str, str | None]:
    """Why each file is not read, by path; None for those that are."""
    return {item.path: item.ignored for item in walk(of)}


@pytest.mark.parametrize(
    ("path", "ignored"),
    [
        ("_posts/2015-10-01-x.md", None),
        ("_posts/2015/10/2015-10-01-x.md", None),
        ("_posts/17-2-5-x.textile", None),
        ("_posts/a/_under/2015-10-01-x.md", None),
        ("_posts/a/#h/2015-10-01-x.md", None),
        ("a/b/_posts/2015-10-01-x.md", None),
        ("_drafts/idea.md", None),
        ("a/_drafts/idea.md", None),
        ("_posts/not-a-date.md", "its name lacks a date"),
        ("_posts/x2015-10-01-y.md", "its name lacks a date"),
        ("_posts/12015-10-01-y.md", "its name lacks a date"),
        ("_posts/2015-10-01.md", "its name lacks a date"),
        ("_posts/2015-10-01-noext", "its name lacks a date"),
        ("_posts/2014-01-01-q/plain.md", "its name lacks a date"),
        ("_drafts/noext", "its name lacks an extension"),
        ("_posts/2015-10-01-x.yml", "it is a YAML file"),
        ("_drafts/x.yaml", "it is a YAML file"),
        ("_posts/_under/2015-10-01-x.md", "its name, or its folder's, begins with . _ # or ~"),
        ("_posts/#h/2015-10-01-x.md", "its name, or its folder's, begins with . _ # or ~"),
        ("_posts/a/_2015-10-01-x.md", "its name, or its folder's, begins with . _ # or ~"),
        ("_posts/.hidden/2015-10-01-x.md", "it is below a hidden folder"),
        ("_posts/2015-10-01-x.md~", "its name ends with ~"),
        ("_posts/2015-10-01-x.md.", "its name ends with a dot"),
    ],
)
def test_which_files_are_posts(tmp_path: Path, path: str, ignored: str | None) -> None:
    assert found(site(tmp_path, "", path)) == {path: ignored}


@pytest.mark.parametrize(
    "path",
    [
        "_Posts/2015-10-01-x.md",
        "_movies/_posts/2015-10-01-x.md",
        ".git/_posts/2015-10-01-x.md",
        "a~/_posts/2015-10-01-x.md",
        "vendor/bundle/_posts/2015-10-01-x.md",
        "node_modules/a/_posts/2015-10-01-x.md",
        "_site/_posts/2015-10-01-x.md",
    ],
)
def test_where_jekyll_does_not_come(tmp_path: Path, path: str) -> None:
    assert found(site(tmp_path, "", path)) == {}


@pytest.mark.parametrize(
    ("config", "read_", "not_read"),
    [
        ("include: [_pages]", ["_pages/_posts/2015-01-01-x.md"], []),
        (
            "exclude: [old]",
            ["a/_posts/2015-01-01-x.md"],
            ["older/_posts/2015-01-01-x.md"],
        ),  # a prefix, as Jekyll has it
        ("exclude: ['*/b']", ["a/_posts/2015-01-01-x.md"], ["a/b/_posts/2015-01-01-x.md"]),
        ("exclude: [old/]", ["older/_posts/2015-01-01-x.md"], ["old/_posts/2015-01-01-x.md"]),
        ("destination: ./public", [], ["public/_posts/2015-01-01-x.md"]),
        ("collections_dir: c", ["c/_posts/2015-01-01-x.md", "cats/_posts/2015-01-01-x.md"], ["_posts/2015-01-01-x.md"]),
        ("source: src", ["src/_posts/2015-01-01-x.md"], ["_posts/2015-01-01-x.md"]),
    ],
)
def test_settings_that_decide_what_is_read(tmp_path: Path, config: str, read_: list[str], not_read: list[str]) -> None:
    assert found(site(tmp_path, config, *read_, *not_read)) == dict.fromkeys(read_)


def test_an_excluded_post_is_seen_and_ignored(tmp_path: Path) -> None:
    of = site(tmp_path, "exclude: [_posts/old]", "_posts/old/2015-01-01-x.md", "_posts/2015-01-01-x.md")
    assert found(of) == {"_posts/2015-01-01-x.md": None, "_posts/old/2015-01-01-x.md": "the site excludes it"}


def test_size_time_and_order(tmp_path: Path) -> None:
    of = site(tmp_path, "", "b/_posts/2015-01-01-x.md", "_posts/2015-01-02-x.md", "_posts/2015-01-01-x.md")
    os.utime(tmp_path / "_posts/2015-01-01-x.md", ns=(1, 123_456_789))  # a time that tools set is not the one
    items = list(walk(of))
    assert [item.path for item in items] == [
        "_posts/2015-01-01-x.md",
        "_posts/2015-01-02-x.md",
        "b/_posts/2015-01-01-x.md",
    ]
    assert (items[0].size, items[0].changed_ns) == (8, (tmp_path / items[0].path).stat().st_ctime_ns)


def test_links_are_followed_within_the_site_only(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret")
    (tmp_path / "site").mkdir()
    of = site(tmp_path / "site", "", "shared/2015-01-01-x.md", "a/_posts/2015-01-01-y.md")
    posts = of.root / "_posts"
    posts.mkdir()
    (posts / "2015-01-01-in.md").symlink_to(of.root / "shared/2015-01-01-x.md")
    (posts / "2015-01-01-out.md").symlink_to(tmp_path / "secret.md")
    (posts / "2015-01-01-gone.md").symlink_to("nowhere.md")
    (posts / "2015-01-01-self.md").symlink_to("2015-01-01-self.md")
    (posts / "2015-01-01-folder.md").symlink_to(of.root / "shared")
    (of.root / "again").symlink_to(of.root / "a")  # Jekyll reads its posts twice
    (of.root / "loop").symlink_to(of.root)
    (of.root / "b").mkdir()
    (of.root / "b/_drafts").symlink_to(of.root / "shared")
    (of.root / "away").mkdir()
    (of.root / "away/_posts").symlink_to(tmp_path)
    faults = {item.path: item.fault and item.fault.kind for item in walk(of)}
    assert faults == {
        "_posts/2015-01-01-folder.md": None,
        "_posts/2015-01-01-gone.md": "leads_out",
        "_posts/2015-01-01-in.md": None,
        "_posts/2015-01-01-out.md": "leads_out",
        "_posts/2015-01-01-self.md": "leads_out",
        "a/_posts/2015-01-01-y.md": None,
        "again/_posts/2015-01-01-y.md": None,
        "away/_posts": "leads_out",
        "b/_drafts/2015-01-01-x.md": None,
    }
    assert found(of)["_posts/2015-01-01-folder.md"] == "it is a link to a folder, which Jekyll does not follow there"
    assert read(of.root, "_posts/2015-01-01-in.md") == (b"---\n---\n", None)
    assert read(of.root, "_posts/2015-01-01-self.md")[1] == Fault(
        "not_a_file", "error", None, "it is a pipe, a device, a socket or a folder"
    )
    for path in ("_posts/2015-01-01-out.md", "away/_posts/secret.md", "../secret.md"):
        content, fault = read(of.root, path)
        assert content is None
        assert fault and fault.kind == "leads_out"


def test_files_are_read_in_turn_whatever_became_of_their_folders(tmp_path: Path) -> None:
    of = site(tmp_path, "", "_posts/2015-01-01-x.md", "a/_posts/2015-01-01-y.md")
    (tmp_path / "_posts/2015-01-02-y.md").symlink_to(tmp_path / "a/_posts/2015-01-01-y.md")
    (tmp_path / "a/_posts/2015-01-01-y.md").write_text("y")
    paths = [
        *("_posts/2015-01-01-x.md", "gone/_posts/2015-01-01-x.md", "_posts/2015-01-02-y.md", "../secret.md"),
        *("a/_posts/2015-01-01-y.md", "_posts/2015-01-01-gone.md", "_posts/2015-01-01-x.md"),
    ]
    found = [fault.kind if fault else content for content, fault in contents(of.root, paths)]
    assert found == [b"---\n---\n", "vanished", b"y", "leads_out", b"y", "vanished", b"---\n---\n"]


def test_what_is_no_file_is_neither_opened_nor_waited_for(tmp_path: Path) -> None:
    of = site(tmp_path, "", "_posts/2015-01-01-x.md")
    os.mkfifo(tmp_path / "_posts/2015-01-01-pipe.md")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "_posts/2015-01-01-socket.md"))
        kinds = {item.path: item.fault.kind for item in walk(of) if item.fault}
        assert kinds == dict.fromkeys(["_posts/2015-01-01-pipe.md", "_posts/2015-01-01-socket.md"], "not_a_file")
        done: list[object] = []
        paths = [*kinds, "_posts"]
        reading = threading.Thread(target=lambda: done.extend(read(of.root, path) for path in paths), daemon=True)
        reading.start()
        reading.join(2)
    no_file = Fault("not_a_file", "error", None, "it is a pipe, a device, a socket or a folder")
    assert done == [(None, no_file)] * 3


def test_a_file_that_is_written_while_it_is_read_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    of = site(tmp_path, "", "_posts/2015-01-01-x.md")
    really, saves = os.pread, iter(["longer than it was", "and once more"])

    def reading(descriptor: int, size: int, at: int) -> bytes:
        content = really(descriptor, size, at)
        if text := next(saves, None):
            (tmp_path / "_posts/2015-01-01-x.md").write_text(text)  # in place, as some editors save
        return content

    monkeypatch.setattr(os, "pread", reading)
    assert read(of.root, "_posts/2015-01-01-x.md") == (b"and once more", None)


def test_a_file_that_turns_into_a_pipe_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    of = site(tmp_path, "", "_posts/2015-01-01-x.md")
    really = os.open

    def swapped(path: str, flags: int, **more: int) -> int:
        if path.endswith(".md"):
            (tmp_path / "_posts/2015-01-01-x.md").unlink()
            os.mkfifo(tmp_path / "_posts/2015-01-01-x.md")
        return really(path, flags, **more)

    monkeypatch.setattr(os, "open", swapped)
    assert read(of.root, "_posts/2015-01-01-x.md")[1] == no_file()


def test_a_name_that_is_not_utf8_is_named_all_the_same(tmp_path: Path) -> None:
    of = site(tmp_path, "", "_posts/2015-01-01-x.md")
    (tmp_path / os.fsdecode(b"_posts/2015-01-02-caf\xff.md")).write_bytes(b"x")
    (tmp_path / "_posts/2015-01-03-café.md").write_bytes(b"x")
    named = {item.path: item.fault and item.fault.kind for item in walk(of)}
    assert named == {
        "_posts/2015-01-01-x.md": None,
        "_posts/2015-01-02-caf\\xff.md": "name_not_utf8",
        "_posts/2015-01-03-café.md": None,
    }


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    of = site(tmp_path, "", "_posts/2015-01-01-x.md")
    assert read(of.root, "_posts/2015-01-01-gone.md")[1] == Fault(
        "vanished", "error", None, "it was there a moment ago"
    )
    monkeypatch.setattr("pipeline.site.read.LARGEST", 7)
    assert read(of.root, "_posts/2015-01-01-x.md")[1] == Fault("too_large", "error", None, "it has more than 7 bytes")
    monkeypatch.setattr(os, "open", _refuse)  # the tests may run as root, whom no file refuses
    assert read(of.root, "_posts/2015-01-01-x.md")[1] == Fault("unreadable", "error", None, "Permission denied")


def test_a_folder_that_cannot_be_listed_is_no_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Posts that are silently gone would shrink the warehouse."""
    of = site(tmp_path, "", "_posts/2015-01-01-x.md")
    listed = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: _refuse() if str(path).endswith("_posts") else listed(path))
    assert [(item.path, item.fault and item.fault.kind) for item in walk(of)] == [("_posts", "unreadable")]


def _refuse(*arguments: object) -> int:
    raise PermissionError(13, "Permission denied")
