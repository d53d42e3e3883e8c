"""What is a word, a link, an image, a heading and a block of code."""

import time
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.posts.word_counts import BodyCounts, read_body

WORDS = {
    "empty": ("", 0),
    "plain": ("The ferry is late.\nAgain.\n", 5),
    "marks alone are no words": ("- one\n* two\n| – | … |\n***\n___\n> three & four", 4),
    "joined marks": ("don't well-known snake_case 3.14 e.g. “quoted” *both* __strong__", 8),
    "em dash parts words": ("tide—and time", 3),
    "entities": ("Fish&nbsp;and&nbsp;chips &mdash; caf&eacute;", 4),
    "Chinese by character, its full stop not": ("我们在港口。", 5),
    "Japanese, kana and the long vowel mark": ("コーヒーを飲む", 7),
    "Korean by character": ("안녕하세요 세계", 7),
    "Thai by letter, marks above and below are none": ("ก็ไม่ได้ อ่าน", 8),
    "mixed": ("AIの時代 is here", 6),
    "an accent apart, as macOS writes it": ("cafe\u0301 e\u0301te\u0301", 2),
    "Vietnamese and Greek by word": ("Tiếng Việt Ἑλλάς", 3),
    "CRLF": ("one\r\n\r\ntwo\r\n", 2),
    "text of a link, not its address": ("see [the harbour map](https://example.org/a_(b) 'Map') now", 5),
    "bare address": ("see https://example.org/a-b?c=d, now", 2),
    "bare address before Japanese": ("https://example.org/を見て", 3),
    "text of a reference link": ("see [the map][1] now\n\n[1]: https://example.org/map 'Title words'\n", 4),
    "footnote": ("Late again[^1].\n\n[^1]: Since May.", 4),
    "alternative text": ("before ![a tall ship](ship.jpg) after", 2),
    "tags and attributes": ('<p class="one two">three<br>four</p>', 2),
    "comment": ("one <!-- two --\n\n three --> four", 2),
    "script and style": ("<style>a { b: c }</style>one<SCRIPT>var two;</SCRIPT >", 1),
    "Liquid between two words": ("one{% include a.html %}two", 2),
    "Liquid": ("{% include a.html b='c' %} one {{ site.title | upcase }} {%- if x -%}two{% endif %}", 2),
    "Liquid comment": ("one {% comment %} two {% endcomment %} three", 2),
    "raw": ("one {% raw %}two {{ three }}{% endraw %} four", 2),
    "kramdown's attributes": ('one{:.lead}\n{: #id .class title="two three"}', 1),
    "code span": ("run `make all` now, `x`'s turn", 4),
    "code span of two lines": ("run `make\nall` now", 2),
    "a backtick alone, and another paragraph's": ("it`s one\n\ntwo`s three", 4),
    "a mark in a code span opens nothing": ("use `<pre>` and `{% raw %}` and `<!--` here", 4),
    "unclosed marks are text": ("one {{ two {% three <!-- four < five", 5),
    "less than": ("1 < 2 and 3 > 2", 5),
}


@pytest.mark.parametrize(("body", "words"), WORDS.values(), ids=WORDS)
def test_words_are_counted_as_a_reader_reads_them(body: str, words: int) -> None:
    assert read_body(body).counts.words == words


LINKS_AND_IMAGES = {
    "inline": ("[a](b) and [c](<d e> 'f') and [](g)", 3, 0),
    "empty target from Liquid": ("[a]({% post_url 2024-01-01-b %}) [c]({{ site.baseurl }}/d)", 2, 0),
    "reference, collapsed and shortcut": (
        "[a][one] [One][] [one] [One  two] [none] [b][none]\n\n[ONE]: x\n[one\ttwo]: y",
        4,
        0,
    ),
    "a definition in angle brackets is no autolink": ("[a][1]\n\n[1]: <https://example.org>", 1, 0),
    "autolinks": ("<https://example.org> <jane@example.org> <mailto:jo@example.org>", 3, 0),
    "bare addresses are none": ("https://example.org", 0, 0),
    "anchors": ('<a href="b">c</a> <A class="d" HREF="e">f</A> <a name="g"></a> <abbr href="">h</abbr>', 2, 0),
    "images": ("![a](b.png) ![c [d]](e.png) <img src='f'> <IMG/>", 0, 4),
    "image by reference": ("![a][b]\n\n[b]: c.png", 0, 1),
    "linked image": ("[![a](b.png)](c)", 1, 1),
    "in code there is neither": ("`[a](b) ![c](d) <a href='e'>`\n\n    [g](h) <img src=f>\n", 0, 0),
    "of a link torn in two, its end": ("the map](/map)", 1, 0),
    "footnotes are no links": ("a[^1]\n\n[^1]: b", 0, 0),
    "brackets alone": ("[ ] todo (a) [b] (c)", 0, 0),
}


@pytest.mark.parametrize(("body", "links", "images"), LINKS_AND_IMAGES.values(), ids=LINKS_AND_IMAGES)
def test_links_and_images_are_counted(body: str, links: int, images: int) -> None:
    counted = read_body(body).counts
    assert (counted.links, counted.images) == (links, images)


HEADINGS = {
    "ATX at the start, in the middle, at the end": ("# a\n\nb\n\n   ###### c ##\nd\n\n## e", 3),
    "no space, seven, or indented by four": ("#tag\n\n####### a\n\n    # b", 0),
    "setext": ("a\n===\n\nb\n-\n\nc\n---   \n", 3),
    "a rule is none": ("a\n\n---\n\nb\n\n***\n", 0),
    "a rule under a list, a quotation, a table": ("- a\n---\n\n1. b\n---\n\n> c\n---\n\n| d |\n---\n", 0),
    "a rule under a block of code": ("a\n```\nb\n```\n---\n", 0),
    "a rule under a heading": ("## a\n---\n", 1),
    "HTML": ('<h1>a</h1><H2 class="b">c</H2><h3></h3><h4></h4><h5></h5><h6></h6><h7>d</h7><hr><header>', 6),
    "in code": ("```\n# a\n```\n\n~~~\nb\n===\n~~~\n", 0),
    "CRLF": ("a\r\n===\r\n\r\n## b\r\n", 2),
}


