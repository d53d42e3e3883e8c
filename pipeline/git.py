"""Repositories by git's own command line: those that posts.toml names, brought up to date, and the history of sites.

Start with update_checkout, and with read_log for the history.

Credentials are git's own business: what it finds on this machine it uses, and it never asks.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import PostsError
from pipeline.files import ensure_dir, remove_leftovers, to_utf8_path
from pipeline.sources import SiteSource

MAX_BLOBS_PER_CALL = 2_000  # whose contents one call of git prints
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


def list_changed_files(source: SiteSource, revision: str) -> list[str]:
    """Return the paths of a site's folder, below it, that differ from where `revision` was left, new ones too.

    Files that are gone are left out. Raises GitError, also for a folder that is in no repository.
    """
    if revision.startswith("-"):
        raise GitError(f"{revision} is no revision of git")
    if find_checkout(source.folder) is None:
        raise GitError(
            f"{source.folder} is in no checkout with a commit, so nothing there can be compared with {revision}"
        )
    # --end-of-options is too new for some; `--` after the revision keeps a path from being taken for one.
    compare = ["diff", "--name-only", "-z", "--relative", "--no-renames", "--diff-filter=d", "--merge-base"]
    try:
        changed = _run(source, [*compare, revision, "--"], source.folder)
    except GitError as error:
        raise GitError(f"{error}; a shallow checkout lacks history: fetch all of it (fetch-depth: 0)") from error
    new = _run(source, ["ls-files", "--others", "--exclude-standard", "-z"], source.folder)
    return sorted({to_utf8_path(path) for path in (changed + "\0" + new).split("\0") if path})


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
            errors="surrogateescape",
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
        raise GitError(f"git {arguments[0]} of {source.name} failed: {_reason(to_utf8_path(done.stderr))}")
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


class Change(NamedTuple):
    """Change of one file in a commit; `blob_before` is None for a file that it adds."""

    path: str
    moved_from: str | None
    blob_before: str | None
    blob_after: str


class Commit(NamedTuple):
    """Commit that is no merge: when it was made, in seconds since 1970-01-01 00:00 UTC, and its changes."""

    id: str
    committed_at: int
    changes: list[Change]


class Checkout(NamedTuple):
    """State of a checkout that holds a folder; a shallow one lacks a part of its history."""

    head: str
    is_shallow: bool


def find_checkout(folder: Path) -> Checkout | None:
    """Return the checkout that a folder is in; None for none, one without commits, or no git on this machine."""
    if not any((place / ".git").exists() for place in (folder, *folder.parents)):
        return None
    try:
        found = _read(folder, ["rev-parse", "--is-shallow-repository", "--verify", "HEAD"]).decode().split()
    except GitError:
        return None
    return Checkout(found[1], found[0] == "true")


def is_ancestor(folder: Path, older: str, newer: str) -> bool:
    """Return whether a commit is in the history of another."""
    try:
        _read(folder, ["merge-base", "--is-ancestor", older, newer])
    except GitError:
        return False
    return True


def read_log(folder: Path, since: str | None, head: str) -> Iterator[Commit]:
    """Yield the commits that changed files below a folder, newest first, moves found; paths are relative to it."""
    settings = ["-c", "core.quotePath=false", "-c", "diff.renameLimit=2000", "-c", "log.showSignature=false"]
    form = ["--raw", "-z", "--no-abbrev", "--find-renames", "--relative", "--no-merges", "--topo-order"]
    plain = ["--no-ext-diff", "--no-textconv", "--no-color", "--format=%x01%H %ct"]
    revisions = f"{since}..{head}" if since else head
    output = _read(folder, [*settings, "log", *form, *plain, revisions])
    for record in output.split(b"\x01")[1:]:
        header, _, rest = record.partition(b"\0")
        id, seconds = header.decode().split()
        if changes := list(_parse_changes(to_utf8_path(os.fsdecode(rest)).lstrip("\n").split("\0"))):
            yield Commit(id, int(seconds), changes)


def _parse_changes(fields: list[str]) -> Iterator[Change]:
    """Yield the changes that leave a file: `:modes ids status`, NUL, its path, and NUL, its new path if it moved."""
    at = 0
    while at < len(fields) and fields[at].lstrip("\n").startswith(":"):
        _, mode, before, after, status = fields[at].lstrip("\n").split(" ")
        has_two = status[0] in "RC"
        path = fields[at + 1 + has_two]
        if mode.startswith("100") and status[0] != "D":
            is_new = status[0] in "AC" or not before.strip("0")
            yield Change(path, fields[at + 1] if status[0] == "R" else None, None if is_new else before, after)
        at += 2 + has_two


def read_blobs(folder: Path, ids: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield each blob with its content."""
    for start in range(0, len(ids), MAX_BLOBS_PER_CALL):
        batch = ids[start : start + MAX_BLOBS_PER_CALL]
        output = _read(folder, ["cat-file", "--batch"], "\n".join(batch).encode() + b"\n")
        at = 0
        for id in batch:
            end = output.index(b"\n", at)
            header = output[at:end].split()
            if len(header) != 3:
                raise GitError(f"{folder}: git lacks the content {id} of a commit; run `git fsck` there")
            size = int(header[2])
            yield id, output[end + 1 : end + 1 + size]
            at = end + 1 + size + 1


def _read(folder: Path, arguments: list[str], given: bytes | None = None) -> bytes:
    """Run git in a folder that is only read; return what it printed. Raises GitError with git's own reason."""
    command = ["git", "-C", str(folder), "--no-optional-locks", "-c", "core.fsmonitor=false", *arguments]
    source: dict[str, Any] = {"input": given} if given is not None else {"stdin": subprocess.DEVNULL}
    try:
        done = subprocess.run(
            command, env=_environment(), capture_output=True, timeout=GIT_TIMEOUT_S, check=False, **source
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitError(f"the history of {folder} cannot be read: {error}") from error
    if done.returncode:
        raise GitError(f"the history of {folder} cannot be read: {_reason(done.stderr.decode('utf-8', 'replace'))}")
    return done.stdout
