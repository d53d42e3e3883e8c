"""Files of a site that Hugo reads as pages (hugolib/pages_capture.go). No file is opened here.

Start with walk. Files that make no page are yielded too, with the reason in `ignored`.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from pipeline.files import to_utf8_path
from pipeline.generators.detect import Mark, Strength
from pipeline.generators.hugo.cascade import folders_up
from pipeline.generators.hugo.config import EXTENSIONS, ROOT_NAMES, load_config
from pipeline.generators.hugo.settings import HugoSettings, own_settings
from pipeline.generators.hugo.tree import TreeFile, find_ignored, list_tree
from pipeline.generators.read import Fault, Found, file_fault, not_a_file_fault
from pipeline.generators.site import Site


def walk(site: Site) -> Iterator[Found]:
    """Yield the files below the site's content mounts, sorted by path."""
    settings = own_settings(site)
    files = list_tree(site.root, settings.mounts, settings.language_codes)
    ignored = find_ignored(site.root, [file.path for file in files], settings.ignore_files)
    reasons = _find_reasons(settings, files, ignored)
    found = (_make_found(str(site.root), file, reasons.get(file.path)) for file in files)
    return iter(sorted(found, key=lambda found: found.path))


def find_mark(root: Path) -> Mark | None:
    """Return what makes a folder a Hugo site: hugo.*, config/_default, config.* with content, or content alone."""
    named, common = ROOT_NAMES[: len(EXTENSIONS)], ROOT_NAMES[len(EXTENSIONS) :]
    if name := next((name for name in (*named, "config/_default") if (root / name).exists()), None):
        return Mark(Strength.NAMED, name)
    has_folders = any((root / folder).is_dir() for folder in ("content", "archetypes"))
    for name in common:
        if (root / name).is_file() and (has_folders or "mounts" in (load_config(root)[0].get("module") or {})):
            return Mark(Strength.LIKELY, name)
    pages = (root / "content").rglob("*.md") if (root / "content").is_dir() else ()
    return Mark(Strength.CONTENT, "content") if any(map(_has_front_matter, pages)) else None


def _has_front_matter(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(3) in (b"---", b"+++")


def _find_reasons(settings: HugoSettings, files: list[TreeFile], ignored: set[str]) -> dict[str, str]:
    """Return why files are no pages of their own, in words, by path."""
    reasons = {file.path: file.why_ignored for file in files if file.why_ignored is not None}
    reasons |= dict.fromkeys(ignored - reasons.keys(), "the site's ignoreFiles matches its path")
    bundles: dict[str, str] = {}  # logical path -> the folder as it is called
    pages: dict[tuple[str, str], TreeFile] = {}
    for file in files:
        if file.place.lang and file.place.lang not in settings.by_code and file.place.markup:
            reasons.setdefault(file.path, f"its language, {file.place.lang}, is disabled")
    read = [file for file in files if file.path not in reasons and not file.is_unlisted]
    for file in read:
        if file.place.markup and file.place.kind == "leaf":
            bundles.setdefault(file.place.folder, "/".join(file.place.folders))
    for file in read:
        place = file.place
        above = folders_up(place.folder.rpartition("/")[0] or "/" if place.kind == "leaf" else place.folder)
        bundle = next((folder for folder in above if folder in bundles), None)
        if place.kind == "leaf" and place.folder == "/":
            bundle = None
        if bundle is not None:
            reasons[file.path] = f"it is a resource of the bundle {bundles[bundle] or '/'}"
        elif not place.markup:
            is_adapter = place.name.lower() == "_content" and file.path.endswith(".gotmpl")
            reasons[file.path] = (
                "it makes pages while Hugo builds, which are not read"
                if is_adapter
                else "its extension is not a page's"
            )
        else:
            lang = place.lang or file.mount.lang or settings.codes[0]
            other = pages.setdefault((lang, place.logical), file)
            if other is not file:
                loser, winner = (other, file) if _beats(file, other) else (file, other)
                pages[lang, place.logical] = winner
                reasons[loser.path] = f"it has the same path as {to_utf8_path(winner.path)}"
    return reasons


def _beats(file: TreeFile, other: TreeFile) -> bool:
    """Return whether Hugo was seen to take `file`, of two files with one path; it gives no rule.

    An earlier mount wins, then a bundle, then a name with a language, then the last extension; else the first name.
    """
    if file.mount is not other.mount:
        return False
    if file.place.kind != other.place.kind:
        return file.place.kind == "leaf"
    if bool(file.place.lang) != bool(other.place.lang):
        return bool(file.place.lang)
    return file.place.name == other.place.name and file.path > other.path


def _make_found(root: str, file: TreeFile, ignored: str | None) -> Found:
    path = to_utf8_path(file.path)
    fault = None if ignored else _find_fault(file, path)
    try:
        status = os.lstat(f"{root}/{file.path}")
    except OSError as error:
        fault = fault or (None if ignored else file_fault("unreadable", error.strerror or str(error)))
        return Found(path, 0, 0, ignored, fault)
    if ignored is None and fault is None and not stat.S_ISREG(status.st_mode):
        fault = not_a_file_fault()
    return Found(path, status.st_size, status.st_ctime_ns, ignored, fault)


def _find_fault(file: TreeFile, path: str) -> Fault | None:
    if file.is_unlisted:
        return file_fault("unreadable", "the folder cannot be listed")
    return file_fault("name_not_utf8", "rename it") if path != file.path else None
