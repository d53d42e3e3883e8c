"""Files of a site that Hexo reads as posts and drafts (processor/post.ts). No file is opened here. Start with walk."""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.generators.detect import Mark, Strength
from pipeline.generators.files import list_files, make_found, paths_up
from pipeline.generators.foreign import load_package, needs_package
from pipeline.generators.hexo.settings import CONFIG_NAMES, HexoSettings, load_config, own_settings
from pipeline.generators.js_globs import GlobSet
from pipeline.generators.read import Found
from pipeline.generators.site import Site

FOLDERS = ("_drafts", "_posts")
EXTENSIONS = (
    *(".md", ".markdown", ".mkd", ".mkdn", ".mdwn", ".mdtxt", ".mdtext"),  # hexo-renderer-marked
    *(".html", ".htm", ".njk", ".j2", ".yml", ".yaml", ".json", ".css", ".js"),
)
_HIDDEN = re.compile(r"(?:^|/)[_.]")
_OWN_KEYS = ("new_post_name", "source_dir", "post_asset_folder", "skip_render", "default_category", "render_drafts")


def walk(site: Site) -> Iterator[Found]:
    """Yield the files below source/_posts and source/_drafts, sorted by path."""
    settings = own_settings(site)
    found = []
    for folder in FOLDERS:
        top = f"{settings.source}/{folder}" if settings.source else folder
        for listed in list_files(site.root, top):
            inner = listed.path[len(top) + 1 :]
            # Hexo matches every folder on the way (box/index.ts).
            if any(_is_match(above, settings.ignore) for above in paths_up(f"{site.root}/{listed.path}")):
                why: str | None = "the site's `ignore` matches its path"
            elif _is_match(f"{folder}/{inner}", settings.skip_render):
                why = "the site's `skip_render` matches its path"
            else:
                why = None if listed.is_unlisted else why_no_post(settings, inner)
            found.append(make_found(site.root, listed, why))
    return iter(sorted(found, key=lambda file: file.path))


def why_no_post(settings: HexoSettings, path: str) -> str | None:
    """Return why Hexo does not take a file below _posts as a post, in words."""
    if path.endswith(("~", "%")):
        return "its name ends with ~ or %"
    if _HIDDEN.search(path):
        return "its name, or its folder's, begins with _ or ."
    extension = posixpath.splitext(path)[1]
    if extension not in EXTENSIONS:
        return "Hexo renders no files with its extension"
    if settings.has_asset_folders and extension != settings.names.extension:
        return f"post_asset_folder is set, and its extension is not {settings.names.extension}, so it belongs to a post"
    return None


def _is_match(path: str, patterns: tuple[str, ...]) -> bool:
    """Return whether one of the patterns matches.

    One that begins with ! matches all others (micromatch.isMatch).
    """
    return any(GlobSet([text.removeprefix("!")]).matches(path) != text.startswith("!") for text in patterns)


def find_mark(root: Path) -> Mark | None:
    """Return what makes a folder a Hexo site: its package, or its settings and folders."""
    config = next((name for name in CONFIG_NAMES if (root / name).is_file()), None)
    if needs_package(root, "hexo") or isinstance(load_package(root).get("hexo"), dict):
        return Mark(Strength.SURE, "package.json") if config else Mark(Strength.LIKELY, "package.json")
    theme = next((path.name for path in root.glob("_config.*.yml") if path.name.count(".") == 2), None)
    has_posts = (root / "source/_posts").is_dir()
    own = theme or next((name for name in ("scaffolds", "themes") if (root / name).is_dir()), None)
    if not config or not (own or has_posts):
        return None
    if own and (own != "themes" or has_posts):
        return Mark(Strength.SURE, own)
    values = load_config(root)[1]
    key = next((key for key in _OWN_KEYS if key in values), None)
    return Mark(Strength.SURE, f"`{key}` in {config}") if key else None
