"""Editor's page, and small charts for the operator, made from the published file.

Start at page.py; browser/ holds what the browser runs. Only published tables are read here: no lake, no site, no model
of sql/. generators/problems.py says what kinds of problem mean. Add a finding to look after by a file in
queries/findings/ and its entry in browser/upkeep.js.
"""
