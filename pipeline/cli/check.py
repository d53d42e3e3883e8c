"""`posts-warehouse check`: what is wrong with a site's files, before they are merged. It needs no warehouse."""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from pipeline.cli.terminal import escape_line, shorten
from pipeline.errors import PostsError, UsageError
from pipeline.files import to_utf8_path
from pipeline.generators.site import Site
from pipeline.git import list_changed_files
from pipeline.review.findings import Finding, Review, find_problems
from pipeline.review.formats import FORMATS, Places
from pipeline.settings import Settings
from pipeline.sites import load_source
from pipeline.sources import SiteSource
from pipeline.startup import without_garbage_collection
from pipeline.warehouse.summary import format_count

_FOR_PEOPLE = ("text", "github")
Chosen = Mapping[str, set[str]]  # paths by site, "" for all


def add_options(sub: argparse.ArgumentParser) -> None:
    choice = sub.add_mutually_exclusive_group()
    choice.add_argument(
        "file", nargs="*", default=[], metavar="FILE", help="a file or a folder of a site (default: all)"
    )
    choice.add_argument("--changed-since", metavar="REV", help="the files that differ from where REV was left, by git")
    sub.add_argument(
        "--site",
        action="append",
        default=[],
        metavar="SITE",
        help="a site's folder, or NAME=folder; may be given again",
    )
    sub.add_argument(
        "--format", choices=list(FORMATS), default="text", help="how to print what is found (default: text)"
    )
    sub.add_argument("--strict", action="store_true", help="exit with 1 for warnings too")


def check(arguments: argparse.Namespace, settings: Settings) -> None:
    """Print what is wrong with the chosen files; exit 1 if one has an error."""
    here = Path.cwd()
    if arguments.changed_since:
        chosen: Chosen = {site.name: set(list_changed_files(site, arguments.changed_since)) for site in settings.sites}
    elif arguments.file:
        chosen = choose_files(arguments.file, settings.sites, here)
    else:
        chosen = {site.name: {""} for site in settings.sites}
    with without_garbage_collection():
        sites = [_load(source) for source in settings.sites if chosen.get(source.name)]
        as_of = settings.as_of or datetime.now(UTC).replace(microsecond=0)
        review = find_problems(sites, as_of, settings.own_sql)
    findings = [found for found in review.findings if _is_chosen(found.path, chosen[found.site])]
    places = Places({site.name: site.root for site in sites}, here)
    if arguments.format in _FOR_PEOPLE:
        shown = [replace(found, detail=shorten(found.detail)) for found in findings]
        print("\n".join(map(escape_line, [*FORMATS[arguments.format](shown, places), *_summarise(findings, review)])))
    else:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        print("\n".join(FORMATS[arguments.format](findings, places)))
    if any(found.severity == "error" or arguments.strict for found in findings):
        sys.exit(1)


def choose_files(files: Sequence[str], sources: Sequence[SiteSource], here: Path) -> Chosen:
    """Return the paths of files and folders within the sites that hold them.

    Raises UsageError for one that is not there, or lies in no site.
    """
    chosen: dict[str, set[str]] = {}
    for file in files:
        if not os.path.lexists(here / file):
            raise UsageError(f"{to_utf8_path(file)} is not there")
        folder, name = os.path.split(os.path.normpath(here / file))
        path = Path(folder).resolve() / name  # a link itself is what the site holds
        holders = [source for source in sources if path.is_relative_to(source.folder.resolve())]
        if not holders:
            named = ", ".join(f"{source.name} ({source.folder})" for source in sources)
            raise UsageError(
                f"{to_utf8_path(file)} lies in no site that is named, {named}; name its site with --site DIR"
            )
        for source in holders:
            inner = path.relative_to(source.folder.resolve()).as_posix()
            chosen.setdefault(source.name, set()).add("" if inner == "." else to_utf8_path(inner))
    return chosen


def _load(source: SiteSource) -> Site:
    if source.git and not source.folder.exists():
        raise PostsError(f"{source.name} is not cloned yet: refresh once, or name a checkout with --site DIR")
    return load_source(source)


def _is_chosen(path: str, chosen: set[str]) -> bool:
    """Return whether a path, or a folder that it is in, is chosen."""
    return not chosen.isdisjoint({"", path, *map(str, PurePosixPath(path).parents)})


def _summarise(findings: Sequence[Finding], review: Review) -> list[str]:
    """Return a line for each site: its files, and how much was found in those that were chosen."""
    counts = Counter((found.site, found.severity) for found in findings)
    return [
        f"{site}: {files:,} files were parsed: {format_count(counts[site, 'error'], 'error')}, "
        f"{format_count(counts[site, 'warning'], 'warning')}"
        for site, files in review.files.items()
    ]
