"""Which sites a refresh may read, and what becomes of one that cannot be read or has lost its settings."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import NotPublishedError, PostsError, UsageError
from pipeline.lake.changes import detect_changes
from pipeline.lake.commit import CommitResult, commit
from pipeline.lake.history import Refresh
from pipeline.lake.manifest import Manifest
from pipeline.settings import NamedBy, Settings
from pipeline.shrinking import ShrunkError
from pipeline.sites import load_sites, load_source, refuse_lost_settings, refuse_unnamed_sites, sample_that_may_go
from pipeline.sources import SiteSource

SAMPLE = "harbour-gazette"
POST = "---\ntitle: {0}\nauthor: ana\n---\nThe text of {0}.\n"


def naming(*names: str, by: NamedBy = "posts.toml") -> Settings:
    return Settings(tuple(SiteSource(name, Path(name)) for name in names), Path("w"), "", None, named_by=by)


def test_an_option_that_cannot_be_meant_is_named_with_its_table(tmp_path: Path) -> None:
    source = SiteSource("blog", tmp_path, generator="jekyll", options={"generater": "x"})
    with pytest.raises(UsageError, match=r"^posts.toml, \[sites.blog\]: `generater` is not an option of a Jekyll site"):
        load_source(source)
    with pytest.raises(UsageError, match=r"^posts.toml, \[sites.blog\]: pelican is known, and not read yet"):
        load_source(replace(source, generator="pelican"))


@pytest.mark.parametrize(
    ("settings", "published", "dropped"),
    [
        pytest.param(naming(SAMPLE, by="nothing"), [], [], id="the sample into an empty warehouse"),
        pytest.param(naming(SAMPLE, by="nothing"), [SAMPLE], [], id="the sample again"),
        pytest.param(naming("blog"), [SAMPLE], [], id="a site in the place of the sample"),
        pytest.param(naming("blog", "docs"), ["blog"], [], id="one more"),
        pytest.param(naming("blog"), ["blog", "docs"], ["docs"], id="one less that is let go"),
    ],
)
def test_sites_that_may_be_read(settings: Settings, published: list[str], dropped: list[str]) -> None:
    refuse_unnamed_sites(settings, published, dropped)


@pytest.mark.parametrize(
    ("settings", "published", "dropped", "error", "message"),
    [
        pytest.param(
            naming(SAMPLE, by="nothing"), ["18f"], [], UsageError,
            "no site is named; the published file holds 18f: put POSTS_SITE=… into .env, or the sites into posts.toml",
            id="the sample over a site",
        ),
        pytest.param(
            naming(SAMPLE, by="nothing"), ["docs", SAMPLE, "blog"], [], UsageError,
            "no site is named; the published file holds blog, docs: put POSTS_SITE=… into .env, or the sites into posts.toml",
            id="the sample over others and itself",
        ),
        pytest.param(
            naming("blog"), ["blog", "docs"], [], NotPublishedError,
            "docs of the published file is no longer named in posts.toml: name it again, or let go of it with --drop docs. Nothing was changed.",
            id="one less",
        ),
        pytest.param(
            naming("new", by="POSTS_SITE"), ["blog", "docs"], ["blog"], NotPublishedError,
            "docs of the published file is no longer named in POSTS_SITE: name it again, or let go of it with --drop docs. Nothing was changed.",
            id="two less of which one is let go",
        ),
        pytest.param(
            naming("new"), ["blog", "docs"], [], NotPublishedError,
            "blog, docs of the published file are no longer named in posts.toml: name them again, or let go of them with --drop blog --drop docs. Nothing was changed.",
            id="all of them",
        ),
        pytest.param(
            naming("blog"), ["blog"], ["blog"], UsageError,
            "blog cannot be dropped while it is named: take it out of the sites first", id="let go and named",
        ),
        pytest.param(
            naming("blog"), ["blog"], ["dcos"], UsageError,
            "dcos cannot be dropped: the published file holds blog", id="let go of what is not there",
        ),
        pytest.param(
            naming("blog"), [], ["docs"], UsageError,
            "docs cannot be dropped: the published file holds no site", id="nothing is published",
        ),
    ],
)  # fmt: skip
def test_sites_that_may_not_be_read(
    settings: Settings, published: list[str], dropped: list[str], error: type[PostsError], message: str
) -> None:
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        refuse_unnamed_sites(settings, published, dropped)


def test_the_sample_may_go_unless_it_is_named() -> None:
    assert sample_that_may_go(naming("blog")) == [SAMPLE]
    assert sample_that_may_go(naming("blog", SAMPLE)) == []


class Lake:
    """Two sites, `blog` and `docs`, and the lake of both."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.lake = folder, folder / "lake"
        for name in ("blog", "docs"):
            (folder / name / "_posts").mkdir(parents=True)
            (folder / name / "_config.yml").write_text(f"title: {name}\n")
            (folder / name / "_data").mkdir()
            (folder / name / "_data/authors.yml").write_text("ana: {name: Ana}\n")
            for day in (1, 2, 3):
                (folder / name / f"_posts/2026-01-0{day}-post.md").write_text(POST.format(f"{name} {day}"))
        self.sources = [SiteSource(name, folder / name) for name in ("blog", "docs")]

    def refresh(self, *, full: bool = False) -> tuple[CommitResult, dict[str, str]]:
        before, now = Manifest.load(self.lake), datetime.now(UTC)
        loaded = load_sites(self.sources, before, self.lake)
        scan = detect_changes(loaded.sites, self.lake, kept=loaded.unread, full=full)
        done = commit(scan, self.lake, self.folder / "history", Refresh(now, now), full=full)
        return done, dict(loaded.unread)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = Lake(tmp_path)
    lake.refresh()
    return lake


