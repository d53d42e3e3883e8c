"""Excerpt of a body as raw Markdown, cut where Jekyll cuts it (excerpt.rb:134)."""

import re

# Blocks of Liquid 4 and of Jekyll; other tags need no end.
_BLOCKS = frozenset(("capture", "case", "comment", "for", "highlight", "if", "ifchanged", "raw", "tablerow", "unless"))
_TAG = re.compile(r"\{%-?\s*+(\w++)", re.A)
_BRACKET = re.compile(r"^ {0,3}\[", re.M)
_DEFINED = re.compile(r":.+")
_LABEL = re.compile(r"\[[^\[\]]+\]")


def cut_excerpt(body: str, separator: str) -> str:
    """Return the body before the separator; close its Liquid blocks, add its link definitions."""
    head, _, tail = body.partition(separator)
    if not tail:
        return head
    if "{%" in head:
        head = _close_blocks(head)
    definitions = _find_link_definitions(head, tail) if "[" in head and "]:" in tail else []
    return head + "\n\n" + "\n".join(definitions) if definitions else head


def _close_blocks(head: str) -> str:
    names, at = [], 0
    while (tag := _TAG.search(head, at)) and (end := head.find("%}", tag.end())) >= 0:
        names.append(tag[1])
        at = end + 2
    for name in dict.fromkeys(reversed(names)):
        if name in _BLOCKS:
            ending = re.search(r"\{%-?\s*+end" + name, head, re.A)
            if not ending or "%}" not in head[ending.end() :]:
                head += f"\n{{% end{name} %}}"
    return head


def _find_link_definitions(head: str, tail: str) -> list[str]:
    """Return each `[label]: …` of the tail with a label in the head; labels may span lines."""
    labels = set(_LABEL.findall(head))
    definitions, done, close = [], 0, -1
    for bracket in _BRACKET.finditer(tail):
        start = bracket.end()
        if start <= done:
            continue
        if close < start:
            close = tail.find("]", start)
            if close < 0:
                break
        if close > start and (definition := _DEFINED.match(tail, close + 1)):
            done = definition.end()
            label = tail[start - 1 : close + 1]
            if label in labels or ("[" in label[1:] and label in head):
                definitions.append(label + definition[0])
    return definitions
