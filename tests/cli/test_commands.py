"""`posts-warehouse` as it is used: whole refreshes of the bundled site, in processes of their own, on real files."""

import itertools
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from pipeline.cli.terminal import summarise
from pipeline.warehouse.published import PublishedFile
from tests.conftest import Project, copied
from tests.report.conftest import post, published
from tests.support.webhook import Webhook

TABLES = "select schema_name || '.' || table_name from duckdb_tables() order by 1"


def test_a_refresh_publishes_and_says_what_it_found(standing: Project) -> None:
    said = standing.first_output
    files, posts, problems = standing.rows(
        "select count(*), count(*) filter (fate = 'post'), count(*) filter (fate = 'problem') from core.files"
    )[0]
    assert f"{files} seen: {posts} posts," in said
    assert f"{problems} files could not be read as posts" in said
    assert re.search(r"changed   \d+ added\n", said)
    assert re.search(r"newest    20\d\d-\d\d-\d\d \d\d:\d\d  \w", said)
    assert re.search(
        rf"Published {standing.published} \([\d.]+ MB\) in [\d.]+ s: scan [\d.]+, .*parse .*build .*publish", said
    )
    [(read, texts)] = standing.rows(
        "select count(*) filter (fate <> 'ignored'), count(*) filter (fate in ('post', 'draft')) from core.files"
    )
    tables = len(standing.rows(TABLES))
    counts = dict(re.findall(r"^ *(\w+) +[\d.]+ s(?:  (.+))?$", said, re.MULTILINE))
    assert counts == {
        "scan": f"{files} files",
        "hash": "",
        "parse": f"{read} of {read} files",
        "count": f"{texts} of {texts} texts",
        "commit": "",
        "build": f"{tables} of {tables} tables",
        "publish": "",
        "record": "",
        "report": "",
    }
    here = sorted(path.name for path in (standing.root / "warehouse").iterdir())
    assert here == [".last-refresh.json", ".lock", ".posts.sha256", "history", "lake", "posts.duckdb", "report.html"]
    assert f"The page for editors: {standing.root}/warehouse/report.html\n" in said


def test_a_terminal_is_shown_bars_that_count_the_same(standing: Project) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "pipeline.cli", "refresh"]
    with subprocess.Popen(command, cwd=standing.root, env=standing.environment, stdout=theirs, close_fds=True) as run:
        os.close(theirs)
        said = b""
        with suppress(OSError):  # Linux says so that the other end is closed
            while part := os.read(ours, 1 << 16):
                said += part
    os.close(ours)
    [(files,)] = standing.rows("select count(*) from core.files")
    assert run.returncode == 0
    assert "━" in said.decode()
    assert f" {files} files" in said.decode()
    assert "Nothing has changed" in said.decode()


@pytest.mark.parametrize(
    ("days", "warned"), [(-1, False), (0, False), (400, True)], ids=["later", "of one moment", "earlier"]
)
def test_a_file_of_an_earlier_moment_is_warned_of(standing: Project, days: int, warned: bool) -> None:
    live = PublishedFile.load(standing.published)
    assert live
    before = replace(live, as_of=live.as_of + timedelta(days=days))
    said = summarise(standing.published, before, {})
    moments = f"as of {live.as_of:%Y-%m-%d %H:%M} UTC, and the one before was as of {before.as_of:%Y-%m-%d %H:%M}"
    assert (f"\nwarning: the file is {moments}: is it POSTS_AS_OF" in said) == warned


def test_every_file_seen_has_one_fate_and_the_months_add_up(standing: Project) -> None:
    seen = {
        str(path.relative_to(standing.site))
        for path in standing.site.rglob("*")
        if path.is_file() and {"_posts", "_drafts"} & set(path.parts)
    }
    assert {path for (path,) in standing.rows("select path from core.files")} == seen
    [(months, live)] = standing.rows(
        "select (select sum(posts) from cadence.monthly), (select count(*) from core.posts where is_live)"
    )
    assert months == live
    assert standing.rows("select count(*) from cadence.monthly where posts = 0")[0][0] > 0, "silent months are rows"


