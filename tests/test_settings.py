"""What a variable may say, and what is said back when it cannot be meant."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline import settings
from pipeline.errors import UsageError
from pipeline.project import BUNDLED_SITE
from pipeline.settings import Settings
from pipeline.sources import SiteSource


@pytest.fixture(autouse=True)
def no_env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The developer's own .env must not decide what the tests see."""
    monkeypatch.setattr(settings, "find_project", lambda: tmp_path)
    monkeypatch.chdir(tmp_path)


def test_without_variables_it_is_the_bundled_site_at_half_past_two(tmp_path: Path) -> None:
    sites = (SiteSource("harbour-gazette", BUNDLED_SITE),)
    expected = Settings(sites, tmp_path / "warehouse", "30 2 * * *", None, folder=tmp_path)
    assert Settings.from_env(environment={}) == expected


def test_several_sites_with_and_without_names(tmp_path: Path) -> None:
    named = Settings.from_env(environment={"POSTS_SITE": os.pathsep.join(["news", "old=/srv/news", "/a=b/blog"])})
    assert named.sites == (
        SiteSource("news", tmp_path / "news"),
        SiteSource("old", Path("/srv/news")),
        SiteSource("blog", Path("/a=b/blog")),
    )
    assert named.named_by == "POSTS_SITE"


def test_two_sites_of_one_name_are_refused() -> None:
    with pytest.raises(
        UsageError, match=r"two sites are called blog: /a/blog and /b/blog; name one of them: OTHER=/b/blog"
    ):
        Settings.from_env(environment={"POSTS_SITE": "/a/blog:/b/blog"})


def test_the_environment_goes_before_the_env_file_whose_paths_are_the_projects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("POSTS_WAREHOUSE=out\nPOSTS_SITE=here\nPOSTS_REFRESH_CRON='0 4 * * *'\n")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    found = Settings.from_env(environment={"POSTS_SITE": "there"})
    assert found.sites == (SiteSource("there", elsewhere / "there"),)
    assert found.warehouse == tmp_path / "out"
    assert found.cron == "0 4 * * *"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        pytest.param(b'POSTS_WAREHOUSE=out\nPOSTS_SITE="../blog\n', "line 2: it is not NAME=value", id="open quote"),
        pytest.param(b"POSTS_WAREHOUSE=out\nPOSTS_SITE: ../blog\n", "line 2: it is not NAME=value", id="colon"),
        pytest.param(b"# d\xe9\n", "line 1: byte 0xe9 is not UTF-8", id="Latin-1"),
    ],
)
def test_an_env_file_that_cannot_be_read_is_no_empty_one(tmp_path: Path, written: bytes, message: str) -> None:
    """The bundled site would be published in place of one's own."""
    (tmp_path / ".env").write_bytes(written)
    with pytest.raises(UsageError, match=rf"\.env, {message}"):
        Settings.from_env(environment={})


@pytest.mark.parametrize("text", ["4GB", "1.5 GiB", "30%"])
def test_memory_is_a_size_or_a_share(text: str) -> None:
    assert Settings.from_env(environment={"POSTS_MEMORY": text}).memory == text


@pytest.mark.parametrize("text", ["4", "half", "-1GB", "4GB; attach", "GB"])
def test_memory_that_cannot_be_meant(text: str) -> None:
    with pytest.raises(UsageError, match=r"POSTS_MEMORY is .*; give a size or a share of the machine"):
        Settings.from_env(environment={"POSTS_MEMORY": text})


@pytest.mark.parametrize("character", "*?[\\")
def test_a_warehouse_that_would_be_a_pattern_to_duckdb(character: str) -> None:
    with pytest.raises(UsageError, match=r"in its path, which means something else to DuckDB"):
        Settings.from_env(environment={"POSTS_WAREHOUSE": f"/srv/a{character}/warehouse"})


