"""One refresh of a site of every generator that is read by files of its own: rows, and what was taken by default."""

from pathlib import Path

import pytest

from tests.conftest import copied

SITES = {
    "hexo": {
        "_config.yml": "new_post_name: :title.md\ntimezone: Asia/Tokyo\n",
        "source/_posts/mill.md": "---\ntitle: The mill\ndate: 2021-03-04\ncategories: [News, Town]\ntags: [mill]\n---\nText.\n",
    },
    "docusaurus": {
        "docusaurus.config.js": "module.exports = {baseUrl: '/', presets: [['classic', {blog: {}}]]};",
        "blog/authors.yml": "ann:\n  name: Ann Bell\n",
        "blog/2021-03-04-mill.md": "---\nauthors: ann\n---\n# The mill\n\nText.\n",
        "blog/2021-03-05-wheel.md": "---\nauthors: bob\n---\nText.\n",
    },
    "astro": {
        "astro.config.mjs": "export default {};",
        "src/content/blog/mill.md": "---\ntitle: The mill\npubDate: 2021-03-04\n---\nText.\n",
        "src/content/blog/wheel.md": "---\ntitle: The wheel\npubDate: ~\n---\nText.\n",
    },
    "eleventy": {
        ".eleventy.js": "",
        "posts/posts.json": '{"tags": "posts"}',
        "posts/2021-03-04-mill.md": "---\ntitle: The mill\n---\nText.\n",
        "about.md": "About.\n",
    },
    "plain": {"2021-03-04 The mill.md": "Text.\n", "README.md": "About.\n"},
}


@pytest.mark.slow
def test_a_site_of_each_generator_is_read_in_one_refresh(tmp_path: Path) -> None:
    project = copied(tmp_path / "project")
    tables = []
    for name, files in SITES.items():
        for path, text in files.items():
            full = tmp_path / "sites" / name / path
            full.parent.mkdir(parents=True, exist_ok=True)
            full.write_text(text)
        generator = 'generator = "plain"\n' if name == "plain" else ""
        tables.append(f'[sites.{name}]\npath = "{tmp_path / "sites" / name}"\n{generator}')
    (project.root / "posts.toml").write_text("\n".join(tables))
    summary = project.refresh(POSTS_SITE="")
    assert project.rows("select site, generator from core.sites order by site") == [
        (name, name) for name in sorted(SITES)
    ]
    assert project.rows(
        "select site, title, url, cast(published_on as varchar), section, tags, author_ids from core.posts where is_live order by site"
    ) == [
        ("astro", "The mill", "/blog/mill/", "2021-03-04", None, [], []),
        ("docusaurus", "The mill", "/blog/2021/03/04/mill", "2021-03-04", None, [], ["ann"]),
        ("eleventy", "The mill", "/posts/2021-03-04-mill/", "2021-03-04", "posts", [], []),
        ("hexo", "The mill", "/2021/03/03/mill/", "2021-03-04", "News", ["mill"], []),
        ("plain", "The mill", None, "2021-03-04", None, [], []),
    ]
    assert project.rows("select site, kind from core.problems where severity = 'error' order by site") == [
        ("astro", "date_invalid"),
        ("docusaurus", "key_invalid"),
    ]
    assert project.rows("select site, path from core.files where fate = 'page' order by site") == [
        ("eleventy", "about.md"),
        ("plain", "README.md"),
    ]
    assert "assumed   posts are the files with the tag posts (tag)" in summary
    assert project.rows("select assumed from core.sites where site = 'hexo'") == [
        (["its URLs have the days of a machine in UTC (build_timezone)"],)
    ]
