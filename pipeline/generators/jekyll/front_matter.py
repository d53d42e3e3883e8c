"""Split of a document into front matter and body as in Jekyll (document.rb:13); TOML and JSON are split as well."""

import re
from typing import Any

import frontmatter

from pipeline.generators.frontmatter import load_front_matter

# Jekyll's expression in two steps, each linear: in one, a file of blank lines takes quadratic time.
_OPENER = re.compile(r"---\s*\n", re.ASCII)
_CLOSER = re.compile(r"\n(?:---|\.\.\.)\s*$\n?", re.MULTILINE | re.ASCII)  # `^` would be tried everywhere
_OTHER_FORMATS = (
    (re.compile(r"\+\+\+[ \t]*\r?\n"), re.compile(r"^\+\+\+[ \t]*\r?$\n?", re.MULTILINE)),
    (re.compile(r"\{[ \t]*\r?\n"), re.compile(r"^\}[ \t]*\r?$\n?", re.MULTILINE)),
)


class JekyllHandler(frontmatter.YAMLHandler):
    """Handler that splits as Jekyll does. Not for `frontmatter.parse`: it strips the text."""

    def split(self, text: str) -> tuple[str, str]:
        """Return the block with its opening line, and the body; the block is "" if there is none."""
        if opener := _OPENER.match(text):
            closer = _CLOSER.search(text, opener.end() - 1)
            return (text[: closer.start() + 1], text[closer.end() :]) if closer else ("", text)
        for opening, closing in _OTHER_FORMATS:
            if (opener := opening.match(text)) and (closer := closing.search(text, opener.end())):
                return text[: closer.end()], text[closer.end() :]
        return "", text

    def load(self, fm: str, **kwargs: Any) -> Any:
        """Return the value of a block from `split`; raises ProblemError."""
        return load_front_matter(fm, kwargs.get("repeated"))
