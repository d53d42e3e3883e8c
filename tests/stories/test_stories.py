"""Sites that publish in ways which join or split stories wrongly, each beside its truth."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.project import SQL
from tests.bench.factory import ELSEWHERE
from tests.stories.figures import compare_stories, load_truth, query_site
from tests.stories.makers import MAKERS, START, Truth, Writer, write_quotation

OVERRIDDEN = """
select posts.path, stories.posts, stories.is_overridden
from core.stories as stories
inner join core.posts as posts on stories.site = posts.site and stories.story_id = posts.post_id
order by posts.published_at
"""


@pytest.mark.parametrize("write", MAKERS.values(), ids=MAKERS)
def test_every_story_is_as_it_was_made(write: Callable[[Path], Truth], tmp_path: Path) -> None:
    truth = write(tmp_path / "site")
    figures = compare_stories(tmp_path / "site", truth, tmp_path)
    assert (figures.posts, figures.stories) == (len(truth), len(set(truth.values()))), figures
    assert (figures.precision, figures.recall) == (1, 1), figures


def test_an_editor_joins_and_separates(tmp_path: Path) -> None:
    site = Writer(tmp_path / "site")
    body, other = site.body(), site.body()
    first, copy, third = (
        site.write(START + timedelta(hours=n), title, text, n)
        for n, (title, text) in enumerate((("Tides", body), ("Tides again", body), ("Ferries", other)))
    )
    seeds = shutil.copytree(SQL / "seeds", tmp_path / "seeds")
    stories = ["core.stories"]
    assert query_site(tmp_path / "site", tmp_path, OVERRIDDEN, stories, seeds) == [(first, 2, False), (third, 1, False)]
    (seeds / "story_overrides.csv").write_text(
        f"site,path,same_as,apart_from\nsite,{copy},,{first}\nsite,{third},{first},\n"
    )
    assert query_site(tmp_path / "site", tmp_path, OVERRIDDEN, stories, seeds) == [(first, 2, True), (copy, 1, True)]


def test_the_figures_of_a_site_are_printed(tmp_path: Path) -> None:
    truth = write_quotation(tmp_path / "site")
    lines = [f'{{"path": "{path}", "story": "{story}"}}\n' for path, story in truth.items()]
    (tmp_path / "truth.jsonl").write_text("".join(lines) + '{"path": "_posts/broken.md", "story": null}\n')
    command = [sys.executable, "-m", "tests.stories", str(tmp_path / "site"), str(tmp_path / "truth.jsonl")]
    done = subprocess.run(command, cwd=SQL.parent, capture_output=True, text=True, check=True)
    assert done.stdout == (
        "4 posts, 4 stories (4 in truth): pairs P 1.00000 R 1.00000 F1 1.00000 (0 found, 0 true, 0 both)\n"
    )


@pytest.mark.slow
@pytest.mark.skipif(not ELSEWHERE.exists(), reason=f"{ELSEWHERE} is not there")
@pytest.mark.parametrize("seed", [1])
def test_twenty_thousand_posts_of_real_sentences(seed: int, tmp_path: Path) -> None:
    site, truth = tmp_path / "site", tmp_path / "truth.jsonl"
    command = [sys.executable, str(ELSEWHERE), "--posts", "20000", "--out", str(site), "--truth", str(truth)]
    subprocess.run([*command, "--seed", str(seed)], check=True)
    figures = compare_stories(site, load_truth(truth), tmp_path)
    assert figures.precision >= 0.999 and figures.recall >= 0.999, figures
