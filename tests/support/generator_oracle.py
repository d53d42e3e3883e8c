"""What this project reads of sites, beside what other generators read: `python -m tests.oracle --generator NAME [DIR]`.

DIR (else $GENERATOR_ORACLE, else ../shared/oracle/generators) holds cases-NAME.jsonl, small sites and what the generator
made of them, and <site>.jsonl, what it read of the site in corpora/generators/<site>, or in DIR/<site>.
"""

import json
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.errors import PostsError
from pipeline.generators import detect, generator_of, load_site
from pipeline.generators.authors import key_and_name
from pipeline.generators.fields import Fields
from pipeline.generators.js_values import resolve, to_text
from pipeline.generators.problems import ProblemError
from pipeline.generators.read import load_file
from pipeline.generators.scalars import Plain, Value, flatten
from pipeline.generators.site import Site
from tests.support.oracle import Agreement

FOLDER = Path(os.environ.get("GENERATOR_ORACLE", Path(__file__).parents[3] / "shared" / "oracle" / "generators"))
NAMES = ("hexo", "docusaurus", "astro", "eleventy")
NO_DATE = ("file time", "file birth time", "build time")  # what a clone does not keep
_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")

# Where this project does not do as the generator, each for a reason.
EXCEPTIONS = {
    "hexo": {
        "broken template tags in a text": "texts are not rendered, so a broken tag stops nothing",
    },
    "docusaurus": {
        "bad front matter": "a tab in the indentation is an error; Docusaurus forgets it when it reads the file again",
    },
    "astro": {
        "two files one id": "both stay, with the warning url_conflict: which one wins is not in the content",
        "MDX": "MDX is not compiled, so an import of a file that is not there stops nothing",
    },
    "eleventy": {
        "a layout that is not there": "layouts are templates, which are not read",
    },
}  # fmt: skip
_JS = re.compile(rb"---[ \t]*(?:js|javascript)\s")
Read = tuple[Fields | None, dict[str, Value], list[str]]  # fields, front matter, kinds of problems


def read_site(site: Site) -> dict[str, Read]:
    """Return what is read of each file of a site by path."""
    generator = generator_of(site)
    read: dict[str, Read] = {}
    for found in generator.walk(site):
        if found.ignored is not None:
            continue
        content, fault = (None, found.fault) if found.fault else load_file(site.root, found.path)
        try:
            if content is None:
                read[found.path] = None, {}, [fault.kind if fault else "unreadable"]
                continue
            document = generator.document(site, content)
            fields = generator.fields(site, found.path, document)
            kinds = [problem.kind for problem in (*document.warnings, *fields.warnings)]
            read[found.path] = fields, document.front_matter, kinds + ([fields.error.kind] if fields.error else [])
        except ProblemError as error:
            read[found.path] = None, {}, [error.kind]
    return read


def compare_case(agreement: Agreement, generator: str, case: dict[str, Any]) -> None:
    """Compare the files of one small site.

    Where the generator stops, a file or the settings must be refused.
    """
    label, options = case["label"], _options(generator, case)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        for path, text in _settings_files(generator, case).items():
            _write(root, path, text.encode())
        for file in case["files"]:
            content = (
                bytes.fromhex(file["hex"])
                if "hex" in file
                else (file.get("text") or "").encode("utf-8", "surrogateescape")
            )
            _write(root, file["path"], content)
        try:
            site = load_site("case", root, generator, options)
        except PostsError:
            agreement.compare(label, "settings", True, bool(case.get("raised") or case.get("stopped")))
            return
        read = read_site(site)
    as_of = datetime.fromisoformat(case["as_of"])
    code = {file["path"] for file in case["files"] if _JS.match((file.get("text") or "").encode("utf-8", "replace"))}
    compare_rows(agreement, label, case, read, site, as_of, code)


def compare_site(agreement: Agreement, name: str, lines: Iterable[str], root: Path) -> None:
    """Compare every post of a site, which is detected by its files."""
    options = {"drafts": "show"} if detect(root) == "astro" else {}
    site = load_site(name, root, None, options)
    rows = [json.loads(line) for line in lines]
    case = {
        "posts": [row for row in rows if "path" in row and not {"no_post", "page", "raised"} & row.keys()],
        "no_posts": [row["path"] for row in rows if row.get("no_post")],
        "pages": [row["path"] for row in rows if row.get("page")],
        "raised": {row["path"]: row["raised"] for row in rows if "raised" in row and "path" in row},
    }
    compare_rows(agreement, name, case, read_site(site), site, datetime.now(UTC), set())


