"""Generators whose sites are known and not read, and what package.json needs. Start with find_foreign.

Add a generator to _MARKS and _PACKAGES.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.generators.detect import Mark, Strength
from pipeline.generators.read import load_file

MAX_PACKAGE_BYTES = 1 << 20
_MARKS = {  # glob patterns below the root
    "Gatsby": ("gatsby-config.*",),
    "VitePress": (".vitepress",),
    "Next.js": ("next.config.*",),
    "Nuxt": ("nuxt.config.*",),
    "VuePress": (".vuepress",),
    "Gridsome": ("gridsome.config.*",),
    "Quartz": ("quartz.config.*",),
    "Lume": ("_config.ts", "_config.js"),
    "Bridgetown": ("bridgetown.config.yml", "config/initializers.rb"),
    "Nikola": ("conf.py with BLOG_TITLE",),
    "Lektor": ("*.lektorproject",),
    "Pelican": ("pelicanconf.py", "publishconf.py"),
    "MkDocs": ("mkdocs.yml", "mkdocs.yaml"),
    "Quarto": ("_quarto.yml", "_quarto.yaml"),
    "Zola": ("zola.toml", "config.toml with base_url"),  # config.toml is Hugo's, too
}
_PACKAGES = {
    "gatsby": "Gatsby",
    "vitepress": "VitePress",
    "vuepress": "VuePress",
    "next": "Next.js",
    "nuxt": "Nuxt",
    "gridsome": "Gridsome",
    "metalsmith": "Metalsmith",
    "@sveltejs/kit": "SvelteKit",
    "docusaurus": "Docusaurus 1",
}
FOREIGN = frozenset(name.lower() for name in (*_MARKS, *_PACKAGES.values()))


def find_foreign(root: Path) -> dict[str, Mark]:
    """Return the generators that are not read and the marks of theirs that the folder has."""
    found = {}
    for name, patterns in _MARKS.items():
        if mark := find_named_mark(root, patterns):
            found[name] = mark
    for package, name in _PACKAGES.items():
        if name not in found and needs_package(root, package):
            found[name] = Mark(Strength.LIKELY, "package.json")
    return found


def find_named_mark(root: Path, patterns: Iterable[str]) -> Mark | None:
    """Return the first mark of a folder.

    A mark is a glob pattern, or `FILE with KEY` for a file whose top level gives a key.
    """
    for pattern in patterns:
        name, _, key = pattern.partition(" with ")
        if key:
            content, _ = load_file(root, name, MAX_PACKAGE_BYTES)
            top = re.split(rb"^[ \t]*\[", content or b"", maxsplit=1, flags=re.MULTILINE)[0]  # above the tables of TOML
            if re.search(rf"^[ \t]*{re.escape(key)}[ \t]*[=:]".encode(), top, re.MULTILINE):
                return Mark(Strength.NAMED, pattern)
        elif found := next(iter(sorted(root.glob(name))), None):
            return Mark(Strength.NAMED, found.name)
    return None


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
