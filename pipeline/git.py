"""Repositories that posts.toml names, brought up to date by git's own command line. Start with update_checkout.

Credentials are git's own business: what it finds on this machine it uses, and it never asks.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import PostsError
from pipeline.files import ensure_dir, remove_leftovers
from pipeline.sources import SiteSource

GIT_TIMEOUT_S = 1800.0  # for one command of git: a first clone of a large repository
_NEVER_ASK = {"GIT_TERMINAL_PROMPT": "0", "GIT_SSH_COMMAND": "ssh -o BatchMode=yes", "LC_ALL": "C.UTF-8"}


class GitError(PostsError):
    """Error of a repository that cannot be cloned, fetched or pulled."""


def update_checkout(source: SiteSource) -> str | None:
    """Clone, fetch or pull the repository of a site; return its commit, None for a plain folder.

    A clone is the warehouse's own: it is made to hold what its branch has, whatever was changed in it. Raises GitError;
    the files are then those of the commit before. The caller holds the warehouse's lock.
    """
    if source.git:
        _update_clone(source, source.git)
    elif source.pull:
        _run(source, ["pull", "--ff-only", "--quiet"], source.folder)
    else:
        return None
    return _run(source, ["rev-parse", "HEAD"], source.folder)


def find_remote_commit(source: SiteSource) -> str | None:
    """Return the commit that the next refresh would read; None for a plain folder. Nothing is written."""
    if source.git:
        found = _run(source, ["ls-remote", "--exit-code", "--", source.git, source.branch or "HEAD"])
    elif source.pull:
        found = _run(source, ["ls-remote", "--exit-code", "origin", "HEAD"], source.folder)
    else:
        return None
    return found.split()[0]


def _update_clone(source: SiteSource, url: str) -> None:
    folder = source.folder
    if not _is_clone_of(source, url):
        _clone(source, url)
        return
    for lock in [*(folder / ".git").glob("*.lock"), *(folder / ".git/refs").rglob("*.lock")]:  # of a killed git
        lock.unlink(missing_ok=True)
    branch_name = _run(source, ["symbolic-ref", "--short", "HEAD"], folder)
    _run(source, ["fetch", "--quiet", "--no-tags", "origin", branch_name], folder)
    if _run(source, ["rev-list", "--count", "FETCH_HEAD..HEAD"], folder) != "0":
        raise GitError(
            f"the history of {source.name}, branch {branch_name}, was rewritten, so it cannot be fast-forwarded; "
            f"if that is meant, remove {folder}: the next refresh clones it again"
        )
    _run(source, ["reset", "--hard", "--quiet", "FETCH_HEAD"], folder)
    _run(source, ["clean", "-ffdqx"], folder)


def _clone(source: SiteSource, url: str) -> None:
    folder = source.folder
    ensure_dir(folder.parent)
    remove_leftovers(folder.parent)
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    branch = ["--branch", source.branch] if source.branch else []
    try:
        _run(source, ["clone", "--quiet", "--no-tags", "--single-branch", *branch, "--", url, str(beside)])
        shutil.rmtree(folder, ignore_errors=True)  # of another repository or branch, or no clone at all
        beside.replace(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _is_clone_of(source: SiteSource, url: str) -> bool:
    """Return whether the folder is a clone of `url` on the branch that is asked for."""
    if not (source.folder / ".git").is_dir():
        return False
    try:
        is_branch = source.branch in (None, _run(source, ["symbolic-ref", "--short", "HEAD"], source.folder))
        return is_branch and _run(source, ["config", "remote.origin.url"], source.folder) == url
    except GitError:
        return False


def _run(source: SiteSource, arguments: list[str], folder: Path | None = None) -> str:
    """Run git and return what it printed; raises GitError with git's own reason."""
    slow = ["-c", "http.lowSpeedLimit=1000", "-c", "http.lowSpeedTime=60"]  # bytes a second, seconds
    place = ["-C", str(folder)] if folder else []
    try:
        done = subprocess.run(
            ["git", *slow, *place, *arguments],
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=GIT_TIMEOUT_S,
            check=False,
        )
    except OSError as error:
        raise GitError(
            f"posts.toml names a repository for {source.name}, but git cannot be run: {error.strerror}"
        ) from error
    except subprocess.TimeoutExpired as error:
        raise GitError(f"git {arguments[0]} of {source.name} took longer than {GIT_TIMEOUT_S:.0f} seconds") from error
    if done.returncode:
        raise GitError(f"git {arguments[0]} of {source.name} failed: {_reason(done.stderr)}")
    return done.stdout.strip()


def _environment() -> Mapping[str, str]:
    """Return the environment for git, without what ties it to another repository, as within a hook."""
    inherited = {name: value for name, value in os.environ.items() if name not in ("GIT_DIR", "GIT_WORK_TREE")}
    return _NEVER_ASK | inherited | {name: _NEVER_ASK[name] for name in ("GIT_TERMINAL_PROMPT", "LC_ALL")}


def _reason(stderr: str) -> str:
    """Return the line of git's message that says why, without a password in a URL."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    fatal = [line for line in lines if line.startswith(("fatal:", "error:", "ERROR:"))]
    why = (fatal or lines or ["it does not say why"])[0]
    return re.sub(r"//[^/@\s]*@", "//", re.sub(r"^(fatal|error|ERROR): *", "", why))
