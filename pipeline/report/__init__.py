"""Editor's page, and small charts for the operator, drawn from the published file.

Start at page.py. Only published tables are read here: no lake, no site, no model of sql/. Add a number by a file in
queries/, a section by a function that returns a Section (listed in page.py), a form of chart in charts.py or grids.py.
"""
