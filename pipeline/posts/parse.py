"""PURE: the bytes of files in, Arrow rows out: one row for each file, even if it cannot be a post.

Start here. A generator reads the file (pipeline/generators/); row.py has the columns that are the same for all of them.
"""

import hashlib
import traceback
from typing import Any

import pyarrow as pa

from pipeline.generators import generator_of
from pipeline.generators.problems import Problem, ProblemError, problem
from pipeline.generators.site import Site
from pipeline.posts.links import file_key
from pipeline.posts.row import build_row
from pipeline.posts.schema import FILES, POSTS


def parse(files: pa.RecordBatch, site: Site) -> pa.RecordBatch:
    """Return a row (schema.POSTS) for each file (schema.FILES) of a site, in the same order."""
    columns = [files.column(name).to_pylist() for name in FILES.names]
    return pa.RecordBatch.from_pylist([_parse_file(site, *file) for file in zip(*columns, strict=True)], POSTS)


def _parse_file(
    site: Site, path: str, sha256: str | None, content: bytes | None, fault: dict[str, Any] | None
) -> dict[str, Any]:
    problems: list[Problem] = []
    post: dict[str, Any] | None = None
    document = None
    if content is None:
        problems.append(Problem(**fault) if fault else problem("unreadable", "nothing was read"))
    else:
        try:
            document = generator_of(site).document(site, content)
            problems = document.warnings
            post = build_row(site, path, document)
        except ProblemError as error:
            line = document.line_of(error.key) if document and error.key else error.line
            problems.append(problem(error.kind, error.detail, line))
        except Exception:
            problems.append(problem("parser_fault", traceback.format_exc()))
    post_id = hashlib.sha256(f"{site.name}\0{path}".encode()).hexdigest()[:16]
    return {
        "site": site.name,
        "path": path,
        "file_key": file_key(path),
        "post_id": post_id,
        "sha256": sha256,
        "problems": [(found.kind, found.severity, found.line, found.detail) for found in problems],
        **(post or {"fate": "problem"}),
        "text_key": _text_key(post_id, post) if post and post["fate"] != "page" else None,
    }


def _text_key(post_id: str, post: dict[str, Any]) -> int:
    return text_key(post_id, post["lang"], post["title"] or "", post["body"])


def text_key(post_id: str, lang: str | None, title: str, body: str) -> int:
    """Return a key of a post and its text: 64 bits of a sha256, as a signed number."""
    # The chance that any two of ten million share one is 3e-6.
    # Lengths come first, so that a word moved from the title into the body changes the key.
    identity = f"{post_id} {lang is None} {len(lang or '')} {len(title)} {lang or ''}{title}{body}"
    return int.from_bytes(hashlib.sha256(identity.encode()).digest()[:8], signed=True)
