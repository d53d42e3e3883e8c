"""Small Hugo sites made at random from their number: settings, sections with cascades, and pages with odd values."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

DATES = (
    "2020-06-01", "2020-06-01 10:20:30", "2020-06-01T10:20:30+09:00", "2020-06-01 9:05:00", "2020-06-01T10:20:30-0500",
    "2030-01-01", "2026-01-01T12:00:00Z", "2025-12-31T23:59:59-05:00", "Mon, 02 Jun 2020 10:20:30 MST", "02 Jun 2020",
    "02 Jun 20 10:20 +0100", "1590969600", "20200601", "''", "~", "2020-6-1", "2020-02-30", "Mon Jun  1 10:20:30 2020",
    "2020-03-08 02:30:00", "2020-11-01 01:30:00", "2020-03-29T01:30:00", "[2020-01-01]", "2020-06-01 10:20:30 +0530",
)  # fmt: skip
WORDS = (
    '"Alpha"', '"beta gamma"', '"C++"', '"R&D"', '"Été"', '"日本"', '"x_y"', '"50%"', '"it\'s"', '"Q?"', '"v1.2"',
    '"Hello, World!"', '"#hash"', '"plus+plus"', '"UPPER Case"', '"é—x"', "2015", "3.10", "yes", "~", "[a]", "010", "1e3",
)  # fmt: skip
TERMS = ("[a, B, c d]", "one, two", "[x, X, y]", "5", "[1, 2.50, true, ~]", "{a: b}", "[[a]]", "''", "[]", "C++", "Été")
VALUES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("date", "publishDate", "lastmod", "expiryDate", "pubdate", "modified", "written", "Revised"), DATES
    ),
    **dict.fromkeys(("title", "slug"), WORDS),
    **dict.fromkeys(("tags", "categories", "series"), TERMS),
    "published": ("false", "no", "2020-01-01", "0", "'false'", "~"),
    "url": ("/x/y", "x/y/", "a.html", "/:year/:slug/", "''"),
    "draft": ("true", "false", "'true'", "1", "yes", "''", "[true]", "T"),
    "type": ("blog", "''"),
    "layout": ("wide", "''"),
    "build": ("{render: never}", "{render: link}", "{render: true}"),
    "translationKey": ("k1", "''"),
    "params": ("{tags: [p]}", "{series: s, slug: zz}"),
}
CASCADED = sorted(VALUES.keys() - {"params", "url", "Revised", "published", "build", "publishDate", "expiryDate"})
TARGETS = ("", "{path: '/posts/**'}", "{path: '{/posts/*,/news/**}'}", "{kind: page}", "{kind: section}",
           "{path: '**/a'}", "{environment: dev}", "{sites: {matrix: {languages: [fr]}}}")  # fmt: skip
NAMES = ("a", "b", "My Post", "2020-01-02-x", "2020-01-03_z", "2020-01-04-10-20-30-t", "c d--e", "é", "x.y", "v1.2", "q'r",
         "a+b", "日本 語", "_u", "-d-")  # fmt: skip
FOLDERS = ("", "posts", "posts/deep", "news", "posts/A b/c", "docs")
PATTERNS = ("/:year/:month/:day/:slug/", "/:title", "/:section/:slugorfilename/", "/:sections/:filename/",
            "/:sections[1:]/:slug/", "/:sectionslugs/:filename", "/:yearday/:weekdayname/:filename", "/:2006/:Jan/:slug/",
            "/p/:contentbasename.html")  # fmt: skip


def write_random_site(root: Path, number: int) -> None:
    """Write the site of a number."""
    draw = random.Random(number)
    config, languages = draw_settings(draw)
    files: dict[str, str] = {"hugo.json": json.dumps(config)}
    for folder in draw.sample(FOLDERS, draw.randint(0, 4)):
        text = draw_front_matter(draw, ["title", "slug", "date", "tags"], 2)
        files[f"content/{folder}/_index.md"] = (
            f"---\n{text}{draw_cascade(draw, TARGETS if languages else TARGETS[:-1])}---\n"
        )
    taken = set()
    for _ in range(draw.randint(5, 12)):
        folder, name = draw.choice(FOLDERS), draw.choice(NAMES)
        if (folder, name) not in taken:
            taken.add((folder, name))
            suffix = draw.choice(["", "", ".fr"]) if languages else ""
            text = f"---\n{draw_front_matter(draw, list(VALUES), 6)}---\nText\n"
            is_bundle = draw.random() < 0.2
            files[f"content/{folder}/{name}" + (f"/index{suffix}.md" if is_bundle else f"{suffix}.md")] = text
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def draw_settings(draw: random.Random) -> tuple[dict[str, Any], bool]:
    """Return settings, and whether they name languages."""
    some: Callable[[float], bool] = lambda share: draw.random() < share  # noqa: E731
    config: dict[str, Any] = {}
    if languages := some(0.4):
        config["languages"] = {"en": {"weight": 1}, "fr": {"weight": 2}}
        config["defaultContentLanguage"] = draw.choice(["en", "en", "fr"])
        if some(0.3):
            config["languages"]["fr"]["permalinks"] = {"posts": "/f/:slug/"}
        if some(0.3):
            config["languages"]["fr"]["timeZone"] = "Asia/Tokyo"
    if some(0.5):
        config["timeZone"] = draw.choice(["America/New_York", "Asia/Tokyo", "Europe/London"])
    if some(0.5):
        pattern = draw.choice(PATTERNS)
        forms: list[Any] = [{"posts": pattern}, {"page": {"posts": pattern, "news": pattern}}, {"/": pattern}]
        if not languages:  # Hugo fails to lay the mapping of a language over a list
            forms.append([{"target": {"path": "/posts/**"}, "pattern": pattern}])
        config["permalinks"] = draw.choice(forms)
    if some(0.4):
        sources = [":filename", ":default", "written", "Revised", "date", "lastmod", "publishDate"]
        fields = [field for field in ("date", "lastmod", "publishDate") if some(0.5)]
        config["frontmatter"] = {field: draw.sample(sources, draw.randint(1, 3)) for field in fields}
    if some(0.3):
        config["taxonomies"] = draw.choice([{"tag": "tags", "series": "series"}, {"category": "categories"}])
    for key in ("buildDrafts", "buildFuture", "buildExpired", "uglyURLs", "removePathAccents"):
        if some(0.1):
            config[key] = True
    if some(0.2):
        config["cascade"] = [{"target": {"path": "/posts/**"}, "slug": "cs"}, {"tags": ["c"]}]
    return config, languages


def draw_front_matter(draw: random.Random, keys: list[str], most: int) -> str:
    """Return some keys, a line each."""
    chosen = draw.sample(keys, min(len(keys), draw.randint(0, most)))
    return "".join(f"{key}: {draw.choice(VALUES[key])}\n" for key in chosen)


def draw_cascade(draw: random.Random, targets: tuple[str, ...]) -> str:
    """Return a cascade for half of the sections."""
    if draw.random() < 0.5:
        return ""
    target = draw.choice(targets)
    lines = "".join(f"    {line}\n" for line in draw_front_matter(draw, CASCADED, 3).splitlines())
    return f"cascade:\n  - {f'target: {target}' if target else 'mood: x'}\n{lines}"
