"""The commands that README and docs/ show, run for real: `make docs` writes what they print, a test says when it is old.

Add a document with console blocks to DOCUMENTS.
"""

import re
import shlex
import tempfile
from pathlib import Path

from tests.conftest import PROJECT, Project, refreshed

DOCUMENTS = ("README.md", "docs/analysts.md", "docs/operating.md", "docs/checking.md")
BLOCK = re.compile(r"^```console\n(\$ .*?)^```$", re.M | re.S)
VARYING = re.compile(  # seconds and megabytes; how the last run ended, when, and its id
    r" *\d+\.\d(?= (?:s|MB)\b)|(?<=[a-z] )\d+\.\d(?=,|$)|\w+, started [\d-]+ [\d:]+ UTC by run [0-9a-f]+", re.M
)


def fill_blocks(text: str, project: Project) -> str:
    """Return `text` with what each command in a console block prints now, on the bundled site."""

    def fill_block(block: re.Match[str]) -> str:
        command = _read_command(block[1])
        words = shlex.split(command)
        if words[0] == "make":
            printed = project.first_output
        else:
            done = project.run(*words[1:], COLUMNS="120")
            printed = done.stdout + done.stderr
        printed = "\n".join(line.rstrip() for line in printed.replace(f"{project.root}/", "").strip("\n").splitlines())
        return f"```console\n$ {command}\n{printed}\n```"

    return BLOCK.sub(fill_block, text)


def _read_command(block: str) -> str:
    """Return the command of a block, over as many lines as its quotes are open."""
    lines = block.removeprefix("$ ").splitlines()
    for end in range(1, len(lines) + 1):
        command = "\n".join(lines[:end])
        try:
            shlex.split(command)
        except ValueError:
            continue
        return command
    raise ValueError(f"a quote is never closed: {block}")


def without_timings(text: str) -> str:
    """Return `text` without what differs in every run."""
    return VARYING.sub(" 0.0", text)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = refreshed(Path(folder))
        for name in DOCUMENTS:
            path = PROJECT / name
            before = path.read_text(encoding="utf-8")
            after = fill_blocks(before, project)
            if without_timings(after) != without_timings(before):
                path.write_text(after, encoding="utf-8")
        models = project.run("models", "--markdown").stdout
        (PROJECT / "docs/models.md").write_text(models, encoding="utf-8")


if __name__ == "__main__":
    main()
