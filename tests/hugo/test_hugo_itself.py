"""The example site, read by this project and by Hugo's own program: a drift of either side shows."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.generators import load_site
from tests.conftest import PROJECT
from tests.hugo.program import find_program, read_rows
from tests.support.hugo_oracle import compare_rows, read_site
from tests.support.oracle import Agreement

SITE = PROJECT / "examples" / "tern-island"
UNLISTED = ["content/bulletins/members.md"]  # build.list is never: it is in no list that a layout can print

pytestmark = pytest.mark.hugo


@pytest.mark.parametrize("as_of", ["2024-06-01", "2025-06-01", "2026-11-28"])
def test_hugo_reads_the_example_site_as_this_project_does(tmp_path: Path, as_of: str) -> None:
    program = find_program()
    assert program, "the package hugo is not installed: make hugo"
    moment = datetime.fromisoformat(as_of).replace(tzinfo=UTC)
    rows = read_rows(program, SITE, tmp_path, moment)
    site = load_site("tern-island", SITE)
    agreement = Agreement()
    compare_rows(agreement, "tern-island", rows, site, moment, unlisted=UNLISTED)
    assert agreement.differences == []
    assert agreement.compared["title"] > 15
    assert {row["path"] for row in rows if "raised" in row} == {
        path for path, (_, kinds) in read_site(site)[0].items() if {*kinds} & {"front_matter_syntax", "front_matter_unclosed", "content_refused", "permalink_invalid"}
    }  # fmt: skip
