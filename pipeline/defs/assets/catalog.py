"""Models of sql/ and the types of their columns, read once when definitions load."""

from pipeline.inputs import column_types, load_models

CATALOG = load_models()
TYPES = column_types(CATALOG)
