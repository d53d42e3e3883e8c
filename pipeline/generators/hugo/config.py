"""Settings files of a Hugo site, merged into one mapping with keys in lower case. Start with load_config.

Hugo's environment variables, and the settings of themes and modules, are not read.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import PostsError
from pipeline.generators.frontmatter import MAX_BLOCK_CHARS, load_json, load_toml, load_yaml
from pipeline.generators.hugo.values import lower_keys, resolve, to_text
from pipeline.generators.problems import ProblemError
from pipeline.generators.read import load_file
from pipeline.generators.scalars import Value

EXTENSIONS = ("toml", "yaml", "yml", "json")
ROOT_NAMES = tuple(f"{stem}.{extension}" for stem in ("hugo", "config") for extension in EXTENSIONS)
ENVIRONMENT = "production"  # of the command `hugo`
_BY_LANGUAGE = ("menu", "menus", "params")  # config/_default/params.fr.toml

Config = dict[str, Any]


def load_config(root: Path) -> tuple[Config, tuple[str, ...]]:
    """Return the site's settings, and their files: the root's, config/_default and config/production over it.

    Raises PostsError for a file that cannot be read (allconfig/load.go:362, configLoader.go:122).
    """
    name = next((name for name in ROOT_NAMES if (root / name).exists()), None)
    config = _load_file(root, name) if name else {}
    files = [name] if name else []
    layers: Config = {}
    for folder in ("config/_default", f"config/{ENVIRONMENT}"):
        for path in _settings_files(root, folder):
            layers = merge(layers, _place(Path(path).stem.lower(), _load_file(root, path)))
            files.append(path)
    return merge(config, layers), tuple(files)


def merge(under: Config, over: Config) -> Config:
    """Return `over` laid on `under`, mappings key by key."""
    merged = dict(under)
    for key, value in over.items():
        old = merged.get(key)
        merged[key] = merge(old, value) if isinstance(value, dict) and isinstance(old, dict) else value
    return merged


def _settings_files(root: Path, folder: str) -> Iterator[str]:
    """Yield the settings files below a folder, in the order of filepath.Walk; links are not followed."""
    if not (root / folder).is_dir():
        return
    paths = [path for path in (root / folder).rglob("*") if path.suffix[1:] in EXTENSIONS and path.is_file()]
    yield from (path.relative_to(root).as_posix() for path in sorted(paths))


def _place(stem: str, value: Config) -> Config:
    """Return the content of config/_default/<stem>.* where it stands in the settings."""
    if stem in ("hugo", "config"):
        return value
    key, _, lang = stem.partition(".")
    inner = value.get(key)
    if len(value) == 1 and isinstance(inner, dict):  # the file wraps its content in its own name
        value = inner
    if not lang:
        return {key: value}
    return {"languages": {lang: {key: value} if key in _BY_LANGUAGE else value}}


def _load_file(root: Path, path: str) -> Config:
    content, fault = load_file(root, path, MAX_BLOCK_CHARS)
    if content is None:
        raise PostsError(f"{root / path} cannot be read: {fault.detail if fault else 'nothing was read'}")
    extension = path.rpartition(".")[2]
    try:
        text = content.decode("utf-8-sig")
        value: Value | None
        if extension == "toml":
            value = load_toml(f"+++\n{text}\n+++")
        else:
            value = load_json(text) if extension == "json" and text.strip() else load_yaml(text)
    except UnicodeDecodeError as error:
        raise PostsError(f"{root / path} cannot be read ({error}); settings are text in UTF-8") from error
    except ProblemError as error:
        line = (error.line or 1) - (extension == "toml")
        raise PostsError(f"{root / path}, line {line}: {error.detail}") from error
    if value is not None and not isinstance(value, dict):
        raise PostsError(f"{root / path} holds a list or a text; settings are lines of `key: value`")
    lowered: Config = lower_keys(value or {})
    return lowered


def section_of(config: Config, key: str) -> Config:
    """Return the mapping under a key; empty if there is none."""
    value = config.get(key)
    return value if isinstance(value, dict) else {}


def text_of(config: Config, key: str, default: str = "") -> str:
    """Return the text under a key; `default` for null or none."""
    value = config.get(key)
    return default if value is None or resolve(value) is None else to_text(value)


def texts_of(value: Any) -> tuple[str, ...]:
    """Return a list of texts; a text is a list of one."""
    if isinstance(value, list):
        return tuple(to_text(item) for item in value)
    return (to_text(value),) if isinstance(value, str) and resolve(value) is not None else ()
