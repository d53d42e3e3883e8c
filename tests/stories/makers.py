"""Sites whose stories are known: each function writes posts into a folder, and returns the story of each path.

Add a kind of site that joins or splits stories wrongly as one more function, and to test_stories.py.
"""

import random
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from pathlib import Path

from tests.bench.factory import draw_body, draw_sentence

Truth = dict[str, Hashable]
START = datetime(2024, 1, 1, 8)
SYNONYMS = {"the": "this", "is": "was", "of": "from"}


class Writer:
    """Posts of one site, and the truth about them."""

    def __init__(self, folder: Path, seed: int = 1) -> None:
        self.folder, self.draw, self.truth = folder, random.Random(seed), Truth()
        (folder / "_posts").mkdir(parents=True)
        (folder / "_config.yml").write_text("title: News\ntimezone: UTC\n", encoding="utf-8")

    def write(self, at: datetime, title: str, body: str, story: Hashable) -> str:
        """Write a post; return its path."""
        path = f"_posts/{at:%Y-%m-%d}-post-{len(self.truth)}.md"
        text = f'---\ntitle: "{title}"\ndate: {at:%Y-%m-%d %H:%M:%S}\n---\n{body}\n'
        (self.folder / path).write_text(text, encoding="utf-8")
        self.truth[path] = story
        return path

    def title(self, words: int = 6) -> str:
        return draw_sentence(self.draw, words).replace('"', "")

    def body(self) -> str:
        return draw_body(self.draw)


def write_republished(folder: Path, stories: int = 300) -> Truth:
    """Write news that come again within two days: with another prefix, title, length or news in between."""
    site, draw = Writer(folder), random.Random(2)
    for number in range(stories):
        at, title, body = START + timedelta(days=draw.randrange(900)), site.title(8), site.body()
        site.write(at, f"Breaking: {title}", body, number)
        paragraphs = body.split("\n\n")
        for version in draw.sample(["cut", "extended", "reworded", "retitled", "teaser"], draw.randrange(4)):
            again = {
                "cut": "\n\n".join(paragraphs[: len(paragraphs) * 6 // 10]),
                "extended": f"{site.body()[:600]}.\n\n{body}",
                "reworded": " ".join(SYNONYMS.get(word, word) for word in paragraphs[0].split())
                + body[len(paragraphs[0]) :],
                "retitled": body,
                "teaser": " ".join(body.split()[:30]),
            }[version]
            new_title = site.title(7) if version == "retitled" else title
            site.write(at + timedelta(hours=draw.choice([0, 1, 40])), f"Update: {new_title}", again, number)
    return site.truth


def write_digests(folder: Path, weeks: int = 26) -> Truth:
    """Write ten articles a week, a weekly digest of eight whole ones, and a yearly one of all digests' first."""
    site = Writer(folder)
    firsts = []
    for week in range(weeks):
        monday = START + timedelta(weeks=week)
        articles = [(site.title(), site.body()) for _ in range(10)]
        for number, (title, body) in enumerate(articles):
            site.write(monday + timedelta(hours=15 * number), title, body, (week, number))
        quoted = "\n\n".join(f"## {title}\n\n{body}" for title, body in site.draw.sample(articles, 8))
        for again in range(1 + (week == 3)):  # one of them is published again the next day
            site.write(
                monday + timedelta(days=6 + again),
                f"The week in brief, {week + 1}",
                f"{site.title(15)}.\n\n{quoted}",
                (week, "digest"),
            )
        firsts.append(f"## {articles[0][0]}\n\n{articles[0][1]}")
    site.write(START + timedelta(weeks=weeks), "The half year", "\n\n".join(firsts), "year")
    return site.truth


def write_quotation(folder: Path) -> Truth:
    """Write an article, two others, and a post a week later that quotes all three whole."""
    site = Writer(folder)
    bodies = [site.body() for _ in range(3)]
    for number, body in enumerate(bodies):
        site.write(START + timedelta(days=number), site.title(), body, number)
    site.write(START + timedelta(days=9), site.title(), "\n\n".join(bodies), "quotation")
    return site.truth


def write_bulletins(folder: Path, count: int = 12, title: str = "Security bulletin {number}: {name}") -> Truth:
    """Write bulletins of one template, whose news is in a block of code."""
    site = Writer(folder)
    template = f"{site.title(40)}. The affected versions are:\n\n```\n{{news}}\n```\n\n{site.title(60)}."
    for number in range(count):
        news = f"package {site.title(8)}\nfixed-in {number}.{number + 1}"
        name = title.format(number=number + 1, name=site.title(3))
        site.write(START + timedelta(weeks=number), name, template.format(news=news), number)
    return site.truth


def write_episodes(folder: Path, count: int = 20, words: int = 35, title: str = "{name}") -> Truth:
    """Write a weekly podcast: each post has a title of its own, and all have one body."""
    site = Writer(folder)
    body = f"{site.title(words)}. Listen to it here, or wherever you listen."
    for number in range(count):
        site.write(START + timedelta(weeks=number), title.format(number=number + 1, name=site.title(5)), body, number)
    return site.truth


def write_releases(folder: Path, count: int = 15) -> Truth:
    """Write notes of releases that differ in their numbers and in a line of news."""
    site = Writer(folder)
    frame = (site.title(25), site.title(30))
    for number in range(count):
        version = f"{1 + number // 5}.{number % 5}.{number % 3}"
        news = f"This fixes {site.title(6)}."
        body = f"Version {version} is there. {frame[0]}. {news}\n\n{frame[1]}."
        site.write(START + timedelta(days=20 * number), f"Version {version} released", body, number)
    return site.truth


def write_standing_texts(folder: Path) -> Truth:
    """Write one text that comes back every month under one title, now and then with another line."""
    site = Writer(folder)
    body = "\n\n".join(site.body() for _ in range(2))
    for month in range(8):
        line = f"\n\n{site.title(5)}." if month % 3 == 2 else ""
        site.write(START + timedelta(days=31 * month), "Opening hours of the library", body + line, "hours")
    return site.truth


MAKERS: dict[str, Callable[[Path], Truth]] = {
    "republished news": write_republished,
    "weekly digests of eight whole articles": write_digests,
    "a quotation of three articles": write_quotation,
    "twelve bulletins whose news is in a block of code": write_bulletins,
    "three bulletins": lambda folder: write_bulletins(folder, 3),
    "bulletins of one title": lambda folder: write_bulletins(folder, 12, "Security bulletin"),
    "bulletins that differ in their numbers": lambda folder: write_bulletins(folder, 12, "Security bulletin {number}"),
    "twenty episodes with one body": write_episodes,
    "two episodes": lambda folder: write_episodes(folder, 2),
    "three hundred episodes": lambda folder: write_episodes(folder, 300),
    "open threads that differ in their numbers": lambda folder: write_episodes(folder, 20, 60, "Open thread {number}"),
    "episodes with a number before the colon": lambda folder: write_episodes(folder, 8, 30, "Episode {number}: News"),
    "releases": write_releases,
    "a standing text": write_standing_texts,
}
