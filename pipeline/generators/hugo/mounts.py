"""Mounts: the folders that a site reads its content from, each below its place in content. Start with load_mounts."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.errors import PostsError
from pipeline.generators.hugo import globs
from pipeline.generators.hugo.config import Config, section_of, text_of, texts_of
from pipeline.generators.hugo.values import lower


@dataclass(frozen=True)
class Mount:
    """Folder, or file, that is read as a part of content. Paths have no / at either end."""

    source: str  # below the site
    target: str  # below content; "" is content itself
    lang: str | None  # of its pages whose names give none
    filters: tuple[tuple[bool, str], ...] = ()  # (whether it lets in, glob), over the path below the source

    def lets_in(self, relative: str) -> bool:
        """Return whether the filters let a file in, by its path below the source."""
        path = f"/{lower(relative)}"
        for is_including, pattern in self.filters:  # the first that matches decides
            if globs.matches(pattern, path):
                return is_including
        return not any(is_including for is_including, _ in self.filters)

    def place_of(self, path: str) -> str | None:
        """Return where a file of the site lies below content; None if it is not of this mount."""
        if self.source and path != self.source and not path.startswith(f"{self.source}/"):
            return None
        relative = path[len(self.source) :].strip("/")
        return "/".join(part for part in (self.target, relative) if part)


def load_mounts(config: Config, root: Path, languages: tuple[str, ...]) -> tuple[Mount, ...]:
    """Return the mounts in the order in which they win (modules/config.go). Raises PostsError."""
    default = _folder(root, text_of(config, "contentdir", "content"), "contentDir")
    mounts = [*_parse_mounts(config, root, languages)]
    if not mounts:
        own = {code: text_of(section_of(section_of(config, "languages"), code), "contentdir") for code in languages}
        if any(own.values()):
            mounts = [
                Mount(_folder(root, folder, "contentDir") if folder else default, "", code)
                for code, folder in own.items()
            ]
        else:
            mounts = [Mount(default, "", None)]
    themes = text_of(config, "themesdir", "themes")
    for theme in texts_of(config.get("theme")):
        if (root / themes / theme / "content").is_dir():
            mounts.append(Mount(_folder(root, f"{themes}/{theme}/content", "theme"), "", None))
    return tuple(mounts)


def _parse_mounts(config: Config, root: Path, languages: tuple[str, ...]) -> list[Mount]:
    given = section_of(config, "module").get("mounts")
    mounts = []
    for mount in given if isinstance(given, list) else ():
        if not isinstance(mount, dict):
            continue
        target = PurePosixPath(text_of(mount, "target").replace("\\", "/")).as_posix().strip("/")
        if target == "content" or target.startswith("content/"):
            source = _folder(root, text_of(mount, "source"), "module.mounts")
            mounts.append(Mount(source, target[len("content/") :], _language(mount, languages), _filters(mount)))
    return mounts


def _language(mount: Config, languages: tuple[str, ...]) -> str | None:
    """Return the first language of a mount; a file that is mounted for several is one row."""
    matrix = section_of(section_of(mount, "sites"), "matrix")
    patterns = [lower(text) for text in texts_of(matrix.get("languages")) or texts_of(mount.get("lang"))]
    if not patterns:
        return None
    return next((code for code in languages if language_matches(patterns, code)), patterns[0])


def language_matches(patterns: Any, code: str) -> bool:
    """Return whether a list of globs, `! ` before those that refuse, lets a language in."""
    refused = [pattern[1:].strip() for pattern in patterns if pattern.startswith("!")]
    wanted = [pattern for pattern in patterns if not pattern.startswith("!")]
    if any(globs.matches(pattern, code) for pattern in refused):
        return False
    return not wanted or any(globs.matches(pattern, code) for pattern in wanted)


def _filters(mount: Config) -> tuple[tuple[bool, str], ...]:
    """Return `files` (0.153 and later), includeFiles and excludeFiles as one list."""
    filters = [(not text.startswith("!"), text.removeprefix("!").strip()) for text in texts_of(mount.get("files"))]
    filters += [(False, text) for text in texts_of(mount.get("excludefiles"))]
    filters += [(True, text) for text in texts_of(mount.get("includefiles"))]
    return tuple((is_including, _absolute(lower(pattern))) for is_including, pattern in filters)


def _absolute(pattern: str) -> str:
    return pattern if pattern.startswith("/") else f"/{pattern}"


def _folder(root: Path, folder: str, key: str) -> str:
    """Return a folder below the site; raises PostsError for one that leads out."""
    parts = [part for part in folder.replace("\\", "/").split("/") if part not in ("", ".")]
    if ".." in parts or folder.startswith("/"):
        raise PostsError(
            f"{root}: {key} names {folder}, which leads out of the site; name the folder above as the site"
        )
    if any("\0" in part for part in parts):
        raise PostsError(f"{root}: {key} holds a NUL byte, which no folder's name does")
    return "/".join(parts)
