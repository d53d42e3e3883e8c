"""Words of a text that holds nothing else than words, punctuation and marks. Start with count_words_of_text."""

import re
from html import unescape
from unicodedata import normalize

from pipeline.posts.marks import GLUED, MARK

_URL = re.compile(r"https?://[!-~]+")
_BEYOND_ALPHABETS = re.compile("[\u0e00-\u0e7f]|[^\0-\u10ff\u2000-\u2fff]")
_THAI_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")  # above and below letters
_CJK = re.compile(
    "[\u0e01-\u0e3a\u0e40-\u0e4e\u1100-\u11ff"
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3131-\u318e"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]+"
)
_STRAY = re.compile(r" [^\w\s]++(?!\S)")
# Most bodies have no other characters than these 256. Only the class counts: space, letter or digit, neither.
_ONE_BYTE = "cp1252"
_CHARACTERS = bytes(range(256)).decode(_ONE_BYTE, "replace")
_SPACES = bytes(byte for byte, character in enumerate(_CHARACTERS) if character.isspace() or character == "—")
_LETTERS = bytes(byte for byte, character in enumerate(_CHARACTERS) if character.isalnum())
_CLASSES = bytes.maketrans(_SPACES + _LETTERS, b" " * len(_SPACES) + b"a" * len(_LETTERS))
_NEITHER = bytes(set(range(256)) - set(_SPACES + _LETTERS))


def count_words_of_text(text: str) -> tuple[int, int]:
    """Count words and characters: a character that needs no spaces is a word.

    So is any other run between spaces that has a letter or digit.
    """
    if "\x0f" in text:
        text = MARK.sub(" ", GLUED.sub("", text))
    if "/" in text and "://" in text:
        text = _URL.sub(" ", text)
    if "&" in text:
        text = unescape(text)
    try:
        coded = text.encode("ascii" if text.isascii() else _ONE_BYTE)
        return (b" " + coded.translate(_CLASSES, _NEITHER)).count(b" a"), 0
    except UnicodeEncodeError:
        pass
    characters = 0
    if _BEYOND_ALPHABETS.search(text):
        text = normalize("NFC", text)
        spaced, runs = _CJK.subn(" ", text)
        characters = len(text) - len(spaced) + runs - len(_THAI_MARKS.findall(text))
        text = spaced
    tokens = text.replace("—", " ").replace("_", "*").split()
    return characters + len(tokens) - len(_STRAY.findall(f" {' '.join(tokens)}")), characters
