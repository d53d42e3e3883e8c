"""Command line `posts-warehouse`: everything that prints. Start with main.py."""
