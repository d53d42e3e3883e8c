"""Sites that publish in ways which join or split stories wrongly, each beside its truth."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.settings import SQL
from tests.bench import factory
from tests.stories.figures import compare_stories, load_truth, query_site
from tests.stories.makers import MAKERS, Truth, write_digests, write_quotation, write_republished

STORIES = "select path, headline, core.stories.posts, is_overridden from core.stories inner join core.posts on core.posts.post_id = core.stories.story_id order by path"


@pytest.mark.parametrize("write", MAKERS.values(), ids=MAKERS)
def test_every_story_is_as_it_was_made(write: Callable[[Path], Truth], tmp_path: Path) -> None:
    truth = write(tmp_path / "site")
    figures = compare_stories(tmp_path / "site", truth, tmp_path)
    assert (figures.posts, figures.stories) == (len(truth), len(set(truth.values()))), figures
    assert (figures.precision, figures.recall) == (1, 1), figures
