"""Small Hugo sites written to a folder, and what is read of them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.generators import generator_of, load_site
from pipeline.generators.fields import Fields
from pipeline.generators.problems import Problem
from pipeline.generators.site import Site


def write_site(root: Path, files: Mapping[str, str | bytes], **config: Any) -> Site:
    """Write the files and the settings, unless a file holds them, and load the site."""
    if not any(name.startswith(("hugo.", "config")) for name in files):
        files = {"hugo.json": json.dumps(config), **files}
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return load_site("s", root)


def read_page(root: Path, files: Mapping[str, str | bytes], path: str, **config: Any) -> tuple[Fields, list[Problem]]:
    """Return the fields of one file of a site, and its warnings. Raises ProblemError."""
    site = write_site(root, files, **config)
    generator = generator_of(site)
    document = generator.document(site, (site.root / path).read_bytes())
    fields = generator.fields(site, path, document)
    return fields, [*document.warnings, *fields.warnings]


def walk_site(root: Path, files: Mapping[str, str | bytes], **config: Any) -> dict[str, str | None]:
    """Return every file that is found by path, with the reason why it is ignored."""
    site = write_site(root, files, **config)
    return {found.path: found.ignored for found in generator_of(site).walk(site)}
