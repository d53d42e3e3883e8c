"""Plain Markdown, and what every preset has in common."""

import pickle
from pathlib import Path

import pytest

from pipeline.generators import generator_of
from pipeline.generators.markdown.presets import PRESETS
from pipeline.generators.markdown.settings import own_settings
from tests.support.small_sites import read_file, show_date, walk_site, write_site

FILES = {
    "2021-03-04-mill.md": ("Text", "2021-03-04T00:00:00Z", "mill", "mill", "post"),
    "2021-03-04 Old Mill.md": ("# The mill\n", "2021-03-04T00:00:00Z", "The mill", "Old Mill", "post"),
    "notes/2021-03-04.md": ("Text", "2021-03-04T00:00:00Z", "2021-03-04", "2021-03-04", "post"),
    "a.md": ("---\ntitle: T\ndate: 2021-03-04\n---\n", "2021-03-04T00:00:00Z", "T", "a", "post"),
    "b.md": ("+++\ntitle = 'T'\npublished = 2021-03-04\n+++\n", "2021-03-04T00:00:00Z", "T", "b", "post"),
    "c.md": ("---\npubDate: 4 Mar 2021\ndraft: true\n---\n", "2021-03-04T00:00:00Z", "c", "c", "draft"),
    "d.md": ("---\ndate: 2021-03-04\npublished: false\n---\n", "2021-03-04T00:00:00Z", "d", "d", "draft"),
    "README.md": ("# About\n", None, "About", "README", "page"),
}


@pytest.mark.parametrize(
    ("path", "text", "date", "title", "slug", "fate"), [(path, *said) for path, said in FILES.items()], ids=FILES
)
def test_a_dated_file_is_a_post(
    tmp_path: Path, path: str, text: str, date: str | None, title: str, slug: str, fate: str
) -> None:
    fields, _ = read_file(write_site(tmp_path, {path: text}, "plain"), path)
    assert (show_date(fields), fields.title, fields.slug, fields.fate) == (date, title, slug, fate)
    assert (fields.url, fields.section, fields.error) == (None, "notes" if "/" in path else "", None)


DATES = {
    "a key that says only that it is published": ("2021-03-04-x.md", "published: true", "2021-03-04T00:00:00Z"),
    "an empty key above one that gives a date": ("x.md", "date:\npublished: 2021-03-04", "2021-03-04T00:00:00Z"),
    "a date that names no day": ("x.md", "date: soon", "date_invalid"),
    "such a date above a dated name": ("2021-03-04-x.md", "date: soon", "date_invalid"),
    "a name with a month of thirteen": ("2021-13-04-x.md", "title: T", "date_invalid"),
}


@pytest.mark.parametrize(("path", "lines", "date"), DATES.values(), ids=DATES)
def test_a_date_that_is_meant_makes_a_post_or_a_problem(tmp_path: Path, path: str, lines: str, date: str) -> None:
    fields, _ = read_file(write_site(tmp_path, {path: f"---\n{lines}\n---\n"}, "plain"), path)
    assert (show_date(fields), fields.fate) == (date, "post")


def test_a_name_whose_month_lacks_the_day_is_read_with_a_warning(tmp_path: Path) -> None:
    fields, warnings = read_file(write_site(tmp_path, {"2021-02-30-x.md": "Text."}, "plain"), "2021-02-30-x.md")
    assert show_date(fields) == "2021-03-02T00:00:00Z"
    assert [warning.detail for warning in warnings] == ["2021-02-30 is read as 2021-03-02"]


@pytest.mark.parametrize("written", ["2021-03-04 23:30:00 -05:00", "'2021-03-04T23:30-05:00'", "4 Mar 2021 23:30 EST"])
def test_the_day_of_a_date_with_an_offset_is_the_one_that_was_written(tmp_path: Path, written: str) -> None:
    fields, _ = read_file(write_site(tmp_path, {"a.md": f"---\ndate: {written}\n---\n"}, "plain"), "a.md")
    assert show_date(fields) == "2021-03-05T04:30:00Z"
    assert fields.published is not None
    assert fields.published.on == 18_690, "4 March"


def test_sections_name_the_folders(tmp_path: Path) -> None:
    files = dict.fromkeys(["a/2021-01-01.md", "b/c/d.markdown", "e/f.md", ".obsidian/g.md", "b/h.txt"], "")
    assert [path for path, why in walk_site(write_site(tmp_path, files, "plain")).items() if why is None] == [
        "a/2021-01-01.md", "b/c/d.markdown", "e/f.md",
    ]  # fmt: skip
    site = write_site(tmp_path, {}, "plain", sections=["a", "b/c"], drafts="hide")
    assert [path for path, why in walk_site(site).items() if why is None] == ["a/2021-01-01.md", "b/c/d.markdown"]
    assert site.assumed == ()


@pytest.mark.parametrize("name", PRESETS)
def test_a_site_of_every_preset_can_be_sent_to_a_worker(tmp_path: Path, name: str) -> None:
    site = write_site(tmp_path, {}, name)
    assert pickle.loads(pickle.dumps(site)) == site
    assert (site.generator, site.timezone, len(site.fingerprint)) == (name, "UTC", 64)
    assert list(walk_site(site)) == []


@pytest.mark.parametrize("name", PRESETS)
def test_links_out_of_the_site_and_odd_names_are_faults(tmp_path: Path, name: str) -> None:
    folder = own_settings(write_site(tmp_path, {}, name)).collections[0].folder or "blog"
    site = write_site(tmp_path, {f"{folder}/2021-03-04-a.md": "---\ntags: posts\n---\n"}, name)
    (tmp_path / folder / "out.md").symlink_to("/etc/hostname")
    (tmp_path / folder / "gone.md").symlink_to("nowhere")
    (tmp_path / folder / "in.md").symlink_to("2021-03-04-a.md")
    faults = {
        found.path.rpartition("/")[2]: found.fault and found.fault.kind for found in generator_of(site).walk(site)
    }
    assert faults == {"2021-03-04-a.md": None, "gone.md": "leads_out", "in.md": None, "out.md": "leads_out"}
