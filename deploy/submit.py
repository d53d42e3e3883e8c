"""What spark-submit is given: the command line, from a folder that hides no package of the same name as a module's."""

from pipeline.cli.main import main

main()