def test_as_of_needs_a_zone() -> None:
    assert Settings.from_env(environment={"POSTS_AS_OF": "2026-01-31T02:30:00+01:00"}).as_of == datetime(
        2026, 1, 31, 1, 30, tzinfo=UTC
    )
    for text in ("2026-01-31T02:30:00", "yesterday", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"):
        with pytest.raises(UsageError, match=r"POSTS_AS_OF is .* give an instant with its zone"):
            Settings.from_env(environment={"POSTS_AS_OF": text})


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        pytest.param("POSTS_ALERT_WEBHOOK", "hooks.example/secret", "is no URL that begins with https://", id="no URL"),
        pytest.param("POSTS_ALERT_WEBHOOK", "file:///secret", "is no URL that begins with https://", id="a file"),
        pytest.param("POSTS_ALERT_WEBHOOK", "https://h:secret/", "is no URL that begins with https://", id="no port"),
        pytest.param("POSTS_ALERT_SMTP", "https://me:secret@mail", "is no URL that begins with smtp://", id="no mail"),
        pytest.param("POSTS_ALERT_EMAIL", "a@example.org, nobody", "has 'nobody'; give addresses", id="no address"),
        pytest.param("POSTS_KEEP_RUNS_DAYS", "0", "is '0'; give a number of days, such as 90", id="no day"),
    ],
)
def test_what_alerts_cannot_mean_is_said_without_the_secret(name: str, value: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as raised:
        Settings.from_env(environment={name: value})
    assert "secret" not in str(raised.value)


def test_alerts_as_they_are_configured() -> None:
    read = Settings.from_env(
        environment={
            "POSTS_ALERT_WEBHOOK": "https://hooks.example/a",
            "POSTS_ALERT_EMAIL": "a@example.org, b@example.org",
            "POSTS_ALERT_SMTP": "smtps://me:x%40y@mail.example:465",
            "POSTS_KEEP_RUNS_DAYS": "7",
        }
    )
    assert (read.webhook, read.email, read.smtp, read.keep_runs) == (
        "https://hooks.example/a",
        ("a@example.org", "b@example.org"),
        "smtps://me:x%40y@mail.example:465",
        7,
    )


def test_what_a_command_is_given_goes_before_the_environment_and_that_before_the_env_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("POSTS_SPARK_MASTER=local[1]\nPOSTS_SPARK_STORE=file:///a\nPOSTS_MEMORY=1GB\n")
    environment = {"POSTS_SPARK_STORE": "file:///b", "POSTS_MEMORY": "2GB", "POSTS_AS_OF": "", "HOME": "/home"}
    read = Settings.from_env({"POSTS_MEMORY": "3GB"}, environment)
    assert read.memory == "3GB"
    assert read.variables == {
        "POSTS_SPARK_MASTER": "local[1]",
        "POSTS_SPARK_STORE": "file:///b",
        "POSTS_MEMORY": "3GB",
    }
    assert "file:///b" not in repr(read), "a variable may hold a secret"


def test_a_process_in_another_folder_reads_the_same_sites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = Settings.from_env(environment={"POSTS_SITE": "news:old=there/news"})
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    again = Settings.from_env({"POSTS_SITE": os.pathsep.join(given.site_entries())}, environment={})
    assert (
        again.sites
        == given.sites
        == (
            SiteSource("news", tmp_path / "news"),
            SiteSource("old", tmp_path / "there/news"),
        )
    )


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        pytest.param("POSTS_SITES", "; did you mean POSTS_SITE?", id="one letter more"),
        pytest.param("POST_SITE", "; did you mean POSTS_SITE?", id="one letter less"),
        pytest.param("posts_site", "; did you mean POSTS_SITE?", id="small letters"),
        pytest.param("POSTS_WAREHOSE", "; did you mean POSTS_WAREHOUSE?", id="a letter left out"),
        pytest.param("POSTS_ALERTS_WEBHOOK", "; did you mean POSTS_ALERT_WEBHOOK?", id="a plural"),
        pytest.param("POSTS_X", "", id="like none"),
    ],
)
def test_a_variable_that_nobody_reads_is_an_error(tmp_path: Path, name: str, nearest: str) -> None:
    message = f"{name} is not a variable of this project{nearest}"
    with pytest.raises(UsageError) as in_environment:
        Settings.from_env(environment={name: "x"})
    (tmp_path / ".env").write_text(f"{name}=x\n")
    with pytest.raises(UsageError) as in_file:
        Settings.from_env(environment={})
    assert str(in_environment.value).startswith(message)
    assert str(in_file.value).startswith(f"{tmp_path / '.env'}: {message}")


@pytest.mark.parametrize("name", ["POSTS_DAGSTER_DB_HOST", "POSTGRES_USER", "SITE", "PATH", "DAGSTER_HOME"])
def test_variables_of_others_are_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / ".env").write_text(f"{name}=x\n")
    assert Settings.from_env(environment={name: "x"}).named_by == "nothing"


def test_alerts_are_configured_even_if_another_variable_cannot_be_meant(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("POSTS_SITES=blog\nPOSTS_ALERT_WEBHOOK=https://hooks.example/a\n'\n")
    assert Settings.for_alerts({}).webhook == "https://hooks.example/a"


def test_the_ui_is_a_url_without_a_slash_at_its_end() -> None:
    assert Settings.from_env(environment={"POSTS_UI_URL": "https://dagster.example/posts/"}).ui_url == (
        "https://dagster.example/posts"
    )
    with pytest.raises(UsageError, match="POSTS_UI_URL is no URL that begins with https://"):
        Settings.from_env(environment={"POSTS_UI_URL": "dagster.example"})