def test_a_title_as_long_as_a_post_is_cut_in_a_terminal(tmp_path: Path) -> None:
    file = published(tmp_path, {"s": {"_posts/2026-06-01-one.md": post("word " * 1_000)}})
    [newest] = [line for line in summarise(file, None, {"build": 1}).splitlines() if "newest" in line]
    assert newest == "   newest    2026-06-01 00:00  " + "word " * 39 + "word "


@pytest.mark.parametrize(("table", "day"), [("core.posts", "published_on"), ("topics.story_topics", "published_on")])
def test_large_tables_lie_by_day(standing: Project, table: str, day: str) -> None:
    """By key would be tidier, but then a month of them lies everywhere, and whoever asks for one reads all."""
    dated = standing.rows(f"select rowid, {day} from {table} where {day} is not null order by rowid")
    steps = [after >= before for (_, before), (_, after) in itertools.pairwise(dated)]
    assert steps.count(True) > 0.9 * len(steps)


@pytest.mark.slow
def test_nothing_to_do_then_one_edit_then_the_same_as_from_scratch(project: Project) -> None:
    before = project.published.stat().st_ino
    assert f"Nothing has changed: {project.published} is current.\n" in project.refresh()
    assert project.published.stat().st_ino == before
    path = next(iter(sorted((project.site / "_posts").rglob("20*.md"))))
    path.write_text(path.read_text(encoding="utf-8") + "\nOne more paragraph.\n", encoding="utf-8")
    said = project.refresh()
    assert f"changed   1 edited ({path.relative_to(project.root / 'examples/harbour-gazette')})\n" in said
    tables = [name for (name,) in project.rows(TABLES)]
    history = {"core.changes", "core.refreshes", "core.problems", "core.sites"}
    in_steps = {name: project.rows(f"select * from {name} order by all") for name in tables if name not in history}
    (project.root / "warehouse").rename(project.root / "before")
    project.refresh()
    assert [name for (name,) in project.rows(TABLES)] == tables
    for name, rows in in_steps.items():
        assert project.rows(f"select * from {name} order by all") == rows, name


@pytest.mark.slow
def test_the_page_stays_unless_it_is_of_another_file(project: Project) -> None:
    page = project.root / "warehouse/report.html"
    before, inode = page.read_bytes(), page.stat().st_ino
    assert "report " not in project.refresh()
    assert page.stat().st_ino == inode
    page.write_text("a page of another file")
    assert "Nothing has changed" in project.refresh()
    assert page.read_bytes() == before


@pytest.mark.slow
def test_a_page_that_cannot_be_written_leaves_what_was_published(project: Project) -> None:
    page = project.root / "warehouse/report.html"
    page.unlink()
    page.mkdir()
    (project.site / "_posts/2026-06-24-new.md").write_text("---\ntitle: New\n---\nWritten late.\n")
    done = project.run("refresh")
    assert done.returncode == 1
    assert re.search(
        r"^posts-warehouse: .*report.html cannot be written: Is a directory; .*posts.duckdb is not touched", done.stderr
    )
    assert project.rows("select count(*) from core.posts where title = 'New'") == [(1,)]


@pytest.mark.slow
def test_a_failing_check_leaves_the_published_file_and_shows_the_rows(project: Project) -> None:
    before = project.published.read_bytes()
    model = project.root / "sql/cadence/hours.sql"
    model.write_text(
        model.read_text(encoding="utf-8").replace(
            "checks:\n", "checks:\n  nobody_writes_at_night: hour > 5 or stories > 99\n", 1
        )
    )
    done = project.run("refresh")
    assert done.returncode == 1
    assert (
        "not published, the file before stays: cadence.hours: nobody_writes_at_night (hour > 5 or stories > 99) is broken by "
        in done.stderr
    )
    assert done.stderr.count('{"site"') == 5
    assert "Traceback" not in done.stderr
    assert project.published.read_bytes() == before
    assert [path.name for path in (project.root / "warehouse").iterdir() if ".new" in path.name] == []


