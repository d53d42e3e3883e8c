"""The `map` that a refresh on one machine works with: processes, as many as there are processors."""

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from pipeline.errors import PostsError

T = TypeVar("T")
Map = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

FEW = 1_000  # files that are done before a process would have started

_CONTEXT = multiprocessing.get_context("forkserver")  # the caller has threads that a fork would break


def prepare() -> None:
    """Let the server that processes are forked from import what they need, while the caller does something else.

    It and they are deaf to Ctrl-C, which the terminal sends to all: whoever waits for them stops them.
    """
    _CONTEXT.set_forkserver_preload(["pipeline.lake.pack", "pipeline.lake.texts"])
    resource_tracker.ensure_running()  # the server would start it, and it lifts what is blocked
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def soon(function: Callable[[], T]) -> Future[T]:
    """What a process of its own makes of `function`, after prepare(); EOFError or OSError where it makes nothing.

    A thread waits for that process to begin. It ends by itself, whatever becomes of the caller.
    """
    thread = ThreadPoolExecutor(1)
    future = thread.submit(_alone, function)
    thread.shutdown(wait=False)
    return future


def _alone(function: Callable[[], T]) -> T:
    receiver, sender = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_answer, args=(function, sender))
    process.start()
    sender.close()
    with receiver:
        answer: T = receiver.recv()
    process.join()
    return answer


def _answer(function: Callable[[], Any], sender: Connection) -> None:
    with suppress(PostsError, OSError):  # the caller will meet it, too; or nobody waits any more
        sender.send(function())


@contextmanager
def pool() -> Iterator[Map]:
    """Processes start when tasks are many."""
    prepare()
    processors = len(os.sched_getaffinity(0))
    with ProcessPoolExecutor(processors, mp_context=_CONTEXT, initializer=gc.disable) as executor:

        def map_(function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterable[Any]:
            tasks = list(tasks)
            alone = len(tasks) == 1 or sum(task.size for task in tasks) <= FEW
            return (map if alone else executor.map)(function, tasks)

        try:
            yield map_
        except (BrokenProcessPool, MemoryError) as error:
            raise PostsError("a process that read posts was killed, or memory ran out; refresh again") from error
