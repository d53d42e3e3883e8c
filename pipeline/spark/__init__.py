"""Refresh on Apache Spark: an extra, imported by pipeline/engine.py alone. Start with engine.py."""
