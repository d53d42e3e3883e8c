"""Names below a site's folder that a link may mean."""

from pathlib import Path

from pipeline.lake.names import list_names

FILES = {
    "_posts/2024-01-01-a.md": "---\ntitle: A\n---\n",
    "About Us.md": "---\npermalink: /who-we-are/\nredirect_from:\n  - /team/old-team.html\n---\n/not-front-matter\n",
    "posts/tide.md": "+++\nslug = 'ebb'\naliases = ['/flow/']\n+++\n",
    "files/Plan.PDF": "",
    "node_modules/x/y.js": "",
    ".git/config": "",
}


def write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def test_names_of_files_folders_permalinks_and_redirects(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    assert list_names(tmp_path, {"_posts/2024-01-01-a.md"}) == [
        "_posts", "about us", "about us.md", "ebb", "files", "flow", "old-team", "plan", "plan.pdf", "posts",
        "tide", "tide.md", "who-we-are",
    ]  # fmt: skip


def test_a_redirect_with_a_pattern_may_lead_anywhere(tmp_path: Path) -> None:
    write(tmp_path, {"_redirects": "/old/one /new\n"})
    assert list_names(tmp_path, set()) == ["_redirects", "new", "one"]
    write(tmp_path, {"_redirects": "/old/* /new/:splat\n"})
    assert "*" in list_names(tmp_path, set())
