"""The least that any look at a site costs: a walk that stats every file.

python walk.py SITE
"""

import os
import sys


def main(folder: str) -> int:
    """How many files are below `folder`."""
    files = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                files += main(entry.path)
            else:
                entry.stat()
                files += 1
    return files


if __name__ == "__main__":
    print(main(sys.argv[1]))
