"""What the terminal shows at the end of a refresh."""

from pathlib import Path

from pipeline.cli.terminal import summarise
from tests.report.conftest import post, published


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
