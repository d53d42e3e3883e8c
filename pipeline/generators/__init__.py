"""WHAT A SITE SAYS, AS ITS GENERATOR READS IT: settings, authors, which files are posts, and what each says.

Start with load_site. To add a generator, write a package with the five functions of generator.py and name it in
GENERATORS. The modules beside this one serve every generator. Columns are in posts/.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.errors import PostsError, UsageError, did_you_mean
from pipeline.generators.detect import Strength, find_strongest
from pipeline.generators.foreign import FOREIGN, find_foreign
from pipeline.generators.generator import Generator
from pipeline.generators.hexo import HEXO
from pipeline.generators.hugo import HUGO
from pipeline.generators.jekyll import JEKYLL
from pipeline.generators.markdown import MARKDOWN
from pipeline.generators.site import Site

_FOLDERS_OF_SITES = ("website", "site", "docs", "blog", "web", "www")
_NAME_IT = 'name its `generator` in posts.toml, such as "plain" for any folder of dated Markdown'
GENERATORS: dict[str, Generator] = {"jekyll": JEKYLL, "hugo": HUGO, "hexo": HEXO, **MARKDOWN}


def load_site(name: str, root: Path, generator: str | None = None, options: Mapping[str, Any] | None = None) -> Site:
    """Read the site in `root`; raises PostsError for no site, or invalid settings.

    `generator` is detected unless it is given. `options` are keys of posts.toml that only the generator knows.
    """
    if not root.is_dir():
        raise PostsError(f"{root} is not a folder; name the folder of a site")
    if generator is not None and generator not in GENERATORS:
        fault = f"no generator is called {generator}{did_you_mean(generator, GENERATORS)}"
        if generator.lower() in FOREIGN:
            fault = f"{generator} is known, and not read yet"
        raise UsageError(f"{fault}; these are read: {', '.join(GENERATORS)}")
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
    marks = {name: mark for name, generator in GENERATORS.items() if (mark := generator.find_mark(root))}
    marks |= find_foreign(root)
    found = find_strongest(marks)
    if all(marks[name].name == "package.json" for name in found) and (below := _find_site_below(root)):
        raise PostsError(f"{root} is no site, but {below} makes one of a folder in it: name that folder")
    if not found:
        raise PostsError(
            f"{root} has no file of a generator that is known, such as _config.yml or hugo.toml; name the folder "
            f"of a site, or {_NAME_IT}"
        )
    known = [name for name in found if name in GENERATORS]
    if len(found) > 1:
        names = " and ".join(f"{marks[name].name} ({name})" for name in found)
        choice = f"write `generator` for this site in posts.toml: {' or '.join(known or GENERATORS)}"
        raise UsageError(f"{root} has {names}; {choice}")
    if not known:
        way_out = f"if another generator makes it, name that in posts.toml: {' or '.join(GENERATORS)}"
        raise UsageError(f"{root} is a site of {found[0]} ({marks[found[0]].name}), which is not read yet; {way_out}")
    return known[0]


def _find_site_below(root: Path) -> str | None:
    """Return the settings file of a site in a folder that often holds one."""
    for folder in _FOLDERS_OF_SITES:
        for generator in GENERATORS.values() if (root / folder).is_dir() else ():
            mark = generator.find_mark(root / folder)
            if mark and mark.strength >= Strength.NAMED:
                return f"{folder}/{mark.name}"
    return None
