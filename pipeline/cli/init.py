"""`posts-warehouse init`: a project folder. What it writes lies in pipeline/template/, file by file."""

import argparse
import shutil
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.files import replacing
from pipeline.project import CHECKOUT, PACKAGE

TEMPLATE = PACKAGE / "template"
_RENAMED = {"gitignore": ".gitignore"}  # git would heed it where it lies


def add_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("folder", nargs="?", default=".", metavar="DIR", help="the project's folder (default: this one)")


def init(arguments: argparse.Namespace, _: None) -> None:
    """Write the files of a project folder that are not there yet; what is there stays as it is."""
    folder = Path(arguments.folder)
    if folder.resolve() == CHECKOUT:
        raise UsageError(f"{CHECKOUT} is a checkout of Posts Warehouse, and a project folder already")
    written = [name for name in list_template() if _write(folder, name)]
    if not written:
        print(f"{folder.resolve()} is a project folder already; nothing was changed.")
        return
    print(f"{folder.resolve()} is a project folder now:")
    print("\n".join(f"   {name}" for name in written))
    go_there = "" if folder.resolve() == Path.cwd() else f"cd {arguments.folder}, "
    print(f"Next: {go_there}name your sites in posts.toml, and run posts-warehouse refresh.")


def list_template() -> list[str]:
    """Return the paths of the files that a project folder has."""
    paths = [path.relative_to(TEMPLATE) for path in sorted(TEMPLATE.rglob("*")) if path.is_file()]
    renamed = [path.with_name(_RENAMED.get(path.name, path.name)) for path in paths if path.suffix != ".pyc"]
    return [str(path) for path in renamed]


def _write(folder: Path, name: str) -> bool:
    """Copy one file of the template unless there is one; return whether it was written."""
    target = folder / name
    if target.exists():
        return False
    source = next((source for source, renamed in _RENAMED.items() if renamed == name), name)
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as beside:
        shutil.copyfile(TEMPLATE / source, beside)
    return True
