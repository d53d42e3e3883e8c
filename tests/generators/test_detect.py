"""Which generator a folder is a site of: its marks decide, and an error names the way out."""

import re
from pathlib import Path

import pytest

from pipeline.errors import PostsError, UsageError
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
    message = (
        f"{tmp_path} has no file of a generator that is known, such as _config.yml or hugo.toml; "
        'name the folder of a site, or name its `generator` in posts.toml, such as "plain" for any folder of dated Markdown'
    )
    with pytest.raises(PostsError, match=f"^{re.escape(message)}$"):
        load_site("s", tmp_path)


def test_posts_in_a_folder_that_the_generator_does_not_visit_make_no_site(tmp_path: Path) -> None:
    path = tmp_path / "vendor/bundle/gem/_posts/2024-01-01-x.md"
    path.parent.mkdir(parents=True)
    path.touch()
    with pytest.raises(PostsError, match=r"has no file of a generator that is known"):
        detect(tmp_path)


def test_drafts_alone_make_a_site(tmp_path: Path) -> None:
    (tmp_path / "_drafts").mkdir()
    (tmp_path / "_drafts/idea.md").touch()
    assert detect(tmp_path) == "jekyll"


def test_a_path_that_is_no_folder_is_no_site(tmp_path: Path) -> None:
    with pytest.raises(PostsError, match="is not a folder; name the folder of a site"):
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


REPOSITORIES = {  # files of the root, as such repositories have them
    "Jekyll, a theme starter": ("jekyll", ["_config.yml", "Gemfile", "_posts/2024-01-01-a.md", "index.md"]),
    "Jekyll with a package for its styles": (
        "jekyll", ["_config.yml", 'package.json={"devDependencies": {"gulp": "4"}}', "_posts/2024-01-01-a.md"],
    ),
    "Octopress": ("jekyll", ["_config.yml=source: source\n", "Rakefile", "source/_posts/2012-01-01-a.markdown"]),
    "Hugo": ("hugo", ["hugo.toml", "archetypes/default.md", "content/posts/a.md", "themes/x/theme.toml"]),
    "Hugo, older": ("hugo", ["config.toml=baseURL = 'https://x.org'", "content/posts/a.md", "static/a.png"]),
    "Hugo with npm": ("hugo", ["hugo.yaml", 'package.json={"dependencies": {"postcss": "8"}}', "content/a.md"]),
    "Hexo, as `hexo init` makes it": (
        "hexo",
        ["_config.yml", "_config.landscape.yml", "scaffolds/post.md", "source/_posts/hello-world.md",
         'package.json={"hexo": {"version": "8.1.2"}, "dependencies": {"hexo": "^8"}}'],
    ),
    "Hexo, its sources alone": ("hexo", ["_config.yml=new_post_name: :title.md\n", "source/_posts/hello-world.md"]),
    "Hexo, by its scaffolds": ("hexo", ["_config.yml", "scaffolds/post.md", "source/_posts/hello-world.md"]),
    "Hexo with dates in the names": (
        "hexo", ["_config.yml", 'package.json={"dependencies": {"hexo": "^7"}}', "source/_posts/2024-01-01-a.md"],
    ),
    "Docusaurus": ("docusaurus", ["docusaurus.config.ts", "sidebars.ts", "blog/authors.yml", "docs/intro.md"]),
    "Docusaurus, older": ("docusaurus", ["docusaurus.config.js", "blog/2019-05-28-a.md", "src/pages/index.js"]),
    "Docusaurus, by its package": (
        "docusaurus", ['package.json={"dependencies": {"@docusaurus/core": "3"}}', "blog/a.md"],
    ),
    "Astro": ("astro", ["astro.config.mjs", "src/content.config.ts", "src/content/blog/a.md", "tsconfig.json"]),
    "Astro, by its package": ("astro", ['package.json={"devDependencies": {"astro": "5"}}', "src/content/blog/a.md"]),
    "Eleventy": ("eleventy", [".eleventy.js", "posts/a.md", "_includes/base.njk"]),
    "Eleventy, the base blog": ("eleventy", ["eleventy.config.js", "content/blog/a.md=---\n---\n", "_data/metadata.js"]),
    "Eleventy with posts called as Jekyll's": ("eleventy", ["eleventy.config.mjs", "_posts/2024-01-01-a.md"]),
    "Eleventy, by its package": ("eleventy", ['package.json={"devDependencies": {"@11ty/eleventy": "3"}}', "a.md"]),
    "Eleventy, in TypeScript": ("eleventy", ["eleventy.config.ts", "tsconfig.json", "content/blog/a.md=---\n---\n"]),
    "Astro with another tool's package": (
        "astro", ["astro.config.cjs", 'package.json={"devDependencies": {"astro": "5", "next": "15"}}'],
    ),
    "Docusaurus with settings in modules": ("docusaurus", ["docusaurus.config.mjs", "blog/a.md"]),
    "Hexo with settings in JSON": (
        "hexo", ["_config.json={}", 'package.json={"dependencies": {"hexo": "7"}}', "source/_posts/a.md"],
    ),
    "Hexo, by its themes": ("hexo", ["_config.yml=theme: next\n", "themes/next/_config.yml", "source/_posts/a.md"]),
    "Jekyll with themes of its own": ("jekyll", ["_config.yml", "themes/a/theme.yml", "_posts/2024-01-01-a.md"]),
    "Hugo with a parameter that Zola has, too": (
        "hugo", ["config.toml=baseURL = 'https://x.org'\n[params]\nbase_url = 'y'\n", "content/a.md=---\n---\n"],
    ),
    "Jekyll without settings": ("jekyll", ["_posts/2024-01-01-a.md", "index.html"]),
}  # fmt: skip
FOREIGN = {
    "Pelican": ("Pelican", ["pelicanconf.py", "publishconf.py", "content/a.md=---\n---\n"]),
    "MkDocs": ("MkDocs", ["mkdocs.yml", "docs/blog/posts/a.md"]),
    "Zola, older": ("Zola", ['config.toml=base_url = "https://x.org"', "content/a.md=+++\n+++\n", "templates/a.html"]),
    "Zola": ("Zola", ['zola.toml=base_url = "https://x.org"', "content/a.md=+++\n+++\n"]),
    "Gatsby": (
        "Gatsby",
        ["gatsby-config.js", "content/blog/a.md=---\n---\n", 'package.json={"dependencies": {"gatsby": "5"}}'],
    ),
    "Gatsby, by its package": ("Gatsby", ['package.json={"dependencies": {"gatsby": "5"}}']),
    "Next.js": ("Next.js", ["next.config.mjs", "posts/a.md", 'package.json={"dependencies": {"next": "15"}}']),
    "Next.js, its blog starter": (
        "Next.js",
        ["_posts/a.md=---\n---\n", 'package.json={"dependencies": {"next": "15"}}'],
    ),
    "Nuxt": ("Nuxt", ["nuxt.config.ts", "content/a.md=---\n---\n"]),
    "VitePress": ("VitePress", [".vitepress/config.mts", 'package.json={"devDependencies": {"vitepress": "1"}}']),
    "VitePress, in its folder": (
        "VitePress",
        ["docs/.vitepress/config.ts", 'package.json={"devDependencies": {"vitepress": "1"}}'],
    ),
    "VuePress": ("VuePress", [".vuepress/config.js"]),
    "SvelteKit": ("SvelteKit", ["svelte.config.js", 'package.json={"devDependencies": {"@sveltejs/kit": "2"}}']),
    "Docusaurus 1": ("Docusaurus 1", ["siteConfig.js", 'package.json={"devDependencies": {"docusaurus": "1"}}']),
    "Lume": ("Lume", ["_config.ts", "deno.json", "posts/a.md"]),
    "Nikola": ("Nikola", ['conf.py=BLOG_TITLE = "x"', "posts/a.md"]),
    "Bridgetown": ("Bridgetown", ["bridgetown.config.yml", "src/_posts/2024-01-01-a.md"]),
    "Pelican, what it publishes": ("Pelican", ["publishconf.py", "content/a.md=Title: x\n"]),
    "Quarto": ("Quarto", ["_quarto.yml", "posts/a/index.qmd"]),
}