@pytest.mark.slow
def test_a_new_model_is_one_file(project: Project) -> None:
    (project.root / "sql/cadence/quarterly.sql").write_text(
        "/*---\ndescription: Posts per quarter.\ngrain: [site, quarter]\ncolumns:\n  site: The site.\n"
        "  quarter: Its first day.\n  posts: Live posts.\n---*/\n"
        "select site, calendar.quarter, sum(posts)::bigint as posts\n"
        "from cadence.daily join core.calendar as calendar using (site, day) group by site, calendar.quarter\n"
    )
    project.refresh()
    assert project.rows("select sum(posts) from cadence.quarterly") == project.rows(
        "select sum(posts) from cadence.daily"
    )
    assert "cadence.quarterly: Posts per quarter." in project.run("models").stdout
    assert "### cadence.quarterly\n\nPosts per quarter." in project.run("models", "--markdown").stdout


@pytest.mark.slow
def test_an_open_reader_is_never_locked_out_and_a_new_one_sees_the_new(project: Project) -> None:
    with duckdb.connect(str(project.published), read_only=True) as reader:
        before = reader.execute("select count(*) from core.posts").fetchone()
        (project.site / "_posts/2025-01-02-one-more.md").write_text("---\ntitle: One more\n---\nText.\n")
        project.refresh()
        assert reader.execute("select count(*) from core.posts").fetchone() == before
    script = (
        f"import duckdb; duck = duckdb.connect({str(project.published)!r}, read_only=True); "
        "print(duck.execute('select count(*) from core.posts').fetchone()[0])"
    )
    seen = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert before and int(seen) == before[0] + 1


@pytest.mark.slow
def test_two_sites_at_once_and_one_dropped(project: Project, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "_posts").mkdir(parents=True)
    (other / "_posts/2024-01-01-a.md").write_text("---\ntitle: A\n---\nText.\n")
    project.refresh(POSTS_SITE=f"{project.site}:mine={other}")
    assert project.rows("select site, count(*) > 0 from core.posts group by site order by site") == [
        ("harbour-gazette", True),
        ("mine", True),
    ]
    with_site = "select schema_name || '.' || table_name from duckdb_columns() where column_name = 'site' order by 1"
    assert project.rows(with_site) == project.rows(TABLES), "every table has site"
    before = project.published.read_bytes()
    refused = project.run("refresh", POSTS_SITE=str(other))
    assert (refused.returncode, refused.stderr) == (
        1,
        "posts-warehouse: mine of the published file is no longer named in POSTS_SITE: name it again, or let go of it "
        "with --drop mine. Nothing was changed.\n",
    )
    assert project.published.read_bytes() == before
    said = project.refresh("--drop", "mine", POSTS_SITE=str(other))
    assert "\nmine has left the file, with 1 post.\n" in said
    assert project.rows("select distinct site from core.posts") == [("other",)]


