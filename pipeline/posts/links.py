"""Addresses of links and images: Liquid filled in, relative ones resolved as a browser does. Start with Page.resolve.

Which post a link leads to, and whether it leads anywhere, is decided in sql/core/post_links.sql, which knows all posts.
"""

import functools
import posixpath
import re
from typing import NamedTuple
from urllib.parse import unquote, urljoin

from publicsuffixlist import PublicSuffixList

from pipeline.generators.authors import ADDRESS
from pipeline.generators.site import Site

_ABSOLUTE = re.compile(r"(?:([a-z][a-z0-9+.-]*):)?//(?:[^/?#@]*@)?([^/?#@:\[\]]+)(?::\d*)?(.*)", re.I | re.DOTALL)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_LIQUID = re.compile(r"\{\{[-<%]?(.*?)[->%]?\}\}|\{%-?\s*(\w+)\s(.*?)-?%\}", re.DOTALL)
_REF = re.compile(r"""\s*(?:rel)?ref\s+(?:path\s*=\s*)?["'`]?([^"'`\s#]*)(#[^"'`\s]*)?""")
_ASSIGN = re.compile(r"""\{%-?\s*assign\s+(\w+)\s*=\s*(?:"([^"{}]*)"|'([^'{}]*)')\s*-?%\}""")
_CAPTURE = re.compile(r"\{%-?\s*capture\s+(\w+)\s*-?%\}([^{}]*)\{%-?\s*endcapture\s*-?%\}")
_QUOTED = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)')\s*\Z""")
_HARMLESS = ("escape", "escape_once", "uri_escape", "strip", "replace_first")
_MARKDOWN = (".md", ".markdown")
_FILE_KEY = re.compile(
    r"(?:/_?index)?(?:\.[a-z]{2,3}(?:-[a-z0-9]{2,4})?)?\.(?:md|markdown|mkd|mkdn|html?|org|adoc|rst|textile)\Z", re.I
)
_PAGE_END = re.compile(r"(?:/index)?(?:\.html?)?/*\Z")
_ODD = re.compile(r"[\s<>\"]")
_IP = re.compile(r"[\d.]+|.*:.*")


class Address(NamedTuple):
    """Address that a link or an image leads to.

    `is_internal`: it is of the site, and `url` relative to the site's url; None if only Liquid knows. `file` is the
    file that is named instead of an address (file_key); `url` is then as written.
    """

    url: str
    domain: str | None = None  # of an address outside of the site
    is_internal: bool | None = False
    address: str | None = None  # within the site (normalize_address)
    file: str | None = None


