"""What Dagster loads in this folder. For assets of your own: defs = dg.Definitions.merge(defs(), …)."""

from pipeline.definitions import defs

__all__ = ["defs"]
