"""Sites of one refresh: which may be read, brought up to date, loaded. A site that cannot be read stops only itself.

Start with load_sites. Nothing is written here but clones of repositories.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import NotPublishedError, PostsError, UsageError
from pipeline.generators import load_site
from pipeline.generators.site import Site
from pipeline.git import find_checkout, update_checkout
from pipeline.lake.changes import has_whole_packs
from pipeline.lake.manifest import Manifest
from pipeline.progress import track
from pipeline.project import BUNDLED_SITE, POSTS_TOML
from pipeline.settings import Settings
from pipeline.shrinking import WAY_OUT, ShrunkError
from pipeline.sources import SiteSource


@dataclass(frozen=True)
class LoadedSites:
    """Sites that were read, and why the others were not: their rows stay as they were."""

    sites: tuple[Site, ...]
    unread: Mapping[str, str]


def load_source(source: SiteSource) -> Site:
    """Read the settings of a site where it lies now; PostsError if it cannot be read, with the place to mend it."""
    try:
        return load_site(source.name, source.folder, source.generator, source.options)
    except UsageError as error:
        where = f"{POSTS_TOML}, [sites.{source.name}]: " if source.generator or source.options else ""
        raise UsageError(f"{where}{error}") from error


def refuse_unnamed_sites(settings: Settings, published: Collection[str], dropped: Collection[str]) -> None:
    """Raise if a site of the published file is named no longer, and is not `dropped` either.

    UsageError if nothing at all is named, so that the bundled site never takes the place of others.
    """
    named = {source.name for source in settings.sites}
    sample = BUNDLED_SITE.name
    for name in dropped:
        if name in named:
            raise UsageError(f"{name} cannot be dropped while it is named: take it out of the sites first")
        if name not in published:
            raise UsageError(f"{name} cannot be dropped: the published file holds {_join(published) or 'no site'}")
    lost = sorted(set(published) - named - set(dropped) - {sample})
    if not lost:
        return
    if settings.named_by == "nothing":
        raise UsageError(
            f"no site is named; the published file holds {_join(lost)}: put POSTS_SITE=… into .env, or the sites into "
            "posts.toml"
        )
    drop = " ".join(f"--drop {name}" for name in lost)
    raise NotPublishedError(
        f"{_join(lost)} of the published file {'is' if len(lost) == 1 else 'are'} no longer named in "
        f"{settings.named_by}: name {'it' if len(lost) == 1 else 'them'} again, or let go of "
        f"{'it' if len(lost) == 1 else 'them'} with {drop}. Nothing was changed."
    )


def sample_that_may_go(settings: Settings) -> list[str]:
    """Return the name of the bundled site if others take its place, else nothing."""
    named = [source.name for source in settings.sites]
    return [] if BUNDLED_SITE.name in named else [BUNDLED_SITE.name]


def load_sites(sources: Collection[SiteSource], before: Manifest, store: Path) -> LoadedSites:
    """Bring every site up to date and read its settings.

    A site that cannot be read is `unread` if the lake holds all its rows. Raises the PostsError of one that it does not
    hold, or if none can be read.
    """
    sites: list[Site] = []
    unread: dict[str, PostsError] = {}
    has_repository = any(source.git or source.pull for source in sources)
    for source in track("fetch", sources) if has_repository else sources:
        try:
            commit = update_checkout(source)
            sites.append(_with_history(replace(load_source(source), commit=commit)))
        except PostsError as error:
            unread[source.name] = error
    known = {row["site"] for row in before.sites}
    for name, reason in unread.items():
        if not sites or name not in known or not has_whole_packs(name, before, store):
            raise reason
    return LoadedSites(tuple(sites), {name: str(error) for name, error in unread.items()})


def _with_history(site: Site) -> Site:
    """Return a site with the commit of its checkout; the bundled site is read without that of this project."""
    checkout = find_checkout(site.root) if site.root != BUNDLED_SITE else None
    if checkout is None:
        return site
    return replace(site, head=None if checkout.is_shallow else checkout.head, is_shallow=checkout.is_shallow)


def describe_shallow(site: Site) -> str:
    """Return the sentence about a checkout whose history is cut off."""
    return (
        f"{site.name} is a shallow clone, so nothing is said of its revisions: run `git fetch --unshallow` in "
        f"{site.root}, and refresh again"
    )


def describe_unread(name: str, why: str) -> str:
    """Return the sentence about a site that could not be read."""
    return f"{name} could not be read, so its rows stay as they were: {why}"


def refuse_lost_settings(sites: Collection[Site], before: Manifest) -> None:
    """Raise ShrunkError for a site whose settings, or registered authors, were there and are all gone."""
    for site in sites:
        row = next((row for row in before.sites if row["site"] == site.name), {})
        gone = [name for name in row.get("settings_files") or () if name not in site.settings_files]
        if gone:
            raise ShrunkError(
                f"{site.name}: {_join(gone)} is gone or empty in {site.root}, and with it the site's time zone, URLs "
                f"and defaults; put it back. Nothing was changed. {WAY_OUT}"
            )
        had_authors = any(author["site"] == site.name for author in before.authors)
        if had_authors and not site.authors:
            raise ShrunkError(
                f"{site.name}: its registry of authors is gone or empty in {site.root}; put it back. "
                f"Nothing was changed. {WAY_OUT}"
            )


def _join(names: Collection[str]) -> str:
    return ", ".join(sorted(names))
