"""Names of files and URLs by patterns such as `:year-:month-:title` (hexo-util: permalink.ts, slugize.ts)."""

import posixpath
import re
from collections.abc import Callable
from unicodedata import combining, normalize

_PARAM = re.compile(r":(\w*[^_\W])", re.ASCII)
_SEGMENTS = {
    "year": r"(\d{4})", "month": r"(\d{2})", "day": r"(\d{2})", "i_month": r"(\d{1,2})", "i_day": r"(\d{1,2})",
    "hash": "([0-9a-f]{12})",
}  # fmt: skip
_CONTROL = re.compile("[\0-\x1f]")
_SPECIAL = re.compile(r"""[\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'<>,.?/]+""")
# Latin letters that no accent explains, as diacritic.ts has them: what stands for each, then the letters.
_LETTERS = """
    A:ȺⱯ B:ƁƂɃ C:ƇȻꜾ D:ĐƉƊƋꝹ E:ƎƐ F:ƑꝻ G:ƓǤꝽꝾꞠ H:ĦⱧⱵꞍ I:Ɨ J:Ɉ K:ƘⱩꝀꝂꝄꞢ L:ĿŁȽⱠⱢꝆꝈꞀ M:ƜⱮ N:ƝȠꞐꞤ
    O:ØƆƟǾꝊꝌ P:ƤⱣꝐꝒꝔ Q:ɊꝖꝘ R:ɌⱤꝚꞂꞦ S:ẞⱾꞄꞨ T:ŦƬƮȾꞆ U:Ʉ V:ƲɅꝞ W:Ⱳ Y:ƳɎỾ Z:ƵȤⱫⱿꝢ a:ɐẚⱥ b:ƀƃɓ c:ƈȼↄꜿ
    d:đƌɖɗꝺ e:ǝɇɛ f:ƒꝼ g:ǥɠᵹꝿꞡ h:ħɥⱨⱶ i:ıɨ j:ɉ k:ƙⱪꝁꝃꝅꞣ l:ŀłſƚɫⱡꝇꝉꞁ m:ɯɱ n:ŉƞɲꞑꞥ o:øǿɔɵꝋꝍ p:ƥᵽꝑꝓꝕ
    q:ɋꝗꝙ r:ɍɽꝛꞃꞧ s:ßȿẛꞅꞩ t:ŧƭʈⱦꞇ u:ʉ v:ʋʌꝟ w:ⱳ y:ƴɏỿ z:ƶȥɀⱬꝣ AA:Ꜳ AE:ÆǢǼ AO:Ꜵ AU:Ꜷ AV:ꜸꜺ AY:Ꜽ DZ:ǄǱ
    Dz:ǅǲ LJ:Ǉ Lj:ǈ NJ:Ǌ Nj:ǋ OE:Œ OI:Ƣ OO:Ꝏ OU:Ȣ TZ:Ꜩ VY:Ꝡ aa:ꜳ ae:æǣǽ ao:ꜵ au:ꜷ av:ꜹꜻ ay:ꜽ dz:ǆǳ hv:ƕ lj:ǉ
    nj:ǌ oe:œ oi:ƣ oo:ꝏ ou:ȣ tz:ꜩ vy:ꝡ
"""
_PLAIN_LETTERS = str.maketrans(
    {letter: plain for plain, letters in (group.split(":") for group in _LETTERS.split()) for letter in letters}
    | {letter: normalize("NFKC", letter) for letter in map(chr, (*range(0x24B6, 0x24EA), *range(0xFF21, 0xFF3B)))}
    | {letter: normalize("NFKC", letter) for letter in map(chr, range(0xFF41, 0xFF5B))}
)


class NamePattern:
    """Pattern of file names below _posts, such as `:year-:month-:day-:title.md`."""

    def __init__(self, pattern: str) -> None:
        rule = posixpath.splitext(pattern)[0]
        self.extension = posixpath.splitext(pattern)[1]
        self.params: list[str] = []
        parts, end = [], 0
        for found in _PARAM.finditer(rule):
            self.params.append(found[1])
            parts += [re.escape(rule[end : found.start()]), _SEGMENTS.get(found[1], "(.+?)")]
            end = found.end()
        # Many parts of any length make a regular expression that tries every split of a name.
        is_plain = sum(param not in _SEGMENTS for param in self.params) <= 4
        self.regex = re.compile("".join([*parts, re.escape(rule[end:])])) if is_plain else re.compile("(?!)")

    def parse(self, path: str) -> dict[str, str]:
        """Return what a path says by the pattern; `title` is the slug (processor/post.ts)."""
        stem = posixpath.splitext(path)[0]
        found = self.regex.fullmatch(stem)
        values = dict(zip(self.params, found.groups(), strict=True)) if found else {}
        return values if "title" in values else {**values, "title": slugize(stem)}


def fill_pattern(pattern: str, value_of: Callable[[str], str]) -> str:
    """Return a pattern with each token replaced by its value."""
    return _PARAM.sub(lambda found: value_of(found[1]), pattern)


def slugize(text: str, case: int = 0) -> str:
    """Return a text with accents taken off and all but letters and digits as dashes.

    `case` 1 lower, 2 upper.
    """
    plain = _without_accents(text)
    slug = _SPECIAL.sub("-", _CONTROL.sub("", plain))
    slug = re.sub("-{2,}", "-", slug).strip("-")
    return slug.lower() if case == 1 else slug.upper() if case == 2 else slug


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    plain = []
    for letter in text.translate(_PLAIN_LETTERS):
        parts = normalize("NFD", letter)
        has_marks = len(parts) > 1 and all(map(combining, parts[1:]))
        is_latin = has_marks and parts[0].isascii() and parts[0].isalpha()
        plain.append(parts[0] if is_latin else letter)
    return "".join(plain)
