"""The steps of deploy/Dockerfile in a bare Debian, without a container engine: `make image`, as root.

It needs mmdebstrap and the network. What this machine needs to reach its package registries is copied into the root.
Each instruction runs in a chroot; then a site is refreshed in it, and both services are started and asked.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.conftest import PROJECT

DOCKERFILE = PROJECT / "deploy/Dockerfile"
COMPOSE = PROJECT / "deploy/compose/compose.yaml"
OF_THIS_MACHINE = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/apt",
    "/etc/pip.conf",
    "/etc/xdg/pip",
    "~/.config/pip",
    "/etc/resolv.conf",
)
NETWORK_VARIABLES = re.compile(r"PIP_\w+|SSL_CERT_\w+|\w+_CA_BUNDLE|\w+_proxy", re.I)


class Image:
    """A root folder that an instruction of a Dockerfile changes as a container engine would."""

    def __init__(self, root: Path, context: Path) -> None:
        self.root, self.context = root, context
        self.user, self.folder, self.command = "root", "/", ""
        self.variables = {"HOME": "/root", "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}

    def apply(self, instruction: str, words: str) -> None:
        """Carry out one instruction."""
        match instruction:
            case "FROM":
                suite = re.sub(r"debian:(\w+)-slim", r"\1", words)
                mirror = sorted(map(str, Path("/etc/apt/sources.list.d").glob("debian.sources")))
                subprocess.run(["mmdebstrap", "--quiet", "--variant=minbase", suite, self.root, *mirror], check=True)
                subprocess.run(["mount", "-t", "proc", "proc", self.root / "proc"], check=True)  # as in a container
            case "RUN":
                self._reach_registries()  # a step may have written certificates anew
                self.run(words)
            case "COPY":
                source, target = words.split()
                _copy_context(self.context / source, self.root / target.lstrip("/"))
            case "ENV":
                for name, _, value in (word.partition("=") for word in shlex.split(words)):
                    self.variables[name] = value
            case "USER":
                self.user, self.variables["HOME"] = words, f"/home/{words}"
            case "WORKDIR":
                self.folder = words
            case "CMD":
                self.command = words
            case "VOLUME" | "EXPOSE":
                pass
            case _:
                raise ValueError(f"{DOCKERFILE}: {instruction} is not known here")

    def run(self, script: str, **more: object) -> subprocess.CompletedProcess[str]:
        """Run a shell command in the image."""
        return subprocess.run(self.words(script), env=self.environment, check=True, text=True, **more)  # type: ignore[call-overload]

    def words(self, script: str) -> list[str]:
        user = [] if self.user == "root" else [f"--userspec={self.user}:{self.user}"]
        return [
            shutil.which("chroot") or "/usr/sbin/chroot",  # which the image's PATH may not name
            *user,
            str(self.root),
            "sh",
            "-c",
            f"cd {shlex.quote(self.folder)} && exec sh -ec {shlex.quote(script)}",
        ]

    @property
    def environment(self) -> dict[str, str]:
        return {name: value for name, value in os.environ.items() if NETWORK_VARIABLES.fullmatch(name)} | self.variables

    def _reach_registries(self) -> None:
        for path in (Path(name).expanduser() for name in OF_THIS_MACHINE):
            target = self.root / str(path).lstrip("/")
            if path.is_dir():
                shutil.copytree(path, target, symlinks=True, dirs_exist_ok=True)
            elif path.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)


def _copy_context(source: Path, target: Path) -> None:
    """Copy the files of the repository that .dockerignore lets through."""
    lines = (PROJECT / ".dockerignore").read_text().split()
    for name in (line.removeprefix("!") for line in lines if line.startswith("!")):
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, target / name)


def read_dockerfile(text: str) -> list[tuple[str, str]]:
    """Return the instructions with their words, continued lines joined."""
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    joined = re.sub(r"\s*\\\n\s*", " ", lines)
    return [(name, words) for name, _, words in (line.partition(" ") for line in joined.splitlines() if line)]


def main() -> None:
    started = time.perf_counter()

    def note(what: str) -> None:
        print(f"{time.perf_counter() - started:6.1f} s  {what}", flush=True)

    with tempfile.TemporaryDirectory(prefix="image-") as folder, ExitStack() as stack:
        image = Image(Path(folder, "root"), PROJECT)
        stack.callback(lambda: subprocess.run(["umount", str(image.root / "proc")], check=False))
        for instruction, words in read_dockerfile(DOCKERFILE.read_text(encoding="utf-8")):
            image.apply(instruction, words)
            note(f"{instruction} {words[:90]}")
        image.run("mkdir -p /tmp/site/_posts && cd /tmp/site && git init --quiet")
        post = "printf -- '---\\ntitle: One\\n---\\nA text.\\n' > _posts/2026-01-05-one.md"
        image.run(
            f"cd /tmp/site && {post} && git add . && git -c user.name=a -c user.email=a@b.c commit --quiet -m One"
        )
        image.run("printf '[sites.site]\\ngit = \"file:///tmp/site\"\\n' > ../posts.toml")
        image.run("posts-warehouse refresh")
        note("refreshed a site in git by its file:// URL")
        image.run("posts-warehouse query 'select site, title from core.posts' && ls -l ../warehouse/report.html && id")
        note("the first answer, and the page")
        _try_services(image)
        note("both services are healthy, as compose.yaml asks")
        image.run("du -sm /opt/posts-warehouse")


def _try_services(image: Image) -> None:
    """Start the commands of web and daemon, and repeat their health checks until each has passed once."""
    checks = {
        "dagster-webserver --host 127.0.0.1 --port 3777": 'python3 -c "import urllib.request; '
        "urllib.request.urlopen('http://127.0.0.1:3777/server_info', timeout=5)\"",
        "dagster-daemon run": "dagster-daemon liveness-check",
    }
    for command, check in checks.items():
        process = subprocess.Popen(
            image.words(f"exec {command}"), env=image.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            for _ in range(60):
                passed = subprocess.run(image.words(check), env=image.environment, capture_output=True, check=False)
                if passed.returncode == 0:
                    break
                time.sleep(2)
            else:
                sys.exit(f"{command} did not become healthy: {passed.stderr.decode()[-500:]}")
        finally:
            process.terminate()
            process.wait(60)


if __name__ == "__main__":
    main()
