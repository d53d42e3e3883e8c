"""Generators whose sites are known and not read. Start with find_foreign; add a generator to _MARKS and _PACKAGES."""

import json
import re
from pathlib import Path

from pipeline.generators.read import load_file

MAX_PACKAGE_BYTES = 1 << 20
_MARKS = {  # glob patterns below the root
    "Hexo": ("scaffolds", "_config.landscape.yml", "_config.next.yml", "source/_posts", "source/_data"),
    "Astro": ("astro.config.*",),
    "Docusaurus": ("docusaurus.config.*",),
    "Eleventy": (".eleventy.js", "eleventy.config.*"),
    "Gatsby": ("gatsby-config.*",),
    "VitePress": (".vitepress",),
    "Pelican": ("pelicanconf.py",),
    "Quarto": ("_quarto.yml",),
}
_PACKAGES = {
    "hexo": "Hexo",
    "astro": "Astro",
    "@docusaurus/core": "Docusaurus",
    "@11ty/eleventy": "Eleventy",
    "gatsby": "Gatsby",
    "vitepress": "VitePress",
}
_ZOLA_TOML = re.compile(rb"^[ \t]*base_url[ \t]*=", re.MULTILINE)


def find_foreign(root: Path) -> tuple[str, str] | None:
    """Return the name of a generator that is not read, and the file that says so; None if there is none."""
    for name, marks in _MARKS.items():
        if mark := next((mark for mark in marks if any(root.glob(mark))), None):
            return name, mark
    if package := _package_generator(root):
        return package, "package.json"
    for mark in ("zola.toml", "config.toml"):
        content, _ = load_file(root, mark, MAX_PACKAGE_BYTES)
        if content and _ZOLA_TOML.search(content):
            return "Zola", mark
    return None


def _package_generator(root: Path) -> str | None:
    content, _ = load_file(root, "package.json", MAX_PACKAGE_BYTES)
    try:
        package = json.loads(content or b"{}")
    except (ValueError, RecursionError):
        return None
    keys = ("dependencies", "devDependencies")
    found = [package.get(key) for key in keys] if isinstance(package, dict) else []
    needed = {name for names in found if isinstance(names, dict) for name in names}
    return next((_PACKAGES[name] for name in _PACKAGES if name in needed), None)
