"""Pool of processes, one per processor: the `map` of a refresh on one machine. Start with process_pool."""

import functools
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from multiprocessing import forkserver, resource_tracker
from typing import Any

from pipeline.errors import PostsError
from pipeline.startup import stop_garbage_collection

Map = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

MIN_FILES_FOR_POOL = 1_000  # fewer are parsed before a process has started

_CONTEXT = multiprocessing.get_context("forkserver")  # the caller has threads that a fork would break


def start_fork_server() -> None:
    """Start the server that processes are forked from; it imports their modules meanwhile.

    Server and processes ignore Ctrl-C, which the terminal sends to all of them: the caller waits and stops them.
    """
    _CONTEXT.set_forkserver_preload(["pipeline.lake.post_packs", "pipeline.lake.text_packs"])
    resource_tracker.ensure_running()  # before the block, because its start would lift it
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def process_pool() -> Iterator[Map]:
    """Yield a map whose processes start when there are more than MIN_FILES_FOR_POOL files."""
    with ExitStack() as stack:

        @functools.cache
        def start_processes() -> ProcessPoolExecutor:
            start_fork_server()
            processors = len(os.sched_getaffinity(0))
            executor = ProcessPoolExecutor(processors, mp_context=_CONTEXT, initializer=stop_garbage_collection)
            return stack.enter_context(executor)

        def map_(function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterable[Any]:
            tasks = list(tasks)
            is_small = len(tasks) <= 1 or sum(task.size for task in tasks) <= MIN_FILES_FOR_POOL
            return (map if is_small else start_processes().map)(function, tasks)

        try:
            yield map_
        except (BrokenProcessPool, MemoryError) as error:
            raise PostsError("a process that read posts was killed, or memory ran out; refresh again") from error
