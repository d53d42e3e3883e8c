"""Eleventy: its folders, slugs and URLs. Data files beside posts are in eleventy_data.py. Start: load_setup.

Which files are posts is a convention of each site: a tag, or a folder.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.generators.document import Document
from pipeline.generators.js_literals import Code, Js, Module, read_module
from pipeline.generators.js_values import is_truthy, resolve, to_text
from pipeline.generators.markdown.config_files import SCRIPTS, load_module, mapping_of, text_of, texts_of
from pipeline.generators.markdown.eleventy_data import TEMPLATES, load_data_files, split_tags
from pipeline.generators.markdown.preset import Collection, Place, Setup
from pipeline.generators.markdown.settings import DataFile
from pipeline.generators.options import SiteOptions
from pipeline.generators.problems import ProblemError
from pipeline.generators.read import load_file
from pipeline.generators.scalars import Plain, Value, Values
from pipeline.generators.site import Site

CONFIGS = (".eleventy.js", *(f"eleventy.config.{end}" for end in SCRIPTS))
CONVENTIONS = ("posts", "post", "blog")  # tags and folders of posts
TIME_WORDS = ("last modified", "created", "git last modified", "git created")
MAX_IGNORE_BYTES = 1 << 16
_DATE_IN_PATH = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATE_IN_NAME = re.compile(r"\d{4}-\d{2}-\d{2}-(.*)", re.DOTALL)
_FILTERED = re.compile(r"""getFilteredByGlob\s*\(\s*(\[[^\]]*\]|["'`][^"'`]*["'`])""")
_FILTERED_BY_TAG = re.compile(r"""getFilteredByTag\s*\(\s*["'`]([^"'`$]+)["'`]""")
_TEMPLATE_TAG = re.compile(r"\{\{-?\s*([\w.]+)\s*(?:\|\s*(slugify|slug)\s*)?-?\}\}")
_NO_SLUG = re.compile(r"[^a-z0-9]+")
_RESERVED = ("content", "collections")
_RESERVED_OF_PAGE = (
    *("date", "inputPath", "fileSlug", "filePathStem", "outputFileExtension", "templateSyntax", "url", "outputPath"),
)


def load_setup(root: Path, options: SiteOptions) -> Setup:
    """Read the configuration's folders and globs, and the data files beside the posts."""
    path, module = load_module(root, CONFIGS)
    folders = mapping_of(module.default.get("dir")) or mapping_of(mapping_of(module.exports.get("config")).get("dir"))
    source = _folder(
        folders.get("input")
        or next((call.arguments[0] for call in module.find_calls("setInputDirectory") if call.arguments), None)
    )
    includes = posixpath.normpath(posixpath.join(source, _folder(folders.get("includes")) or "_includes"))
    data = posixpath.normpath(posixpath.join(source, text_of(folders.get("data")) or "_data"))
    output = _folder(folders.get("output")) or "_site"
    left_out = ("**/node_modules/**", f"{includes}/**", f"{data}/**", f"{output}/**", ".git/**")
    assumed: list[str] = []
    files = tuple(load_data_files(root, source, data, assumed))
    tags, globs = _find_posts(root, source, module, files, options, assumed=assumed)
    front_matter = next(
        (mapping_of(call.arguments[0]) for call in module.find_calls("setFrontMatterParsingOptions") if call.arguments),
        {},
    )
    separator = text_of(front_matter.get("excerpt_separator")) or "---"
    return Setup(
        collections=(Collection(source, "/", exclude=(*left_out, *_find_ignored(root, source, module))),),
        settings_files=(path,) if path else (),
        assumed=tuple(assumed),
        own={
            "tags_of_posts": tags,
            "post_globs": globs,
            "data": files,
            "merges_data": all(call.arguments[:1] != (False,) for call in module.find_calls("setDataDeepMerge")),
            "excerpt_separator": separator if front_matter.get("excerpt") is True else None,
        },
    )


def find_place(site: Site, collection: Collection, inner: str, values: Values) -> Place:
    """Return slug, URL and day of a path; the URL keeps the date (TemplateFileSlug.js)."""
    del site
    folder, _, file_name = inner.rpartition("/")
    parents = re.sub(r"^./", "", f"{folder}/")  # a first folder of one letter is taken for a dot
    base = next((file_name.removesuffix(end) for end in TEMPLATES if file_name.endswith(end)), file_name)
    slug = _without_date(base)
    if slug == "index":
        slug = _without_date(posixpath.basename(parents.rstrip("/")))
    is_folder = base in ("index", folder.rpartition("/")[2])
    url: str | None = "/".join(("", *filter(None, (folder, "" if is_folder else base)), ""))
    permalink = values.get("permalink")
    is_written = True
    if isinstance(permalink, dict):
        permalink = permalink.get("build", Plain("false"))
    if permalink is not None and resolve(permalink) is False:
        url, is_written = None, False
    elif permalink is not None and is_truthy(permalink):
        stem = posixpath.join("/", parents, _without_date(base))
        names = {"page.fileSlug": slug, "page.filePathStem": stem}
        names |= {key: to_text(value) for key, value in values.items() if isinstance(value, str)}
        url = _permalink_url(to_text(permalink), names)
    day = _DATE_IN_PATH.search(f"{collection.folder}/{inner}")
    section = folder.partition("/")[0]
    return Place(slug, url, day[0] if day else None, section=section, is_written=is_written)


def check_data(site: Site, collection: Collection, document: Document, values: Values) -> None:
    """Raise ProblemError for data that stops Eleventy's build."""
    del site, collection, document
    page = values.get("page")
    if page is not None and not (isinstance(page, dict) and not any(key in page for key in _RESERVED_OF_PAGE)):
        raise ProblemError(
            "key_invalid", "`page` is a name that Eleventy keeps for itself: call it otherwise", key="page"
        )
    if key := next((key for key in _RESERVED if key in values), None):
        raise ProblemError(
            "key_invalid", f"`{key}` is a name that Eleventy keeps for itself: call it otherwise", key=key
        )


def is_time_word(value: Value) -> bool:
    """Return whether a date stands for a time of the file or of Git."""
    meant = resolve(value)
    return isinstance(meant, str) and meant.strip().lower() in TIME_WORDS


def _without_date(name: str) -> str:
    found = _DATE_IN_NAME.search(name)
    return found[1] if found else name


def _permalink_url(text: str, names: Mapping[str, str]) -> str | None:
    """Return the URL of a permalink with names and slugs in it.

    None for one that only templates can fill.
    """

    def fill(found: re.Match[str]) -> str:
        value = names.get(found[1])
        if value is None or (found[2] and not value.isascii()):
            return found[0]
        return _NO_SLUG.sub("-", value.lower()).strip("-") if found[2] else value

    text = _TEMPLATE_TAG.sub(fill, text)
    if "{{" in text or "{%" in text:
        return None
    url = re.sub("/{2,}", "/", f"/{text}")
    return re.sub(r"/index(?:\.html|/)?$", "/", url)


def _folder(value: Js) -> str:
    folder = posixpath.normpath((text_of(value) or ".").removeprefix("./").strip("/") or ".")
    return "" if folder == "." else folder


def _find_ignored(root: Path, source: str, module: Module) -> Iterator[str]:
    """Yield globs of the files of a site that are left out (EleventyFiles.js)."""
    names = [".eleventyignore", posixpath.join(source, ".eleventyignore")]
    if all(call.arguments[:1] != (False,) for call in module.find_calls("setUseGitIgnore")):
        names.append(".gitignore")
    for name in dict.fromkeys(names):
        content, _ = load_file(root.resolve(), name, MAX_IGNORE_BYTES)
        for line in (content or b"").decode("utf-8", "replace").splitlines():
            if (pattern := line.strip()) and not pattern.startswith(("#", "!")):
                path = posixpath.normpath(posixpath.join(posixpath.dirname(name), pattern.lstrip("/")))
                yield f"{path}/**" if (root / path).is_dir() else path
    for call in module.find_calls("add"):
        if call.name.endswith(".ignores.add") and call.arguments and isinstance(call.arguments[0], str):
            yield posixpath.normpath(call.arguments[0])


def _find_posts(
    root: Path, source: str, module: Module, files: tuple[DataFile, ...], options: SiteOptions, *, assumed: list[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tags and the globs that make a file a post."""
    if options.tag:
        return (options.tag,), ()
    if options.sections:
        bases = [section.strip("/") for section in options.sections]
        return (), tuple(
            f"{base}/**" if base.startswith(f"{source}/") else posixpath.join(source, base, "**") for base in bases
        )
    for call in module.find_calls("addCollection"):
        name = call.arguments[0] if call.arguments else None
        code = call.arguments[-1] if len(call.arguments) > 1 else None
        if name not in CONVENTIONS or not isinstance(code, Code):
            continue
        if by_tag := _FILTERED_BY_TAG.search(code.text):
            assumed.append(f"posts are the files with the tag {by_tag[1]}, as the collection {name} has them (tag)")
            return (by_tag[1],), ()
        if found := _FILTERED.search(code.text):
            globs = texts_of(read_module(f"export default {{x: {found[1]}}}", module.constants).default.get("x"))
            if not globs:
                continue
            assumed.append(f"posts are the files of the collection {name}: {', '.join(globs)} (sections)")
            return (), tuple(glob.removeprefix("./") for glob in globs)
    given = {tag for _, _, values in files for tag in split_tags(dict(values).get("tags"))}
    if tag := next((tag for tag in CONVENTIONS if tag in given), None):
        assumed.append(f"posts are the files with the tag {tag} (tag)")
        return (tag,), ()
    folder = next((name for name in CONVENTIONS if (root / source / name).is_dir()), None)
    if folder:
        path = posixpath.join(source, folder)
        assumed.append(
            f"posts are the files below {path}, and those with the tags {', '.join(CONVENTIONS)} (sections, tag)"
        )
        return CONVENTIONS, (f"{path}/**",)
    assumed.append(f"posts are the files with one of the tags {', '.join(CONVENTIONS)} (tag)")
    return CONVENTIONS, ()