def compare_rows(
    agreement: Agreement,
    name: str,
    case: dict[str, Any],
    read: dict[str, Read],
    site: Site,
    as_of: datetime,
    code: set[str],
) -> None:
    """Compare what a generator gave of a site.

    `code` are files whose front matter it executes.
    """
    if "stopped" in case:
        has_error = any(fields is None or fields.error for fields, _, _ in read.values())
        agreement.compare(name, "problem", True, bool(site.problems) or has_error)
        return
    for path in case.get("raised") or ():
        fields, _, kinds = read.pop(path, (None, {}, []))
        agreement.compare(f"{name}: {path}", "problem", True, fields is None or fields.error is not None)
    for row in case["posts"]:
        where = f"{name}: {row['path']}"
        fields, front_matter, kinds = read.pop(row["path"], (None, {}, ["not read"]))
        if row["path"] in code:  # on purpose
            agreement.compare(where, "code", ["front_matter_code"], kinds)
        elif fields is None:
            agreement.compare(where, "read", True, _is_no_date(row["date"]) and "date_invalid" in kinds)
        else:
            _compare_post(agreement, where, row, fields, front_matter, site, as_of)
            if "config" in case and not case["config"].get("all"):  # the others say nothing of pages
                agreement.compare(where, "post", True, fields.fate != "page")
    locale = case.get("config", {}).get("locale") or (case.get("config", {}).get("locales") or [None])[0]
    for path, (fields, _, kinds) in read.items():
        if locale and fields and fields.lang != locale:
            continue
        fate = fields.fate if fields else "problem"
        is_dropped = path in case["no_posts"] and fate in ("draft", "page")
        agreement.compare(f"{name}: {path}", "fate", None, None if is_dropped or fate == "page" else (fate, kinds))


def _compare_post(
    agreement: Agreement,
    where: str,
    row: dict[str, Any],
    fields: Fields,
    front_matter: Mapping[str, Value],
    site: Site,
    as_of: datetime,
) -> None:
    moment = fields.published
    if _is_no_date(row["date"]):
        agreement.compare(where, "date", True, moment is None and (fields.fate != "post" or fields.error is not None))
    elif _is_of_1970(row["date"], fields):  # `pubDate: ~` is 1970 to Astro, and a problem here
        agreement.compared["date of null"] += 1
    else:
        agreement.compare(where, "date", _seconds(row["date"]), moment and moment.at)
        day = moment and datetime.fromtimestamp(moment.local, UTC).date().isoformat()
        agreement.compare(where, "day", row["published_on"], day)
    if row["updated"] != "file time" and not str(row["updated"]).startswith("1970-01-01T00:00:00Z"):
        agreement.compare(where, "updated", _seconds(row["updated"]), fields.updated_at)
    agreement.compare(where, "title", _typed_text(row["title"]) or None, fields.title)
    agreement.compare(where, "slug", row["slug"], fields.slug)
    if row["url"] is not None or (moment and "permalink" not in front_matter):
        agreement.compare(where, "url", row["url"], fields.url)
    agreement.compare(where, "draft", bool(row["draft"]), fields.is_draft)
    is_future = fields.live_from is not None and fields.live_from > as_of.timestamp()
    is_live = fields.fate != "draft" and not fields.is_hidden and (site.shows_future or not is_future)
    agreement.compare(where, "live", row["live"], is_live)
    if row["live"] or fields.is_draft:  # of a post of the future, core.posts shows neither
        # Hexo lists terms in the order in which the site first had them, which no post can tell.
        order = sorted if site.generator == "hexo" else list
        agreement.compare(where, "tags", order(_texts(row["tags"])), order(fields.tags))
        agreement.compare(where, "categories", order(_texts(row["categories"])), order(fields.categories))
    if row["lang"] is not None or site.generator != "docusaurus":
        agreement.compare(where, "lang", row["lang"], fields.lang)
    if row.get("excerpt") is not None or site.generator == "hexo":
        agreement.compare(where, "excerpt", (row["excerpt"] or "").strip() or None, fields.excerpt)
    given = [name for name in row["authors"] if name is not None]
    theirs = [key_and_name(name)[1] if isinstance(name, dict) else _typed_text(name) for name in given]
    if theirs or "authors" not in front_matter:  # elsewhere the oracle looks at `author` alone
        agreement.compare(where, "authors", theirs, list(_author_names(site, fields)))


def _author_names(site: Site, fields: Fields) -> Iterable[str]:
    names = {author.author_id: author.name for author in site.authors}
    for byline in fields.bylines:
        if byline.source != "front_matter":
            continue
        for value in byline.values:
            for entry in flatten(value) if value is not None else ():
                if isinstance(entry, dict):
                    key, name = key_and_name(entry)
                    yield from filter(None, [name or names.get(key, "")])
                elif resolve(entry) is not None and not (entry in names and entry == names[entry]):
                    yield names.get(entry, to_text(entry))


def _is_no_date(date: Any) -> bool:
    """Return whether a date comes from outside the site's files, or is none."""
    return date is None or date in NO_DATE or not re.match(r"\d{4}-", str(date))


def _is_of_1970(date: str, fields: Fields) -> bool:
    return date.startswith("1970-01-01T00:00:00") and fields.error is not None