def without_text_packs(manifest: Manifest) -> Manifest:
    """Texts of a site that was not read are counted again from its packs of posts."""
    return replace(manifest, files=[file._replace(text_pack=None) for file in manifest.files])


@pytest.mark.parametrize("full", [False, True])
def test_a_site_that_cannot_be_read_keeps_its_rows_and_the_other_is_refreshed(lake: Lake, full: bool) -> None:
    before = Manifest.load(lake.lake)
    (lake.folder / "docs").rename(lake.folder / "away")
    (lake.folder / "blog/_posts/2026-01-04-post.md").write_text(POST.format("blog 4"))
    done, unread = lake.refresh(full=full)
    assert unread == {"docs": f"{lake.folder / 'docs'} is not a folder; name the folder of a site"}
    assert [(change.change, change.path) for change in done.changes] == [("added", "_posts/2026-01-04-post.md")]
    for part in ("files", "sites", "authors"):
        was, is_ = (
            [row for row in getattr(manifest, part) if (row.site if part == "files" else row["site"]) == "docs"]
            for manifest in (without_text_packs(before), without_text_packs(done.manifest))
        )
        assert was == is_ != []
    (lake.folder / "away").rename(lake.folder / "docs")
    (lake.folder / "docs/_posts/2026-01-03-post.md").unlink()
    done, unread = lake.refresh()
    assert unread == {}
    assert [(change.site, change.change) for change in done.changes] == [("docs", "removed")]


def test_nothing_is_to_do_if_only_unread_sites_could_have_changed(lake: Lake) -> None:
    (lake.folder / "docs/_config.yml").write_text("title: [broken\n")
    loaded = load_sites(lake.sources, Manifest.load(lake.lake), lake.lake)
    assert detect_changes(loaded.sites, lake.lake, kept=loaded.unread).unchanged is not None


def test_a_site_cannot_be_kept_if_the_lake_does_not_hold_all_of_it(lake: Lake) -> None:
    pack = next(file.pack for file in Manifest.load(lake.lake).files if file.site == "docs")
    (lake.lake / f"posts/{pack}.parquet").unlink()
    (lake.folder / "docs").rename(lake.folder / "away")
    with pytest.raises(PostsError, match=r"docs is not a folder"):
        lake.refresh()


def test_without_any_site_that_can_be_read_there_is_no_refresh(lake: Lake) -> None:
    for name in ("blog", "docs"):
        (lake.folder / name).rename(lake.folder / f"{name} away")
    with pytest.raises(PostsError, match=r"blog is not a folder"):
        lake.refresh()


def test_a_site_that_the_lake_never_held_stops_the_refresh(lake: Lake) -> None:
    lake.sources.append(SiteSource("new", lake.folder / "new"))
    with pytest.raises(PostsError, match=r"new is not a folder"):
        lake.refresh()


@pytest.mark.parametrize(
    ("path", "content", "message"),
    [
        pytest.param("_config.yml", None, "docs: _config.yml is gone or empty in", id="no settings"),
        pytest.param("_config.yml", "", "docs: _config.yml is gone or empty in", id="settings of no byte"),
        pytest.param("_config.yml", "# nothing\n", "docs: _config.yml is gone or empty in", id="a comment only"),
        pytest.param("_data/authors.yml", None, "docs: its registry of authors is gone", id="no registry"),
        pytest.param(
            "_data/authors.yml", "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 5\n",
            "docs: its registry of authors is gone", id="a registry that is a pointer of Git LFS",
        ),
        pytest.param("_config.yml", "title: another\n", None, id="other settings"),
        pytest.param("_data/authors.yml", "ben: {name: Ben}\n", None, id="other authors"),
    ],
)  # fmt: skip
def test_settings_that_are_gone_are_missed(lake: Lake, path: str, content: str | None, message: str | None) -> None:
    target = lake.folder / "docs" / path
    if content is None:
        target.unlink()
    else:
        target.write_text(content)
    before = Manifest.load(lake.lake)
    sites = load_sites(lake.sources, before, lake.lake).sites
    if message is None:
        refuse_lost_settings(sites, before)
        return
    with pytest.raises(
        ShrunkError, match=rf"^{re.escape(message)}.*put it back\. Nothing was changed\. .*--allow-shrink"
    ):
        refuse_lost_settings(sites, before)
