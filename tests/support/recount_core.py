"""The tables of core, quality and bi that count posts, counted again from the live posts of one site by plain Python.

Each function gives the rows of its table. Add one here and to RECOUNTED in tests/sql/test_recounted.py.
"""

import json
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median

from tests.support.recount_site import Row, Site, credit_shares, month_of, rounded

NOT_SET = {"", "~", "null", "false", "no", "off"}


def authors(site: Site) -> list[Row]:
    rows = []
    for author in sorted({author for post in site.posts for author in post["author_ids"]}):
        posts = [post for post in site.posts if author in post["author_ids"]]
        first = [credit_shares(post["author_ids"])[author] for post in posts if post in site.stories]
        days = sorted({post["published_on"] for post in posts if post["published_on"] <= site.today})
        gaps = [
            (later - earlier).days
            for place, (earlier, later) in enumerate(pairwise(days), 2)
            if len(days) - place < 12 or earlier >= days[-1] - timedelta(364)
        ]
        rhythm = (
            (rounded(median(gaps), 1), (site.today - days[-1]).days > 2 * max(gaps)) if len(gaps) >= 5 else (None, None)
        )
        rows.append(
            (
                site.name,
                author,
                min(post["published_on"] for post in posts),
                days[-1] if days else None,
                len(posts),
                len({post["story_id"] for post in posts}),
                len(first),
                sum(first, Decimal(0)),
                *rhythm,
            )
        )
    return rows


def stories(site: Site) -> list[Row]:
    rows = []
    for story in site.stories:
        posts = [post for post in site.posts if post["story_id"] == story["story_id"]]
        sections = sorted({post["section"] for post in posts} - {None}, key=str.encode)
        rows.append(
            (
                site.name,
                story["story_id"],
                story["work_id"],
                story["title"],
                story["url"],
                len(posts),
                len(posts) - 1,
                story["published_on"],
                max(post["published_at"] for post in posts),
                story["section"],
                sections,
                sections,
                story["lang"],
                story["words"],
                story["author_ids"],
                story["tags"],
            )
        )
    return rows


def flat_posts(site: Site) -> list[Row]:
    return [
        (
            post["post_id"],
            post["story_id"],
            post["post_id"] == post["story_id"],
            site.name,
            site.title,
            site.url + post["url"],
            month_of(post["published_on"]),
            post["section"] or "(none)",
            *tuple("; ".join(post[name]) for name in ("categories", "tags", "author_ids")),
        )
        for post in site.posts
    ]


def flat_stories(site: Site) -> list[Row]:
    return [
        (
            story["story_id"],
            story["story_id"] == story["work_id"],
            site.name,
            site.url + story["url"],
            story["title"],
            month_of(story["published_on"]),
            story["section"] or "(none)",
            "; ".join(story["tags"]),
            "; ".join(story["author_ids"]),
            story["words"],
        )
        for story in site.stories
    ]


def post_authors(site: Site) -> list[Row]:
    return [
        (site.name, post["post_id"], author, place, share)
        for post in site.posts
        for place, (author, share) in enumerate(credit_shares(post["author_ids"]).items(), 1)
    ]


def completeness(site: Site) -> list[Row]:
    def is_written(post: dict, key: str) -> bool:
        value = json.loads(post["front_matter"]).get(key)
        return bool(value) and str(value).strip() != "" and str(value).lower() not in NOT_SET

    filled = {
        "title": lambda post: is_written(post, "title"),
        "author": lambda post: post["author_ids"],
        "tags": lambda post: post["tags"],
        "categories": lambda post: post["categories"],
        "description": lambda post: (post["description"] or "").strip(),
        "excerpt": lambda post: is_written(post, "excerpt"),
        "image": lambda post: (post["image"] or "").strip(),
        "lang": lambda post: post["lang_source"] != "text",
        "time_of_day": lambda post: post["date_precision"] != "day",
        "updated_at": lambda post: post["updated_at"] is not None,
        "body": lambda post: post["words"] or post["images"] or post["code_blocks"],
    }
    counts = {field: sum(bool(is_filled(post)) for post in site.posts) for field, is_filled in filled.items()}
    all_posts = len(site.posts)
    return [(site.name, field, all_posts, count, rounded(count / all_posts, 4)) for field, count in counts.items()]
