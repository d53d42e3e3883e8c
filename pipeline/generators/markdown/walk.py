"""Files of a folder of Markdown that its generator reads. No file is opened here. Start with walk."""

from collections.abc import Iterator
from pathlib import Path

from pipeline.generators.detect import Mark, Strength
from pipeline.generators.files import list_files, make_found, paths_up
from pipeline.generators.foreign import find_named_mark, needs_package
from pipeline.generators.js_globs import GlobSet
from pipeline.generators.markdown.preset import Preset
from pipeline.generators.markdown.settings import own_settings
from pipeline.generators.read import Found
from pipeline.generators.site import Site

_NEVER_ENTERED = ("node_modules", ".git")


def walk(preset: Preset, site: Site) -> Iterator[Found]:
    """Yield the files below the site's collections, sorted by path."""
    found: dict[str, Found] = {}
    for collection in own_settings(site).collections:
        include = GlobSet(collection.include or preset.include, has_dots=preset.reads_dot_files)
        exclude = GlobSet(preset.exclude if collection.exclude is None else collection.exclude, has_dots=True)
        for listed in list_files(site.root, collection.folder, lambda path: path.rpartition("/")[2] in _NEVER_ENTERED):
            inner = listed.path[len(collection.folder) :].lstrip("/")
            why = None
            if not listed.is_unlisted and not include.matches(inner):
                why = "the collection's patterns do not match its path"
            elif any(map(exclude.matches, paths_up(listed.path if preset.excludes_from_root else inner))):  # fast-glob
                why = "the site excludes its path"
            elif preset.lost and preset.lost(inner):
                why = preset.lost(inner)
            elif collection.originals is not None and not (site.root / collection.originals / inner).is_file():
                why = f"{collection.originals} has no such file, so it is no translation"
            file = make_found(site.root, listed, why)
            if file.path not in found or found[file.path].ignored is not None:
                found[file.path] = file
    return iter(sorted(found.values(), key=lambda file: file.path))


def find_mark(preset: Preset, root: Path) -> Mark | None:
    """Return the settings file, or the package, that makes a folder a site of this generator."""
    if mark := find_named_mark(root, preset.marks):
        return mark
    if preset.package and needs_package(root, preset.package):
        return Mark(Strength.LIKELY, "package.json")
    return None
