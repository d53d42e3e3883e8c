"""WHAT A SITE SAYS, AS ITS GENERATOR READS IT: settings, authors, which files are posts, and what each says.

Start with load_site. To add a generator, write a package with the five functions of generator.py and name it in
GENERATORS. The modules beside this one serve every generator. Columns are in posts/.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.errors import PostsError, UsageError, did_you_mean
from pipeline.generators.detect import find_generator
from pipeline.generators.foreign import find_foreign
from pipeline.generators.generator import Generator
from pipeline.generators.hexo import HEXO
from pipeline.generators.hugo import HUGO
from pipeline.generators.jekyll import JEKYLL
from pipeline.generators.site import Site

_WAY_OUT = "name the folder of a Jekyll or a Hugo site"
GENERATORS: dict[str, Generator] = {"jekyll": JEKYLL, "hugo": HUGO, "hexo": HEXO}


def load_site(name: str, root: Path, generator: str | None = None, options: Mapping[str, Any] | None = None) -> Site:
    """Read the site in `root`; raises PostsError for no site, or invalid settings.

    `generator` is detected unless it is given. `options` are keys of posts.toml that only the generator knows.
    """
    if not root.is_dir():
        raise PostsError(f"{root} is not a folder; {_WAY_OUT}")
    if generator is not None and generator not in GENERATORS:
        raise UsageError(f"no generator is called {generator}{did_you_mean(generator, GENERATORS)}")
    root = root.resolve()
    reader = GENERATORS[generator or detect(root)]
    site = reader.settings(name, root, options or {})
    return replace(site, authors=reader.authors(site))


def generator_of(site: Site) -> Generator:
    """Return the generator that reads a site."""
    return GENERATORS[site.generator]


def detect(root: Path) -> str:
    """Return the generator whose marks the folder has.

    Raises PostsError for no site, UsageError for two generators or one that is not read.
    """
    name = find_generator(root, {name: generator.find_mark for name, generator in GENERATORS.items()})
    foreign = find_foreign(root)
    # The settings of Hexo are called as Jekyll's, and its posts lack a date in their names.
    if name and (not foreign or _finds_file(GENERATORS[name], root)):
        return name
    if foreign:
        other, mark = foreign
        way_out = f"if another generator makes it, name that in posts.toml: {' or '.join(GENERATORS)}"
        raise UsageError(f"{root} is a site of {other} ({mark}), which is not read yet; {way_out}")
    raise PostsError(f"{root} has neither _config.yml nor _posts, hugo.toml nor content; {_WAY_OUT}")


def _finds_file(generator: Generator, root: Path) -> bool:
    """Return whether a generator reads any file of a folder."""
    return any(file.ignored is None for file in generator.walk(generator.settings("", root, {})))
