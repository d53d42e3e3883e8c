"""Which generator a folder is a site of: its marks decide, and an error names the way out."""

import re
from pathlib import Path

import pytest

from pipeline.errors import PostsError, UsageError
from pipeline.generators import detect, load_site


@pytest.mark.parametrize(
    "mark",
    [
        pytest.param("_config.yml", id="settings"),
        pytest.param("_config.toml", id="settings in another format"),
        pytest.param("_posts/2015-01-01-x.md", id="posts"),
        pytest.param("a/b/_posts/2015-01-01-x.md", id="posts below other folders only"),
    ],
)
def test_a_folder_with_a_mark_of_jekyll_is_a_jekyll_site(tmp_path: Path, mark: str) -> None:
    (tmp_path / mark).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / mark).touch()
    assert detect(tmp_path) == "jekyll"
    assert load_site("s", tmp_path).generator == "jekyll"


def test_a_folder_without_marks_is_no_site(tmp_path: Path) -> None:
    (tmp_path / "readme.md").touch()
    message = f"{tmp_path} has neither _config.yml nor _posts, hugo.toml nor content; name the folder of a Jekyll or a Hugo site"
    with pytest.raises(PostsError, match=f"^{re.escape(message)}$"):
        load_site("s", tmp_path)


def test_posts_in_a_folder_that_the_generator_does_not_visit_make_no_site(tmp_path: Path) -> None:
    path = tmp_path / "vendor/bundle/gem/_posts/2024-01-01-x.md"
    path.parent.mkdir(parents=True)
    path.touch()
    with pytest.raises(PostsError, match=r"has neither _config\.yml nor _posts"):
        detect(tmp_path)


def test_drafts_alone_make_a_site(tmp_path: Path) -> None:
    (tmp_path / "_drafts").mkdir()
    (tmp_path / "_drafts/idea.md").touch()
    assert detect(tmp_path) == "jekyll"


def test_a_path_that_is_no_folder_is_no_site(tmp_path: Path) -> None:
    with pytest.raises(PostsError, match="is not a folder; name the folder of a Jekyll or a Hugo site"):
        load_site("s", tmp_path / "none")


def test_a_folder_with_marks_of_two_generators_is_refused(tmp_path: Path) -> None:
    for name in ("_config.yml", "hugo.toml"):
        (tmp_path / name).touch()
    message = (
        f"{tmp_path} has _config.yml (jekyll) and hugo.toml (hugo); "
        "write `generator` for this site in posts.toml: jekyll or hugo"
    )
    with pytest.raises(UsageError, match=f"^{re.escape(message)}$"):
        detect(tmp_path)
    assert load_site("s", tmp_path, "hugo").generator == "hugo"


FOREIGN = {
    "Hexo, by its folders": ("Hexo", ["_config.yml", "scaffolds/post.md", "source/_posts/hello-world.md"]),
    "Hexo, by its package": ("Hexo", ["_config.yml", 'package.json={"dependencies": {"hexo": "^7"}}', "a/_posts/x.md"]),
    "Zola": ("Zola", ['config.toml=base_url = "https://x.org"', "content/a.md=+++\n+++\n"]),
    "Gatsby": ("Gatsby", ["gatsby-config.js", "content/a.md=---\n---\n"]),
    "Astro": ("Astro", ["astro.config.mjs", "src/content/blog/a.md"]),
    "Astro, by its package": ("Astro", ['package.json={"devDependencies": {"astro": "5"}}', "src/a.md"]),
    "Docusaurus": ("Docusaurus", ["docusaurus.config.ts", "blog/2024-01-01-a.md"]),
    "Eleventy": ("Eleventy", [".eleventy.js", "posts/a.md"]),
    "Eleventy, in the new way": ("Eleventy", ["eleventy.config.mjs", "_posts/a.md"]),
}


def write_files(root: Path, files: list[str]) -> None:
    """Write files, each given as `path` or `path=text`."""
    for file in files:
        path, _, text = file.partition("=")
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


@pytest.mark.parametrize(("name", "files"), FOREIGN.values(), ids=FOREIGN)
def test_a_site_of_another_generator_is_named_and_refused(tmp_path: Path, name: str, files: list[str]) -> None:
    write_files(tmp_path, files)
    with pytest.raises(UsageError, match=rf"is a site of {name} \(.*\), which is not read yet"):
        load_site("s", tmp_path)


@pytest.mark.parametrize(("name", "files"), FOREIGN.values(), ids=FOREIGN)
def test_it_is_read_where_jekyll_finds_a_post_in_it(tmp_path: Path, name: str, files: list[str]) -> None:
    write_files(tmp_path, [*files, "source/_posts/2024-01-01-a.md"])
    assert load_site("s", tmp_path).generator == "jekyll"


def test_a_jekyll_site_with_a_package_is_read_before_its_first_post(tmp_path: Path) -> None:
    write_files(tmp_path, ["_config.yml", 'package.json={"devDependencies": {"prettier": "3"}}', "config.toml=x = 1"])
    assert load_site("s", tmp_path).generator == "jekyll"


@pytest.mark.parametrize("text", ["[", "[]", '{"dependencies": ["hexo"]}', "[" * 100_000, ""])
def test_a_package_that_is_none_is_no_sign(tmp_path: Path, text: str) -> None:
    write_files(tmp_path, ["_config.yml", f"package.json={text}"])
    assert load_site("s", tmp_path).generator == "jekyll"


@pytest.mark.parametrize(
    ("files", "generator"),
    [
        pytest.param(["hugo.yaml"], "hugo", id="settings of a name that only Hugo has"),
        pytest.param(["config/_default/params.toml"], "hugo", id="a folder of settings"),
        pytest.param(["config.toml", "content/a.md"], "hugo", id="settings of a common name, with content"),
        pytest.param(["config.yaml", "archetypes/default.md"], "hugo", id="settings and archetypes"),
        pytest.param(["config.toml=[module]\n[[module.mounts]]\n"], "hugo", id="settings with mounts"),
        pytest.param(["content/posts/a.md=---\ntitle: A\n---\n"], "hugo", id="content with front matter alone"),
        pytest.param(["hugo.toml", "a/_posts/2020-01-01-a.md"], "hugo", id="settings beat posts"),
        pytest.param(["_config.yml", "content/a.md=---\n---\n"], "jekyll", id="settings beat content"),
        pytest.param(["config.toml", "content/a.md", "x/_posts/2020-01-01-a.md"], "hugo", id="likelier"),
    ],
)
def test_the_strongest_mark_decides(tmp_path: Path, files: list[str], generator: str) -> None:
    write_files(tmp_path, files)
    assert detect(tmp_path) == generator
