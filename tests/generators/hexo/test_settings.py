"""Settings of a Hexo site: where they are read from, and what is refused."""

import pickle
from pathlib import Path

import pytest

from pipeline.errors import PostsError, UsageError
from tests.support.small_sites import write_site


def test_a_site_is_described_by_its_settings(tmp_path: Path) -> None:
    text = "title: The Mill\nurl: https://x.org/blog/\nroot: /blog/\ntimezone: Asia/Tokyo\nfuture: false\n"
    site = write_site(tmp_path, {"_config.yml": text}, "hexo")
    assert (site.title, site.url, site.timezone, site.shows_future) == (
        "The Mill",
        "https://x.org",
        "Asia/Tokyo",
        False,
    )
    assert site.settings_files == ("_config.yml",)
    assert site.assumed == ("its URLs have the days of a machine in UTC (build_timezone)",)
    assert pickle.loads(pickle.dumps(site)) == site


def test_a_change_of_what_parsing_reads_changes_the_fingerprint(tmp_path: Path) -> None:
    first = write_site(tmp_path, {"_config.yml": "permalink: :title/"}, "hexo").fingerprint
    assert write_site(tmp_path, {"_config.yml": "permalink: :title/\nskip_render: a"}, "hexo").fingerprint == first
    assert write_site(tmp_path, {"_config.yml": "permalink: p/:title/"}, "hexo").fingerprint != first


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("timezone: Mars/Base", "no time zone is called Mars/Base, so Hexo loses every post with a date"),
        ("a: b: c", "_config.yml, line 1: "),
        ("- a", "holds a list or a text"),
    ],
)
def test_settings_that_cannot_be_read_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(PostsError, match=message):
        write_site(tmp_path, {"_config.yml": text}, "hexo")


def test_an_option_of_another_generator_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="`tag` is not an option of a Hexo site; `build_timezone`, `drafts` are"):
        write_site(tmp_path, {"_config.yml": ""}, "hexo", tag="x")
