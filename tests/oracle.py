"""How far this project agrees with the generators themselves: `python -m tests.oracle [--hugo] [DIR]`.

DIR holds what a generator read: for Jekyll see tests/support/oracle.py, for Hugo tests/support/hugo_oracle.py.
Exit 1 on any disagreement.
"""

import sys
from pathlib import Path

from tests.support import hugo_oracle, oracle


def main(arguments: list[str]) -> int:
    module = hugo_oracle if "--hugo" in arguments else oracle
    folders = [Path(argument) for argument in arguments if argument != "--hugo"]
    return module.main(folders[0] if folders else module.FOLDER)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
