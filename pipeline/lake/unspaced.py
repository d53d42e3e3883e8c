"""PURE: words of Chinese, Japanese and Thai, which are written without spaces. Start with split_words.

ICU knows the words, if the extra [cjk] is installed. Else a word is a run of kanji or of katakana where there is kana,
and two characters that follow each other elsewhere.
"""

import functools
import importlib.metadata
import importlib.util
import re
from itertools import pairwise

_HAN = "々〇㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"
_HIRAGANA, _KATAKANA, _THAI = "ぁ-ゟ", "ァ-ヺー-ヿㇰ-ㇿｦ-ﾟ", "ก-๛"
_RUN = re.compile(rf"[{_HAN}{_HIRAGANA}{_KATAKANA}{_THAI}]+")
_KANA = re.compile(rf"[{_HIRAGANA}{_KATAKANA}]")
_RUN_OF_ONE_SCRIPT = re.compile(rf"[{_HAN}]+|[{_KATAKANA}]+")
_SIGN = re.compile(r"[^\u0e31\u0e34-\u0e3a\u0e47-\u0e4e][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*|.")  # with its Thai marks


def splitter_version() -> str:
    """Return what splits words here: ICU's binding with its version, or the rules of this file."""
    return f"icu4py {importlib.metadata.version('icu4py')}" if _has_icu() else "runs"


def split_words(text: str, has_kana: bool) -> list[str]:
    """Return the words of the parts of a text that have no spaces; `has_kana`: its post is in Japanese."""
    runs = _RUN.findall(text)
    if _has_icu():
        from icu4py.breakers import WordBreaker  # noqa: PLC0415 - 42 MB that most sites do not need

        return [word for run in runs for word in WordBreaker(run, "ja")]
    if has_kana:
        return [word for run in runs for word in _RUN_OF_ONE_SCRIPT.findall(run)]
    return [pair for run in runs for pair in _split_pairs(run)]


def contains_kana(text: str) -> bool:
    """Return whether a text has kana, as only Japanese has."""
    return bool(_KANA.search(text))


def _split_pairs(run: str) -> list[str]:
    signs = _SIGN.findall(run)
    return signs if len(signs) == 1 else [a + b for a, b in pairwise(signs)]


@functools.cache
def _has_icu() -> bool:
    return importlib.util.find_spec("icu4py") is not None
