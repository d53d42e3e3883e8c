"""Small sites of any generator written to a folder, and what is read of them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.generators import generator_of, load_site
from pipeline.generators.fields import Fields
from pipeline.generators.problems import Problem, ProblemError
from pipeline.generators.site import Site

Files = Mapping[str, str | bytes]


def write_site(root: Path, files: Files, generator: str, **options: Any) -> Site:
    """Write the files, and load the site with these options of posts.toml."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return load_site("s", root, generator, options)


def read_file(site: Site, path: str) -> tuple[Fields, list[Problem]]:
    """Return the fields of one file of a site, and its warnings. Raises ProblemError."""
    generator = generator_of(site)
    document = generator.document(site, (site.root / path).read_bytes())
    fields = generator.fields(site, path, document)
    return fields, [*document.warnings, *fields.warnings]


def read_outcome(site: Site, path: str) -> Any:
    """Return the title of a file, or the kind of the problem that keeps it from being a post."""
    try:
        fields, _ = read_file(site, path)
    except ProblemError as refused:
        return refused.kind
    error: ProblemError | None = fields.error
    return fields.title if error is None else error.kind


def walk_site(site: Site) -> dict[str, str | None]:
    """Return every file that is found by path, with the reason why it is ignored."""
    return {found.path: found.ignored for found in generator_of(site).walk(site)}


def show_date(fields: Fields) -> str | None:
    """Return the instant of a post as ISO 8601, or the kind of its problem."""
    if fields.published is None:
        return fields.error.kind if fields.error else None
    return datetime.fromtimestamp(fields.published.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
