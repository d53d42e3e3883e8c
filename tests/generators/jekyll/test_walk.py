"""Which files of a site Jekyll reads as posts and drafts, and that no link is followed out of it."""

import os
import socket
from pathlib import Path

import pytest

from pipeline.generators import load_site
from pipeline.generators.jekyll.walk import walk
from pipeline.generators.site import Site


def build_site(root: Path, config: str, *paths: str) -> Site:
    """Return a site with these settings and a small file at each path."""
    (root / "_config.yml").write_text(config, encoding="utf-8")
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("---\n---\n", encoding="utf-8")
    return load_site("s", root)


def find_ignored(of: Site) -> dict[str, str | None]:
    """Return why each file is not read, by path; None for those that are."""
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
    assert find_ignored(build_site(tmp_path, "", path)) == {path: ignored}


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
def test_some_folders_are_not_visited(tmp_path: Path, path: str) -> None:
    assert find_ignored(build_site(tmp_path, "", path)) == {}


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
        (
            "collections_dir: c/",
            ["c/sub/_posts/2015-01-01-x.md"],
            ["c/_posts/2015-01-01-x.md", "_posts/2015-01-01-x.md"],
        ),
        ("collections_dir: .", [], ["_posts/2015-01-01-x.md"]),
        ("collections_dir: /c", [], ["c/_posts/2015-01-01-x.md"]),
        ("source: /src", [], ["src/_posts/2015-01-01-x.md"]),
        ("source: src", ["src/_posts/2015-01-01-x.md"], ["_posts/2015-01-01-x.md"]),
        ("collections_dir: c", ["c/_posts/2015-01-01-x.md", "cats/_posts/2015-01-01-x.md"], ["_posts/2015-01-01-x.md"]),
        ("source: src", ["src/_posts/2015-01-01-x.md"], ["_posts/2015-01-01-x.md"]),
    ],
)
def test_settings_that_decide_what_is_read(tmp_path: Path, config: str, read_: list[str], not_read: list[str]) -> None:
    assert find_ignored(build_site(tmp_path, config, *read_, *not_read)) == dict.fromkeys(read_)


def test_an_excluded_post_is_seen_and_ignored(tmp_path: Path) -> None:
    of = build_site(tmp_path, "exclude: [_posts/old]", "_posts/old/2015-01-01-x.md", "_posts/2015-01-01-x.md")
    assert find_ignored(of) == {"_posts/2015-01-01-x.md": None, "_posts/old/2015-01-01-x.md": "the site excludes it"}


def test_files_come_in_the_order_of_paths_with_size_and_ctime(tmp_path: Path) -> None:
    of = build_site(tmp_path, "", "b/_posts/2015-01-01-x.md", "_posts/2015-01-02-x.md", "_posts/2015-01-01-x.md")
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
    of = build_site(tmp_path / "site", "", "shared/2015-01-01-x.md", "a/_posts/2015-01-01-y.md")
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
    assert (
        find_ignored(of)["_posts/2015-01-01-folder.md"]
        == "it is a link to a folder, which Jekyll does not follow there"
    )


def test_what_is_no_file_is_a_fault(tmp_path: Path) -> None:
    of = build_site(tmp_path, "", "_posts/2015-01-01-x.md")
    os.mkfifo(tmp_path / "_posts/2015-01-01-pipe.md")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "_posts/2015-01-01-socket.md"))
        kinds = {item.path: item.fault.kind for item in walk(of) if item.fault}
    assert kinds == dict.fromkeys(["_posts/2015-01-01-pipe.md", "_posts/2015-01-01-socket.md"], "not_a_file")


def test_a_name_that_is_not_utf8_is_named_all_the_same(tmp_path: Path) -> None:
    of = build_site(tmp_path, "", "_posts/2015-01-01-x.md")
    (tmp_path / os.fsdecode(b"_posts/2015-01-02-caf\xff.md")).write_bytes(b"x")
    (tmp_path / "_posts/2015-01-03-café.md").write_bytes(b"x")
    named = {item.path: item.fault and item.fault.kind for item in walk(of)}
    assert named == {
        "_posts/2015-01-01-x.md": None,
        "_posts/2015-01-02-caf\\xff.md": "name_not_utf8",
        "_posts/2015-01-03-café.md": None,
    }


def test_a_folder_that_cannot_be_listed_is_no_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Posts that are silently gone would shrink the warehouse."""
    of = build_site(tmp_path, "", "_posts/2015-01-01-x.md")
    listed = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: refuse() if str(path).endswith("_posts") else listed(path))
    assert [(item.path, item.fault and item.fault.kind) for item in walk(of)] == [("_posts", "unreadable")]


def refuse() -> int:
    raise PermissionError(13, "Permission denied")
