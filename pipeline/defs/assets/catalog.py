"""Models of sql/, read once when definitions load."""

from pipeline.inputs import load_models
from pipeline.project import find_own_sql, find_project

CATALOG = load_models(own=find_own_sql(find_project()))
