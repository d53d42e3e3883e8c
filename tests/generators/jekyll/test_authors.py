"""The registry of authors, from every place where a site may keep one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import PostsError
from pipeline.generators import load_site
from pipeline.generators.jekyll.authors import load_authors
from pipeline.generators.scalars import Plain, Value
from pipeline.generators.site import Author
from tests.support.parsing import make_site

REGISTRIES = {
    "_data/authors.yml": "jane: {name: Jane Doe, twitter: '@JaneD'}\nBilly Rick:\n",
    "_data/authors.yaml": "jane:\n  name: Jane Doe\n  twitter: janed\nBilly Rick: ~\n",
    "_data/people.yml": "- {id: jane, name: Jane Doe, twitter: https://twitter.com/janed/}\n- {name: Billy Rick}\n",
    "_data/authors.json": '\ufeff{"jane": {"name": "Jane Doe", "twitter": "janed", "age": 7}, "Billy Rick": null}',
    "_data/authors.csv": 'id,name,twitter\njane,"Jane Doe",janed\n,Billy Rick,\n',
    "_data/authors.tsv": "short_name\tname\ttwitter\njane\tJane Doe\tjaned\n\tBilly Rick\t\n",
}


BOTH = (Author("Billy Rick", "Billy Rick"), Author("jane", "Jane Doe", contacts=("twitter janed",)))


def read_registry(root: Path, authors: Value | None = None) -> tuple[Author, ...]:
    """Return the authors of a site in `root` whose settings say `authors`."""
    return load_authors(make_site(root=root, registry=authors))


@pytest.mark.parametrize("name", REGISTRIES)
def test_every_format_of_data_file_registers_the_same_authors(name: str, tmp_path: Path) -> None:
    write_file(tmp_path / name, REGISTRIES[name])
    assert read_registry(tmp_path) == BOTH


CONFIGS: dict[str, Value] = {
    "mapping": {"jane": {"name": "Jane Doe", "twitter": "janed"}, "Billy Rick": {}},
    "list": [{"name": "Jane Doe", "key": "jane", "twitter": "janed"}, "Billy Rick"],
}


@pytest.mark.parametrize("authors", CONFIGS.values(), ids=CONFIGS)
def test_settings_register_authors_as_a_mapping_or_a_list(authors: Value, tmp_path: Path) -> None:
    assert read_registry(tmp_path, authors) == BOTH


def test_a_collection_registers_authors(tmp_path: Path) -> None:
    """Jekyll's own tutorial has short_name and name; 18f.gsa.gov has full_name, and its key as name."""
    write_file(tmp_path / "_authors/jill.md", "---\nshort_name: jsmith\nname: Jill Smith\n---\nJill bakes.\n")
    write_file(tmp_path / "_authors/staff/aaron.md", "---\nname: aaron\nfirst_name: Aaron\nlast_name: Snow\n---\n")
    write_file(tmp_path / "_authors/readme.txt", "No front matter, no document.\n")
    write_file(tmp_path / "_authors/broken.md", "---\nname: a: b\n---\n")
    (tmp_path / "_authors/photo.jpg").write_bytes(b"\xff\xd8\xff")
    assert read_registry(tmp_path) == (
        Author("aaron", "Aaron Snow", "person"),
        Author("broken", "broken"),
        Author("jill", "Jill Smith", keys=("jsmith",)),
    )


def test_of_one_key_the_settings_win_then_data_then_the_collection(tmp_path: Path) -> None:
    write_file(tmp_path / "_authors/a.md", "---\nname: Collection\n---\n")
    write_file(tmp_path / "_authors/b.md", "---\nname: Collection\n---\n")
    write_file(tmp_path / "_data/people.yml", "b: People\nc: People\n")
    write_file(tmp_path / "_data/authors.yml", "c: Data\nd: Data\n")
    authors = read_registry(tmp_path, {"d": "Settings"})
    assert {author.author_id: author.name for author in authors} == {
        "a": "Collection", "b": "People", "c": "Data", "d": "Settings",
    }  # fmt: skip


