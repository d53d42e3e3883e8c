"""The models of sql/, and the types that their columns have on the lake's tables: read here, or by a process beside."""

from concurrent.futures import Future
from contextlib import suppress

from pipeline.lake.pool import soon
from pipeline.lake.sources import no_sources
from pipeline.settings import SQL
from pipeline.warehouse.build import types
from pipeline.warehouse.catalog import Catalog, load_catalog

Models = tuple[Catalog, dict[str, dict[str, str]]]

_begun: list[Future[Models]] = []


def begin() -> None:
    """Let a process read them while this one does something else; after prepare()."""
    _begun.append(soon(read))


def models() -> Models:
    """What read() gives, from the process that has begun to, if one has and could."""
    while _begun:
        with suppress(EOFError, OSError):
            return _begun.pop().result()
    return read()


def read() -> Models:
    """Every model, upstream first, and the types of each table's columns; ModelError for a file that is no model."""
    catalog = load_catalog(SQL)
    return catalog, types(catalog, no_sources())