class Page(NamedTuple):
    """Post whose links are resolved: its site, address and file, and the texts that its Liquid gives names to."""

    site: Site
    url: str | None
    path: str
    names: dict[str, str]

    @classmethod
    def of_body(cls, site: Site, url: str | None, path: str, body: str) -> "Page":
        """Return the page of a body, with the texts that it assigns."""
        names = {}
        if "assign" in body or "capture" in body:
            names = {name: double or single for name, double, single in _ASSIGN.findall(body)}
            names |= {name: text.strip() for name, text in _CAPTURE.findall(body)}
        return cls(site, url, path, names)

    def resolve(self, target: str) -> Address:
        """Return where a link or image that is written as `target` leads; of people's addresses the scheme alone."""
        if target.lstrip().lower().startswith("mailto:"):
            return Address("mailto:")
        if "{" in target and (found := _LIQUID.search(target)):
            return self._resolve_liquid(target, found)
        return self._resolve_url(target)

    def _resolve_url(self, target: str) -> Address:
        if _ODD.search(target):  # no browser is sure to go where it leads
            return Address(target, is_internal=None)
        if found := _ABSOLUTE.match(target):
            scheme, host, rest = found[1], found[2].lower().rstrip("."), found[3]
            if own := _own_host(self.site.url):
                inner = _below(rest or "/", self.site.base_path)
                if host.removeprefix("www.") == own and inner is not None:
                    return _inner_address(inner)
            is_web = scheme is None or scheme.lower() in ("http", "https", "ftp")
            return Address(target, find_domain(host) if is_web else None)
        if _SCHEME.match(target):
            kept = target.partition(":")[0].lower() + ":"
            # Addresses of people, and data, are no addresses of pages.
            return Address(kept if kept == "data:" or ADDRESS.search(target) else target)
        if ADDRESS.fullmatch(target):
            return Address("mailto:")
        path = re.split("[?#]", target, maxsplit=1)[0]
        if path.lower().endswith(_MARKDOWN):
            file = path if path.startswith("/") else posixpath.join(posixpath.dirname(self.path), path)
            return Address(target, is_internal=True, file=file_key(posixpath.normpath(file)))
        url = target
        if not target.startswith("/") or "/." in target:
            if self.url is None:
                return Address(target, is_internal=True)
            url = urljoin(self.site.base_path + self.url, target)
        inner = _below(url, self.site.base_path)
        return Address(url) if inner is None else _inner_address(inner)

    def _resolve_liquid(self, target: str, found: re.Match[str] | None) -> Address:
        filled, at = [], 0
        file = None
        while found:
            filled.append(target[at : found.start()])
            at = found.end()
            if named := _named_file(found):
                file = named
            elif found[2] or (text := self._evaluate(found[1])) is None:
                start = "".join(filled)
                host = _ABSOLUTE.match(start)
                # Behind a whole host, the rest does not matter.
                if host and host[3]:
                    return self._resolve_url(start)._replace(url=target)
                return Address(target, is_internal=None)
            else:
                filled.append(text)
            found = _LIQUID.search(target, at)
        if file is not None:
            return Address(target, is_internal=True, file=file_key(file))
        return self._resolve_url("".join([*filled, target[at:]]))

    def _evaluate(self, expression: str) -> str | None:
        """Return the text of an expression of Liquid with its filters; None if it is not certain."""
        value, *filters = expression.split("|")
        text = self._value(value)
        for filter in filters:
            name, _, argument = filter.partition(":")
            name = name.strip()
            if text is None:
                return None
            if name in ("relative_url", "absolute_url"):
                if not _SCHEME.match(text):
                    text = f"{self.site.base_path}/{text.lstrip('/')}"
            elif name in ("prepend", "append"):
                other = self._value(argument)
                if other is None:
                    return None
                text = other + text if name == "prepend" else text + other
            elif name not in _HARMLESS:
                return None
        return text

    def _value(self, text: str) -> str | None:
        if quoted := _QUOTED.match(text):
            return quoted[1] or quoted[2] or ""
        match name := text.strip():
            case "site.url" | "site.github.url" | "site.baseurl":
                own = (self.site.url or "").rstrip("/").removesuffix(self.site.base_path)
                return {"site.url": own, "site.baseurl": self.site.base_path}.get(name, own + self.site.base_path)
            case "page.url":
                return self.url
        return self.names.get(name)


def _named_file(liquid: re.Match[str]) -> str | None:
    """Return the file that Liquid or a shortcode names."""
    if liquid[2] in ("post_url", "link"):
        return liquid[3].strip().strip("\"'")
    ref = _REF.match(liquid[1]) if liquid[1] is not None else None
    return ref[1] if ref else None


def file_key(path: str) -> str:
    """Return the path of a file without extension, language and `index`, as links name it."""
    return _FILE_KEY.sub("", path).strip("/").lower()


def normalize_address(url: str) -> str:
    """Return the form that /a, /a/, /A.html and /a/index.html?b#c share, percent-decoded: /a; "" for the home page."""
    path = unquote(re.split("[?#]", url, maxsplit=1)[0]).lower()
    return _PAGE_END.sub("", path if path.startswith("/") else f"/{path}")


def _inner_address(url: str) -> Address:
    return Address(url, is_internal=True, address=normalize_address(url))


@functools.lru_cache(10_000)
def find_domain(host: str) -> str | None:
    """Return the domain of a host that somebody registered: example.co.uk of www.example.co.uk."""
    if _IP.fullmatch(host):
        return host
    return _suffixes().privatesuffix(host) or host


@functools.cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@functools.lru_cache(100)
def _own_host(url: str | None) -> str | None:
    found = _ABSOLUTE.match(url or "")
    return found[2].lower().removeprefix("www.") if found else None


def _below(url: str, base_path: str) -> str | None:
    """Return a URL without the site's own path before it; None if it is not below that."""
    if not url.startswith("/"):
        url = f"/{url}"
    if not base_path:
        return url
    rest = url.removeprefix(base_path)
    if rest == url or (rest and rest[0] not in "/?#"):
        return None
    return rest if rest.startswith("/") else f"/{rest}"
