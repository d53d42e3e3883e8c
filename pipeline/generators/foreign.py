"""Generators whose sites are known and not read, and what package.json needs. Start with find_foreign.

Add a generator to _MARKS and _PACKAGES.
"""

import json
import re
from pathlib import Path
from typing import Any

from pipeline.generators.detect import Mark, Strength
from pipeline.generators.read import load_file

MAX_PACKAGE_BYTES = 1 << 20
_MARKS = {  # glob patterns below the root
    "Gatsby": ("gatsby-config.*",),
    "VitePress": (".vitepress",),
    "Pelican": ("pelicanconf.py",),
    "MkDocs": ("mkdocs.yml", "mkdocs.yaml"),
    "Quarto": ("_quarto.yml", "_quarto.yaml"),
    "Zola": ("zola.toml",),
}
_PACKAGES = {"gatsby": "Gatsby", "vitepress": "VitePress"}
_ZOLA_TOML = re.compile(rb"^[ \t]*base_url[ \t]*=", re.MULTILINE)


def find_foreign(root: Path) -> dict[str, Mark]:
    """Return the generators that are not read and the marks of theirs that the folder has."""
    found = {}
    for name, patterns in _MARKS.items():
        if mark := next((pattern for pattern in patterns if any(root.glob(pattern))), None):
            found[name] = Mark(Strength.NAMED, mark)
    content, _ = load_file(root, "config.toml", MAX_PACKAGE_BYTES)
    if content and _ZOLA_TOML.search(content):
        found.setdefault("Zola", Mark(Strength.NAMED, "config.toml with base_url"))
    for package, name in _PACKAGES.items():
        if name not in found and needs_package(root, package):
            found[name] = Mark(Strength.LIKELY, "package.json")
    return found


def load_package(root: Path) -> dict[str, Any]:
    """Return package.json; empty if it is none."""
    content, _ = load_file(root, "package.json", MAX_PACKAGE_BYTES)
    try:
        package = json.loads(content or b"{}")
    except (ValueError, RecursionError):
        return {}
    return package if isinstance(package, dict) else {}


def needs_package(root: Path, name: str) -> bool:
    """Return whether package.json needs a package of npm."""
    package = load_package(root)
    needed = (package.get(key) for key in ("dependencies", "devDependencies"))
    return any(isinstance(names, dict) and name in names for names in needed)
