"""What the terminal shows at the end of a refresh."""

from pathlib import Path

from pipeline.cli.status import _QUERIES as QUERIES
from pipeline.cli.terminal import escape_line, escape_lines, shorten, summarise
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
        "   settings  _config.yml:3: `encoding`: Jekyll has no encoding 'nope', so it reads utf-8: "
        "write one such as utf-8",
    ]
    assert said.index("two") > said.index("   newest    2026-06-01 00:00  One")


def test_a_site_without_a_file_says_so_and_counts_0(tmp_path: Path) -> None:
    file = published(tmp_path, {"new": {"_config.yml": "title: New\n"}})
    said = summarise(file, None, {})
    assert f"new\n   files     0 seen: {NO_FILE}\n   problems  none\n   changed   nothing\n" in said
    parameters: dict[str, object] = {"now": AS_OF, "current_at": None, "unread": []}
    with open_published(file) as duck:
        rows = duck.execute(f"select files, posts, live, problems from ({load_query(QUERIES, 'status')})", parameters)
        assert rows.fetchall() == [(0, 0, 0, 0)]


def test_a_line_holds_no_control_character_and_no_text_without_end() -> None:
    assert escape_line("a\x1b[2Jb\x9b\u202ec\u2066\n") == "a\\x1b[2Jb\\x9b\\u202ec\\u2066\\x0a"
    assert escape_lines("a\r\nשלום\u200f ok") == "a\\x0d\nשלום\u200f ok"
    assert [len(shorten("x" * size)) for size in (300, 301, 4000)] == [300, 300, 300]
    assert shorten("x" * 301).endswith("x…")
