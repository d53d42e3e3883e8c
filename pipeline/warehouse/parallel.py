"""Tasks that depend on each other, run in order on several connections, for build.py."""

import graphlib
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from queue import SimpleQueue
from typing import TypeVar

import duckdb

Done = TypeVar("Done")


def run_in_dependency_order(
    needs: Mapping[str, Collection[str]],
    run: Callable[[str, duckdb.DuckDBPyConnection], Done],
    connections: Sequence[duckdb.DuckDBPyConnection],
) -> Generator[tuple[str, Done]]:
    """Yield (name, result of `run`) as each one ends; each run has a connection to itself.

    A name for which memory ran out beside others is run again, alone. An error, also one raised here while waiting,
    interrupts the queries of the others, and so does close().
    """
    order = graphlib.TopologicalSorter(needs)
    order.prepare()
    ready: list[str] = []
    again: list[str] = []  # to be run again, alone
    beside, alone = set[str](), set[str]()  # names that ran beside others, and those that were run again
    running: dict[Future[Done], str] = {}
    idle = SimpleQueue[duckdb.DuckDBPyConnection]()
    for connection in connections:
        idle.put(connection)

    def with_connection(name: str) -> Done:
        connection = idle.get()
        try:
            return run(name, connection)
        finally:
            idle.put(connection)

    with ThreadPoolExecutor(len(connections)) as threads:
        try:
            while order.is_active():
                ready += order.get_ready()
                queue, limit = (again, 1) if again else (ready, len(connections))
                while queue and len(running) < limit and alone.isdisjoint(running.values()):
                    name = queue.pop(0)
                    running[threads.submit(with_connection, name)] = name
                    if len(running) > 1:
                        beside.update(running.values())
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    name = running.pop(future)
                    if _lacks_memory(future.exception()) and name in beside - alone:
                        alone.add(name)
                        again.append(name)
                        continue
                    done = future.result()
                    order.done(name)
                    yield name, done
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            while rest := [future for future in running if not future.done()]:
                for connection in connections:
                    connection.interrupt()  # stops only the query that runs now, so the loop repeats it
                wait(rest, timeout=0.1)


def _lacks_memory(error: BaseException | None) -> bool:
    return isinstance(error and (error.__cause__ or error), duckdb.OutOfMemoryException)