def test_folders_that_the_settings_move(tmp_path: Path) -> None:
    write_file(tmp_path / "src/data/authors.yml", "jane:\n")
    write_file(tmp_path / "src/collections/_authors/jill.md", "---\n---\n")
    write_file(tmp_path / "src/collections/_authors/jo.md", "---\nname: Jo\n---\n")
    write_file(tmp_path / "_config.yml", "source: src\ndata_dir: data\ncollections_dir: /collections/\n")
    assert [author.author_id for author in load_site("s", tmp_path).authors] == ["jane", "jill", "jo"]


def test_folders_are_below_the_source_of_the_site(tmp_path: Path) -> None:
    write_file(tmp_path / "_config.yml", "source: src\n")
    write_file(tmp_path / "src/_data/authors.yml", "jane:\n")
    assert [author.author_id for author in load_site("s", tmp_path).authors] == ["jane"]


def test_everything_an_entry_may_say(tmp_path: Path) -> None:
    entry: Value = {
        "name": "Jane <jane@x.example>",
        "full_name": "Dr. Jane Doe",
        "short_name": "jdoe",
        "aliases": ["J. Doe", "jane", "JD@x.example"],
        "kind": "Organization",
        "email": "Jane@x.example",
        "github": "https://github.com/Jane-Doe",
    }
    [jane] = read_registry(tmp_path, {"jane": entry})
    assert jane == Author(
        author_id="jane",
        name="Dr. Jane Doe",
        kind="organisation",
        keys=("jdoe", "Jane", "J. Doe"),
        contacts=("email jane@x.example", "email jd@x.example", "github jane-doe"),
    )
    assert "@" not in repr(jane)


def test_the_words_for_what_an_author_is() -> None:
    words = ["person", "Team", "company", "org", "organisation", "organization", "bot", ""]
    entries: Value = {f"{number}": {"kind": word} for number, word in enumerate(words)}
    kinds = [author.kind for author in read_registry(Path("no such site"), entries)]
    assert kinds == ["person", *["organisation"] * 5, "unknown", "unknown"]


@pytest.mark.parametrize("key", ["id", "key", "short_name", "slug", "username"])
def test_the_words_for_a_key(key: str) -> None:
    [author] = read_registry(Path("no such site"), [{key: "jane", "name": "Jane Doe", "alias": "JD"}])
    assert author == Author("jane", "Jane Doe", keys=("JD",))


def test_a_key_that_is_an_address_is_not_shown(tmp_path: Path) -> None:
    authors = read_registry(tmp_path, {"jane@x.example": {"name": "Jane Doe"}, "jo@x.example": {}})
    assert [(author.author_id, author.contacts) for author in authors] == [
        ("Jane Doe", ("email jane@x.example",)),
        ("email-405c3f6c9f87", ("email jo@x.example",)),
    ]


def test_half_a_character_in_json_is_replaced(tmp_path: Path) -> None:
    write_file(tmp_path / "_data/authors.json", '{"ines": {"name": "Ines \\ud800"}}')
    assert read_registry(tmp_path) == (Author("ines", "Ines ?"),)


BROKEN = {
    "_data/authors.yml": (b"jane:\n  name: a: b\n", r"authors\.yml, line 2: `name`: a colon"),
    "_data/people.json": (b'{\n"jane": }', r"people\.json, line 2: "),
    "_data/authors.csv": (b"id,name\njane,\xff", r"authors\.csv: .*0xff"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_data_file_stops_the_refresh_as_it_stops_jekyll(name: str, tmp_path: Path) -> None:
    content, message = BROKEN[name]
    write_file(tmp_path / name, "").write_bytes(content)
    with pytest.raises(PostsError, match=message):
        read_registry(tmp_path)


scalars = st.text() | st.text().map(Plain) | st.sampled_from(["", " ", "a@b.example", "~"]).map(Plain)


keys = st.sampled_from(["name", "id", "aliases", "email", " ", "a@b.example"]) | st.text()


values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=10)


@given(values)
def test_any_value_gives_authors_with_ids_and_names(authors: Value) -> None:
    registry = read_registry(Path("no such site"), authors)
    assert all(author.author_id and author.name for author in registry)
    assert "a@b.example" not in str(registry)


def write_file(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
