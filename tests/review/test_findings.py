"""What a review finds: the rows of core.problems without a warehouse, and what only the whole site shows."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from pipeline.generators import load_site
from pipeline.generators.problems import KINDS
from pipeline.generators.site import Site
from pipeline.inputs import lake_inputs, load_models
from pipeline.lake.changes import detect_changes
from pipeline.lake.commit import commit
from pipeline.lake.history import Refresh
from pipeline.review.findings import SIMILAR_TAG, UNREGISTERED, find_problems
from pipeline.settings import BUNDLED_SITE
from pipeline.warehouse.build import build
from tests.conftest import AS_OF, Project
from tests.support import oracle

PROBLEMS = "select site, path, kind, detail, line, severity from core.problems order by all"
SIMILAR = """
    select site, path, b
    from quality.tag_suggestions
    inner join core.post_tags using (site)
    inner join core.posts using (site, post_id)
    where tag_id = b
    order by all
"""
CORPORA = oracle.FOLDER.parent / "corpora"
NAMES = ("18f", "bitcoin-core", "jekyll-docs", "jekyll-test", "seed", "hugo/flux-blog", "hugo/letsencrypt")


def problems(sites: list[Site], as_of: str = AS_OF) -> list[tuple[object, ...]]:
    """Return the findings that core.problems has, in the form of PROBLEMS."""
    found = find_problems(sites, datetime.fromisoformat(as_of)).findings
    rows = [(f.site, f.path, f.kind, f.detail, f.line, f.severity) for f in found if f.kind in KINDS]
    return sorted(rows, key=lambda row: tuple(map(str, row)))


def test_the_bundled_site_has_the_rows_of_core_problems(standing: Project) -> None:
    published = sorted(standing.rows(PROBLEMS), key=lambda row: tuple(map(str, row)))
    assert problems([load_site("harbour-gazette", BUNDLED_SITE)]) == published
    assert len(published) > 20


@pytest.mark.slow
@pytest.mark.skipif(not CORPORA.exists(), reason=f"{CORPORA} is not here")
def test_real_sites_have_the_rows_of_core_problems_and_of_similar_tags(tmp_path: Path) -> None:
    sites = [load_site(name.rpartition("/")[2], CORPORA / name) for name in NAMES]
    as_of = datetime.fromisoformat(AS_OF)
    lake, history = tmp_path / "lake", tmp_path / "history"
    committed = commit(detect_changes(sites, lake), lake, history, Refresh(as_of, as_of))
    build(tmp_path / "posts.duckdb", load_models(), lake_inputs(committed.manifest, lake, history), as_of)
    with duckdb.connect(str(tmp_path / "posts.duckdb"), read_only=True) as duck:
        published = sorted(duck.execute(PROBLEMS).fetchall(), key=lambda row: tuple(map(str, row)))
        similar = duck.execute(SIMILAR).fetchall()
    assert problems(sites) == published
    assert published and similar
    found = find_problems(sites, as_of).findings
    assert {(f.site, f.path) for f in found if f.kind == SIMILAR_TAG} == {(site, path) for site, path, _ in similar}


def write_site(root: Path, files: Mapping[str, str]) -> Site:
    for path, text in ({"_config.yml": "title: Blog\n"} | dict(files)).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return load_site("blog", root)


def post(**front_matter: str) -> str:
    return "\n".join(["---", *(f"{key}: {value}" for key, value in front_matter.items()), "---", "A text."])


REGISTRY = {"_data/authors.yml": "ada:\n  name: Ada Quay\nlouis:\n  name: Louis Marchand\n"}
ACROSS = {
    "two posts at one address": (
        {"_posts/2026-01-01-a.md": post(permalink="/x/"), "_posts/2026-01-02-b.md": post(permalink="/x/")},
        [
            (
                "_posts/2026-01-01-a.md",
                None,
                "url_conflict",
                "/x/ is also the address of _posts/2026-01-02-b.md: only one of them is on the web, so give this post "
                "a permalink or a slug of its own",
            ),
            (
                "_posts/2026-01-02-b.md",
                None,
                "url_conflict",
                "/x/ is also the address of _posts/2026-01-01-a.md: only one of them is on the web, so give this post "
                "a permalink or a slug of its own",
            ),
        ],
    ),
    "one address, one of them not yet live": (
        {"_posts/2026-01-01-a.md": post(permalink="/x/"), "_posts/2027-01-02-b.md": post(permalink="/x/")},
        [],
    ),
    "authors beside a registry, one spelled almost as in it": (
        REGISTRY
        | {
            "_posts/2026-01-01-a.md": post(title="A", author="Ada Quai"),
            "_posts/2026-01-02-b.md": post(authors="[louis, Zora]"),
            "_posts/2026-01-03-c.md": post(author="Ada Quay"),
            "_drafts/d.md": post(author="Zora"),
        },
        [
            ("_drafts/d.md", 2, UNREGISTERED, "Zora is not in the site's registry of authors"),
            (
                "_posts/2026-01-01-a.md",
                3,
                UNREGISTERED,
                "Ada Quai is not in the site's registry of authors; did you mean Ada Quay?",
            ),
            ("_posts/2026-01-02-b.md", 2, UNREGISTERED, "Zora is not in the site's registry of authors"),
        ],
    ),
    "authors where nobody is registered": ({"_posts/2026-01-01-a.md": post(author="Zora")}, []),
    "an author of the settings, whom no file names": (
        REGISTRY | {"_config.yml": "author: Zora\n", "_posts/2026-01-01-a.md": post(title="A")},
        [],
    ),
    "tags that are nearly one": (
        {
            "_posts/2026-01-01-a.md": post(tags="[harbour]"),
            "_posts/2026-01-02-b.md": post(tags="[harbour, ferry]"),
            "_posts/2026-01-03-c.md": post(title="C", tags="[Harbours, ferry]"),
        },
        [("_posts/2026-01-03-c.md", 3, SIMILAR_TAG, "the tag Harbours is probably harbour, which 2 posts have")],
    ),
    "a broken post, and a clean one": (
        {"_posts/2026-01-01-a.md": "---\ntitle: A: B\n---\n", "_posts/2026-01-02-b.md": post(title="B")},
        [
            (
                "_posts/2026-01-01-a.md",
                2,
                "front_matter_syntax",
                "`title`: a colon inside a value without quotes: put the value in quotes",
            )
        ],
    ),
    "settings that name no time zone": (
        {"_config.yml": "timezone: Mars\n", "_posts/2026-01-01-a.md": post(title="A")},
        [
            (
                "_config.yml",
                1,
                "timezone_unknown",
                "`timezone`: no time zone is called 'Mars', so the generator takes UTC: write one such as Europe/Paris",
            )
        ],
    ),
}


@pytest.mark.parametrize(("files", "expected"), ACROSS.values(), ids=ACROSS.keys())
def test_what_is_found_in(tmp_path: Path, files: Mapping[str, str], expected: list[tuple[object, ...]]) -> None:
    review = find_problems([write_site(tmp_path, files)], datetime(2026, 6, 30, 12, tzinfo=UTC))
    assert [(f.path, f.line, f.kind, f.detail) for f in review.findings] == expected


def test_what_a_seed_of_the_project_explains_is_no_finding(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/author_aliases.csv").write_text("alias,canonical\na-q,ada\nl-m,nobody\n")
    (tmp_path / "seeds/tag_synonyms.csv").write_text("alias,canonical\nharbours,harbour\n")
    files = {"_posts/2026-01-01-a.md": post(author="A Q", tags="[harbour]")}
    files["_posts/2026-01-02-b.md"] = post(author="L M", tags="[harbours]")
    sites = [write_site(tmp_path / "blog", REGISTRY | files)]
    review = find_problems(sites, datetime.fromisoformat(AS_OF), own_sql=tmp_path)
    assert [(f.path, f.kind) for f in review.findings] == [("_posts/2026-01-02-b.md", UNREGISTERED)]


def test_no_site_and_an_empty_site_have_no_findings(tmp_path: Path) -> None:
    assert find_problems([], datetime.now(UTC)).files == {}
    (tmp_path / "_posts").mkdir()
    review = find_problems([load_site("blog", tmp_path)], datetime.now(UTC))
    assert (review.findings, review.files) == ([], {"blog": 0})
