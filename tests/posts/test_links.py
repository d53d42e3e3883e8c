"""Links and images of a post: which there are, where they lead, and what text they have."""

from typing import Any

import pytest

from pipeline.posts.links import file_key, find_domain, normalize_address
from pipeline.posts.word_counts import read_body
from tests.support.parsing import read_post

SITE = {"url": "https://www.gazette.example", "base_path": "/paper"}
# The post stands at https://www.gazette.example/paper/2015/10/01/my-post.html.
IN = True
OUT = False

# body: (url, domain, is_internal, file, text) of each link
LINKS: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
    "inline, with a title, in angle brackets, with parentheses": (
        "[a](https://b.example/c 'd') [e](<https://f.example/g>) [h](https://en.wiki.example/i_(j))",
        [
            ("https://b.example/c", "b.example", OUT, None, "a"),
            ("https://f.example/g", "f.example", OUT, None, "e"),
            ("https://en.wiki.example/i_(j)", "wiki.example", OUT, None, "h"),
        ],
    ),
    "reference, collapsed and shortcut, in the order of the text": (
        "[c][] then [A][b] and [d]\n\n[b]: https://b.example 'T'\n[c]: /paper/c\n[d]: <https://d.example>",
        [
            ("/c", None, IN, None, "c"),
            ("https://b.example", "b.example", OUT, None, "A"),
            ("https://d.example", "d.example", OUT, None, "d"),
        ],
    ),
    "of two definitions the first": (
        "[a]\n\n[a]: https://b.example\n[a]: https://c.example",
        [("https://b.example", "b.example", OUT, None, "a")],
    ),
    "autolinks; of an e-mail address nothing is kept": (
        "<https://a.example> <jo@b.example> [write](mailto:jo@b.example)",
        [
            ("https://a.example", "a.example", OUT, None, "https://a.example"),
            ("mailto:", None, OUT, None, "(e-mail address)"),
            ("mailto:", None, OUT, None, "write"),
        ],
    ),
    "e-mail addresses that are written oddly": (
        "<a href='mailto:me@x.example?subject=Hello there'>a</a> [b](mailto:me@x.example?subject={{ page.title }}) [c](xmpp:me@x.example)",
        [("mailto:", None, OUT, None, "a"), ("mailto:", None, OUT, None, "b"), ("xmpp:", None, OUT, None, "c")],
    ),
    "HTML, in either quotes and without": (
        """<a class="x" href='https://a.example/?b=1&amp;c=2'>d <b>e</b></a> <A HREF=/paper/f>g</A> <a name="h">i</a>""",
        [("https://a.example/?b=1&c=2", "a.example", OUT, None, "d e"), ("/f", None, IN, None, "g")],
    ),
    "the text without emphasis, with its code and the text of its image": (
        "[**a** `b_c` \\[d\\]](/paper/e) [![a ship](s.png)](/paper/f)",
        [("/e", None, IN, None, "a b_c [d]"), ("/f", None, IN, None, "a ship")],
    ),
    "the site by its own host": (
        "[a](https://gazette.example/paper/b#c) [d](//www.gazette.example/paper) [e](https://gazette.example/other/)",
        [
            ("/b#c", None, IN, None, "a"),
            ("/", None, IN, None, "d"),
            ("https://gazette.example/other/", "gazette.example", OUT, None, "e"),
        ],
    ),
    "relative to the post, also only a fragment": (
        "[a](b.html) [c](../d/?e=f) [g](#h)",
        [
            ("/2015/10/01/b.html", None, IN, None, "a"),
            ("/2015/10/d/?e=f", None, IN, None, "c"),
            ("/2015/10/01/my-post.html#h", None, IN, None, "g"),
        ],
    ),
    "Liquid: the url, the path and filters": (
        "[a]({{ site.baseurl }}/b) [c]({{ site.url }}{{ site.baseurl }}/d) [e]({{ '/f' | relative_url }}) "
        '<a href="{{ "/g" | absolute_url }}">h</a> [i]({{ "/j" | prepend: site.baseurl }}) [k]({{ page.url | relative_url }})',
        [
            ("/b", None, IN, None, "a"),
            ("/d", None, IN, None, "c"),
            ("/f", None, IN, None, "e"),
            ("/g", None, IN, None, "h"),
            ("/j", None, IN, None, "i"),
            ("/2015/10/01/my-post.html", None, IN, None, "k"),
        ],
    ),
    "Liquid: a post or a file by name": (
        "[a]({% post_url 2014-01-02-Old %}) [b]({{ site.baseurl }}{% link _posts/2014-01-02-old.md %}#c)\n[d][e]\n\n"
        "[e]: {% post_url /x/2014-01-02-old %}",
        [
            ("{% post_url 2014-01-02-Old %}", None, IN, "2014-01-02-old", "a"),
            ("{{ site.baseurl }}{% link _posts/2014-01-02-old.md %}#c", None, IN, "_posts/2014-01-02-old", "b"),
            ("{% post_url /x/2014-01-02-old %}", None, IN, "x/2014-01-02-old", "d"),
        ],
    ),
    "Liquid: what the post assigns": (
        "{% assign log = 'https://irc.example/log' %}{% capture map %}/paper/map{% endcapture %}[a]({{ log }}#l1) [b]({{map}})",
        [("https://irc.example/log#l1", "irc.example", OUT, None, "a"), ("/map", None, IN, None, "b")],
    ),
    "Liquid that only the site knows": (
        "[a]({{ site.data.b }}) [c](https://d.example/{{ e }}) [f]({{ page.lang }}/g)",
        [
            ("{{ site.data.b }}", None, None, None, "a"),
            ("https://d.example/{{ e }}", "d.example", OUT, None, "c"),
            ("{{ page.lang }}/g", None, None, None, "f"),
        ],
    ),
    "shortcodes that name a page, and a file in Markdown": (
        '[a]({{< ref "old.md" >}}) [b]({{% relref path="/posts/old#c" %}}) [d](../up/e.md#f)',
        [
            ('{{< ref "old.md" >}}', None, IN, "old", "a"),
            ('{{% relref path="/posts/old#c" %}}', None, IN, "posts/old", "b"),
            ("../up/e.md#f", None, IN, "up/e", "d"),
        ],
    ),
    "none in code, comments, raw text and scripts": (
        "`[a](b)` {% raw %}[c](d){% endraw %} <!-- [e](f) --> <script>'<a href=g>'</script>\n\n    [h](i)\n\n```\n[j](k)\n```\n",
        [],
    ),
    "an address that no browser takes": ("[a](https://b.example/c> d)", [("https://b.example/c> d", None, None, None, "a")]),
    "other schemes, and data not kept": (
        "[a](tel:+123) [b](data:text/plain,c)",
        [("tel:+123", None, OUT, None, "a"), ("data:", None, OUT, None, "b")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "links"), LINKS.values(), ids=LINKS)
