"""The service files, as systemd itself reads them, with this project's folder in the place of /srv/posts-warehouse.

Workflows of GitHub and the hook of pre-commit run commands that exist.
"""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from pipeline.cli.main import build_parser
from pipeline.startup import EVENT_BATCH_SIZE
from pipeline.variables import VARIABLES, variable_reader
from tests.conftest import PROJECT
from tests.support.image import read_dockerfile

UNITS = sorted((PROJECT / "deploy").glob("*.service"))
WORKFLOWS = sorted((PROJECT / "deploy/github").glob("*.yml"))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here")
@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_systemd_finds_nothing_wrong(unit: Path, tmp_path: Path) -> None:
    home = tmp_path / "posts-warehouse"
    (home / ".venv").mkdir(parents=True)
    (home / ".venv/bin").symlink_to(Path(sys.executable).parent)
    (home / "deploy").mkdir()
    placed = tmp_path / unit.name
    placed.write_text(unit.read_text(encoding="utf-8").replace("/srv/posts-warehouse", str(home)))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", placed], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_both_bind_to_this_machine_only_and_run_where_no_env_file_is() -> None:
    assert [unit.name for unit in UNITS] == ["posts-warehouse-daemon.service", "posts-warehouse-web.service"]
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        environment = f"DAGSTER_HOME=/srv/posts-warehouse DAGSTER_EVENT_BATCH_SIZE={EVENT_BATCH_SIZE} PYTHONUTF8=1"
        assert f"WorkingDirectory=/srv/posts-warehouse/deploy\nEnvironment={environment}\n" in text
        assert ("--host 127.0.0.1" in text) is ("web" in unit.name)


def run_lines(workflow: Path) -> list[str]:
    """Return what the steps of a workflow run, those in comments too."""
    text = workflow.read_text(encoding="utf-8")
    return re.findall(r"^ *(?:# )?- run: (.+)$", text, re.M)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_runs_commands_and_variables_that_exist(workflow: Path) -> None:
    jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
    commands = [line for line in run_lines(workflow) if line.startswith("posts-warehouse ")]
    assert commands
    for command in commands:
        build_parser().parse_args(shlex.split(command.partition(" > ")[0])[1:])
    if "posts-warehouse refresh" in commands:  # which needs a project folder
        assert commands.index("posts-warehouse init .") < commands.index("posts-warehouse refresh")
    for job in jobs.values():
        variables = {name: value for name, value in job["env"].items() if name.startswith("POSTS_")}
        variable_reader(PROJECT, {}, variables)  # an unknown one is an error


def test_the_hook_of_pre_commit_runs_a_command_that_exists() -> None:
    [hook] = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    arguments = build_parser().parse_args([*shlex.split(hook["entry"])[1:], *hook["args"], "_posts/a.md"])
    assert (hook["id"], arguments.site, arguments.file) == ("posts-warehouse-check", ["."], ["_posts/a.md"])


def test_compose_runs_what_the_image_brings_and_every_file_that_it_names_is_there() -> None:
    """No container engine runs here; `make image` tries the steps of the Dockerfile themselves."""
    compose = yaml.safe_load((PROJECT / "deploy/compose/compose.yaml").read_text(encoding="utf-8"))
    web, daemon = compose["services"]["web"], compose["services"]["daemon"]
    assert web["ports"] == ["127.0.0.1:3000:3000"]
    assert (web["command"][0], daemon["command"]) == ("dagster-webserver", ["dagster-daemon", "run"])
    assert all("healthcheck" in service for service in compose["services"].values())
    build, folder = compose["x-posts"]["build"], PROJECT / "deploy/compose"
    [record] = [mount["source"] for mount in web["volumes"][1:] if mount["target"].endswith("/dagster.yaml")]
    assert (folder / build["context"] / build["dockerfile"]).exists()
    assert (folder / record.removeprefix("${DAGSTER_YAML:-").removesuffix("}")).exists()
    instructions = dict(read_dockerfile((PROJECT / "deploy/Dockerfile").read_text(encoding="utf-8")))
    assert (instructions["USER"], instructions["WORKDIR"]) == ("posts", "/srv/news/deploy")
    assert f"DAGSTER_EVENT_BATCH_SIZE={EVENT_BATCH_SIZE}" in instructions["ENV"]
    allowed = [line[1:] for line in (PROJECT / ".dockerignore").read_text().split() if line.startswith("!")]
    assert all((PROJECT / name).exists() for name in allowed)
    settings = (PROJECT / "deploy/compose/.env.example").read_text(encoding="utf-8")
    assert all((folder / name).exists() for name in re.findall(r"DAGSTER_YAML=(.+)", settings))
    named = {name for name in re.findall(r"^#? ?(POSTS_\w+)=", settings, re.M) if not name.startswith("POSTS_DAGSTER_")}
    assert named <= set(VARIABLES)


def test_the_record_in_postgresql_differs_in_its_storage_only() -> None:
    here, there = (
        yaml.safe_load((PROJECT / name).read_text(encoding="utf-8"))
        for name in ("dagster.yaml", "deploy/dagster.postgres.yaml")
    )
    assert there.pop("storage").keys() == {"postgres"} and here.pop("storage").keys() == {"custom"}
    assert here == there
