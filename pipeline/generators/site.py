"""Site and Author: the result of reading a generator's settings, which is also sent to workers.

Add a setting to Site if every generator has it. Settings of one generator are in its package, as `Site.own`.
"""

import hashlib
import json
from dataclasses import astuple, dataclass, field
from datetime import tzinfo
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from pipeline.generators.problems import Problem
from pipeline.generators.scalars import Plain
from pipeline.generators.timezones import make_zone


@dataclass(frozen=True)
class Author:
    """Author of a site's registry."""

    author_id: str  # the key in the registry
    name: str
    kind: str = "unknown"  # person, organisation, unknown
    keys: tuple[str, ...] = ()  # other spellings of this author: short names, forms of the name, aliases
    contacts: tuple[str, ...] = field(default=(), repr=False)  # e-mail addresses and handles: compared, never shown


class OwnSettings(Protocol):
    """Settings that only their generator reads: frozen, and fit to be pickled."""

    @property
    def parsing(self) -> Any:
        """Return what parsing reads: nested tuples, lists, mappings, texts, numbers, booleans.

        Rules for a post from other files, such as the defaults of a folder, belong here too.
        """


class SettingsProblem(NamedTuple):
    """Warning about a settings file: `path` is relative to the site."""

    path: str
    problem: Problem


@dataclass(frozen=True)
class Site:
    """Site as its settings describe it. `generator` is a key of GENERATORS."""

    name: str
    root: Path  # without links
    generator: str
    title: str | None
    url: str | None
    timezone: str  # a name that make_zone knows
    shows_future: bool  # posts with a date in the future are live
    authors: tuple[Author, ...]
    own: OwnSettings
    settings_files: tuple[str, ...] = ()  # that hold these settings, relative to the root; none where all are defaults
    assumed: tuple[str, ...] = ()  # what was taken by default, in words, with the option of posts.toml that changes it
    commit: str | None = None  # of the repository that posts.toml names
    head: str | None = None  # the commit of the checkout that it is in, whose history is read
    is_shallow: bool | None = None  # that history is cut off, so it is not read; None for no checkout
    problems: tuple[SettingsProblem, ...] = ()
    base_path: str = ""  # of every URL of the site, before a post's url, without / at its end
    links_bare_urls: bool = False  # an address without brackets becomes a link

    @property
    def zone(self) -> tzinfo:
        """Return the clock of the site."""
        return make_zone(self.timezone)

    @property
    def base_url(self) -> str | None:
        """Return what stands before a post's url in its address on the web; None without a url in the settings.

        Jekyll keeps the path below the host in `baseurl`; the url of Hugo ends in it.
        """
        url = self.url.rstrip("/") if self.url else None
        return url if url is None or url.endswith(self.base_path) else url + self.base_path

    @property
    def fingerprint(self) -> str:
        """Return a sha256 of what parsing reads; while it stays, an unchanged file has one row."""
        authors = [astuple(author) for author in self.authors]
        links = [self.url, self.base_path, self.links_bare_urls]
        settings = as_json_value([self.name, self.generator, self.timezone, links, self.own.parsing, authors])
        return hashlib.sha256(json.dumps(settings).encode()).hexdigest()


def as_base_path(path: str) -> str:
    """Return a path with / at its start and none at its end; "" for the root."""
    return f"/{path.strip('/')}".rstrip("/")


def as_json_value(value: Any) -> Any:
    """Return a value for JSON, with plain scalars marked and keys sorted."""
    if isinstance(value, Plain):
        return {"plain": str(value)}
    if isinstance(value, list | tuple):
        return [as_json_value(item) for item in value]
    if isinstance(value, dict):
        return {"mapping": sorted([key, as_json_value(item)] for key, item in value.items())}
    return value
