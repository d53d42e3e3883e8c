"""What this project reads of sites, beside what Hugo itself reads: `python -m tests.oracle --generator hugo [DIR]`.

DIR (else $HUGO_ORACLE, else ../shared/oracle/hugo) holds <name>.jsonl, what Hugo read of the site <name>, and
cases.jsonl, small sites and what Hugo made of them. The sites lie in corpora/hugo/<name> beside the folder `oracle`,
or in DIR/<name>. Regular pages are compared by the fields that the generator gives, whether they are posts or not.
"""

import json
import math
import os
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.errors import PostsError
from pipeline.generators import generator_of, load_site
from pipeline.generators.fields import Fields, Moment
from pipeline.generators.hugo.config import load_config, text_of
from pipeline.generators.hugo.settings import own_settings
from pipeline.generators.hugo.taxonomy import term_path
from pipeline.generators.problems import ProblemError
from pipeline.generators.read import load_file
from pipeline.generators.site import Site
from tests.support.oracle import Agreement

FOLDER = Path(os.environ.get("HUGO_ORACLE", Path(__file__).parents[3] / "shared" / "oracle" / "hugo"))
DATES = {"date": "date", "publishDate": "publish", "lastmod": "lastmod", "expiryDate": "expiry"}

# Where this project does not do as Hugo, each for a reason.
EXCEPTIONS = {
    "date 3:04PM": "a time alone is a date of the year 0 to Hugo, which no calendar has; here it is a problem",
}
Read = tuple[Fields | None, list[str]]  # the fields, and the kinds of problems


def read_site(site: Site) -> tuple[dict[str, Read], dict[str, str]]:
    """Return what is read of each file of a site by path, and why the others are ignored."""
    generator = generator_of(site)
    read: dict[str, Read] = {}
    ignored = {}
    for found in generator.walk(site):
        if found.ignored is not None:
            ignored[found.path] = found.ignored
            continue
        content, fault = (None, found.fault) if found.fault else load_file(site.root, found.path)
        try:
            if content is None:
                read[found.path] = None, [fault.kind if fault else "unreadable"]
                continue
            document = generator.document(site, content)
            fields = generator.fields(site, found.path, document)
            kinds = [problem.kind for problem in (*document.warnings, *fields.warnings)]
            read[found.path] = fields, kinds + ([fields.error.kind] if fields.error else [])
        except ProblemError as error:
            read[found.path] = None, [error.kind]
    return read, ignored


def compare_site(agreement: Agreement, name: str, lines: Iterable[str], root: Path) -> None:
    """Compare every page that Hugo read of a site, and that it read no others.

    Hugo was told to read HTML and Org here, whatever the site allows.
    """
    site = load_site(name, root)
    site = replace(site, own=replace(own_settings(site), refused_markups=()))
    compare_rows(agreement, name, [json.loads(line) for line in lines], site, None)


def compare_case(agreement: Agreement, case: dict[str, Any]) -> None:
    """Compare the pages of one small site; where Hugo stops, a file or the settings must be refused."""
    label = case["label"]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for file in case["files"]:
            path = root / file["path"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file["text"].encode("utf-8", "surrogateescape"))
        if not any(file["path"].startswith(("hugo.", "config")) for file in case["files"]):
            (root / "hugo.json").write_text(json.dumps(case["config"]), encoding="utf-8")
        rows = case["posts"] + ([{"raised": case["raised"]}] if "raised" in case else [])
        try:
            compare_rows(agreement, label, rows, load_site("case", root), datetime.fromisoformat(case["as_of"]))
        except PostsError:
            agreement.compare(label, "settings", True, "raised" in case and not case["posts"])


def compare_rows(
    agreement: Agreement,
    name: str,
    rows: list[dict[str, Any]],
    site: Site,
    as_of: datetime | None,
    *,
    unlisted: Iterable[str] = (),
) -> None:
    """Compare the rows that Hugo gave of a site; `unlisted` files are pages that it did not print."""
    read, _ = read_site(site)
    pages = {row["path"]: row for row in reversed(rows) if "kind" in row}
    stopped = any("path" not in row for row in rows) and not pages
    if stopped:
        problems = [kinds for _, kinds in read.values() if kinds]
        agreement.compare(name, "problem", True, bool(problems))
        return
    for row in rows:
        if "raised" in row and "path" in row:
            fields, kinds = read.pop(row["path"], (None, []))
            agreement.compare(f"{name}: {row['path']}", "problem", True, bool(kinds))
    for path, row in pages.items():
        where = f"{name}: {path}"
        fields, kinds = read.pop(path, (None, ["not read"]))
        if row["kind"] != "page":
            agreement.compare(where, "kind", "page", fields and fields.fate)
        elif fields is None:
            agreement.compare(where, "read", True, kinds)
        else:
            _compare_page(agreement, where, row, fields, kinds, site, as_of)
    for path, (fields, _) in read.items():
        if path in unlisted:
            continue
        agreement.compare(f"{name}: {path}", "kind", None, fields.fate if fields else "problem")


