"""Models of sql/, read once when definitions load."""

from pipeline.inputs import load_models

CATALOG = load_models()
