"""`python -m pipeline.cli` runs `posts-warehouse`."""

from pipeline.cli.main import main

main()
