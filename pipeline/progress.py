"""How far a refresh is: whoever works says it, whoever watches shows it. Showing is the watcher's business."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
Watcher = Callable[[str, int, int], None]

watcher: ContextVar[Watcher] = ContextVar("watcher", default=lambda stage, done, total: None)


def tell(stage: str, done: int = 0, total: int = 0) -> None:
    """Tell whoever watches that `done` of `total` of what a stage does are done; a total of 0 is not known."""
    watcher.get()(stage, done, total)


def tracked(stage: str, items: Iterable[T], sizes: Sequence[int] | None = None) -> Iterator[T]:
    """Pass `items` on, telling after each how much is done, if they have `sizes`; else how many are."""
    total = sum(sizes or ())
    tell(stage, 0, total)
    done = 0
    for item, size in zip(items, itertools.repeat(1) if sizes is None else sizes, strict=sizes is not None):
        yield item
        done += size
        tell(stage, done, total)
