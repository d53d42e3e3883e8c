"""Which generator a folder is a site of: its marks decide, and an error names the way out."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import PostsError
from pipeline.generators import GENERATORS, detect, load_site


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
    message = f"{tmp_path} has neither _config.yml nor _posts; name the folder of a Jekyll site"
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
    with pytest.raises(PostsError, match="is not a folder; name the folder of a Jekyll site"):
        load_site("s", tmp_path / "none")


def test_a_folder_with_marks_of_two_generators_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GENERATORS, "other", replace(GENERATORS["jekyll"], marks=("other.toml", "content")))
    (tmp_path / "content").mkdir()
    assert detect(tmp_path) == "other"
    (tmp_path / "_posts").mkdir()
    message = f"{tmp_path} has _posts (jekyll) and content (other); name the folder of one site"
    with pytest.raises(PostsError, match=f"^{re.escape(message)}$"):
        detect(tmp_path)


FOREIGN = {
    "Hexo, by its folders": ("Hexo", ["_config.yml", "scaffolds/post.md", "source/_posts/hello-world.md"]),
    "Hexo, by its package": ("Hexo", ["_config.yml", 'package.json={"dependencies": {"hexo": "^7"}}', "a/_posts/x.md"]),
    "Hugo": ("Hugo", ["hugo.toml", "content/posts/a.md"]),
    "Hugo, by its old settings": ("Hugo", ["config.toml=baseURL = 'https://x/'", "content/a.md"]),
    "Hugo, by its folder of settings": ("Hugo", ["config/_default/hugo.yaml"]),
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
    with pytest.raises(PostsError, match=rf"is a site of {name} \(.*\), which is not read yet"):
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
