"""PURE: the bytes of files in, Arrow rows out: one row for every file, a file that makes no post as well."""

import hashlib
import traceback
from typing import Any

import pyarrow as pa

from pipeline.frontmatter import FrontMatterError
from pipeline.posts.post import PostReader, is_below_drafts
from pipeline.posts.problems import Problem, RejectedError, problem
from pipeline.posts.schema import FILES, POSTS
from pipeline.site.config import Site


def parse(files: pa.RecordBatch, site: Site) -> pa.RecordBatch:
    """Read files (schema.FILES) as posts of a site (schema.POSTS), in the same order."""
    reader = PostReader(site)
    rows = [_row(reader, *file) for file in zip(*(files.column(name).to_pylist() for name in FILES.names), strict=True)]
    return pa.RecordBatch.from_pylist(rows, POSTS)


def _row(
    reader: PostReader, path: str, sha256: str | None, content: bytes | None, fault: dict[str, Any] | None
) -> dict[str, Any]:
    problems: list[Problem] = []
    post: dict[str, Any] | None = None
    if content is None:
        problems.append(Problem(**fault) if fault else problem("unreadable", "nothing was read"))
    else:
        try:
            post = reader.columns(path, content, problems)
        except (RejectedError, FrontMatterError) as error:
            problems.append(problem(error.kind, error.detail, error.line))
        except Exception:
            problems.append(problem("parser_fault", traceback.format_exc()))
    site = reader.site.name
    post_id = hashlib.sha256(f"{site}\0{path}".encode()).hexdigest()[:16]
    return {
        "site": site,
        "path": path,
        "post_id": post_id,
        "sha256": sha256,
        "fate": "problem" if post is None else "draft" if is_below_drafts(path) else "post",
        "problems": [(found.kind, found.severity, found.line, found.detail) for found in problems],
        **(post or {}),
        "text_key": post and text_key(post_id, post["lang"], post["title"], post["body"]),
    }


def text_key(post_id: str, lang: str | None, title: str, body: str) -> int:
    """Another key for another text, and for another post; the chance that any two of ten million share one is 3e-6."""
    # lengths go before, so that no word moves from the title into the body unnoticed
    said = f"{post_id} {lang is None} {len(lang or '')} {len(title)} {lang or ''}{title}{body}"
    return int.from_bytes(hashlib.sha256(said.encode()).digest()[:8], signed=True)
