"""Excerpts, cut where Jekyll cuts them."""

import time

import pytest

from pipeline.generators.jekyll.excerpts import cut_excerpt


@pytest.mark.parametrize(
    ("body", "separator", "expected"),
    [
        pytest.param("One\n\nTwo", "\n\n", "One", id="first paragraph"),
        pytest.param("One", "\n\n", "One", id="only paragraph"),
        pytest.param("One\n\n", "\n\n", "One", id="nothing follows"),
        pytest.param("One\r\n\r\nTwo", "\n\n", "One\r\n\r\nTwo", id="CRLF: the separator is never found"),
        pytest.param("One\n\nTwo\n<!--more-->\nThree", "<!--more-->", "One\n\nTwo\n", id="the site's separator"),
        pytest.param("# Title\n\nText", "\n\n", "# Title", id="a heading is a paragraph"),
        pytest.param("See [x][1].\n\nTwo\n\n[1]: u\n[2]: v", "\n\n", "See [x][1].\n\n[1]: u", id="a link it uses"),
        pytest.param("See [foo].\n\nTwo\n\n   [foo]: u\n    [foo]: v", "\n\n", "See [foo].\n\n[foo]: u", id="indented"),
        pytest.param("See [a\nb].\n\nTwo\n\n[a\nb]: u", "\n\n", "See [a\nb].\n\n[a\nb]: u", id="a label over two lines"),
        pytest.param("See [[a].\n\nTwo\n\n[[a]: u", "\n\n", "See [[a].\n\n[[a]: u", id="a bracket in a label"),
        pytest.param("See [a].\n\n[]: u\n[a]:\n", "\n\n", "See [a].", id="no definitions"),
        pytest.param(
            "{% highlight ruby %}\nx\n\ny\n{% endhighlight %}\n\nz", "\n\n", "{% highlight ruby %}\nx\n{% endhighlight %}",
            id="a block that is torn apart",
        ),
        pytest.param(
            "{% if a %}{%- for b in c -%}x\n\ny", "\n\n", "{% if a %}{%- for b in c -%}x\n{% endfor %}\n{% endif %}",
            id="two, the inner first",
        ),
        pytest.param("{% if a %}x{% endif %}\n\ny", "\n\n", "{% if a %}x{% endif %}", id="a block that is closed"),
        pytest.param("{% assign a = 1 %}\n\ny", "\n\n", "{% assign a = 1 %}", id="a tag that is no block"),
        pytest.param("{% if a\n\ny %}", "\n\n", "{% if a", id="a tag that is torn apart"),
    ],
)  # fmt: skip
def test_an_excerpt_ends_at_the_separator_with_its_blocks_and_links_whole(
    body: str, separator: str, expected: str
) -> None:
    assert cut_excerpt(body, separator) == expected


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("[a]\n\n" + "[\n" * 100_000 + "]:", id="brackets"),
        pytest.param("[a]\n\n" + "[a\n" * 100_000 + "]: x", id="labels over many lines"),
        pytest.param("{% if " * 50_000 + "\n\nx", id="tags that are never closed"),
        pytest.param("{%" + " " * 200_000 + "\n\nx", id="a tag without a name"),
        pytest.param("{% if %}" * 50_000 + "\n\nx", id="blocks that are never closed"),
    ],
)
def test_cutting_takes_linear_time(body: str) -> None:
    begun = time.perf_counter()
    cut_excerpt(body, "\n\n")
    assert time.perf_counter() - begun < 0.5
