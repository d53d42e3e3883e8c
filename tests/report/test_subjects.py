"""Topics that mean the same are one subject."""

from collections import namedtuple

import pytest

from pipeline.report.subjects import merge_subjects

Row = namedtuple("Row", "site kind label story_ids")
SEVEN = list("abcdefg")


@pytest.mark.parametrize(
    ("rows", "subjects"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([("s", "tag", "storm", list("abcd"))], [], id="four stories are too few"),
        pytest.param(
            [("s", "term", "Storm", list("abc")), ("s", "tag", "storm", list("abcde")), ("t", "tag", "STORM", ["a"])],
            [("storm", "tag", 6, [])],
            id="one spelling in several kinds and sites",
        ),
        pytest.param(
            [("s", "tag", "storm", SEVEN), ("s", "term", "sea wall", SEVEN[:6]), ("s", "tag", "wall", SEVEN)],
            [("storm", "tag", 7, ["sea wall"]), ("wall", "tag", 7, [])],
            id="a phrase of the same stories, but not another tag",
        ),
        pytest.param(
            [("s", "term", "design", SEVEN), ("s", "term", "web design system", SEVEN), ("s", "term", "cats", list("vwxyz"))],
            [("web design system", "term", 7, ["design"]), ("cats", "term", 5, [])],
            id="of phrases the longest is the name",
        ),
        pytest.param(
            [("s", "term", "design", SEVEN), ("t", "term", "drawing", SEVEN)],
            [("design", "term", 7, []), ("drawing", "term", 7, [])],
            id="stories of two sites are not the same",
        ),
    ],
)  # fmt: skip
def test_topics_of_the_same_stories_are_one_subject(rows: list[tuple], subjects: list[tuple]) -> None:
    merged = merge_subjects(Row(*row) for row in rows)
    assert [(subject.label, subject.kind, len(subject.stories), subject.also) for subject in merged] == subjects
