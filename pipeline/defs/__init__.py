"""Only folder that imports Dagster, with one file for each of Dagster's nouns.

It carries a refresh; the work is done in refresh.py and the folders beside this one.
"""
