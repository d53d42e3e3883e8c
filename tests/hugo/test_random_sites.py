"""Sites made at random, read by this project and by Hugo's own program. RANDOM_SITES sets how many."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.generators import load_site
from tests.hugo.program import find_program, read_rows
from tests.hugo.random_sites import write_random_site
from tests.support.hugo_oracle import compare_rows
from tests.support.oracle import Agreement

COUNT = int(os.environ.get("RANDOM_SITES", "30"))
AS_OF = datetime(2026, 1, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.hugo


@pytest.mark.parametrize("number", range(COUNT))
def test_a_random_site_reads_as_hugo_reads_it(tmp_path: Path, number: int) -> None:
    program = find_program()
    assert program, "the package hugo is not installed: make hugo"
    root = tmp_path / "random"
    write_random_site(root, number)
    agreement = Agreement()
    compare_rows(agreement, f"site {number}", read_rows(program, root, tmp_path, AS_OF), load_site("s", root), AS_OF)
    assert agreement.differences == []
    assert agreement.compared["kind"] + agreement.compared["title"] > 0
