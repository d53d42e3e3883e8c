"""Sites as the operator names them: in POSTS_SITE and in posts.toml, and what is said of a name that cannot be meant."""

import os
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.sources import PostsToml, SiteSource, load_posts_toml, parse_folders, split_folders


def test_a_link_has_a_name_of_its_own_wherever_it_leads(tmp_path: Path) -> None:
    (tmp_path / "releases/41").mkdir(parents=True)
    (tmp_path / "blog").symlink_to("releases/41")
    assert parse_folders(["blog", "blog/../x"], tmp_path) == (
        SiteSource("blog", tmp_path / "releases/41"),
        SiteSource("x", tmp_path / "releases/x"),
    )


def test_a_folder_whose_name_is_not_utf8_needs_another(tmp_path: Path) -> None:
    folder = os.fsdecode(b"caf\xe9")
    with pytest.raises(UsageError, match=r"the name of the folder caf\\xe9 is not UTF-8; name it: NAME=caf\\xe9"):
        parse_folders([folder], tmp_path)
    assert parse_folders([f"cafe={folder}"], tmp_path) == (SiteSource("cafe", tmp_path / folder),)


@pytest.mark.parametrize("separator", [";", ",", " , "])
def test_a_list_with_another_separator_is_told_the_right_one(tmp_path: Path, separator: str) -> None:
    text = separator.join(["../blog", "../docs"])
    with pytest.raises(UsageError) as refused:
        parse_folders(split_folders(text), tmp_path)
    assert str(refused.value) == (
        f"{text} is not a folder; several sites are separated by {os.pathsep}, not by {separator.strip()}"
    )


def test_a_folder_may_have_a_comma_in_its_name(tmp_path: Path) -> None:
    (tmp_path / "news, old").mkdir()
    assert parse_folders(["news, old"], tmp_path) == (SiteSource("news, old", tmp_path / "news, old"),)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://me:secret@git.example/blog.git", "https://git.example/blog.git"),
        ("blog=git@git.example:me/blog.git", "git@git.example:me/blog.git"),
        ("../docs:file:///srv/blog.git", "file:///srv/blog.git"),
    ],
)
def test_a_url_is_told_where_it_goes(text: str, shown: str) -> None:
    with pytest.raises(UsageError) as refused:
        split_folders(text)
    assert str(refused.value) == (
        f'{shown} is a URL, where a folder is expected; a site in git stands in posts.toml: [sites.NAME] with git = "URL"'
    )


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "posts.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_posts_toml_names_folders_and_repositories(tmp_path: Path) -> None:
    text = """
[sites.blog]
path = "../blog"
pull = true
generator = "jekyll"
config = ["_config.yml", "_config.prod.yml"]

[sites."the docs"]
git = "https://git.example/docs.git"
branch = "main"
"""
    clones = tmp_path / "clones"
    assert load_posts_toml(written(tmp_path, text), clones).sites == (
        SiteSource(
            "blog",
            (tmp_path / "../blog").resolve(),
            pull=True,
            generator="jekyll",
            options={"config": ["_config.yml", "_config.prod.yml"]},
        ),
        SiteSource("the docs", clones / "the docs", "https://git.example/docs.git", "main"),
    )


def test_without_posts_toml_no_site_is_named(tmp_path: Path) -> None:
    assert load_posts_toml(tmp_path / "posts.toml", tmp_path) == PostsToml()
    assert load_posts_toml(written(tmp_path, "# none yet\n"), tmp_path) == PostsToml()


BLOG = '[sites.blog]\npath = "../blog"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(BLOG + "branch = main\n", "line 3: Invalid value; a text stands in quotes", id="no quotes"),
        pytest.param(BLOG + "branch\n", "line 3: Expected '=' after a key", id="no value"),
        pytest.param(BLOG + 'x = "', "line 3: Unterminated string", id="the end is missing"),
        pytest.param(BLOG + BLOG, "line 3: Cannot declare ('sites', 'blog') twice", id="twice"),
        pytest.param(b"# caf\xe9\n", "line 1: byte 0xe9 is not UTF-8", id="Latin-1"),
        pytest.param(
            '[site.blog]\npath = "b"\n', "line 1: `site` is not a setting of this file; did you mean sites?", id="site"
        ),
        pytest.param(
            'sites = ["../blog"]\n', "line 1: a site is a table of its own, such as [sites.blog]", id="a list"
        ),
        pytest.param(
            '[[sites]]\npath = "b"\n', "line 1: a site is a table of its own, such as [sites.blog]", id="tables"
        ),
        pytest.param(
            BLOG + '[sites.docs]\nbranch = "x"\n', "line 3: give [sites.docs] either a `path` or a `git`", id="neither"
        ),
        pytest.param(
            '[sites.b]\npth = "x"\n',
            "line 1: give [sites.b] either a `path` or a `git`; did you mean path?",
            id="a misspelt path",
        ),
        pytest.param(
            BLOG + 'publish = ["x"]\n',
            "line 3: `publish` is no key of a site; it stands above the first [sites.…]",
            id="publish in a site",
        ),
        pytest.param(BLOG + 'git = "x"\n', "line 1: give [sites.blog] either a `path` or a `git`", id="both"),
        pytest.param(BLOG + 'pull = "yes"\n', "line 3: `pull` is 'yes'; give true or false", id="pull is a text"),
        pytest.param("[sites.blog]\n\npath = 5\n", "line 3: `path` is 5; give a text in quotes", id="path is a number"),
        pytest.param(
            BLOG + 'branch = "main"\n', "line 3: `branch` is the name of a branch, and goes with `git`", id="branch"
        ),
        pytest.param(
            '[sites.b]\ngit = "u"\nbranch = "-x"\n', "line 3: `branch` is the name of a branch", id="an option"
        ),
        pytest.param(
            '[sites.b]\ngit = "--upload-pack=x"\n', "line 2: `git` is no URL of a repository", id="an option as URL"
        ),
        pytest.param('[sites.b]\ngit = "u"\npull = true\n', "line 3: `pull` goes with `path`", id="pull and git"),
        pytest.param('publish = "x"\n', "line 1: `publish` is a list of folders and URLs", id="publish is a text"),
        pytest.param('\npublish = [""]\n', "line 2: `publish` is a list of folders and URLs", id="an empty place"),
        pytest.param(
            'publish = ["ftp://h/x"]\n', "line 1: `publish` knows folders and the stores s3://", id="no store"
        ),
        pytest.param(
            'publish = ["s3:///"]\n', "line 1: `publish` takes a URL such as s3://bucket/prefix", id="no bucket"
        ),
        pytest.param('publish = ["s3://u:p@b"]\n', "line 1: `publish` takes a URL such as", id="a password"),
        pytest.param(
            '[sites.b]\npath = "https://u:p@g/x"\n', 'line 2: `path` is a URL; write git = "https://g/x"', id="URL"
        ),
        pytest.param('[sites."a/b"]\npath = "x"\n', "line 1: 'a/b' cannot be a site's name", id="a slash"),
        pytest.param('[sites.".."]\npath = "x"\n', "line 1: '..' cannot be a site's name", id="the folder above"),
        pytest.param(
            'sites.blog.path = "x"\nsites.blog.pull = 1\n', "line 2: `pull` is 1; give true or false", id="dotted"
        ),
    ],
)
def test_a_broken_posts_toml_names_the_line(tmp_path: Path, text: str | bytes, message: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(UsageError) as refused:
        load_posts_toml(path, tmp_path)
    assert str(refused.value).startswith(f"{path}, {message}")
