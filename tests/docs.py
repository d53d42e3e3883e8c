"""The commands that README and docs show, run for real: `make docs` writes what they print, a test says when it is old."""

import re
import shlex
import tempfile
from pathlib import Path

from tests.conftest import PROJECT, Project, refreshed

DOCUMENTS = ("README.md", "docs/analysts.md", "docs/operating.md")
BLOCK = re.compile(r"^```console\n(\$ .*?)^```$", re.M | re.S)
VARYING = re.compile(
    r"\d+\.\d(?= s\b)|(?<=look |hash )\d+\.\d|(?<=parse |count |build )\d+\.\d|(?<=record )\d+\.\d|(?<=publish )\d+\.\d"
)


def filled(text: str, project: Project) -> str:
    """`text` with what each command in a console block prints now, on the bundled site."""

    def fill(block: re.Match[str]) -> str:
        command = _command(block[1])
        words = shlex.split(command)
        if words[0] == "make":
            printed = project.first_words
        else:
            done = project.run(*words[1:], COLUMNS="120")
            printed = done.stdout + done.stderr
        printed = "\n".join(line.rstrip() for line in printed.replace(f"{project.root}/", "").strip("\n").splitlines())
        return f"```console\n$ {command}\n{printed}\n```"

    return BLOCK.sub(fill, text)


def _command(block: str) -> str:
    """The command of a block, over as many lines as its quotes are open."""
    lines = block.removeprefix("$ ").splitlines()
    for end in range(1, len(lines) + 1):
        command = "\n".join(lines[:end])
        try:
            shlex.split(command)
        except ValueError:
            continue
        return command
    raise ValueError(f"a quote is never closed: {block}")


def same(text: str) -> str:
    """`text` without what no two runs have alike: seconds."""
    return VARYING.sub("0.0", text)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = refreshed(Path(folder))
        for name in DOCUMENTS:
            path = PROJECT / name
            before = path.read_text(encoding="utf-8")
            after = filled(before, project)
            if same(after) != same(before):
                path.write_text(after, encoding="utf-8")
        models = project.run("models", "--markdown").stdout
        (PROJECT / "docs/models.md").write_text(models, encoding="utf-8")


if __name__ == "__main__":
    main()
