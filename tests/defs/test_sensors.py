"""What the daemon's sensors decide, tick by tick."""

from collections.abc import Callable
from pathlib import Path

import dagster as dg
import pytest

from pipeline.definitions import defs
from pipeline.defs.sensors import alerts, when_quiet
from tests.support.webhook import Webhook

DEFINITIONS = defs()
CHECK = dg.AssetCheckKey(dg.AssetKey(["core", "posts"]), "not_shrunk")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    posts = tmp_path / "blog/_posts"
    posts.mkdir(parents=True)
    (posts / "2024-01-01-a.md").write_text("a")
    monkeypatch.setenv("POSTS_SITE", str(tmp_path / "blog"))
    return posts


def ticks(*between: Callable[[], object]) -> list[str]:
    """What each tick of `when_quiet` asks for, or that it asks for nothing; a change is made before each."""
    cursor, found = None, []
    for change in between:
        change()
        with dg.build_sensor_context(cursor=cursor) as context:
            result = when_quiet(context)
            if isinstance(result, dg.SensorResult):
                cursor = result.cursor
                found += [request.run_key or "" for request in result.run_requests or []] or ["-"]
            else:
                found.append("?")
    return found


def test_a_refresh_waits_until_two_scans_found_nothing_new_and_there_is_one_for_a_change(site: Path) -> None:
    post = site / "2024-01-01-a.md"

    def nothing() -> None:
        pass

    def edit() -> None:
        post.write_text("b")

    def undo() -> None:
        post.write_text("a")

    asked = ticks(undo, nothing, nothing, nothing, edit, nothing, undo, nothing, nothing, edit, nothing, nothing)
    assert [key == "-" for key in asked] == [
        *(True, True, False, True),  # switched on: what is there is a change
        *(True, True, True, True, False),  # an edit while it waits begins the wait again
        *(True, True, False),
    ]
    keys = [key for key in asked if key != "-"]
    assert len(set(keys)) == 3, "the same content once more is a change of its own"
    again = ticks(nothing, nothing, nothing)
    assert again[:2] == ["-", "-"]
    assert ticks(nothing, nothing, nothing) == again, "the key is of what was seen: lost cursors ask once"


def test_a_site_that_is_not_there_is_said_and_nothing_is_asked_for(site: Path) -> None:
    (site.parent).rename(site.parent.with_name("gone"))
    assert ticks(lambda: None) == ["?"]


def test_half_a_checkout_is_a_check_that_fails(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTS_WAREHOUSE", str(tmp_path / "warehouse"))
    (site / "2024-01-01-a.md").write_text("---\n---\n")
    (site / "2024-01-02-b.md").write_text("---\n---\n")
    with dg.DagsterInstance.ephemeral() as instance:
        job = DEFINITIONS.resolve_job_def("refresh")
        for posts, passed in ((2, True), (1, False)):
            assert job.execute_in_process(instance=instance, raise_on_error=False).success is passed, posts
            [found] = instance.event_log_storage.get_asset_check_execution_history(CHECK, limit=1)
            assert found.event
            evaluation = found.event.get_dagster_event().asset_check_evaluation_data
            assert evaluation.passed is passed
            (site / "2024-01-02-b.md").unlink(missing_ok=True)
    assert (evaluation.description or "").startswith(
        f"blog shrank from 2 files to 1 in {site.parent}; is it all there?"
    )


@pytest.mark.parametrize(
    ("tags", "sent"),
    [
        pytest.param({}, 1, id="a refresh of the daemon"),
        pytest.param({"dagster/will_retry": "true"}, 0, id="not before it was tried again"),
        pytest.param({"dagster/will_retry": "false"}, 1, id="when that failed too"),
        pytest.param({"posts/trigger": "the command line"}, 0, id="that tells of itself"),
    ],
)
def test_a_failed_run_sends_one_alert(
    tags: dict[str, str], sent: int, site: Path, webhook: Webhook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("POSTS_ALERT_WEBHOOK", webhook.url)
    monkeypatch.setenv("POSTS_WAREHOUSE", str(tmp_path / "warehouse"))
    (site.parent / "_config.yml").write_text("title: [broken\n")
    with dg.DagsterInstance.ephemeral() as instance:
        result = DEFINITIONS.resolve_job_def("refresh").execute_in_process(
            instance=instance, raise_on_error=False, tags=tags
        )
        alerts(
            dg.build_run_status_sensor_context(
                "alerts", result.get_run_failure_event(), instance, result.dagster_run
            ).for_run_failure()
        )
    assert len(webhook.received) == sent
    for alert in webhook.received:
        assert f"\n\n{site.parent}/_config.yml" in alert["text"]


def test_a_run_whose_process_was_killed_says_so(
    site: Path, webhook: Webhook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Also where a setting cannot be meant, which may be why."""
    monkeypatch.setenv("POSTS_ALERT_WEBHOOK", webhook.url)
    monkeypatch.setenv("POSTS_WAREHOUSE", str(tmp_path / "out"))
    monkeypatch.setenv("POSTS_MEMORY", "lots")
    with dg.DagsterInstance.ephemeral() as instance:
        run = instance.create_run_for_job(DEFINITIONS.resolve_job_def("refresh"))
        instance.report_engine_event("Multiprocess run worker was terminated by signal 9 (SIGKILL).", run)
        event = instance.report_run_failed(run)
        alerts(dg.build_run_status_sensor_context("alerts", event, instance, run).for_run_failure())
    [alert] = webhook.received
    assert alert["text"].startswith("The refresh of the sites failed; the published file stays as it was\n\n")
    assert "terminated by signal 9 (SIGKILL)." in alert["text"]
    assert str(tmp_path / "out/posts.duckdb") in alert["text"]


def test_the_alert_of_a_run_with_variables_names_its_own_sites_and_warehouse(
    site: Path, webhook: Webhook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("POSTS_ALERT_WEBHOOK", webhook.url)
    variables = {"POSTS_SITE": f"other={site.parent}", "POSTS_WAREHOUSE": str(tmp_path / "elsewhere")}
    (site.parent / "_config.yml").write_text("title: [broken\n")
    with dg.DagsterInstance.ephemeral() as instance:
        result = DEFINITIONS.resolve_job_def("refresh").execute_in_process(
            {"resources": {"refresh": {"config": {"variables": variables}}}}, instance=instance, raise_on_error=False
        )
        event, run = result.get_run_failure_event(), result.dagster_run
        alerts(dg.build_run_status_sensor_context("alerts", event, instance, run).for_run_failure())
    [alert] = webhook.received
    assert alert["text"].startswith("The refresh of other failed; ")
    assert str(tmp_path / "elsewhere/posts.duckdb") in alert["text"]


def test_damage_is_in_the_log_of_a_run_that_then_fails(
    site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is put aside by then: the next refresh could only say that it is gone."""
    monkeypatch.setenv("POSTS_WAREHOUSE", str(tmp_path / "warehouse"))
    (site / "2024-01-02-b.md").write_text("---\n---\n")
    with dg.DagsterInstance.ephemeral() as instance:
        job = DEFINITIONS.resolve_job_def("refresh")
        assert job.execute_in_process(instance=instance).success
        [history] = (tmp_path / "warehouse/history").glob("changes-*.parquet")
        history.write_bytes(history.read_bytes() + b"x")
        (site / "2024-01-02-b.md").unlink()
        run = job.execute_in_process(instance=instance, raise_on_error=False)
        assert not run.success
        messages = [entry.user_message for entry in instance.all_logs(run.run_id)]
    assert f"{history} is damaged: put it back from a backup; until then its changes are missing" in messages
