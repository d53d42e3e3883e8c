"""Progress of a refresh: code reports it, a listener (cli/terminal.py) shows it."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
Listener = Callable[[str, int, int], None]

current_listener: ContextVar[Listener] = ContextVar("listener", default=lambda stage, done, total: None)


def report_progress(stage: str, done: int = 0, total: int = 0) -> None:
    """Report that `done` of `total` units of a stage are done; a total of 0 is unknown."""
    current_listener.get()(stage, done, total)


def track(stage: str, items: Iterable[T], sizes: Sequence[int] | None = None) -> Iterator[T]:
    """Yield `items`, and report each as done: as many units as `sizes` says, else one."""
    total = sum(sizes or ())
    report_progress(stage, 0, total)
    done = 0
    for item, size in zip(items, itertools.repeat(1) if sizes is None else sizes, strict=sizes is not None):
        yield item
        done += size
        report_progress(stage, done, total)
