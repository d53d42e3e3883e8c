"""Terminal output: progress, summary, escaped text. Add a stage to STAGES and UNITS."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.warehouse.published import PublishedFile, open_published
from pipeline.warehouse.summary import describe_gone, summarise_sites

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

STAGES = ("fetch", "scan", "hash", "parse", "count", "commit", "build", "publish", "record", "report", "copy")
CONTROL_CHARACTERS = {code: f"\\x{code:02x}" for code in (*range(0x20), 0x7F, *range(0x80, 0xA0))} | {
    # These turn the direction of the words around them, or end a line.
    code: f"\\u{code:04x}"
    for code in (*range(0x2028, 0x202F), *range(0x2066, 0x206A))
}
MAX_TEXT_CHARS = 300  # of a name or a detail in a line
_ASCII_FRAME = str.maketrans("┌┬┐├┼┤└┴┘─│·", "+++++++++-|.")
UNITS = {"fetch": "sites", "scan": "files", "hash": "files", "parse": "files", "count": "texts", "build": "tables"}


class Stages:
    """Listener of a refresh: a bar a stage on a terminal, else a line; keeps the seconds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._stage = ""
        self._since = time.perf_counter()
        self._totals = (0, 0)
        self._bars = _make_bars() if sys.stdout.isatty() else None
        self._bar: TaskID | None = None

    def __enter__(self) -> "Stages":
        if self._bars:
            self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end_stage()
        if self._bars:
            self._bars.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage != self._stage:
            self._end_stage()
            self._stage, self._since, self._bar = stage, time.perf_counter(), None
            if stage not in STAGES:  # a sentence, such as the name of a lock's holder
                print(escape_lines(stage), flush=True)
            elif self._bars:
                self._bar = self._bars.add_task(stage, total=total or None, count="")
        self._totals = (done, total)
        if self._bars and self._bar is not None:
            self._bars.update(self._bar, completed=done, total=total or None, count=_format_count(stage, done, total))

    def _end_stage(self) -> None:
        if self._stage not in STAGES:
            return
        seconds = time.perf_counter() - self._since
        self.seconds[self._stage] = self.seconds.get(self._stage, 0) + seconds
        if self._bars is None:
            print(
                f"{self._stage:>8}  {seconds:5.1f} s  {_format_count(self._stage, *self._totals)}".rstrip(), flush=True
            )
        elif self._bar is not None and not self._totals[1]:
            self._bars.update(self._bar, total=max(1, self._totals[0]), completed=max(1, self._totals[0]))


def _make_bars() -> "Progress":
    from rich import progress  # noqa: PLC0415 -- only a terminal needs it, and every command would wait for it

    columns = (progress.TextColumn("{task.description:>8}"), progress.BarColumn(), progress.TimeElapsedColumn())
    return progress.Progress(*columns, progress.TextColumn("{task.fields[count]}"))


def _format_count(stage: str, done: int, total: int) -> str:
    return f"{done:,}{f' of {total:,}' if total else ''} {UNITS[stage]}" if done else ""


def summarise(published: Path, before: PublishedFile | None, seconds: dict[str, float]) -> str:
    """Return a summary of each site, its changes since the file `before`, and the time spent."""
    lines = []
    with open_published(published) as duck:
        [(as_of,)] = duck.execute("select max(as_of) from core.sites").fetchall()
        sites = summarise_sites(duck, before.refresh_id if before else "")
    for site in sites:
        lines += [site.site, *(f"   {label:<8}  {text}" for label, text in site.lines())]
    spent = ", ".join(f"{stage} {took:.1f}" for stage, took in seconds.items())
    lines.append(
        f"Published {published} ({published.stat().st_size / 1e6:,.1f} MB) in {sum(seconds.values()):.1f} s: {spent}"
    )
    if before and as_of and as_of < before.as_of:
        lines.append(
            f"warning: the file is as of {as_of:%Y-%m-%d %H:%M} UTC, and the one before was as of "
            f"{before.as_of:%Y-%m-%d %H:%M}: is it POSTS_AS_OF, or a clock that was set back?"
        )
    return "\n".join([*lines, *(f"{sentence}." for sentence in describe_gone(before, sites))])


def print_table(table: str) -> None:
    """Print a table of DuckDB's, with control characters escaped and a frame that the terminal can show."""
    table = escape_lines(table)
    try:
        "┌".encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        table = table.translate(_ASCII_FRAME)
    print(table, end="")


def shorten(text: str) -> str:
    """Return a text of at most MAX_TEXT_CHARS characters."""
    return text if len(text) <= MAX_TEXT_CHARS else f"{text[: MAX_TEXT_CHARS - 1]}…"


def escape_line(line: str) -> str:
    """Return `line` with control characters escaped, so that a title cannot move the cursor."""
    return line.translate(CONTROL_CHARACTERS)


def escape_lines(text: str) -> str:
    """Return `text` with control characters escaped, except line ends."""
    return "\n".join(map(escape_line, text.split("\n")))
