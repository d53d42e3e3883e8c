"""Subjects of stories: topics that mean the same, joined."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

KINDS = ("tag", "category", "term")  # the better known first
LEAST_STORIES = 5
LEAST_SHARED = 0.6  # of the stories of two topics together: then the less known one is another word for the other


@dataclass
class Subject:
    """A topic and its other names, with the (site, story) that are about it."""

    label: str
    kind: str
    stories: set[tuple[str, str]]
    also: list[str] = field(default_factory=list)


def merge_subjects(rows: Iterable[Any]) -> list[Subject]:
    """Return the subjects of topics, the best known first.

    `rows` are rows of topic_stories.sql. Topics of one spelling are one. Then a topic whose stories are nearly those of
    a better known one is another name for it. Of phrases the longest is the name.
    """
    spellings: dict[str, Subject] = {}
    for row in sorted(rows, key=lambda row: KINDS.index(row.kind)):
        spelling = spellings.setdefault(row.label.casefold(), Subject(row.label, row.kind, set()))
        spelling.stories |= {(row.site, story) for story in row.story_ids}
    subjects: list[Subject] = []
    known = sorted(spellings.values(), key=lambda topic: (KINDS.index(topic.kind), -len(topic.stories), topic.label))
    for topic in known:
        if len(topic.stories) < LEAST_STORIES:
            continue
        stories = topic.stories
        same = None if topic.kind == "tag" else next((s for s in subjects if _are_alike(stories, s.stories)), None)
        if same:
            same.also.append(topic.label)
        else:
            subjects.append(topic)
    for subject in subjects:
        if subject.kind == "term" and subject.also:
            names = [subject.label, *subject.also]
            subject.label = max(names, key=lambda name: len(name.split()))
            subject.also = [name for name in names if name != subject.label]
    return subjects


def _are_alike(some: set[tuple[str, str]], others: set[tuple[str, str]]) -> bool:
    shared = len(some & others)
    return shared >= LEAST_SHARED * (len(some) + len(others) - shared)
