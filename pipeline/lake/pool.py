"""The `map` that a refresh on one machine works with: processes, as many as there are processors."""

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

from pipeline.lake.refresh import Map


@contextmanager
def pool() -> Iterator[Map]:
    """Processes start with the first task; by forkserver, because the caller has threads that a fork would break."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pipeline.lake.fragment"])
    with ProcessPoolExecutor(len(os.sched_getaffinity(0)), mp_context=context) as executor:
        yield executor.map
