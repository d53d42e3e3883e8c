"""A news site to measure on: ten years of posts of about 550 words, a part of them published again. Same N, same bytes.

The text is drawn from the words that hold English together and from made-up ones, as frequent as words are: a post has as
many different words, and pairs of them, as real ones of its length, and most have a sign that is not ASCII, as there.
../shared/tools has a generator with real sentences.
"""

import itertools
import random
import re
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

from tests.conftest import PROJECT

ELSEWHERE = PROJECT.parent / "shared/tools/make_news_site.py"
FIRST, DAYS = datetime(2016, 1, 1), 3653
PREFIXES = ["Breaking", "Update", "Latest", "New"]
SECTIONS = ["News", "Sports", "Business", "Technology", "Health"]
AUTHORS = ["badely", "Ana Gómez", "J. R. Smith", "Li Wei", "Desk"]
TAGS = ["Elections", "climate change", "Climate-Change", "AI", "C++", "open source", "budget", "café"]
HUGO_CONFIG = """title = "News"
baseURL = "https://example.org/"
timeZone = "Europe/London"
[permalinks]
posts = "/:title/"
"""
CONFIG = "name: News\nurl: https://example.org\npermalink: /:title/\ntimezone: Europe/London\n"
JOINING = (
    "the of and to in a is that for it as was with be by on not he I this are or his from at which but have an had they "
    "you were their one all we can her has there been if more it’s when will would who don’t so no"
)
ENDINGS = ["", "s", "n", "ng", "t", "m", "ra", "ly", "men", "tor", "de", "kal"]
NAMING = ["".join(letters) for letters in itertools.product("bdfklmnprst", "aeiou", "ndrl", "aeio", ENDINGS)]
WORDS = JOINING.split() + NAMING
RANKS = list(itertools.accumulate(1 / rank for rank in range(1, len(WORDS) + 1)))  # Zipf's law


def make_site(folder: Path, posts: int) -> str:
    """Write the site; return the name of what made it."""
    if ELSEWHERE.exists():
        truth = folder.with_name("truth.jsonl")
        command = [sys.executable, str(ELSEWHERE), "--posts", str(posts), "--out", str(folder), "--truth", str(truth)]
        subprocess.run(command, check=True)
        return ELSEWHERE.name
    folder.mkdir(parents=True)
    (folder / "_config.yml").write_text(CONFIG, encoding="utf-8")
    draw, number = random.Random(posts), 0
    while number < posts:
        at = FIRST + timedelta(days=draw.randrange(DAYS), minutes=draw.randrange(1440))
        title, body = draw_sentence(draw, 8), draw_body(draw)
        for prefix in draw.sample(PREFIXES, min(posts - number, draw.choices([1, 2, 3, 4], [60, 20, 12, 8])[0])):
            number += 1
            write_post(folder, number, at, f"{prefix}: {title}", body, draw)
    return Path(__file__).name


def copy_as_hugo_site(site: Path, folder: Path) -> Path:
    """Make a Hugo site of the same posts; return its folder."""
    shutil.copytree(site / "_posts", folder / "content" / "posts")
    (folder / "hugo.toml").write_text(HUGO_CONFIG, encoding="utf-8")
    return folder


def write_post(folder: Path, number: int, at: datetime, title: str, body: str, draw: random.Random) -> None:
    """Write a post; half of them have block lists, as real posts have both kinds."""
    slug = "-".join(re.findall(r"\w+", title.lower()))
    path = folder / f"_posts/{at:%Y}/{at:%Y-%m-%d}-{slug}-{number}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    tags = draw.sample(TAGS, draw.choice([0, 0, 1, 2, 3]))
    format_list = draw.choice([format_block_list, format_flow_list])
    front = (
        f'---\nlayout: post\ntitle: "{title}"\ndate: {at.isoformat()}\nauthor: "{draw.choice(AUTHORS)}"\n'
        f"{format_list('categories', [draw.choice(SECTIONS)])}{format_list('tags', tags)}"
        f'excerpt: "{body[:140]}"\nimage: {number}.jpg\n---\n\n'
    )
    path.write_text(f"{front}{body}\n", encoding="utf-8")


def format_block_list(key: str, items: list[str]) -> str:
    """Return a list of YAML with an item to a line; an empty one has no block form."""
    return f"{key}:\n" + "".join(f"- {item}\n" for item in items) if items else format_flow_list(key, items)


def format_flow_list(key: str, items: list[str]) -> str:
    """Return a list of YAML in brackets."""
    return f"{key}: [{', '.join(items)}]\n"


def draw_body(draw: random.Random) -> str:
    """Return about nine paragraphs."""
    paragraphs = ([draw_sentence(draw, 20) for _ in range(draw.randint(2, 4))] for _ in range(draw.randint(7, 11)))
    return "\n\n".join(". ".join(paragraph) + "." for paragraph in paragraphs)


def draw_sentence(draw: random.Random, words: int) -> str:
    """Return so many words without a full stop."""
    return " ".join(draw.choices(WORDS, cum_weights=RANKS, k=words)).capitalize()


def edit_site(site: Path, changes: int, seed: int) -> None:
    """Edit a post anywhere in the archive; of more changes a third each edits, adds and removes."""
    draw, posts = random.Random(seed), sorted((site / "_posts").rglob("*.md"))
    chosen = draw.sample(posts, changes)
    added, removed = (changes // 3, changes // 3) if changes > 1 else (0, 0)
    for number, path in enumerate(chosen):
        content = path.read_text(encoding="utf-8")
        if number < removed:
            path.unlink()
        elif number < removed + added:
            path.with_stem(f"{path.stem}-{seed}").write_text(
                f"{content}\n{draw_sentence(draw, 20)}.\n", encoding="utf-8"
            )
        else:
            path.write_text(f"{content}\n{draw_sentence(draw, 20)}.\n", encoding="utf-8")
