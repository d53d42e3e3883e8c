"""Refreshes that are killed, or whose disk fails, at each of their file operations; and what every one leaves."""

import errno
import random
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from tests.support.fault_harness import (
    CommandResult,
    Fault,
    FaultHarness,
    disk_state,
    find_leftovers,
    lake_faults,
    table_hashes,
)

CHANGES = "select site, path, change, moved_from from core.changes order by all"


@dataclass
class Tally:
    """How many faults were tried, of which `reached` were met; what was wrong after them; how long they took."""

    name: str
    tried: int = 0
    reached: int = 0
    recovered: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.tried:,} tried, {self.reached:,} met, {self.recovered:,} different disks refreshed again, "
            f"{len(self.wrong):,} wrong, {self.seconds:,.0f} s"
        )


@dataclass
class Ground:
    """A warehouse of yesterday, a site of today, and what a refresh that nobody disturbs makes of them."""

    harness: FaultHarness
    yesterday: Path
    old: dict[str, str]
    new: dict[str, str]
    changes: list[tuple]
    first: list[list[str]]  # the operations of the first refresh
    log: list[list[str]]  # and of the one that is disturbed
    seconds: float
    states: dict[str, str] = field(default_factory=dict)  # published files by their bytes

    @classmethod
    def lay(cls, root: Path) -> "Ground":
        harness = FaultHarness.set_up(root)
        first = root / "first operations"
        _assert_succeeded(harness.refresh(log=first))
        old = table_hashes(harness.published)
        yesterday = root / "yesterday"
        shutil.copytree(harness.warehouse, yesterday)
        harness.edit_site()
        shutil.rmtree(harness.warehouse)
        _assert_succeeded(harness.refresh())
        new = table_hashes(harness.published)  # from scratch
        harness.restore(yesterday)
        log = root / "operations"
        begun = time.perf_counter()
        _assert_succeeded(harness.refresh(log=log))
        seconds = time.perf_counter() - begun
        assert table_hashes(harness.published) == new
        return cls(harness, yesterday, old, new, _changes(harness.published), _read(first), _read(log), seconds)

    def after(self, fault: Fault, seen: set[str]) -> tuple[CommandResult, list[str], bool]:
        """Refresh with a fault; return how it ended, what is wrong then, and whether a next refresh was tried.

        A disk like one in `seen` is not refreshed again.
        """
        harness = self.harness
        harness.restore(self.yesterday)
        ended = harness.refresh(fault=fault)
        wrong = [f"{fault}: {fact}" for fact in self.faults(ended, fault)]
        left = disk_state(harness.warehouse, self.states)
        if left in seen:
            return ended, wrong, False
        seen.add(left)
        again = harness.refresh()
        if again.code:
            wrong.append(f"{fault}: the next refresh says {again.output}")
        else:
            wrong += [f"{fault}, then a refresh: {fact}" for fact in self.faults_of_the_next()]
        return ended, wrong, True

    def faults(self, ended: CommandResult, fault: Fault) -> Iterable[str]:
        published = self.harness.published
        try:
            if table_hashes(published) not in (self.old, self.new):
                yield "the published file is neither the old nor the new one"
        except duckdb.Error as error:
            yield f"the published file does not open: {error}"
        yield from lake_faults(self.harness.warehouse)
        if not fault.failure or fault.after is not None:
            return
        if ended.code == 1:
            [*_, last] = ended.output.strip().splitlines()
            if (
                "Traceback" in ended.output
                or not last.startswith("posts-warehouse: ")
                or str(published.parent) not in last
            ):
                yield f"it did not say in one line what and where: {ended.output[-1500:]}"
        elif ended.code != 0:
            yield f"it ended with {ended.code}: {ended.output[-1500:]}"

    def faults_of_the_next(self) -> Iterable[str]:
        if table_hashes(self.harness.published) != self.new:
            yield "the published file is not that of a build from scratch"
        if _changes(self.harness.published) != self.changes:
            yield "changes are lost, or recorded twice"
        yield from lake_faults(self.harness.warehouse)
        if left := find_leftovers(self.harness.warehouse):
            yield f"left behind: {left}"


def _read(log: Path) -> list[list[str]]:
    return [line.split("\t") for line in log.read_text().splitlines()]


def _assert_succeeded(ended: CommandResult) -> None:
    assert ended.code == 0, ended.output


def _changes(published: Path) -> list[tuple]:
    with duckdb.connect(str(published), read_only=True) as duck:
        return duck.execute(CHANGES).fetchall()


def try_faults(name: str, grounds: Sequence[Ground], faults: Sequence[Fault]) -> Tally:
    """Try every fault, on as many grounds at once as there are."""
    tally, seen, begun = Tally(name), set[str](), time.perf_counter()

    def work(ground: Ground, share: Sequence[Fault]) -> None:
        for fault in share:
            ended, wrong, recovered = ground.after(fault, seen)
            tally.tried += 1
            tally.reached += ended.code != 0
            tally.recovered += recovered
            tally.wrong += wrong

    with ThreadPoolExecutor(len(grounds)) as threads:
        done = [threads.submit(work, g, faults[number :: len(grounds)]) for number, g in enumerate(grounds)]
        for one in done:
            one.result()
    tally.seconds = time.perf_counter() - begun
    return tally


def kills(ground: Ground, every: int = 1) -> list[Fault]:
    """SIGKILL at every operation, or at one in `every`."""
    return _faults(ground, every, lambda at, kind: [Fault(at)])


def moments(ground: Ground, count: int) -> list[Fault]:
    chance = random.Random(7)
    return [Fault(after=chance.random() * ground.seconds) for _ in range(count)]


def full_disks(ground: Ground, every: int = 1) -> list[Fault]:
    """A disk that is full from some operation on, and stays full."""
    kinds = {"create", "write", "link", "mkdir"}
    return _faults(ground, every, lambda at, kind: [Fault(at, errno.ENOSPC, stays=True)] if kind in kinds else [])


def failing_disks(ground: Ground, every: int = 1) -> list[Fault]:
    """A disk on which one operation fails."""
    return _faults(ground, every, lambda at, kind: [Fault(at, errno.EIO)] if kind != "mkdir" else [])


def _faults(ground: Ground, every: int, of: Callable[[int, str], list[Fault]]) -> list[Fault]:
    return [fault for at, (kind, *_) in enumerate(ground.log, 1) for fault in of(at, kind)][every - 1 :: every]
