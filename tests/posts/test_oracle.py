"""Every post of the sites and cases that Jekyll itself has read, where they are at hand."""

import json

import pytest

from tests.support import oracle

FILES = sorted(oracle.FOLDER.glob("*.jsonl"))

pytestmark = pytest.mark.skipif(not FILES, reason=f"{oracle.FOLDER} holds nothing to compare with")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_post_reads_as_jekyll_reads_it(path: oracle.Path) -> None:
    agreement = oracle.Agreement()
    lines = path.read_text(encoding="utf-8").splitlines()
    if path.stem == "cases":
        for line in lines:
            case = json.loads(line)
            oracle.compare_case(agreement, case["label"], case)
    else:
        oracle.compare_site(agreement, path.stem, lines, oracle.FOLDER.parent / "corpora" / path.stem)
    assert agreement.differences == []
    assert agreement.compared["fate"] > 0
