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

    A name for which memory ran out beside others is made again, alone. Whatever is raised, also here while waiting,
    interrupts the queries of the others, and so does close().
    """
    order = graphlib.TopologicalSorter(needs)
    order.prepare()
    ready: list[str] = []
    apart: list[str] = []  # to be made again, alone
    beside, alone = set[str](), set[str]()  # what was made beside others, and what is or was made again
    running: dict[Future[Done], str] = {}
    idle = SimpleQueue[duckdb.DuckDBPyConnection]()
    for connection in connections:
        idle.put(connection)

    def with_a_connection(name: str) -> Done:
        connection = idle.get()
        try:
            return one(name, connection)
        finally:
            idle.put(connection)

    with ThreadPoolExecutor(len(connections)) as threads:
        try:
            while order.is_active():
                ready += order.get_ready()
                queue, most = (apart, 1) if apart else (ready, len(connections))
                while queue and len(running) < most and alone.isdisjoint(running.values()):
                    name = queue.pop(0)
                    running[threads.submit(with_a_connection, name)] = name
                    if len(running) > 1:
                        beside.update(running.values())
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    name = running.pop(future)
                    if _lacks_memory(future.exception()) and name in beside - alone:
                        alone.add(name)
                        apart.append(name)
                        continue
                    done = future.result()
                    order.done(name)
                    yield name, done
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            while rest := [future for future in running if not future.done()]:
                for connection in connections:
                    connection.interrupt()  # of several queries the one that runs
                wait(rest, timeout=0.1)


def _lacks_memory(error: BaseException | None) -> bool:
    return isinstance(error and (error.__cause__ or error), duckdb.OutOfMemoryException)
