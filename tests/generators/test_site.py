"""The fingerprint of a site: while it is the same, an unchanged file has the same row."""

from dataclasses import replace
from pathlib import Path

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
