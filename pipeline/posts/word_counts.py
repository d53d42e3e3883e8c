"""Counts of a body, and its links and images in their order. Start with read_body.

Words are text, link texts and headings; not code, HTML tags, comments, scripts, Liquid, URLs or alternative texts.
Chinese, Japanese, Korean and Thai count by character. A new pattern must take linear time, even for a body made to be
slow.
"""

import re
from typing import NamedTuple

from pipeline.posts.marks import LINK_ENDS, Image, Link, Marks
from pipeline.posts.words import count_words_of_text


class Body(NamedTuple):
    """What is found in one body: its counts, and its links and images as they are written, in their order."""

    counts: "BodyCounts"
    links: list[Link]
    images: list[Image]


class BodyCounts(NamedTuple):
    """Counts of one body."""

    words: int
    characters: int  # those of the words that are characters of Chinese, Japanese, Korean and Thai
    links: int
    images: int
    headings: int
    code_blocks: int


# Marks that may open something other than prose. A fence's info string holds no backtick (CommonMark 4.5).
# Every branch begins with a literal character, so that `re` skips to the next of these four: ten times as fast.
_OPENER = re.compile(
    r"\n[ \t>]*+(?P<fence>`{3,}+(?=[^`\n]*+(?:\n|\Z))|~{3,}+)[^\n]*+"
    r"|`(?P<span>`*+)"
    r"|\{%-?\s*+(?P<tag>\w*+)"
    r"|\{(?P<output>\{)"
    r"|\{(?P<attributes>:[^{}\n]*+\})"
    r"|<(?P<comment>!--)"
    r"|<(?P<element>[pP][rR][eE]|[cC][oO][dD][eE]|[sS][cC][rR][iI][pP][tT]|[sS][tT][yY][lL][eE])\b"
)
_SPAN = re.compile(r"(`++)(?:[^`\n]|\n(?![ \t]*+\n))++\1(?!`)")
_CLOSERS = {
    "{%": re.compile(r"%\}"),
    "{": re.compile(r"\}\}"),
    "!--": re.compile(r"-->"),
    **{f"{{% {name}": re.compile(rf"\{{%-?\s*+end{name}\s*+-?%\}}") for name in ("highlight", "raw", "comment")},
    **{f"<{name}": re.compile(rf"(?i)</{name}\s*+>") for name in ("pre", "code", "script", "style")},
}
_INDENTED = re.compile(r"\n[ \t]*+\n(?: {4}|\t)")
_LIST_ITEM = re.compile(r" {0,3}(?:[-*+]|\d{1,9}[.)]|\[[^\[\]]*+\]:)(?:\s|$)")

_ATX = re.compile(r"\n {0,3}#{1,6}(?=[ \t\n]|\Z)")
_UNDERLINE = re.compile(r"\n {0,3}(?:=+|-+)[ \t]*+(?=\n|\Z)")
_NO_HEADING = re.compile(r"\W*\Z| {0,3}(?:[>|]|#{1,6}\s|[-*+]\s|\d{1,9}[.)]\s)")

