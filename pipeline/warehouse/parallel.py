"""Work in order and at once: each piece after those that it needs, as many at a time as there are connections."""

import graphlib
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from queue import SimpleQueue
from typing import TypeVar

import duckdb

Done = TypeVar("Done")


def side_by_side(
    needs: Mapping[str, Collection[str]],
    one: Callable[[str, duckdb.DuckDBPyConnection], Done],
    connections: Sequence[duckdb.DuckDBPyConnection],
) -> Generator[tuple[str, Done]]:
    """What `one` makes of each name with a connection that nobody else has meanwhile, as it ends.

    Whatever is raised, also here while waiting, interrupts the queries of the others, and so does close().
    """
    order = graphlib.TopologicalSorter(needs)
    order.prepare()
    running: dict[Future[Done], str] = {}
    idle = SimpleQueue[duckdb.DuckDBPyConnection]()
    for connection in connections:
        idle.put(connection)

    def alone(name: str) -> Done:
        connection = idle.get()
        try:
            return one(name, connection)
        finally:
            idle.put(connection)

    with ThreadPoolExecutor(len(connections)) as threads:
        try:
            while order.is_active():
                for name in order.get_ready():
                    running[threads.submit(alone, name)] = name
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    name, done = running.pop(future), future.result()
                    order.done(name)
                    yield name, done
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            while rest := [future for future in running if not future.done()]:
                for connection in connections:
                    connection.interrupt()  # of several queries the one that runs
                wait(rest, timeout=0.1)