def _seconds(date: str | None) -> int | None:
    return None if date is None else int(datetime.fromisoformat(date).timestamp() // 1)


def _texts(value: Any) -> list[str]:
    return [_typed_text(item) for item in (value if isinstance(value, list) else [value])]


def _typed_text(value: Any) -> str:
    """Return a value of JSON as JavaScript shows it."""
    if isinstance(value, str) and _ISO.fullmatch(value):
        ms = datetime.fromisoformat(value).timestamp() * 1000
        return to_text(Plain(datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")))
    if isinstance(value, list):
        return ",".join(map(_typed_text, value))
    return value if isinstance(value, str) else "" if value is None else to_text(Plain(json.dumps(value)))


def _settings_files(generator: str, case: dict[str, Any]) -> dict[str, str]:
    """Return settings that say what the oracle was given."""
    config = case["config"]
    match generator:
        case "hexo":
            return {"_config.yml": json.dumps(config, ensure_ascii=False)}
        case "docusaurus":
            locales = config.get("locales", ["en"])
            base = config.get("base_url") or config.get("baseUrl") or "/"
            settings = {
                "url": "https://example.org",
                "baseUrl": base,
                "i18n": {"defaultLocale": locales[0], "locales": locales},
            }
            settings["presets"] = [["classic", {"blog": config["options"]}]]
            return {"docusaurus.config.js": f"module.exports = {json.dumps(settings)};"}
        case "astro":
            base, route = config.get("base", "src/content/blog"), config.get("route", "blog")
            starter = "{title: z.string(), description: z.string().optional(), pubDate: z.coerce.date(), updatedDate: z.coerce.date().optional()}"
            schema = {"starter": f"z.object({starter}).passthrough()", "open": "z.object({}).passthrough()"}
            schema_text = schema.get(config.get("schema", "starter"), config.get("schema", ""))
            glob = f"glob({{base: './{base}', pattern: {json.dumps(config.get('pattern', '**/*.{md,mdx}'))}}})"
            return {
                "astro.config.mjs": "export default {};",
                "src/content.config.ts": f"export const collections = {{blog: defineCollection({{loader: {glob}, schema: {schema_text}}})}};",
                f"src/pages/{route}/[...slug].astro": "---\nconst posts = await getCollection('blog');\n---\n",
            }
        case _:
            front_matter = json.dumps(config.get("frontMatter", {}))
            folders = json.dumps({"input": config.get("input", "content")})
            return {
                "eleventy.config.js": f"export default function (config) {{ config.setFrontMatterParsingOptions({front_matter}); }}\n"
                f"export const config = {{dir: {folders}}};"
            }


def _options(generator: str, case: dict[str, Any]) -> dict[str, Any]:
    config = case["config"]
    match generator:
        case "hexo":
            return {"build_timezone": case["timezone"]}
        case "astro":
            return {"build_timezone": case["timezone"], "drafts": "show"}
        case "eleventy":
            return {"tag": config.get("posts_tag", "posts"), "drafts": "hide" if config.get("drafts") else "show"}
        case _:
            return {}


def _write(root: Path, path: str, content: bytes) -> None:
    full = root / path
    full.parent.mkdir(parents=True, exist_ok=True)
    full.write_bytes(content)


def main(generator: str, folder: Path) -> int:
    """Compare the cases and sites of a generator; return 1 on any difference."""
    total = Agreement()
    paths = [path for path in sorted(folder.glob("*.jsonl")) if path.stem == f"cases-{generator}"]
    paths += [path for path in sorted(folder.glob("*.jsonl")) if is_site_of(generator, folder, path)]
    for path in paths:
        lines = path.read_text("utf-8", "surrogateescape").rstrip("\n").split("\n")  # a text may hold other line ends
        before = len(total.differences)
        if path.stem.startswith("cases-"):
            agreed = 0
            for case in map(json.loads, lines):
                own = Agreement()
                compare_case(own, generator, case)
                total.compared += own.compared
                reason = EXCEPTIONS[generator].get(case["label"])
                total.differences += [] if reason else own.differences
                agreed += not own.differences
                if own.differences and reason:
                    print(f"{path.stem}: exception: {case['label']}: {reason}")
        else:
            compare_site(total, path.stem, lines, site_folder(folder, path.stem))
            agreed = len(lines) - len({where for where, *_ in total.differences[before:]})
        print(f"{path.stem}: {agreed} of {len(lines)}")
    return total.report(generator)


def is_site_of(generator: str, folder: Path, path: Path) -> bool:
    """Return whether answers are those of a site of this generator."""
    if path.stem.startswith("cases"):
        return False
    try:
        return detect(site_folder(folder, path.stem)) == generator
    except PostsError:
        return False


def site_folder(folder: Path, name: str) -> Path:
    """Return where a site lies; a repository may hold it in the folder `website`."""
    beside = folder / name
    root = beside if beside.is_dir() else folder.parents[1] / "corpora" / "generators" / name
    return root / "website" if (root / "website").is_dir() else root
