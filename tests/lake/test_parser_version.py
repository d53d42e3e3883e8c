"""The version of the parser: another one parses every post of a site again."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import pipeline
from pipeline.lake import parser_version
from tests.support.parsing import make_site

HOME = Path(pipeline.__file__).parent
PARSER = sorted(path.relative_to(HOME) for name in ("generators", "posts") for path in HOME.glob(f"{name}/**/*.py"))


def test_every_file_of_generators_and_posts_is_of_the_parser() -> None:
    assert parser_version.parser_files() == [HOME / path for path in PARSER]
    assert {Path("generators/read.py"), Path("generators/jekyll/ruby.py"), Path("posts/row.py")} < set(PARSER)


def test_an_edit_of_any_of_them_parses_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("generators", "posts"):
        shutil.copytree(HOME / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    site = make_site()
    before = parser_version.parser_version(site)
    monkeypatch.setattr(parser_version, "_HOME", tmp_path)
    assert parser_version.parser_version(site) == before, "the same code elsewhere"
    for path in PARSER:
        content = (tmp_path / path).read_bytes()
        (tmp_path / path).write_bytes(content + b"# edited\n")
        assert parser_version.parser_version(site) != before, path
        (tmp_path / path).write_bytes(content)
    (tmp_path / PARSER[0]).rename(tmp_path / "posts/another_name.py")
    assert parser_version.parser_version(site) != before, "a file was moved"


def test_another_setting_parses_again_and_another_title_does_not() -> None:
    site = make_site()
    before = parser_version.parser_version(site)
    assert parser_version.parser_version(replace(site, title="Another")) == before
    assert parser_version.parser_version(replace(site, timezone="Asia/Tokyo")) != before


def test_another_release_of_a_library_parses_again(monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site()
    before = parser_version.parser_version(site)
    monkeypatch.setattr("importlib.metadata.version", lambda name: "0.0.1")
    assert parser_version.parser_version(site) != before
