"""Data of Eleventy: files beside posts, and how they are merged below front matter (TemplateData.js).

Start with merge_data.
"""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.generators.document import Document
from pipeline.generators.files import list_files
from pipeline.generators.js_values import is_truthy, resolve, to_text
from pipeline.generators.markdown.config_files import load_data, load_module, to_value
from pipeline.generators.markdown.settings import DataFile, own_settings
from pipeline.generators.problems import ProblemError
from pipeline.generators.scalars import Value, Values
from pipeline.generators.site import Site

TEMPLATES = (".md", ".njk", ".html", ".liquid")
_GLOBAL_KEYS = ("title", "author", "authors", "date", "tags", "lang", "draft", "permalink", "categories", "description")
_ENDINGS = (".json", ".11tydata.json", ".11tydata.mjs", ".11tydata.cjs", ".11tydata.js")  # the last one counts most
_OVERRIDE = "override:"  # before a key whose value replaces all others


def merge_data(site: Site, path: str, document: Document) -> Values:
    """Return front matter over the data beside it.

    Lists are joined, and of other values the nearest wins.
    """
    settings = own_settings(site)
    stem = posixpath.splitext(path)[0]
    folders = path.split("/")[:-1]
    places = [("folder", "/".join(folders[:depth])) for depth in range(len(folders) + 1)]
    if stem.split("/")[-1:] != folders[-1:]:  # of a file named as its folder, these are one file
        places.append(("file", stem))
    layers = [layer for place in places for layer in settings.data_by_place.get(place, ())]
    values: dict[str, Value] = {}
    for layer in (*layers, document.front_matter):
        cleaned = layer | ({"tags": [*split_tags(layer["tags"])]} if "tags" in layer else {})
        values = _merge_mappings(values, cleaned) if settings.merges_data else values | cleaned
    return values


def split_tags(value: Value | None) -> list[str]:
    """Return the tags of one source, each once; a text is split at commas.

    Raises ProblemError.
    """
    if value is None or not is_truthy(value):
        return []
    if not isinstance(value, list) and not isinstance(resolve(value), str):
        raise ProblemError("key_invalid", "`tags` must be a text or a list", key="tags")
    texts = map(to_text, value) if isinstance(value, list) else to_text(value).split(",")
    return [*dict.fromkeys(texts)]


def load_data_files(root: Path, source: str, data: str, assumed: list[str]) -> Iterator[DataFile]:
    """Yield global data of known keys, then data of folders and files, outermost first."""
    values = ((key, load_data(root, path)) for key in _GLOBAL_KEYS if (root / (path := f"{data}/{key}.json")).is_file())
    if known := tuple((key, value) for key, value in values if value is not None):
        yield "folder", "", known
    left_out = ("node_modules", ".git", posixpath.basename(data))
    paths = [file.path for file in list_files(root, source, lambda path: path.rpartition("/")[2] in left_out)]
    stems = {posixpath.splitext(path)[0] for path in paths if path.endswith(TEMPLATES)}
    found = []
    for path in paths:
        folder, _, name = path.rpartition("/")
        stem = re.sub(r"(?:\.11tydata)?\.json$|\.11tydata\.[cm]?js$", "", name)
        if stem == name:
            continue
        rank = _ENDINGS.index(name[len(stem) :])
        if folder.rpartition("/")[2] == stem:
            found.append((0, len(folder), rank, "folder", folder, path))
        if (full := posixpath.join(folder, stem)) in stems:
            found.append((1, len(full), rank, "file", full, path))
    for _, _, _, kind, place, path in sorted(found):
        value = load_data(root, path) if path.endswith(".json") else _load_literals(root, path, assumed)
        if isinstance(value, dict) and value:
            yield kind, place, tuple(value.items())


def _load_literals(root: Path, path: str, assumed: list[str]) -> Value | None:
    module = load_module(root, [path])[1]
    code = [key for key, value in module.default.items() if to_value(value) is None]
    note = f"{path} holds code, which is not run: {', '.join(code) or 'all of it'}"
    if (code or not module.default) and note not in assumed:
        assumed.append(note)
    return to_value(module.default)


def _merge_mappings(target: Values, source: Values) -> dict[str, Value]:
    """Return one mapping over another (eleventy-utils: Merge.js)."""
    merged = dict(target)
    for key, value in source.items():
        name = key.removeprefix(_OVERRIDE)
        merged[name] = _merge_values(target.get(key), value)
    return merged


def _merge_values(target: Value | None, source: Value) -> Value:
    if isinstance(target, list) and isinstance(source, list):
        return target + source
    if isinstance(target, dict):
        return _merge_mappings(target, source) if isinstance(source, dict) else target
    return _merge_mappings({}, source) if isinstance(source, dict) else source
