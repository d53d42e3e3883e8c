"""The figures as Markdown: medians, and medians of the ratios of each run to the naive script's beside it."""

import json
import os
import platform
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import duckdb

Figures = dict[str, Any]  # what bench.json holds
STAGE = re.compile(r"^ *(scan|hash|parse|count|build|publish|record) +([\d.]+) s", re.M)
HEAD = "| what | wall s | CPU s | memory MB | wall, naive = 1 | CPU, naive = 1 |\n|---|--:|--:|--:|--:|--:|"


def format_markdown(figures: Figures) -> str:
    """Return two tables, the cost of each case and the seconds of each stage, and sentences that compare two cases."""
    cases = figures["cases"]
    first = (
        f"{figures['posts']:,} posts ({figures['generator']}), {figures['on']}, {figures['machine']}; medians of pairs."
    )
    naive = [pair["naive"] for pairs in cases.values() for pair in pairs]
    rows = [_format_row("naive script", [{"naive": run, "case": run} for run in naive])]
    rows += [_format_row(name, pairs) for name, pairs in cases.items()]
    return "\n\n".join(["\n".join([first, "", HEAD, *rows]), _format_stages(cases), "\n".join(_compare_cases(cases))])


def _format_row(name: str, pairs: list[dict]) -> str:
    wall, cpu, memory = (median(pair["case"][key] for pair in pairs) for key in ("wall", "cpu", "memory"))
    ratios = " | ".join(f"{_ratio(pairs, key):.2f}" for key in ("wall", "cpu"))
    return f"| {name} | {wall:.2f} | {cpu:.2f} | {memory / 1e6:,.0f} | {ratios} |"


def _ratio(pairs: list[dict], key: str) -> float:
    return median(pair["case"][key] / pair["naive"][key] for pair in pairs)


def _format_stages(cases: dict[str, list[dict]]) -> str:
    spent = {name: [dict(STAGE.findall(pair["case"]["said"])) for pair in pairs] for name, pairs in cases.items()}
    spent = {name: runs for name, runs in spent.items() if any(runs)}
    stages = list(dict.fromkeys(stage for runs in spent.values() for run in runs for stage in run))
    lines = [f"| seconds of | {' | '.join(stages)} |", f"|---|{'--:|' * len(stages)}"]
    for name, runs in spent.items():
        shown = [f"{median(float(run.get(stage, 0)) for run in runs):.1f}" for stage in stages]
        lines.append(f"| {name} | {' | '.join(shown)} |")
    return "\n".join(lines)


def _compare_cases(cases: dict[str, list[dict]]) -> Iterator[str]:
    reading = cases["files to lake posts"]
    share = median(_read_figures(pair["case"])["reading"] / _read_figures(pair["naive"])["reading"] for pair in reading)
    yield f"Files to lake posts, from the start of the scan, takes {share:.2f} of the naive script's reading."
    if listed := cases.get("hugo list all"):
        yield f"As a whole process it takes {_ratio(reading, 'wall') / _ratio(listed, 'wall'):.2f} of `hugo list all`."
    if as_hugo := cases.get("files to lake posts, as a Hugo site"):
        share = _ratio(as_hugo, "cpu") / _ratio(reading, "cpu")
        yield f"The same posts as a Hugo site take {share:.2f} of the processor time."
    same_day, bare = (
        median(pair["case"]["wall"] for pair in cases[name])
        for name in ("nothing changed, same day", "import of Dagster with its instance")
    )
    yield f"Nothing changed, same day, takes {same_day - bare:.1f} s more than an import of Dagster with its instance."


def _read_figures(run: dict) -> dict[str, float]:
    return json.loads(run["said"].splitlines()[-1])


def describe_machine() -> str:
    """Return the processor, the memory and the versions that matter."""
    models = re.findall(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.M)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{len(os.sched_getaffinity(0))} x {models[0] if models else platform.machine()}, {memory:.0f} GB, "
        f"Python {platform.python_version()}, DuckDB {duckdb.__version__}"
    )