@pytest.mark.parametrize(("generator", "files"), REPOSITORIES.values(), ids=REPOSITORIES)
def test_a_repository_is_known_by_the_files_of_its_root(tmp_path: Path, generator: str, files: list[str]) -> None:
    write_files(tmp_path, files)
    assert detect(tmp_path) == generator
    assert load_site("s", tmp_path).generator == generator


@pytest.mark.parametrize(
    ("files", "names"),
    [
        pytest.param(
            ["docusaurus.config.js", "mkdocs.yml"], "docusaurus.config.js (docusaurus) and mkdocs.yml (MkDocs)", id="one is not read",
        ),
        pytest.param(["astro.config.mjs", "hugo.toml"], "hugo.toml (hugo) and astro.config.mjs (astro)", id="both are read"),
        pytest.param(["pelicanconf.py", "_quarto.yml"], "pelicanconf.py (Pelican) and _quarto.yml (Quarto)", id="neither is read"),
    ],
)  # fmt: skip
def test_a_folder_of_two_generators_is_refused_by_their_files(tmp_path: Path, files: list[str], names: str) -> None:
    write_files(tmp_path, files)
    with pytest.raises(UsageError, match=rf"has {re.escape(names)}; write `generator` for this site in posts\.toml"):
        detect(tmp_path)


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
def test_it_is_read_as_what_posts_toml_says(tmp_path: Path, name: str, files: list[str]) -> None:
    write_files(tmp_path, files)
    assert load_site("s", tmp_path, "plain").generator == "plain"


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(["website/docusaurus.config.ts", "src/index.ts"], id="a site beside the code"),
        pytest.param(
            ["website/docusaurus.config.ts", 'package.json={"devDependencies": {"@docusaurus/core": "3"}}'], id="packages of the root"
        ),
    ],
)  # fmt: skip
def test_a_repository_of_several_things_says_which_folder_is_a_site(tmp_path: Path, files: list[str]) -> None:
    write_files(tmp_path, files)
    message = f"{tmp_path} is no site, but website/docusaurus.config.ts makes one of a folder in it: name that folder"
    with pytest.raises(PostsError, match=f"^{re.escape(message)}$"):
        load_site("s", tmp_path)
    assert load_site("s", tmp_path / "website").generator == "docusaurus"


def test_posts_alone_in_such_a_folder_make_no_site(tmp_path: Path) -> None:
    write_files(tmp_path, ["docs/content/a.md=---\n---\n", "README.md"])
    with pytest.raises(PostsError, match="has no file of a generator that is known"):
        detect(tmp_path)


def test_a_generator_that_nobody_knows_is_refused_with_the_names_of_those_that_are_read(tmp_path: Path) -> None:
    message = f"no generator is called hexa; did you mean hexo?; these are read: {', '.join(GENERATORS)}"
    with pytest.raises(UsageError, match=f"^{re.escape(message)}$"):
        load_site("s", tmp_path, "hexa")
    with pytest.raises(UsageError, match=r"^pelican is known, and not read yet; these are read: jekyll, "):
        load_site("s", tmp_path, "pelican")


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
