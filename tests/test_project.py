"""Which folder is the project: the nearest with posts.toml, from the current folder upward, as git finds its own."""

from pathlib import Path

import pytest

from pipeline import project
from pipeline.errors import UsageError
from pipeline.project import CHECKOUT, find_own_sql, find_project
from pipeline.settings import Settings


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The code as a wheel brings it, which is in no checkout."""
    monkeypatch.setattr(project, "CHECKOUT", None)


@pytest.mark.parametrize(
    ("start", "found"),
    [
        pytest.param("a", "a", id="in it"),
        pytest.param("a/sql/own", "a", id="below it"),
        pytest.param("a/inner/deep", "a/inner", id="the nearest of two"),
        pytest.param("b", None, id="beside it"),
    ],
)
@pytest.mark.usefixtures("installed")
def test_the_nearest_posts_toml_upward_is_the_project(tmp_path: Path, start: str, found: str | None) -> None:
    for folder in ("a/sql/own", "a/inner/deep", "b"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    for name in ("a/posts.toml", "a/inner/posts.toml"):
        (tmp_path / name).touch()
    assert find_project(tmp_path / start) == (tmp_path / found if found else None)


def test_the_checkout_is_a_project_also_seen_from_elsewhere(tmp_path: Path) -> None:
    assert CHECKOUT and (CHECKOUT / "pyproject.toml").exists()
    assert find_project(CHECKOUT / "tests") == find_project(tmp_path) == CHECKOUT
    (tmp_path / "posts.toml").touch()
    assert find_project(tmp_path) == tmp_path
    assert find_own_sql(CHECKOUT) is None, "its sql/ is ours"


@pytest.mark.usefixtures("installed")
def test_outside_of_a_project_only_a_named_warehouse_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("POSTS_WAREHOUSE=elsewhere\nfoo: a line of another program\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"no posts\.toml in .* or above; .* make one: posts-warehouse init DIR"):
        Settings.from_env(environment={})
    named = Settings.from_env(environment={"POSTS_WAREHOUSE": "w"})
    assert named.warehouse == tmp_path / "w"
    with pytest.raises(UsageError, match=r"no posts\.toml"):
        _ = named.project
