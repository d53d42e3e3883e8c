"""How far a refresh is: whoever works says it, whoever watches shows it. Showing is the watcher's business."""

from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
Watcher = Callable[[str, int, int], None]

watcher: ContextVar[Watcher] = ContextVar("watcher", default=lambda stage, done, total: None)


def tell(stage: str, done: int = 0, total: int = 0) -> None:
    """Tell whoever watches that `done` of `total` parts of a stage are done; a total of 0 is not known."""
    watcher.get()(stage, done, total)


def tracked(stage: str, items: Iterable[T], total: int) -> Iterator[T]:
    """Pass `items` on, telling after each how many of `total` are done."""
    tell(stage, 0, total)
    for done, item in enumerate(items, 1):
        yield item
        tell(stage, done, total)
