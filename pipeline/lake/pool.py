"""The `map` that a refresh on one machine works with: processes, as many as there are processors."""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import forkserver
from typing import Any

from pipeline.errors import PostsError

Map = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

FEW = 1_000  # files that are done before a process would have started


@contextmanager
def pool(soon: bool = False) -> Iterator[Map]:
    """Processes start when tasks are many; by forkserver, because the caller has threads that a fork would break.

    What they import is imported while the caller still looks for tasks if there will be many `soon`.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pipeline.lake.fragment", "pipeline.lake.texts"])
    if soon:
        forkserver.ensure_running()
    with ProcessPoolExecutor(len(os.sched_getaffinity(0)), mp_context=context) as executor:

        def map_(function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterable[Any]:
            tasks = list(tasks)
            alone = len(tasks) == 1 or sum(task.size for task in tasks) <= FEW
            return (map if alone else executor.map)(function, tasks)

        try:
            yield map_
        except (BrokenProcessPool, MemoryError) as error:
            raise PostsError("a process that read posts was killed, or memory ran out; refresh again") from error
