"""Links between posts: which post each leads to, which are broken, and which posts are old and still linked to."""

from typing import Any

from tests.support.text_tables import Rows, Run, live_posts, rows


def link(position: int, url: str = "", file: str | None = None, **more: Any) -> dict[str, Any]:
    """A link within the site, as the parser gives it."""
    address = url.split("#", maxsplit=1)[0].rstrip("/").removesuffix(".html").lower() if file is None else None
    return {"position": position, "url": url, "text": "t", "is_internal": True, "address": address, "file": file} | more


def site(links: list[dict[str, Any]], names: str = "") -> dict[str, Rows]:
    """A site with a post that has links, another one, a draft, a page, and a problem; `names` of its other files."""
    posts = rows("""
        post_id | path                        | fate    | file_key                 | addresses                       | url
        a       | _posts/2024-01-01-a.md      | post    | _posts/2024-01-01-a      | ["/2024/01/01/a"]               | /2024/01/01/a.html
        b       | _posts/x/2024-01-02-b.md    | post    | _posts/x/2024-01-02-b    | ["/2024/01/02/b", "/old"]       | /2024/01/02/b.html
        later   | _posts/2024-09-01-later.md  | post    | _posts/2024-09-01-later  | ["/2024/09/01/later"]           | /2024/09/01/later.html
        page    | about.md                    | page    | about                    | ["/2024/about"]                 | /2024/about/
        bad     | _posts/2024-01-03-bad.md    | problem | _posts/2024-01-03-bad    |                                 |
    """)
    for post in posts:
        post |= {"site": "one", "published_on": "2024-01-01", "is_hidden": False}
        post |= {"published_at": "2024-09-01" if post["post_id"] == "later" else "2024-01-01", "links": 0}
        post["live_from"] = post["published_at"] = f"{post['published_at']} 00:00:00+00"
    posts[0] |= {"link_refs": links, "links": len(links)}
    return {
        "site.sites": [{"site": "one", "timezone": "UTC", "future": False}],
        "site.names": [{"site": "one", "name": name} for name in names.split()],
        "lake.posts": posts,
    }


CASES: dict[str, tuple[dict[str, Any], str | None, bool | None]] = {
    "a post, with or without .html and a fragment": (link(1, "/2024/01/02/b#c"), "b", False),
    "another address of it": (link(1, "/old/"), "b", False),
    "a post by the name of its file": (link(1, "{% post_url 2024-01-02-b %}#c", "2024-01-02-b"), "b", False),
    "a post by a shortcode": (link(1, '{{< ref "2024-01-02-b.md#c" >}}', "2024-01-02-b"), "b", False),
    "a post by its path": (link(1, "{% link _posts/x/2024-01-02-b.md %}", "_posts/x/2024-01-02-b"), "b", False),
    "a part of a name is none": (link(1, "{% post_url 4-01-02-b %}", "4-01-02-b"), None, True),
    "the post itself": (link(1, "/2024/01/01/a.html#top"), "a", False),
    "a post that is not live yet": (link(1, "/2024/09/01/later.html"), None, False),
    "a page": (link(1, "/2024/about/"), None, False),
    "a post that could not be read": (link(1, "/2024/01/03/bad.html"), None, False),
    "no post, where only posts are": (link(1, "/2024/01/05/gone.html"), None, True),
    "no post of that name": (link(1, "{% post_url 2024-01-05-gone %}", "2024-01-05-gone"), None, True),
    "no page, where other pages may be": (link(1, "/2024/gone/"), None, False),
    "nothing at the root, which has pages that nobody sees": (link(1, "/gone/"), None, False),
    "a page of that name elsewhere": (link(1, "/2024/01/05/contact/"), None, False),
    "a file that is there": (link(1, "/files/plan.pdf"), None, False),
    "a file that is not there, in a folder that is": (link(1, "/files/gone.pdf"), None, True),
    "a file in a folder that a build may make": (link(1, "/built/gone.pdf"), None, False),
    "a feed, which is made": (link(1, "/files/feed.xml"), None, False),
    "another site": (link(1, "https://b.example", is_internal=False, domain="b.example", address=None), None, None),
    "Liquid decides": (link(1, "{{ a }}", is_internal=None, address=None), None, None),
}  # fmt: skip


def test_where_a_link_leads_and_whether_it_is_broken(run: Run) -> None:
    links = [case[0] | {"position": at} for at, case in enumerate(CASES.values(), 1)]
    made = run("core.post_links", site(links, "contact files plan plan.pdf"))
    found = {name: (row.get("target_post_id"), row.get("is_broken")) for name, row in zip(CASES, made, strict=True)}
    assert found == {name: case[1:] for name, case in CASES.items()}
    urls = dict(zip(CASES, (row["url"] for row in made), strict=True))
    for name in ("a post by the name of its file", "a post by a shortcode"):
        assert urls[name] == "/2024/01/02/b.html#c", "a file that is found stands at its address"
    assert urls["a post by its path"] == "/2024/01/02/b.html"


def test_nothing_is_broken_where_a_redirect_may_lead_anywhere(run: Run) -> None:
    links = [link(1, "/2024/01/05/gone.html")]
    assert [row["is_broken"] for row in run("core.post_links", site(links, "*"))] == [False]


def test_images_in_their_order(run: Run) -> None:
    given = {name: table for name, table in site([]).items() if name != "site.names"}
    refs: Rows = [
        {"position": 1, "url": "/a.png", "alt": "A"},
        {"position": 2, "url": "/b.png", "alt": ""},
        {"position": 3},
    ]
    given["lake.posts"][0] |= {"image_refs": refs, "images": 3}
    assert run("core.post_images", given) == [{"site": "one", "post_id": "a"} | ref for ref in refs]


def test_stale_posts(run: Run) -> None:
    posts = live_posts("""
        post_id | published_on | updated_at             | last_edited_at         | first_committed_at     | title
        stale   | 2020-01-01   |                        | 2020-01-20 00:00:00+00 | 2020-01-01 00:00:00+00 | Old
        known   | 2020-01-01   | 2020-01-02 00:00:00+00 |                        |                        | Old too
        touched | 2020-01-01   | 2020-03-01 00:00:00+00 |                        |                        | Touched
        edited  | 2020-01-01   |                        | 2023-01-01 00:00:00+00 | 2020-01-01 00:00:00+00 | Edited
        alone   | 2020-01-01   |                        |                        |                        | Links to itself only
        young   | 2023-01-01   |                        |                        |                        | Young
        last    | 2024-03-01   |                        |                        |                        | Last
    """)
    links = [
        {"site": "one", "post_id": by, "target_post_id": to, "position": at}
        for at, (by, to) in enumerate(
            [("alone", "alone"), ("young", "stale"), ("last", "stale"), ("last", "stale")]
            + [("last", to) for to in ("known", "touched", "edited", "young")]
        )
    ]
    given = {"core.posts": posts, "core.post_links": links, "core.sites": [{"site": "one", "today": "2024-03-15"}]}
    made = run("quality.stale_posts", given)
    assert [(row["post_id"], row["linked_by"], row["last_linked_on"], row["has_history"]) for row in made] == [
        ("known", 1, "2024-03-01", False),
        ("stale", 2, "2024-03-01", True),
    ]
    assert made[0]["age_days"] == 1535
