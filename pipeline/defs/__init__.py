"""Only folder that imports Dagster, with one file for each of its nouns; the work is done in refresh.py and below."""