def test_where_links_lead(body: str, links: list[tuple[Any, ...]]) -> None:
    row = read_post(f"---\ntitle: T\n---\n{body}", **SITE)
    assert [
        tuple(link[name] for name in ("url", "domain", "is_internal", "file", "text")) for link in row["link_refs"]
    ] == links
    assert [link["position"] for link in row["link_refs"]] == [*range(1, row["links"] + 1)]


IMAGES: dict[str, tuple[str, list[tuple[str | None, str | None]]]] = {
    "Markdown": ("![a *tall* ship](/paper/s.png 'T') ![](https://b.example/c.jpg)", [("/s.png", "a tall ship"), ("https://b.example/c.jpg", "")]),
    "an e-mail address in its text": ("![write me@x.example](/paper/a.png)", [("/a.png", "write (e-mail address)")]),
    "by reference": ("![a][b]\n\n[b]: c.png", [("/2015/10/01/c.png", "a")]),
    "HTML; none said is not an empty one": ('<img src="/paper/a.png"> <img alt="" src=b.png> <img alt="c">', [("/a.png", None), ("/2015/10/01/b.png", ""), (None, "c")]),
    "Liquid": ("![a]({{ site.baseurl }}/b.png) ![c]({{ d }})", [("/b.png", "a"), ("{{ d }}", "c")]),
    "the shortcode of a figure": ('{{< figure src="a.png" alt="b" >}} {{< figure caption="c" src="/paper/d.png" >}}', [("/2015/10/01/a.png", "b"), ("/d.png", "c")]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "images"), IMAGES.values(), ids=IMAGES)
def test_images_with_their_texts(body: str, images: list[tuple[str | None, str | None]]) -> None:
    row = read_post(f"---\ntitle: T\n---\n{body}", **SITE)
    assert [(image["url"], image["alt"]) for image in row["image_refs"]] == images
    assert row["images"] == len(images)


def test_bare_addresses_are_links_where_the_generator_makes_them() -> None:
    body = (
        "See https://a.example/b, (https://c.example/d) and [https://e.example](https://e.example) `https://f.example`."
    )
    assert [link.target for link in read_body(body).links] == ["https://e.example"]
    found = read_body(body, links_bare_urls=True)
    assert [link.target for link in found.links] == ["https://a.example/b", "https://c.example/d", "https://e.example"]
    assert found.counts.words == read_body(body).counts.words


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.bbc.co.uk", "bbc.co.uk"), ("a.b.example.com", "example.com"), ("jo.github.io", "jo.github.io"),
        ("127.0.0.1", "127.0.0.1"), ("localhost", "localhost"), ("co.uk", "co.uk"), ("münchen.de", "münchen.de"),
    ],
)  # fmt: skip
def test_a_domain_is_what_somebody_registered(host: str, domain: str) -> None:
    assert find_domain(host) == domain


def test_spellings_of_one_address_and_of_one_file() -> None:
    spellings = ("/a/b", "/a/b/", "/A/b.html", "/a/b/index.html", "/a/b?c#d", "/a/%62/", "a/b")
    assert {normalize_address(url) for url in spellings} == {"/a/b"}
    assert normalize_address("/") == normalize_address("/index.html") == ""
    assert [file_key(path) for path in ("content/A/index.md", "a/b.en.md", "_posts/2020-01-01-v1.2.md", "x.pdf")] == [
        "content/a", "a/b", "_posts/2020-01-01-v1.2", "x.pdf",
    ]  # fmt: skip


def test_aliases_are_addresses_of_the_post() -> None:
    text = "---\ntitle: T\nredirect_from: [/old/, /older.html]\naliases: /oldest\n---\n"
    assert read_post(text)["addresses"] == ["/2015/10/01/my-post", "/oldest", "/old", "/older"]
