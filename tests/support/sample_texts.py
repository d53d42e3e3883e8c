"""A lake of posts with texts: two a day about changing subjects, and a day on which all are about the sea wall."""

from datetime import date, timedelta
from typing import Any

from tests.support.text_tables import Rows, text_rows, with_text_keys

DAYS = [date(2024, 1, 16) + timedelta(number) for number in range(59)]  # to the day before 2024-03-15
FLOOD = date(2024, 3, 13)


def sample_texts(site: str) -> dict[str, Rows]:
    """Return rows of lake.posts, with the columns that topics read, lake.terms and lake.openings."""
    subjects = [(day, (f"subject{number % 12}", f"theme{number % 12}")) for number, day in enumerate(DAYS * 2)]
    subjects += [(FLOOD, ("sea wall", "flood"))] * 20
    posts = with_text_keys([_post(site, number, day) for number, (day, _) in enumerate(subjects)])
    terms = [
        {"site": site, "post_id": post["post_id"], "term": term, "words": 1 + term.count(" ")} | counts
        for post, (_, spoken) in zip(posts, subjects, strict=True)
        for term, counts in [
            *((term, _counts(2)) for term in spoken),
            ("the", _counts(5)),
            ("breaking", _counts(0, title_n=1, prefix_n=1)),
            ("said", _counts(1)),
        ]
    ]
    openings = [
        {"site": site, "post_id": post["post_id"], "words": ["it", "is", "said", "that", "the"]} for post in posts
    ]
    return {"lake.posts": posts, "lake.terms": text_rows(terms), "lake.openings": text_rows(openings)}


def _post(site: str, number: int, day: date) -> dict[str, Any]:
    section = ("News", "Sport")[number % 2]
    return {
        "site": site,
        "post_id": f"t{number:03}",
        "path": f"talk/{number:03}.md",
        "title": f"Breaking: number {number}",
        "published_local": f"{day} 06:00:00",
        "category_refs": [{"id": section.lower(), "as_written": section}],
        "author_refs": [{"author_id": f"author {number % 3}", "as_written": f"Author {number % 3}"}],
    }


def _counts(n: int, title_n: int = 0, prefix_n: int = 0) -> dict[str, int]:
    return {"n": n, "title_n": title_n, "prefix_n": prefix_n}
