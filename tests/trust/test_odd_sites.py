"""Sites whose settings, folders and links mean harm: each ends in one line or in rows, in bounded time, and nothing is
read from elsewhere.
"""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.errors import PostsError
from pipeline.generators import load_site
from pipeline.generators.jekyll.settings import own_settings
from pipeline.generators.jekyll.slugs import parse_file_name
from pipeline.generators.jekyll.walk import walk
from pipeline.generators.read import load_file
from tests.support.parsing import make_site

POST = "---\ntitle: A\n---\nText.\n"


def site(root: Path) -> Path:
    (root / "_posts").mkdir(parents=True)
    (root / "_posts/2024-01-01-a.md").write_text(POST)
    return root


def sparse(path: Path) -> None:
    path.touch()
    os.truncate(path, 1 << 40)


@pytest.mark.parametrize("name", ["_config.yml", "_data/authors.yml"])
@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param(os.mkfifo, "it is a pipe", id="a pipe"),
        pytest.param(Path.mkdir, "it is a pipe, a device, a socket or a folder", id="a folder"),
        pytest.param(lambda path: path.symlink_to("/dev/zero"), "it leads out of the site", id="a device"),
        pytest.param(lambda path: path.symlink_to("/etc/passwd"), "it leads out of the site", id="a link"),
        pytest.param(sparse, "it has more than", id="a terabyte"),
        pytest.param(lambda path: path.write_bytes(os.urandom(999) + b"\xff"), "_config.yml|authors.yml", id="noise"),
        pytest.param(lambda path: path.write_text("a: " + "[" * 5000), "more than 100 deep", id="lists in lists"),
    ],
)
def test_settings_and_data_that_are_none(tmp_path: Path, name: str, make: Callable[[Path], object], said: str) -> None:
    root = site(tmp_path)
    (root / name).parent.mkdir(exist_ok=True)
    make(root / name)
    with pytest.raises(PostsError, match=said):
        load_site("s", root)


def test_no_author_is_read_from_elsewhere(tmp_path: Path) -> None:
    root, away = site(tmp_path / "site"), tmp_path / "away"
    for path in (away / "x.md", root / "_authors/2024.md"):
        path.parent.mkdir()
        path.write_text("---\nname: A secret\n---\n")
    assert [author.name for author in load_site("s", root).authors] == ["A secret"]
    (root / "_authors/2024.md").unlink()
    os.mkfifo(root / "_authors/pipe.md")
    sparse(root / "_authors/large.md")
    (root / "_authors/link.md").symlink_to(away / "x.md")
    (root / "_authors/folder").symlink_to(away)
    (root / os.fsdecode(b"_authors/caf\xe9.md")).write_text("---\n---\n")
    assert [author.author_id for author in load_site("s", root).authors] == ["caf\ufffd"]
    (root / "elsewhere").symlink_to(away)
    (root / "_config.yml").write_text("data_dir: ../away\ncollections_dir: elsewhere\n")
    (away / "_authors").mkdir()
    (away / "_authors/x.md").write_text("---\nname: A secret\n---\n")
    assert load_site("s", root).authors == ()
    (away / "authors.yml").write_text("a: {name: A secret}\n")
    with pytest.raises(PostsError, match="leads out of the site"):
        load_site("s", root)


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    root = site(tmp_path / "site")
    for top in ("", "_posts"):
        folder = os.open(root / top, os.O_RDONLY)
        for _ in range(1500):
            os.mkdir("d", dir_fd=folder)
            below = os.open("d", os.O_RDONLY, dir_fd=folder)
            os.close(folder)
            folder = below
        post = os.open("2024-01-01-deep.md", os.O_WRONLY | os.O_CREAT, dir_fd=folder)
        os.write(post, POST.encode())
        os.close(post)
        os.close(folder)
    yield root
    subprocess.run(["rm", "-rf", root], check=True)  # Python's own would go too deep


def test_folders_as_deep_as_a_path_is_long(deep: Path) -> None:
    found = list(walk(load_site("s", deep)))
    assert [(len(one.path), one.fault) for one in found] == [(22, None), (3025, None)]
    assert load_file(deep, found[1].path) == (POST.encode(), None)


def test_folders_that_link_to_each_other_are_walked_in_bounded_time(tmp_path: Path) -> None:
    root = site(tmp_path)
    folders = [site(root / f"f{number}") for number in range(9)]  # nearly a million ways through all of them
    for folder in folders:
        for other in folders:
            (folder / f"to-{other.name}").symlink_to(other)
    begun = time.process_time()
    found = [one.path for one in walk(load_site("s", root))]
    assert time.process_time() - begun < 10
    assert "f1/to-f2/to-f3/_posts/2024-01-01-a.md" in found
    assert len(found) == 1 + 9 + 9 * 9 + 9 * 9 * 8


@pytest.mark.parametrize(
    "path", ["_drafts/" + "a/" * 1500 + "b\nc.md", "_drafts/" + "a./" * 1000 + "\n", "/" * 4000, "_posts/" + "." * 4000]
)
def test_a_path_made_to_be_slow_is_not(path: str) -> None:
    begun = time.process_time()
    parse_file_name(path)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("scope", "path"),
    [
        ("*/" + "*a" * 40 + "b", "_posts/" + "a" * 250 + ".md"),
        ("**/*/" * 40 + "zz", "a/" * 500 + "x.md"),
        ("**/" * 100 + "zz", "a/" * 500 + "x.md"),
        ("*/" + "{a,aa}*" * 50 + "b", "_posts/" + "a" * 250),
        ("*/[z-a]*", "_posts/a.md"),
        ("{" * 20_000 + "*", "x.md"),
    ],
)
def test_a_scope_made_to_be_slow_is_not(scope: str, path: str) -> None:
    begun = time.process_time()
    site = make_site(defaults=f"[{{scope: {{path: '{scope}'}}, values: {{a: 1}}}}]")
    assert own_settings(site).front_matter_defaults.values_for(path) == {}
    assert time.process_time() - begun < 1