def _compare_page(
    agreement: Agreement, where: str, row: dict[str, Any], fields: Fields, kinds: list[str], site: Site,
    as_of: datetime | None,
) -> None:  # fmt: skip
    settings = own_settings(site)
    url = row["url"]
    config, _ = load_config(site.root)
    if base := urlsplit(text_of(config, "baseurl")).path.rstrip("/"):
        url = url.removeprefix(base)
    agreement.compare(where, "title", row["title"] or None, fields.title)
    agreement.compare(where, "url", url or None, fields.url)
    agreement.compare(where, "slug", row["slug"] or fields.slug, fields.slug)
    agreement.compare(where, "section", row["section"], fields.section)
    agreement.compare(where, "lang", row["lang"], fields.lang)
    agreement.compare(where, "draft", row["draft"], fields.is_draft)
    agreement.compare(where, "layout", row.get("layout") or row["type"], fields.layout)
    agreement.compare(where, "hidden", False, fields.is_hidden and row["written"] is True)
    if key := row.get("translationKey"):
        agreement.compare(where, "translation_key", key, fields.translation_key)
    agreement.compare(where, "date", _cut(row["date"]), _written(fields.published))
    if row["publishDate"] or fields.live_from:
        agreement.compare(where, "publish_date", _instant(row["publishDate"]), _to_minute(fields.live_from))
    if not settings.builds_expired:
        agreement.compare(where, "expiry_date", _instant(row["expiryDate"]), _to_minute(fields.live_until))
    if fields.updated_at is not None:
        agreement.compare(where, "lastmod", _instant(row["lastmod"]), _to_minute(fields.updated_at))
    if as_of is None:
        as_of = datetime(2026, 11, 28, tzinfo=UTC)
    at = as_of.timestamp()
    is_live = (
        (not fields.is_draft or settings.builds_drafts)
        and (site.shows_future or fields.live_from is None or fields.live_from <= at)
        and (fields.live_until is None or at < fields.live_until)
    )
    agreement.compare(where, "live", row["live"], is_live)
    if row["written"] is not None:
        agreement.compare(where, "written", row["written"], is_live and not fields.is_hidden)
    _compare_terms(agreement, where, row, fields)
    agreement.compare(where, "error", bool(row.get("errors")), any(kind.startswith("date_") for kind in kinds))


def _compare_terms(agreement: Agreement, where: str, row: dict[str, Any], fields: Fields) -> None:
    ours = {"categories": fields.categories, "tags": fields.tags} | dict(fields.terms)
    for taxonomy, terms in row["terms"].items():
        paths = [term["path"] if isinstance(term, dict) else term for term in terms]
        if taxonomy not in ("authors", "author"):
            agreement.compare(where, "terms", paths, [term_path(taxonomy, term) for term in ours.pop(taxonomy, [])])
    agreement.compare(where, "terms", {}, {taxonomy: terms for taxonomy, terms in ours.items() if terms})


def _cut(date: str | None) -> str | None:
    """Return Hugo's date to the second; fractions are not kept here."""
    if not date or date.startswith("0000"):  # which Python cannot hold
        return date
    return datetime.fromisoformat(date).replace(microsecond=0).isoformat()


def _instant(date: str | None) -> int | None:
    return (
        _to_minute(math.floor(datetime.fromisoformat(date).timestamp()))
        if date and not date.startswith("0000")
        else None
    )


def _to_minute(seconds: int | None) -> int | None:
    """Return an instant without the seconds that RFC 3339 cannot write of an offset, which they had before 1900."""
    return seconds if seconds is None or seconds > -2_208_988_800 else round(seconds / 60)


def _written(moment: Moment | None) -> str | None:
    """Return a moment in its own offset, which RFC 3339 writes without seconds."""
    if moment is None:
        return None
    local = datetime(1970, 1, 1) + timedelta(seconds=moment.local)
    offset = moment.local - moment.at
    minutes = abs(offset) // 60
    return f"{local.isoformat()}{'-' if offset < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"


def main(folder: Path) -> int:
    total = Agreement()
    for path in sorted(folder.glob("*.jsonl")):
        lines = path.read_text("utf-8", "surrogateescape").splitlines()
        before = len(total.differences)
        if path.stem.startswith("cases"):
            agreed = 0
            for case in map(json.loads, lines):
                own = Agreement()
                compare_case(own, case)
                total.compared += own.compared
                if case["label"] not in EXCEPTIONS:
                    total.differences += own.differences
                agreed += not own.differences
                if own.differences and case["label"] in EXCEPTIONS:
                    print(f"{path.stem}: exception: {case['label']}: {EXCEPTIONS[case['label']]}")
        else:
            compare_site(total, path.stem, lines, site_folder(folder, path.stem))
            agreed = len(lines) - len({where for where, *_ in total.differences[before:]})
        print(f"{path.stem}: {agreed} of {len(lines)}")
    return total.report("Hugo")


def site_folder(folder: Path, name: str) -> Path:
    """Return where a site lies."""
    beside = folder / name
    return beside if beside.is_dir() else folder.parents[1] / "corpora" / "hugo" / name
