"""The fingerprint of a site: while it is the same, an unchanged file has the same row."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.generators import load_site
from pipeline.generators.jekyll.settings import own_settings
from pipeline.generators.site import Site


def configure(root: Path, config: str) -> Site:
    """Return the site in `root` with these settings."""
    (root / "_config.yml").write_text(config, encoding="utf-8")
    return load_site("s", root)


def test_the_fingerprint_is_of_what_parsing_reads(tmp_path: Path) -> None:
    """A rename of the site's folder or an edit of its title must parse nothing again; a new default author must."""
    before = configure(tmp_path, "defaults: [{values: {tag: no}}]\ntitle: T\n")
    own = own_settings(before)
    elsewhere = tmp_path / "elsewhere"
    same = replace(before, root=elsewhere, title="U", shows_future=True, own=replace(own, exclude=()))
    assert same.fingerprint == before.fingerprint
    for changed in (
        replace(before, name="other"),
        replace(before, timezone="Asia/Tokyo"),
        replace(before, own=replace(own, author="x")),
        configure(tmp_path, "defaults: [{values: {tag: 'no'}}]\ntitle: T\n"),
        configure(tmp_path, "defaults: [{values: {tag: no}}]\nauthors: {a: {name: A, email: a@b.example}}\n"),
    ):
        assert changed.fingerprint != before.fingerprint
    known = "authors: {a: {name: A, email: %s}}\n"
    assert (
        configure(tmp_path, known % "a@b.example").fingerprint != configure(tmp_path, known % "c@d.example").fingerprint
    )


@pytest.mark.parametrize(
    ("config", "base_url"),
    [
        pytest.param("url: https://a.example\n", "https://a.example", id="at the root"),
        pytest.param("url: https://a.example\nbaseurl: /blog\n", "https://a.example/blog", id="below it"),
        pytest.param("url: https://a.example/\nbaseurl: blog/\n", "https://a.example/blog", id="slashes of any habit"),
        pytest.param("baseurl: /blog\n", None, id="a path without a host is no address"),
    ],
)
def test_the_base_url_of_jekyll_has_its_baseurl(tmp_path: Path, config: str, base_url: str | None) -> None:
    assert configure(tmp_path, config).base_url == base_url


def test_the_base_url_of_hugo_has_its_path_once(tmp_path: Path) -> None:
    (tmp_path / "hugo.toml").write_text('baseURL = "https://a.example/blog/"\n', encoding="utf-8")
    (tmp_path / "content").mkdir()
    assert load_site("s", tmp_path).base_url == "https://a.example/blog"