@pytest.mark.parametrize(("body", "headings"), HEADINGS.values(), ids=HEADINGS)
def test_headings_are_counted(body: str, headings: int) -> None:
    assert read_body(body).counts.headings == headings


CODE = {
    "fences": ("```ruby\na b\n```\n\n~~~~\nc\n~~~\nd\n~~~~\ne", 2, 1),
    "a fence directly after another": ("```\na\n```\n```\nb\n```\nc", 2, 1),
    "fence in a list and in a quotation": ("- a\n\n   ```\n   b\n   ```\n\n> ```\n> c\n> ```\n", 2, 1),
    "a longer fence holds a shorter one": ("````\n```\na\n```\n````\nb", 1, 1),
    "backticks on one line are a span": ("```a b``` c", 0, 1),
    "unclosed fence, which kramdown shows as text": ("a\n\n```\nb c\n", 0, 3),
    "highlight": ("{% highlight ruby linenos %}\na b\n{%- endhighlight -%}\nc", 1, 1),
    "unclosed highlight": ("{% highlight ruby %}\na b", 0, 2),
    "pre": ("<pre><code>a b</code></pre>\n<PRE class='c'>d</PRE> e", 2, 1),
    "unclosed pre": ("<pre>a b", 0, 2),
    "code element": ("a <code>b c</code> d", 0, 2),
    "raw around a fence": ("{% raw %}\n```\n{{ a }}\n```\n{% endraw %}\nb", 1, 1),
    "what is hidden, but no block": ("{% raw %}a{% endraw %} {% comment %}b{% endcomment %} {% c %} {: d}", 0, 0),
    "raw within a fence": ("```\n{% raw %}{{ a }}{% endraw %}\n```\nb", 1, 1),
    "a fence hides what opens in it": ("```\n<pre> {% highlight %} <!--\n```\na", 1, 1),
    "indented, with a blank line in it": ("a\n\n    b c\n\n    d\n\ne\n\n\tf\n", 2, 2),
    "indented, between lines of spaces": ("a\n  \n    b c\n \n    d\n", 1, 1),
    "indented at the very start": ("    a b\n\nc", 1, 1),
    "a paragraph may go on indented": ("a\n    b c\n\n    d", 1, 3),
    "a list item may go on without indentation": ("- a\nb\n\n    c\n", 0, 3),
    "and with less": ("- a\n\n  b\n\n    c\n", 0, 3),
    "a list item may go on indented": ("1) a\n\n    b c\n\n- d\n\n    e\n  f\n\n    g\n", 0, 8),
    "a list ends with the next paragraph": ("- a\n\nb\n\n    c d\n", 1, 2),
    "a footnote may go on indented": ("[^1]: a\n\n    b c\n", 0, 3),
    "HTML laid out with indentation": ("<div>\n\n    <p>a b</p>\n\n</div>", 0, 2),
}


@pytest.mark.parametrize(("body", "code_blocks", "words"), CODE.values(), ids=CODE)
def test_blocks_of_code_are_counted_and_their_words_are_not(body: str, code_blocks: int, words: int) -> None:
    counted = read_body(body).counts
    assert (counted.code_blocks, counted.words) == (code_blocks, words)


def test_all_counts_of_a_whole_post() -> None:
    body = """
# Ferry *Undine* returns

The [council](https://example.org/council) met on Monday — see ![the quay](quay.jpg) and <https://example.org>.

```sh
echo "not read aloud"
```

Next sailing
------------

* 8 a.m., weather permitting{% include ferry.html %}
"""
    assert read_body(body).counts == BodyCounts(words=16, characters=0, links=2, images=1, headings=2, code_blocks=1)


@given(st.text(alphabet=st.sampled_from("[]()<>!`~{%:}#-=&;@^\n \t\rab/h日e\u0301") | st.characters(), max_size=60))
def test_any_text_is_counted_alike_in_either_normal_form(body: str) -> None:
    counted = read_body(normalize("NFC", body)).counts
    assert min(counted) >= 0
    assert read_body(normalize("NFD", body)).counts == counted


@given(st.text(st.characters(codec="cp1252", exclude_characters="\n\r`{}<>~[]&"), max_size=40))
def test_words_are_the_same_whichever_way_they_are_counted(body: str) -> None:
    """A letter that is not in the table of 256 characters sends a body the long way."""
    assert read_body(f"x {body} ł").counts.words == read_body(f"x {body}").counts.words + 1


HOSTILE = [
    *(
        "[",
        "<",
        "{%",
        "{{",
        "`",
        "*",
        "![",
        "](",
        "![a](",
        "<a",
        "<!--",
        "<a@",
        "[^a",
        "\n[a]: b\n[a]",
        "&a",
        "_ ",
        " ",
    ),
    *("```\n", "\n~~~", "`` ` ", "{% raw %}", "{% highlight %}", "<pre>", "\n\n    a", "\n- ", "a\n-\n", "日a"),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_body_made_to_be_slow_is_not(piece: str) -> None:
    """Each piece, a million characters of it, is quadratic for the plain form of one of the patterns."""
    started = time.process_time()
    read_body(piece * (1_000_000 // len(piece)))
    assert time.process_time() - started < 2  # 0.5 s at most where this was written
