"""Refresh on Apache Spark: an extra, which only pipeline/engine.py imports.

Start with engine.py. dialect.py translates the models.
"""
