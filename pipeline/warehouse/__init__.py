"""SQL files to one DuckDB file. Start with build.py; publish.py decides what is published."""
