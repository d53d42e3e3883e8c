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
    is_other = given.generator in generator_oracle.NAMES
    module = generator_oracle if is_other else hugo_oracle if given.generator == "hugo" else oracle
    folder = given.folder or module.FOLDER
    if not folder.is_dir():
        print(f"{folder}: no answers of {given.generator} are there to compare with", file=sys.stderr)
        return 1
    return generator_oracle.main(given.generator, folder) if is_other else module.main(folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
