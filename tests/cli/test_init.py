"""`posts-warehouse init` writes what is missing and leaves alone what is there; what it writes is current."""

import argparse
from pathlib import Path

import pytest

from pipeline.cli.init import TEMPLATE, init, list_template
from pipeline.errors import UsageError
from pipeline.inputs import load_models
from pipeline.project import SQL, find_own_sql, find_project
from pipeline.sources import PostsToml, load_posts_toml
from pipeline.warehouse.seeds import load_seed
from tests.conftest import PROJECT

FILES = {
    *("dagster.yaml", "posts.toml", "pyproject.toml", ".gitignore", "deploy/workspace.yaml"),
    *("definitions/__init__.py", "definitions/defs/__init__.py", "sql/own/posts_per_quarter.sql"),
    *(f"sql/seeds/{name}.csv" for name in ("author_aliases", "story_overrides", "tag_synonyms", "targets")),
}


def make(folder: Path) -> None:
    init(argparse.Namespace(folder=str(folder)), None)


def test_a_new_folder_is_a_project_and_nothing_of_it_is_written_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "news"
    make(folder)
    assert {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} == FILES
    assert f"cd {folder}, name your sites in posts.toml" in capsys.readouterr().out
    (folder / "posts.toml").write_text("# mine\n")
    (folder / "dagster.yaml").unlink()
    make(folder)
    assert (folder / "posts.toml").read_text() == "# mine\n"
    assert (folder / "dagster.yaml").exists()
    make(folder)
    assert capsys.readouterr().out.endswith("is a project folder already; nothing was changed.\n")


def test_its_settings_models_and_seeds_can_be_read_as_they_are(tmp_path: Path) -> None:
    make(tmp_path)
    assert find_project(tmp_path / "sql") == tmp_path
    assert load_posts_toml(tmp_path / "posts.toml", tmp_path) == PostsToml()
    catalog = load_models(own=find_own_sql(tmp_path))
    assert catalog.keys() - load_models(SQL).keys() == {"own.posts_per_quarter"}
    for path in (tmp_path / "sql/seeds").iterdir():
        assert load_seed(path.parent, path.stem).num_rows == 0


def test_posts_toml_shows_examples_that_can_be_meant(tmp_path: Path) -> None:
    lines = (TEMPLATE / "posts.toml").read_text().splitlines()
    (tmp_path / "posts.toml").write_text(
        "\n".join(line.removeprefix("# ") for line in lines if "=" in line or "[" in line)
    )
    shown = load_posts_toml(tmp_path / "posts.toml", tmp_path / "clones")
    assert [site.name for site in shown.sites] == ["blog", "docs"]
    assert shown.publish == (str(tmp_path.parent / "public"), "s3://bucket/prefix")


def test_dagster_is_set_up_as_in_the_checkout() -> None:
    assert (TEMPLATE / "dagster.yaml").read_bytes() == (PROJECT / "dagster.yaml").read_bytes()
    assert set(list_template()) == FILES


def test_a_checkout_is_refused_because_it_is_a_project_already() -> None:
    with pytest.raises(UsageError, match="is a checkout of Posts Warehouse, and a project folder already"):
        make(PROJECT)
