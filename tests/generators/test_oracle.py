"""Every post of the sites and cases that the generators themselves have read, where they are at hand."""

import json
from pathlib import Path

import pytest

from tests.support import generator_oracle
from tests.support.oracle import Agreement

CASES = [name for name in generator_oracle.NAMES if (generator_oracle.FOLDER / f"cases-{name}.jsonl").exists()]
SITES = [
    pytest.param(name, path, id=path.stem)
    for path in sorted(generator_oracle.FOLDER.glob("*.jsonl"))
    for name in generator_oracle.NAMES
    if generator_oracle.is_site_of(name, generator_oracle.FOLDER, path)
]

if_at_hand = pytest.mark.skipif(not CASES, reason=f"{generator_oracle.FOLDER} holds nothing to compare with")


@if_at_hand
@pytest.mark.parametrize("generator", CASES)
def test_every_case_reads_as_its_generator_reads_it(generator: str) -> None:
    agreement = Agreement()
    for case in map(json.loads, (generator_oracle.FOLDER / f"cases-{generator}.jsonl").read_text("utf-8").splitlines()):
        if case["label"] not in generator_oracle.EXCEPTIONS[generator]:
            generator_oracle.compare_case(agreement, generator, case)
    assert agreement.differences == []
    assert agreement.compared["title"] > 0


@if_at_hand
@pytest.mark.parametrize(("generator", "path"), SITES)
def test_every_post_of_a_site_reads_as_its_generator_reads_it(generator: str, path: Path) -> None:
    agreement = Agreement()
    root = generator_oracle.site_folder(generator_oracle.FOLDER, path.stem)
    generator_oracle.compare_site(agreement, path.stem, path.read_text("utf-8").splitlines(), root)
    assert agreement.differences == []
    assert agreement.compared["title"] > 0


@pytest.mark.parametrize(("line", "differences"), [("title: ''", 1), ("title: true", 0)], ids=["a warning", "an error"])
def test_where_a_build_stops_only_an_error_agrees(line: str, differences: int) -> None:
    case = {
        "label": "stops",
        "config": {"options": {}},
        "files": [{"path": "blog/2021-03-04-a.md", "text": f"---\n{line}\n---\n# B\n"}],
        "as_of": "2026-01-01T00:00:00+00:00",
        "stopped": "an error",
    }
    agreement = Agreement()
    generator_oracle.compare_case(agreement, "docusaurus", case)
    assert len(agreement.differences) == differences
