"""WHAT A SITE SAYS, AS ITS GENERATOR READS IT: settings, authors, which files are posts, and what each says.

Start with load_site. To add a generator, write a package with the five functions of generator.py and name it in
GENERATORS. The modules beside this one serve every generator. Columns are in posts/.
"""

from dataclasses import replace
from pathlib import Path

from pipeline.errors import PostsError
from pipeline.generators.generator import Generator
from pipeline.generators.jekyll import JEKYLL
from pipeline.generators.site import Site

GENERATORS: dict[str, Generator] = {"jekyll": JEKYLL}


def load_site(name: str, root: Path) -> Site:
    """Read the site in `root`; raises PostsError for no site, or invalid settings."""
    if not root.is_dir():
        raise PostsError(f"{root} is not a folder; name the folder of a Jekyll site")
    root = root.resolve()
    generator = GENERATORS[detect(root)]
    site = generator.settings(name, root)
    return replace(site, authors=generator.authors(site))


def generator_of(site: Site) -> Generator:
    """Return the generator that reads a site."""
    return GENERATORS[site.generator]


def detect(root: Path) -> str:
    """Return the generator whose marks the folder has, else one that finds a file; PostsError."""
    found: dict[str, str] = {}
    for name, generator in GENERATORS.items():
        if mark := next((mark for mark in generator.marks if any(root.glob(mark))), None):
            found[name] = mark
    if len(found) > 1:
        marks = " and ".join(f"{mark} ({name})" for name, mark in found.items())
        raise PostsError(f"{root} has {marks}; name the folder of one site")
    for name, generator in GENERATORS.items():
        if name in found or (not found and any(generator.walk(generator.settings(name, root)))):
            return name
    raise PostsError(f"{root} has neither _config.yml nor _posts; name the folder of a Jekyll site")
