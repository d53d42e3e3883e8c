"""What the terminal shows at the end of a refresh."""

from pathlib import Path

from pipeline.cli.status import _QUERIES as QUERIES
from pipeline.cli.terminal import summarise
from pipeline.files import load_query
from pipeline.warehouse.published import open_published
from pipeline.warehouse.summary import NO_FILE
from tests.report.conftest import AS_OF, post, published


def test_the_summary_names_what_is_odd_about_the_settings(tmp_path: Path) -> None:
    sites = {
        "one": {"_config.yml": "title: x\ntimezone: PST\nencoding: nope\n", "_posts/2026-06-01-one.md": post("One")},
        "two": {"_posts/2026-06-01-two.md": post("Two")},
    }
    said = summarise(published(tmp_path, sites), None, {}).splitlines()
    assert [line for line in said if line.startswith("   settings")] == [
        "   settings  _config.yml:2: `timezone`: no time zone is called 'PST', so the generator takes UTC: "
        "America/Los_Angeles?",
        "   settings  _config.yml:3: `encoding`: Jekyll has no encoding 'nope', so it reads the files as utf-8: "
        "write one such as utf-8",
    ]
    assert said.index("two") > said.index("   newest    2026-06-01 00:00  One")


def test_a_site_without_a_file_says_so_and_counts_0(tmp_path: Path) -> None:
    file = published(tmp_path, {"new": {"_config.yml": "title: New\n"}})
    said = summarise(file, None, {})
    assert f"new\n   files     0 seen: {NO_FILE}\n   problems  none\n   changed   nothing\n" in said
    parameters: dict[str, object] = {"now": AS_OF, "current_at": None, "unread": []}
    with open_published(file) as duck:
        table = duck.execute(load_query(QUERIES, "status"), parameters).to_arrow_table().to_pylist()
    assert [(row["files"], row["posts"], row["live"], row["problems"]) for row in table] == [(0, 0, 0, 0)]