@pytest.mark.slow
def test_a_site_that_shrinks_is_refused_and_nothing_is_recorded(project: Project) -> None:
    before = project.published.read_bytes()
    for path in (project.site / "_posts").rglob("2025-*"):
        path.unlink()
    done = project.run("refresh")
    assert done.returncode == 1
    assert re.search(r"harbour-gazette shrank from \d+ files to \d+ in .*; is it all there\?", done.stderr)
    assert project.published.read_bytes() == before
    assert "removed" in project.refresh("--allow-shrink")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        pytest.param(["refresh", "nowhere"], 1, r"nowhere", id="no such site"),
        pytest.param(["refresh", "sql"], 1, r"sql has no file of a generator that is known", id="not a site"),
        pytest.param(["refresh", "a/x", "b/x"], 2, "two sites are called x", id="two of one name"),
        pytest.param(["refresh", "a/x", "x=b"], 2, "two sites are called x", id="a name that is taken"),
        pytest.param(["dev", "--port", "99999"], 2, "99999 is no port; give a number up to 65535", id="no such port"),
        pytest.param(["refresh", "--fast"], 2, "unrecognized arguments: --fast", id="unknown option"),
        pytest.param([], 2, "COMMAND", id="no command"),
        pytest.param(
            ["--warehouse", "none", "query", "select 1"],
            1,
            "is not there yet: posts-warehouse refresh makes it",
            id="nothing published",
        ),
        pytest.param(
            ["--warehouse", "none", "status"], 1, "is not there yet: posts-warehouse refresh makes it", id="no status"
        ),
    ],
)
def test_what_is_wrong_is_one_line_and_an_exit_code(
    standing: Project, tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    done = standing.run(*arguments, POSTS_WAREHOUSE=tmp_path / "warehouse")
    assert done.returncode == code
    assert re.search(message, done.stderr)
    assert "Traceback" not in done.stderr


def test_a_refresh_that_never_became_a_run_is_told_of_too(project: Project) -> None:
    (project.root / "sql/core/broken.sql").write_text("select 1")
    webhook = Webhook()
    done = project.run("refresh", POSTS_ALERT_WEBHOOK=webhook.url)
    webhook.close()
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    [alert] = webhook.received
    assert "sql/core/broken.sql: the header needs description" in alert["text"]


MAIN = "from pipeline.cli.main import main; main()"


def altered(project: Project, change: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `posts-warehouse` where something is not as it should be."""
    return subprocess.run(
        [sys.executable, "-c", f"{change}; {MAIN}", *arguments],
        cwd=project.root,
        env=project.environment | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_cluster_without_its_extra_is_one_line(standing: Project, tmp_path: Path) -> None:
    """Dagster wraps what a resource raises on the way up."""
    options = ["refresh", "--engine", "spark", "--master", "local[1]"]
    change = "import sys; sys.modules['pyspark'] = None"
    done = altered(standing, change, *options, POSTS_WAREHOUSE=str(tmp_path / "warehouse"))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert re.fullmatch(r"posts-warehouse: --engine spark needs the extra \[spark\]: make spark \(.*\)\n", done.stderr)


@pytest.mark.slow
@pytest.mark.parametrize(("stage", "seconds"), [("scan", 0), ("commit", 0.5)])
def test_ctrl_c_ends_a_refresh_without_a_word_and_the_next_one_publishes(
    tmp_path: Path, stage: str, seconds: float
) -> None:
    """Dagster has a name of its own for it; a query that would run for hours is stopped."""
    project = copied(tmp_path)
    endless = project.root / "sql/quality/endless.sql"
    endless.write_text(
        "/*---\ndescription: Pairs.\ngrain: [pairs]\ncolumns:\n  pairs: Pairs.\n---*/\nselect count(*) as pairs "
        "from range(10000000) as one(n) cross join range(10000000) as two(n) where one.n * two.n = 7\n"
    )
    begun = subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "refresh"],
        cwd=project.root,
        env=project.environment | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert begun.stdout
        while begun.stdout.readline().split()[:1] != [stage]:
            assert begun.poll() is None
        time.sleep(seconds)  # the next stage has begun
        begun.send_signal(signal.SIGINT)
        said = begun.communicate(timeout=10)
    finally:
        begun.kill()
    assert (begun.returncode, said[1]) == (130, "")
    assert not project.published.exists()
    endless.unlink()
    assert "Published" in project.run("refresh").stdout


def test_ctrl_c_while_dagster_is_imported_leaves_no_process(standing: Project) -> None:
    # whoever runs tests in the background of a shell has Ctrl-C ignored
    change = "import os, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)"
    # at a module amid Dagster, as pydantic swallows a signal that meets it while it makes a class
    change += "; press = lambda name, *more: os.kill(0, 2) if name == 'dagster._core.execution.api' else None"
    change += "; sys.meta_path.insert(0, type('Finder', (), {'find_spec': staticmethod(press)}))"
    process = subprocess.Popen(
        [sys.executable, "-c", f"{change}; {MAIN}", "refresh"],
        cwd=standing.root,
        env=standing.environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert (process.wait(timeout=60), process.stderr and process.stderr.read()) == (130, "")
    with pytest.raises(ProcessLookupError):
        for _ in range(100):
            os.killpg(process.pid, 0)
            time.sleep(0.1)


def test_a_fault_of_ours_ends_with_its_traceback(standing: Project) -> None:
    """Below it DuckDB's binding would list some forty leaks, of what refresh() takes out of the garbage collector."""
    done = altered(
        standing, "from pipeline.defs import execute; execute.execute_refresh = lambda *given, **more: 1 / 0", "refresh"
    )
    assert done.returncode == 1
    assert done.stderr.endswith("ZeroDivisionError: division by zero\n")


def test_the_commands_work_from_any_folder_and_without_dagster(standing: Project, tmp_path: Path) -> None:
    for arguments, expected in (
        (["status"], "harbour-gazette"),
        (["problems"], "_posts/"),
        (["models", "authors_monthly"], "cadence.authors_monthly: "),
        (["query", "select count(*) as posts from core.posts"], "posts"),
        (["report"], f"{standing.root}/warehouse/report.html\n"),
    ):
        done = standing.run(*arguments, cwd=tmp_path, PYTHONPROFILEIMPORTTIME="1")
        assert done.returncode == 0, done.stderr
        assert expected in done.stdout
        assert "| dagster" not in done.stderr, arguments
    assert standing.run("query", "create table core.x as select 1").returncode == 1
    assert standing.run("query", "select * from read_csv('/etc/passwd')").returncode == 1
    assert standing.run("query", "selec 1").stderr.startswith("posts-warehouse: Parser Error")


def test_an_output_that_cannot_be_written_is_said_in_one_line(standing: Project) -> None:
    for arguments in (["status"], ["query", "--csv", "from core.posts"]):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [sys.executable, "-m", "pipeline.cli", *arguments],
                cwd=standing.root,
                env=standing.environment,
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        assert (done.returncode, done.stderr) == (1, "posts-warehouse: the output: No space left on device\n")


@pytest.mark.slow
def test_paths_are_relative_to_where_the_command_is_given(project: Project, tmp_path: Path) -> None:
    """The refresh runs in the project's folder, where a bare `.` would be another place and a site of the same name."""
    site = tmp_path / "blog"
    (site / "_posts").mkdir(parents=True)
    (site / "_posts/2024-01-01-a.md").write_text("---\ntitle: A\n---\nText.\n")
    done = project.run("--warehouse", "../out", "refresh", ".", cwd=site)
    assert done.returncode == 0, done.stderr
    with duckdb.connect(str(tmp_path / "out/posts.duckdb"), read_only=True) as duck:
        assert duck.execute("select site, title from core.posts").fetchall() == [("blog", "A")]


def test_a_schedule_that_cannot_be_is_said_in_one_line(standing: Project, tmp_path: Path) -> None:
    done = standing.run("refresh", POSTS_REFRESH_CRON="at night", POSTS_WAREHOUSE=tmp_path / "warehouse")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "posts-warehouse: POSTS_REFRESH_CRON is 'at night'; give five fields, such as 30 2 * * *\n"


@pytest.mark.slow
def test_a_warning_of_a_model_is_printed_and_published_and_a_title_stays_on_its_line(project: Project) -> None:
    (project.site / "_posts/2026-06-24-new.md").write_text('---\ntitle: "New\\n \\e[31mand red"\n---\nLate.\n')
    model = project.root / "sql/cadence/hours.sql"
    model.write_text(
        model.read_text(encoding="utf-8").replace(
            "\n---*/", "\nwarnings:\n  never_at_night: hour > 5 or stories > 99\n---*/", 1
        )
    )
    said = project.refresh()
    warning = r'warning: cadence\.hours: never_at_night is broken by \d+ rows, such as \{"site": "harbour-gazette", .*"hour": [0-5], .*\}'
    assert re.search(rf"^{warning}$", said, re.MULTILINE)
    assert "   newest    2026-06-24 00:00  New \\x1b[31mand red\n" in said
    assert "\x1b" not in said
    assert project.rows("select comment from duckdb_tables() where table_name = 'hours'") != []


def test_without_a_command_all_of_them_are_listed(standing: Project) -> None:
    done = standing.run()
    assert (done.returncode, done.stdout) == (2, "")
    assert re.findall(r"^    (\w+) ", done.stderr, re.M) == [
        "init", "refresh", "rollback", "status", "problems", "check", "models", "query", "export", "shell", "dev", "report"
    ]  # fmt: skip
