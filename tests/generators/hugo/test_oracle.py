"""Every page of the sites and cases that Hugo itself has read, where they are at hand."""

import json
from pathlib import Path

import pytest

from tests.support import hugo_oracle
from tests.support.oracle import Agreement

FILES = sorted(hugo_oracle.FOLDER.glob("*.jsonl"))

pytestmark = pytest.mark.skipif(not FILES, reason=f"{hugo_oracle.FOLDER} holds nothing to compare with")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_page_reads_as_hugo_reads_it(path: Path) -> None:
    agreement = Agreement()
    lines = path.read_text("utf-8", "surrogateescape").splitlines()
    if path.stem.startswith("cases"):
        for case in map(json.loads, lines):
            if case["label"] not in hugo_oracle.EXCEPTIONS:
                hugo_oracle.compare_case(agreement, case)
    else:
        hugo_oracle.compare_site(agreement, path.stem, lines, hugo_oracle.site_folder(hugo_oracle.FOLDER, path.stem))
    assert agreement.differences == []
    assert agreement.compared["title"] > 0
