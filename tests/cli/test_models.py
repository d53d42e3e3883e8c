"""`posts-warehouse models`: found by any word of it, shown in full by its name, and nothing without a meaning."""

import pytest

from tests.conftest import Project


def test_the_list_has_every_table_once_and_what_is_for_analysts_first(standing: Project) -> None:
    listed = [line.partition(": ") for line in standing.run("models").stdout.splitlines()[:-2]]
    names = [name for name, _, _ in listed]
    assert sorted(names) == [
        name for (name,) in standing.rows("select schema_name || '.' || table_name from duckdb_tables() order by 1")
    ]
    layers = list(dict.fromkeys(name.partition(".")[0] for name in names))
    assert layers == ["core", "cadence", "topics", "quality", "bi", "staging"]
    assert all(sentence for _, _, sentence in listed)


@pytest.mark.parametrize("named", ["cadence.gaps", "gaps", "GAPS"])
def test_a_table_is_shown_in_full(standing: Project, named: str) -> None:
    lines = standing.run("models", named).stdout.splitlines()
    assert lines[0].startswith("cadence.gaps: Lengths of a site's silences")
    described = standing.rows(
        "select column_name, lower(data_type), comment from duckdb_columns() where table_name = 'gaps' order by column_index"
    )
    assert [line.split(None, 1)[0] for line in lines[2:-4]] == [name for name, _, _ in described]
    assert all(
        kind in line and comment in line for line, (_, kind, comment) in zip(lines[2:-4], described, strict=True)
    )
    assert lines[-3:] == [
        "One row for each site.",
        "Made by sql/cadence/gaps.sql from core.posts, core.sites.",
        'Try: posts-warehouse query "from cadence.gaps limit 5"',
    ]


def test_a_name_of_two_tables_is_a_word(standing: Project) -> None:
    """core.posts and staging.posts: to show one of them would hide the other."""
    said = standing.run("models", "posts").stdout
    assert "\ncore.posts: " in f"\n{said}" and "\nstaging.posts: " in f"\n{said}"


def test_a_word_finds_tables_and_those_of_their_columns_that_hold_it(standing: Project) -> None:
    said = standing.run("models", "Retention").stdout.splitlines()
    assert said == [
        "cadence.author_cohorts: How long authors keep publishing. One row for each site, cohort_month, months_since.",
        f"    {'retention':<20} {'double':<24} Share of the cohort's authors with a post in this month, "
        "rounded to 4 digits. Null until the month is over.",
    ]
    done = standing.run("models", "qwertz")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "posts-warehouse: no table has to do with qwertz; posts-warehouse models lists them all\n"


def test_types_are_known_before_anything_is_published(standing: Project) -> None:
    assert standing.run("--warehouse", "none", "models", "gaps").stdout == standing.run("models", "gaps").stdout


def test_every_table_and_column_says_something_in_the_file_and_no_source_is_in_it(standing: Project) -> None:
    """A comment that repeats the name is as good as none."""
    silent = standing.rows(
        """
        select schema_name, table_name, column_name, comment
        from (
            select schema_name, table_name, column_name, comment from duckdb_columns() where not internal
            union all
            select schema_name, table_name, table_name, comment from duckdb_tables() where not internal
        )
        where coalesce(length(comment), 0) < 5
            or lower(trim(comment, '. ')) in (lower(column_name), lower(replace(column_name, '_', ' ')))
        """
    )
    assert silent == []
    schemas = standing.rows("select distinct schema_name from duckdb_tables() order by 1")
    assert schemas == [("bi",), ("cadence",), ("core",), ("quality",), ("staging",), ("topics",)]
    assert standing.rows("select view_name from duckdb_views() where not internal") == []


def test_a_model_that_does_not_run_is_described_without_types(project: Project) -> None:
    model = project.root / "sql/core/tags.sql"
    model.write_text(model.read_text().replace("\nfrom ", "\n, no_such_column\nfrom ", 1))
    for word in ("core.tags", "tag"):
        done = project.run("models", word)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        assert "core.tags: " in done.stdout and " ?  " in done.stdout
