"""READING A SITE: its settings and authors, and which of its files are posts. Nothing here knows what a post says."""
