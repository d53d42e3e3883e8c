"""Definitions that `dg scaffold defs` writes; name them in definitions/__init__.py."""
