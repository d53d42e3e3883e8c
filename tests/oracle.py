"""How far this project agrees with the generators themselves: `python -m tests.oracle [--generator NAME] [DIR]`.

DIR holds what a generator read: for Jekyll (the default) see tests/support/oracle.py, for Hugo hugo_oracle.py, for the
others generator_oracle.py. Exit 1 on any disagreement.
"""

import argparse
import sys
from pathlib import Path

from tests.support import generator_oracle, hugo_oracle, oracle


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--generator", choices=["jekyll", "hugo", *generator_oracle.NAMES], default="jekyll")
    parser.add_argument("folder", nargs="?", type=Path)
    given = parser.parse_args(arguments)
    if given.generator in generator_oracle.NAMES:
        return generator_oracle.main(given.generator, given.folder or generator_oracle.FOLDER)
    module = hugo_oracle if given.generator == "hugo" else oracle
    return module.main(given.folder or module.FOLDER)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
