"""Repositories of git on this machine, which a site is cloned from."""

import subprocess
from pathlib import Path

POST = "---\ntitle: {title}\n---\nThe text of {title}.\n"


class Repository:
    """Repository with one branch, `main`; `url` is what posts.toml names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = folder.as_uri()
        (folder / "_posts").mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch", "main")

    def git(self, *arguments: str) -> str:
        """Run git in the repository; return what it printed."""
        identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
        command = ["git", "-C", str(self.folder), *identity, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def commit_post(self, title: str, day: str = "2026-01-05") -> str:
        """Commit one more post; return the commit."""
        path = self.folder / "_posts" / f"{day}-{title.lower().replace(' ', '-')}.md"
        path.write_text(POST.format(title=title), encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", title)
        return self.git("rev-parse", "HEAD")