_DEFINITION = re.compile(r"\n {0,3}\[(?!\^)([^\[\]]++)\]:[ \t]*+(\S[^\n]*+)")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]++\]:?")
_ANGLED = re.compile(r"\]\(<([^<>\n]*+)>")
_AUTOLINK = re.compile(r"<(?:(?:https?|ftp)://|mailto:)[^\s<>]++>|<[^\s<>@]++@[^\s<>@]++>")
_TAG = re.compile(r"<(/?[a-zA-Z][\w:-]*+)([^<>]*+)>")
_TARGET = r"\((?:[^()]++|\([^()]*+\))*+\)"
_IMAGE = re.compile(rf"!\[((?:[^\[\]]++|\[[^\[\]]*+\])*+)\](?:({_TARGET})|\[([^\[\]]*+)\])")
_LINK = re.compile(rf"\]({_TARGET})")
_ATTRIBUTE = re.compile(r"""(?<![\w-])(href|src|alt)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.I)
_REFERENCE = re.compile(r"\[([^\[\]]++)\](?:\[([^\[\]]*+)\])?")
_BARE_URL = re.compile(r"(?<![\w/])https?://[^\s<>\[\]\x0e\x18]++")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_MAX_NESTED_BRACKETS = 3  # in the text of a link


def count_words(body: str) -> int:
    """Count the words of a body."""
    return count_words_of_text(_read(body, Marks(), links_bare_urls=False)[0])[0]


def read_body(body: str, *, links_bare_urls: bool = False) -> Body:
    """Return the counts, links and images of a body in Markdown or HTML.

    With `links_bare_urls`, the site's generator makes links of addresses without brackets.
    """
    marks = Marks()
    text, headings, code_blocks = _read(body, marks, links_bare_urls=links_bare_urls)
    links, images = marks.collect(text)
    words, characters = count_words_of_text(text)
    return Body(BodyCounts(words, characters, len(links), len(images), headings, code_blocks), links, images)


def _read(body: str, marks: Marks, *, links_bare_urls: bool) -> tuple[str, int, int]:
    """Return a text with marks in the place of links and images, and count headings and blocks of code."""
    if "\r" in body:
        body = body.replace("\r\n", "\n").replace("\r", "\n")
    text = f"\n\n{marks.clear(body)}"
    code_blocks = headings = 0
    if "`" in text or "{" in text or "<" in text or "~" in text:  # one character is found ten times as fast as two
        text, code_blocks = _without_marked_code(text, marks)
    if _INDENTED.search(text):
        text, blocks = _without_indented_code(text)
        code_blocks += blocks
    labels: dict[str, str] = {}
    if "[" in text and "]:" in text:
        labels = {_label(label): target for label, target in reversed(_DEFINITION.findall(text))}  # the first counts
        text = _DEFINITION.sub("\n", text)
    if "#" in text:
        headings = len(_ATX.findall(text))
    if "-" in text or "=" in text:
        for found in _UNDERLINE.finditer(text):
            line = text.rfind("\n", 0, found.start()) + 1
            headings += not _NO_HEADING.match(text, line, found.start())  # the line above is text
    if "](<" in text:
        text = _ANGLED.sub(lambda target: f"]({marks.put_code(target[1])}", text)
    if "<" in text:
        text = _AUTOLINK.sub(lambda found: marks.put_link(found[0][1:-1], found[0][1:-1]), text)
        headings += sum(name.lower() in _HEADINGS for name, _ in _TAG.findall(text))
        text = _TAG.sub(lambda tag: _mark_tag(tag, marks), text)
    if "[" in text and "[^" in text:
        text = _FOOTNOTE.sub("", text)
    if "]" in text:
        text = _IMAGE.sub(lambda image: _mark_image(image, labels, marks), text)
        text = _mark_links(text, marks)
    if labels:
        text = _mark_references(text, labels, marks)
    if links_bare_urls and "://" in text:
        text = _BARE_URL.sub(lambda url: _mark_bare_url(url, marks), text)
    return text, headings, code_blocks


def _mark_tag(tag: re.Match[str], marks: Marks) -> str:
    match tag[1].lower():
        case "a":
            attributes = _attributes(tag[2])
            return marks.put_anchor(attributes["href"]) if "href" in attributes else " "
        case "/a":
            return marks.end_anchor()
        case "img":
            attributes = _attributes(tag[2])
            return marks.put_image(attributes.get("src"), attributes.get("alt"))
    return " "


def _attributes(text: str) -> dict[str, str]:
    return {name.lower(): double or single or bare for name, double, single, bare in _ATTRIBUTE.findall(text)}


def _mark_image(image: re.Match[str], labels: dict[str, str], marks: Marks) -> str:
    alt, target, label = image[1], image[2], image[3]
    target = target[1:-1] if target else labels.get(_label(label or alt))
    return marks.put_image(target, alt)


def _mark_links(text: str, marks: Marks) -> str:
    """Put a mark in the place of each `](target)`; the text of the link stays."""
    kept: list[str] = []
    at = 0
    for link in _LINK.finditer(text):
        kept += (text[at : link.start()], marks.put_link(link[1][1:-1], _link_text(text, at, link.start())))
        at = link.end()
    return "".join([*kept, text[at:]]) if at else text


def _link_text(text: str, begin: int, end: int) -> str:
    """Return the text of a link from its opening bracket on; "" if the link before it, or nothing, opens it."""
    opening = text.rfind("[", begin, end)
    for _ in range(_MAX_NESTED_BRACKETS):
        if opening < 0 or text.count("]", opening, end) <= text.count("[", opening + 1, end):
            break
        opening = text.rfind("[", begin, opening)
    return text[opening + 1 : end] if opening >= 0 else ""


def _mark_references(text: str, labels: dict[str, str], marks: Marks) -> str:
    """Replace reference links whose label is defined by their text and a mark."""

    def mark_reference(reference: re.Match[str]) -> str:
        target = labels.get(_label(reference[2] or reference[1]))
        return reference[0] if target is None else reference[1] + marks.put_link(target, reference[1], glued=True)

    return _REFERENCE.sub(mark_reference, text)


def _mark_bare_url(url: re.Match[str], marks: Marks) -> str:
    if url.string.startswith(LINK_ENDS, url.end()) and marks.ends_link(url.string, url.end()):
        return url[0]  # the text of a link
    address = url[0].rstrip("?!.,:*_~'\";")
    if address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1]
    return marks.put_link(address, address) + url[0][len(address) :]


def _without_marked_code(text: str, marks: Marks) -> tuple[str, int]:
    """Remove code, comments and scripts, and mark Liquid; return the text and the number of blocks of code."""
    kept: list[str] = []
    blocks = at = position = 0
    unclosed: set[str] = set()

    def closing(mark: str) -> int | None:
        """Return the end of what `mark` opened, or None; a failed search is not repeated."""
        if mark not in unclosed:
            # A fence is closed by the same character, at least as often.
            closer = _CLOSERS.get(mark) or re.compile(rf"\n[ \t>]*+{mark[0]}{{{len(mark)},}}[ \t]*+(?=\n|\Z)")
            if found := closer.search(text, position):
                return found.end()
            unclosed.add(mark)
        return None

    while opener := _OPENER.search(text, position):  # the mark that opens first hides the marks inside it
        position = opener.end()
        kind, mark, replacement = opener.lastgroup, opener[opener.lastgroup or 0], " "
        if kind == "fence":
            end = closing(mark)
            blocks += end is not None
            replacement = "\n"
        elif kind == "span":
            span = _SPAN.match(text, opener.start())
            end = span.end() if span else None
            replacement = marks.put_code(span[0].strip("`")) if span else " "
        elif kind == "attributes":
            end = position
        elif kind == "element":
            end = closing(f"<{mark.lower()}")
            blocks += end is not None and mark.lower() == "pre"
            if end is not None and mark.lower() == "code":
                replacement = marks.put_code(_TAG.sub(" ", text[opener.start() : end]))
        elif kind == "tag":
            end = closing(f"{{% {mark}") if mark in ("highlight", "raw", "comment") else None
            if end is None:
                end = closing("{%")
                if end is not None and mark in ("post_url", "link"):
                    replacement = marks.put_liquid(text[opener.start() : end])
            elif mark == "highlight":
                blocks += 1
            elif mark == "raw":
                blocks += _without_marked_code(text[position:end], Marks())[1]
        else:
            end = closing(mark)
            if end is not None and kind == "output":
                replacement = marks.put_liquid(text[opener.start() : end])
        if end is not None:
            kept += (text[at : opener.start()], replacement)
            at = position = end
    kept.append(text[at:])
    return "".join(kept), blocks


def _without_indented_code(text: str) -> tuple[str, int]:
    """Remove indented code; return the text and the number of blocks.

    A block is indented by four spaces or a tab, after a blank line, outside a list, and is not HTML.
    """
    kept: list[str] = []
    blocks = 0
    after_blank = in_list = in_code = False
    for line in text.split("\n"):
        if not line.strip():
            after_blank = True
            kept.append("")
            continue
        if not line.startswith(("    ", "\t")):
            in_code = False
            in_list = bool(_LIST_ITEM.match(line)) or (in_list and (not after_blank or line[0] == " "))
        elif not in_code and after_blank and not in_list and not line.lstrip().startswith("<"):
            in_code = True
            blocks += 1
        if not in_code:
            kept.append(line)
        after_blank = False
    return "\n".join(kept), blocks


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()
