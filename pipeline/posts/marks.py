"""Marks: what is taken out of a text while it is read, kept in its place. Start with Marks.

A mark is a number between two control characters, which no word, tag or pattern of Markdown has. So links of all kinds
are found one kind after another, and listed in the order of the text.
"""

import re
from html import unescape
from typing import NamedTuple

_OPEN, _GLUE, _CLOSE = "\x0e", "\x18", "\x0f"
MARK = re.compile("[\x0e\x18]([\x10-\x17]+)\x0f")
GLUED = re.compile("\x18[\x10-\x17]+\x0f")  # marks that part no words
LINK_ENDS = (_OPEN, _GLUE)
_CLEARED = str.maketrans(dict.fromkeys("\x0e\x0f\x18", " "))
_TO_DIGITS = str.maketrans("01234567", "\x10\x11\x12\x13\x14\x15\x16\x17")
_FROM_DIGITS = {code: digit for digit, code in enumerate("\x10\x11\x12\x13\x14\x15\x16\x17")}
_EMPHASIS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_TITLE = re.compile(r"""(?<!\s)\s+["'(]""")
_FIGURE = re.compile(r"\{\{[<%]\s*+figure\b")
_PARAMETER = re.compile(r"""(?<![\w-])(src|alt|caption)\s*+=\s*+(?:"([^"]*+)"|`([^`]*+)`|([^\s"`>}]++))""")


class Link(NamedTuple):
    """Link as it is written, without marks: what stands for its address, and its text."""

    target: str
    text: str


class Image(NamedTuple):
    """Image as it is written: what stands for its address, None for nothing, and its text, None if it has none."""

    target: str | None
    alt: str | None


class Marks:
    """Marks of one text, by number: the kind of each, and what it stands for."""

    def __init__(self) -> None:
        self._all: list[tuple[str, str | None, str | None]] = []

    def __len__(self) -> int:
        return len(self._all)

    @staticmethod
    def clear(text: str) -> str:
        """Return a text without characters that make marks."""
        return text.translate(_CLEARED) if _OPEN in text or _CLOSE in text or _GLUE in text else text

    def put_link(self, target: str, text: str, *, glued: bool = False) -> str:
        """Return the mark of a link whose text is known."""
        return self._put("link", target, text, _GLUE if glued else _OPEN)

    def put_anchor(self, target: str) -> str:
        """Return the mark of a link whose text follows, up to the mark of its end."""
        return self._put("anchor", target)

    def end_anchor(self) -> str:
        """Return the mark of the end of a link."""
        return self._put("end")

    def put_image(self, target: str | None, alt: str | None) -> str:
        """Return the mark of an image."""
        return self._put("image", target, alt)

    def put_liquid(self, source: str) -> str:
        """Return the mark of Liquid, or of a shortcode, that may be part of an address."""
        if _FIGURE.match(source):
            found = {name: double or raw or bare for name, double, raw, bare in _PARAMETER.findall(source)}
            return self._put("image", found.get("src"), found.get("alt") or found.get("caption"))
        return self._put("source", source)

    def put_code(self, code: str) -> str:
        """Return the mark of code in a line, which is part of the text of a link."""
        return self._put("source", code)

    def _put(self, kind: str, target: str | None = None, text: str | None = None, opening: str = _OPEN) -> str:
        self._all.append((kind, target, text))
        return f"{opening}{format(len(self._all) - 1, 'o').translate(_TO_DIGITS)}{_CLOSE}"

    def _get(self, mark: re.Match[str]) -> tuple[str, str | None, str | None]:
        number = 0
        for digit in mark[1]:
            number = number * 8 + _FROM_DIGITS[digit]
        return self._all[number]

    def ends_link(self, text: str, at: int) -> bool:
        """Return whether the mark at index `at` is that of a link, or ends one."""
        mark = MARK.match(text, at)
        return mark is not None and self._get(mark)[0] in ("link", "end")

    def collect(self, text: str) -> tuple[list[Link], list[Image]]:
        """Return the links and images of a text in their order."""
        links: list[Link] = []
        images: list[Image] = []
        anchor: tuple[str, int] | None = None  # its target, and where its text begins
        for mark in MARK.finditer(text) if self._all else ():
            kind, target, label = self._get(mark)
            if kind == "image":
                images.append(
                    Image(
                        None if target is None else self._expand_target(target),
                        None if label is None else self._expand_text(label),
                    )
                )
            elif kind == "link":
                links.append(Link(self._expand_target(target or ""), self._expand_text(label or "")))
            elif kind == "anchor":
                anchor = target or "", mark.end()
                links.append(Link(self._expand_target(anchor[0]), ""))
                place = len(links) - 1
            elif kind == "end" and anchor:
                links[place] = links[place]._replace(text=self._expand_text(text[anchor[1] : mark.start()]))
                anchor = None
        return links, images

    def _expand_target(self, target: str) -> str:
        """Return an address without the title behind it, with the Liquid that its marks stand for."""
        target = target.strip()
        if target.startswith("<"):
            target = target[1:].partition(">")[0]
        elif title := _TITLE.search(target):
            target = target[: title.start()]
        if "\\" in target:
            target = _ESCAPE.sub(r"\1", target)
        return MARK.sub(self._source_of, unescape(target) if "&" in target else target)

    def _expand_text(self, text: str) -> str:
        if "*" in text or "_" in text:
            text = _EMPHASIS.sub("", text)
        if "\x0e" in text or "\x18" in text:
            text = MARK.sub(self._text_of, text)
        if "\\" in text:
            text = _ESCAPE.sub(r"\1", text)
        return " ".join((unescape(text) if "&" in text else text).split())

    def _source_of(self, mark: re.Match[str]) -> str:
        kind, target, _ = self._get(mark)
        return target or "" if kind == "source" else ""

    def _text_of(self, mark: re.Match[str]) -> str:
        kind, target, alt = self._get(mark)
        return (target if kind == "source" else alt if kind == "image" else "") or ""
