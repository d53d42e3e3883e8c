"""A file of sql/ is a model, or the message says which file is not, why, and what to do."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import ModelError
from pipeline.inputs import load_models
from pipeline.warehouse.catalog import write_dictionary

HEADER = "/*---\ndescription: D.\ngrain: [site]\ncolumns: {site: S.}\n---*/\n"


def test_models_come_upstream_first_with_what_they_read(sql: Callable[..., Path]) -> None:
    catalog = load_models(sql())
    assert {name: model.reads for name, model in catalog.items()} == {
        "core.posts": {"lake.posts"},
        "core.refreshes": {"site.sites"},
        "core.sites": {"site.sites"},
        "cadence.counts": {"core.posts"},
    }
    assert list(catalog).index("core.posts") < list(catalog).index("cadence.counts")


def test_a_table_that_only_a_check_reads_is_upstream_too(sql: Callable[..., Path]) -> None:
    text = HEADER.replace("---*/", "checks: {known: site in (select site from cadence.counts)}\n---*/")
    catalog = load_models(sql(core__aaa=text + "select site from site.sites"))
    assert catalog["core.aaa"].reads == {"site.sites", "cadence.counts"}
    assert list(catalog)[-1] == "core.aaa"


@pytest.mark.parametrize(
    ("select", "reads"),
    [
        pytest.param(
            "with posts as (select * from core.posts) select site from posts", {"core.posts"}, id="a CTE is no table"
        ),
        pytest.param(
            "select site from core.posts join lake.posts using (site)",
            {"core.posts", "lake.posts"},
            id="using, which get_table_names cannot bind",
        ),
        pytest.param(
            "select site from site.sites where site in (select site from core.posts)",
            {"site.sites", "core.posts"},
            id="in a subquery",
        ),
        pytest.param("select 's' as site union all select site from core.posts", {"core.posts"}, id="in a union"),
        pytest.param(
            "with recursive r(site, n) using key (site) as (select site, 1 from core.posts union "
            "select r.site, y.n from r join recurring.r as y using (site) where y.n < 1) select site from r",
            {"core.posts"},
            id="recurring is no schema",
        ),
        pytest.param(
            "select y.current_date, today from lake.posts as y", {"lake.posts"}, id="columns named like a clock"
        ),
        pytest.param("select site from lake.posts; ", {"lake.posts"}, id="a closing semicolon"),
    ],
)
def test_what_a_select_reads(sql: Callable[..., Path], select: str, reads: set[str]) -> None:
    assert load_models(sql(core__x=HEADER + select))["core.x"].reads == reads


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        pytest.param("core__x", HEADER + "select site from core.post", "sql/core/x.sql reads core.post, which no model makes; did you mean core.posts?", id="typing error"),
        pytest.param("core__x", HEADER + "select site from core.y", "sql/core/x.sql reads core.y, which no model makes; did you mean", id="unknown table"),
        pytest.param("core__x", HEADER + "selec site", "sql/core/x.sql, line 6: syntax error at or near", id="no SQL"),
        pytest.param("core__x", HEADER + "create table a as select 1", "sql/core/x.sql, line 6: Only SELECT", id="no SELECT"),
        pytest.param("core__x", HEADER + "select NOW()", "sql/core/x.sql uses now, another one in every refresh; the moment of a build is getvariable('as_of')", id="clock"),
        pytest.param("core__x", HEADER + "select 1 from core.y where day < CURRENT_DATE", "uses current_date, another", id="the standard's clock"),
        pytest.param("core__x", HEADER + "select main.random() as today, uuid() as now", "uses random, uuid, another", id="dice"),
        pytest.param("core__x", HEADER + "select age(timestamp '2020-01-01') as site", "sql/core/x.sql uses age() until now, another", id="age until now"),
        pytest.param("core__x", HEADER + "select site from core.posts using sample 5", "sql/core/x.sql uses a sample that is not repeatable", id="sample"),
        pytest.param("core__x", HEADER + "select 1; select 2", "sql/core/x.sql: 2 statements; a model is one SELECT", id="two statements"),
        pytest.param("core__x", "select 1", "sql/core/x.sql: the header needs description, grain", id="no header"),
        pytest.param("core__x", "/*---\ndescription: a: b\n---*/\nselect 1", "sql/core/x.sql: the header between /*--- and ---*/ is not YAML", id="header not YAML"),
        pytest.param("core__x", HEADER.replace("grain", "grains") + "select 1", "the header knows no grains; it may hold checks", id="misspelled key"),
        pytest.param("core__x", HEADER.replace("---*/", "check: {a: true}\n---*/") + "select 1", "the header knows no check; it may hold checks", id="unknown key"),
        pytest.param("core__x", HEADER.replace("[site]", "[site, day]") + "select 1", "grain names day, which columns does not describe", id="grain not described"),
        pytest.param("marts__x", HEADER + "select 1 as site", "sql/marts/ is no layer; a model belongs in one of staging, core", id="unknown layer"),
        pytest.param("core__posts", HEADER + "select site from cadence.counts", "models read each other in a circle: cadence.counts", id="circle"),
        pytest.param("core__x", HEADER + "select site from core.x", "sql/core/x.sql reads itself; a table is made of others", id="itself"),
        pytest.param("core__x", HEADER + "select '1'\n  gruop by 1", "sql/core/x.sql, line 7: syntax error at or near", id="line"),
        pytest.param("core__x", HEADER.replace("---*/", "checks: [a > 1]\n---*/") + "select 1", "sql/core/x.sql: checks holds names with an expression each", id="checks a list"),
        pytest.param("core__x", HEADER.replace("---*/", "warnings: a > 1\n---*/") + "select 1", "sql/core/x.sql: warnings holds names with", id="warnings a text"),
        pytest.param("core__x", HEADER.replace("[site]", "[site, [day]]") + "select 1", "grain names ['day'], which columns does not", id="grain of a list"),
        pytest.param("core__x", HEADER.replace("[site]", "[5]").replace("site:", "5:") + "select 1", "columns (name: meaning)", id="column a number"),
        pytest.param("core__X", HEADER + "select 1 as site", "sql/core/X.sql: a model is called by lower case letters", id="upper case"),
        pytest.param("core__a b", HEADER + "select 1 as site", "sql/core/a b.sql: a model is called by lower case letters", id="blank in its name"),
    ],
)  # fmt: skip
def test_what_is_no_model(sql: Callable[..., Path], name: str, text: str, message: str) -> None:
    with pytest.raises(ModelError, match=re.escape(message)):
        load_models(sql(**{name: text}))


def test_a_model_that_is_not_utf8_is_named_with_its_line(sql: Callable[..., Path]) -> None:
    folder = sql()
    (folder / "core/x.sql").write_bytes(HEADER.encode() + b"select 1 -- caf\xe9")
    with pytest.raises(ModelError, match=r"sql/core/x\.sql, line 6: byte 0xe9 is not UTF-8"):
        load_models(folder)


@pytest.mark.parametrize("place", ["x.sql", "core/deep/x.sql", "core/posts.SQL"])
def test_a_model_where_none_is_looked_for_is_not_overlooked(sql: Callable[..., Path], place: str) -> None:
    folder = sql()
    (folder / place).parent.mkdir(exist_ok=True)
    (folder / place).write_text(HEADER + "select 1 as site")
    with pytest.raises(ModelError, match=rf"sql/{re.escape(place)}( is not looked for there|: a model is called)"):
        load_models(folder)


def test_what_editors_leave_beside_models_is_none_and_a_mark_before_the_header_is_nothing(
    sql: Callable[..., Path],
) -> None:
    folder = sql()
    known = load_models(folder).keys()
    (folder / "core/.#posts.sql").symlink_to("me@host.123")  # Emacs, while a file is unsaved
    (folder / "core/._posts.sql").write_bytes(b"\0\5\x16\7")  # macOS
    (folder / "core/x.sql").write_text(HEADER + "select 1 as site", encoding="utf-8-sig")
    assert load_models(folder).keys() - known == {"core.x"}


@pytest.mark.parametrize("call", ["getvariable('as_of')", "GETVARIABLE ('as_of')"])
def test_what_reads_the_moment_is_known_however_it_is_written(sql: Callable[..., Path], call: str) -> None:
    catalog = load_models(
        sql(core__x=HEADER + f"select {call} as site", core__y=HEADER + "select 'getvariable(' as site")
    )
    assert catalog["core.x"].reads_the_moment and not catalog["core.y"].reads_the_moment


def test_an_age_between_two_moments_and_a_sample_with_a_seed_are_the_same_every_time(sql: Callable[..., Path]) -> None:
    select = "select age(as_of, as_of) as site from core.posts tablesample reservoir(5) repeatable (1)"
    assert "core.x" in load_models(sql(core__x=HEADER + select))


def test_downstream_is_what_reads_it_directly_or_not(sql: Callable[..., Path]) -> None:
    catalog = load_models(sql(topics__x=HEADER + "select site from cadence.counts"))
    assert catalog.downstream({"core.posts"}) == {"core.posts", "cadence.counts", "topics.x"}
    assert catalog.downstream({"core.sites"}) == {"core.sites"}


def test_the_dictionary_says_everything_of_a_model(sql: Callable[..., Path]) -> None:
    text = write_dictionary(load_models(sql()), {"core.posts": {"path": "VARCHAR"}})
    assert "### core.posts\n\nThe posts.\n\nOne row for each site, path.\n\n| column | type | meaning |" in text
    assert "| path | VARCHAR | The file's path, with an 'apostrophe'. |" in text
    assert "Must hold: path_not_empty (`path <> ''`).\n\nShould hold: path_is_short (`length(path) < 3`)." in text


def test_own_models_are_built_beside_ours_and_replace_none(sql: Callable[..., Path], tmp_path: Path) -> None:
    ours, own = sql(), tmp_path / "project/sql"
    (own / "own").mkdir(parents=True)
    (own / "own/counts.sql").write_text(HEADER + "select site from cadence.counts")
    assert load_models(ours, own)["own.counts"].reads == {"cadence.counts"}
    (own / "core").mkdir()
    (own / "core/more.sql").write_text(HEADER + "select site from own.counts")
    assert list(load_models(ours, own))[-2:] == ["own.counts", "core.more"]
    (own / "core/posts.sql").write_text(HEADER + "select site from lake.posts")
    message = (
        f"{own}/core/posts.sql would replace core.posts, which Posts Warehouse makes itself; call the file otherwise"
    )
    with pytest.raises(ModelError, match=re.escape(message)):
        load_models(ours, own)
