"""A gate for changes of a site: what is wrong with its files, before any of it is merged. Nothing is written.

Start with findings.py. The files are parsed as a refresh parses them, and the models of sql/ that list problems run on
the rows. formats.py writes the result for people and for machines. Add a kind of finding to find_across.
"""
