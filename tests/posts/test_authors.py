"""Who wrote a post, by every way in which sites say it."""

import json
from dataclasses import replace

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.generators.fields import Byline
from pipeline.generators.frontmatter import load_yaml
from pipeline.generators.problems import problem
from pipeline.generators.scalars import Plain, Value
from pipeline.generators.site import Author, Site
from pipeline.posts.authors import WITHHELD, AuthorRef, Directory, author_refs
from pipeline.posts.schema import AUTHOR_REF
from tests.support.parsing import make_site, read_post

JANE = Author("jane", "Jane Doe", "person", ("jdoe", "J. Doe"), ("email jane@gazette.example", "twitter janed"))


JOSE = Author("jose", "José O’Hara", "person")


SMITH = Author("j-r-smith", "J. R. Smith", "person")


DESK = Author("Night Desk", "The Night Desk", "organisation")


BURK = (Author("aaron-burk", "Aaron Burk"), Author("aaronburk", "Aaron Burk"))  # as on 18f.gsa.gov


@pytest.fixture(scope="module")
def site() -> Site:
    return make_site(name="gazette", authors=(DESK, *BURK, SMITH, JANE, JOSE))


def make_stranger(author_id: str, name: str, source: str = "front_matter") -> AuthorRef:
    """Return the reference to an author who is not registered."""
    return AuthorRef(author_id, name, name, source, False)


def name_authors(
    site: Site, own: dict[str, Value], defaults: dict[str, Value] | None = None, config: Value | None = None
) -> list[AuthorRef]:
    """Return the authors of a post from its front matter, the site's defaults and its settings."""
    defaults = defaults or {}
    bylines = (
        Byline("front_matter", (own.get("author"), own.get("authors"))),
        Byline("defaults", (defaults.get("author"), defaults.get("authors"))),
        Byline("config", (config,)),
    )
    return author_refs(bylines, site, lambda *keys: None)[0]


JANES = {
    "key": ("jane", "jane"),
    "name": ("Jane Doe", "Jane Doe"),
    "short name": ("jdoe", "jdoe"),
    "alias": ("J. Doe", "J. Doe"),
    "case and spaces": ("  JANE   doe ", "JANE doe"),
    "handle": ("@jdoe", "@jdoe"),
    "role": ("Jane Doe (Editor)", "Jane Doe (Editor)"),
    "initial without its point": ("j doe", "j doe"),
    "family name first": ("Doe, Jane", "Doe, Jane"),
    "name and address": ("Jane D. <jane@gazette.example>", "Jane D."),
    "address and name, as in RSS": ("jane@gazette.example (J. D.)", "J. D."),
    "address alone, in capitals": ("mailto:JANE@Gazette.example", WITHHELD),
}


SHAPES = {
    "schema.org": ("- {'@type': Person, givenName: Emil, familyName: Fox, url: https://f.example}", ["Emil Fox"]),
    "Quarto, name in parts": ("- name: {given: Emil, family: Fox}\n  orcid: 0000", ["Emil Fox"]),
    "Quarto, name as written": ("- name: {literal: Emil Fox}\n  affiliation: The Gazette", ["Emil Fox"]),
    "Quarto, by reference": ("- ref: jane\n- ref: emil", ["Jane Doe", "emil"]),
    "first and last": ("{first: Emil, last: Fox}", ["Emil Fox"]),
    "first and last name": ("{first-name: Emil, last_name: Fox}", ["Emil Fox"]),
    "by key": ("{emil: {name: Emil Fox}, jane: {name: Jane D.}}", ["Emil Fox", "Jane Doe"]),
    "by key, name in parts": ("{emil: {name: {first: Emil, last: Fox}}}", ["Emil Fox"]),
    "by name": ("Emil Fox: {url: https://f.example}", ["Emil Fox"]),
    "name and URL": ("- Emil Fox: https://f.example\n- Ana Lopes: www.ana.example", ["Emil Fox", "Ana Lopes"]),
    "names as keys": ("{Emil Fox: , Jane Doe: }", ["Emil Fox", "Jane Doe"]),
    "one part of a name": ("- name: {given: Emil}", ["Emil"]),
    "a list of one": ("- [{name: {given: Emil, family: Fox}}]", ["Emil Fox"]),
}


@pytest.mark.parametrize("key", ["author", "authors"])
@pytest.mark.parametrize(("written", "names"), SHAPES.values(), ids=SHAPES)
def test_shapes_of_other_schemas(written: str, names: list[str], key: str, site: Site) -> None:
    given = load_yaml(written)
    refs, problems = author_refs([Byline("front_matter", (given,))], site, lambda *keys: None)
    assert ([ref.name for ref in refs], problems) == (names, [])
    row = read_post(f"---\n{key}:\n  {written.replace(chr(10), chr(10) + '  ')}\n---\n", authors=site.authors)
    assert [ref["name"] for ref in row["author_refs"]] == names
    assert json.loads(row["front_matter"])[key] == given


UNREADABLE = {
    "a mapping without a name": ("{affiliation: The Gazette}", "a mapping of affiliation"),
    "an empty mapping": ("{}", "a mapping of nothing"),
    "a name that is a list": ("- name: [Emil, Fox]", "a mapping of name"),
    "a name of nothing": ("- name: {suffix: Jr}", "a mapping of name"),
    "a key with a list": ("{emil: [x]}", "a mapping of emil"),
    "a key that is an address": ("{jack@example.org: [x]}", "a mapping of nothing"),
}


@pytest.mark.parametrize(("written", "what"), UNREADABLE.values(), ids=UNREADABLE)
def test_an_author_without_a_name_is_a_warning_and_others_stay(written: str, what: str, site: Site) -> None:
    given = load_yaml(written) or {}
    refs, problems = author_refs(
        [Byline("front_matter", ([given, "jane"],)), Byline("config", ("Desk",))], site, lambda *keys: 7
    )
    assert [ref.name for ref in refs] == ["Jane Doe"]
    detail = f"no name in {what}: write `name: …`, or the name alone"
    assert problems == [replace(problem("author_not_read", detail), line=7)]
    alone = author_refs([Byline("front_matter", (given,)), Byline("config", ("Desk",))], site, lambda *keys: 7)
    assert ([ref.name for ref in alone[0]], alone[1]) == (["Desk"], problems)
    assert author_refs([Byline("config", (given,))], site, lambda *keys: 7) == ([], [])


@pytest.mark.parametrize(("spelling", "as_written"), JANES.values(), ids=JANES)
def test_spellings_of_a_registered_author(spelling: str, as_written: str, site: Site) -> None:
    assert name_authors(site, {"author": Plain(spelling)}) == [
        AuthorRef("jane", "Jane Doe", as_written, "front_matter", True)
    ]


AUTHORS: dict[str, tuple[Value, list[str]]] = {
    "a list, in order": (["jose", "jane"], ["jose", "jane"]),
    "each once": (["jane", "Jane Doe", "JDOE"], ["jane"]),
    "a mapping by its name": ({"name": "Jane Doe", "url": "/"}, ["jane"]),
    "by its key": ({"short_name": "jane", "name": "Jane Someone"}, ["jane"]),
    "by its address": ({"name": "J. D.", "email": "Jane@gazette.example"}, ["jane"]),
    "by its handle": ({"name": "J. D.", "twitter": "https://twitter.com/JaneD/"}, ["jane"]),
    "a list of mappings and names": (
        [{"name": "Jane Doe"}, ["jose", {"name": "Night Desk"}]],
        ["jane", "jose", "Night Desk"],
    ),
    "accents, apostrophes and initials are form": (["Jose OHara", "JR Smith"], ["jose", "j-r-smith"]),
    "two in one text, both registered": ("Jane Doe and José O'Hara", ["jane", "jose"]),
    "three in one text": ("jane, jose, and JR Smith", ["jane", "jose", "j-r-smith"]),
    "other separators": ("jane; jose / J. R. Smith & Night Desk", ["jane", "jose", "j-r-smith", "Night Desk"]),
    "one part unknown, so not split": ("Jane Doe and the Harbour Choir", ["jane-doe-and-the-harbour-choir"]),
    "a title after a comma is no author": ("Ada Quay, Executive Director", ["ada-quay-executive-director"]),
    "a name turned round, not registered": ("NARUSE, Yui", ["naruse-yui"]),
    "unknown, with accents": ("Ana Gómez", ["ana-gómez"]),
    "unknown, in other scripts": (["李伟", "हिन्दी", "李　伟"], ["李伟", "हिन्दी", "李-伟"]),
    "unknown, of signs only": ("***", ["***"]),
    "alike, but not the same": (["Jane Do", "Janet Doe", "jane-doé-x"], ["jane-do", "janet-doe", "jane-doé-x"]),
    "the name of two is neither": ("Aaron Burk", ["aaron-burk-unregistered"]),
    "nor alike but for form": ("aaron  BURK", ["aaron-burk-unregistered"]),
    "but the key of one is": ("aaronburk", ["aaronburk"]),
    "a handle is no address": ("@jane@social.example", ["jane-social-example"]),
    "a number": (Plain("007"), ["007"]),
    "a role alone": ("(anonymous)", ["anonymous"]),
}


@pytest.mark.parametrize(("author", "author_ids"), AUTHORS.values(), ids=AUTHORS)
def test_a_post_names_its_authors_in_order(author: Value, author_ids: list[str], site: Site) -> None:
    refs = name_authors(site, {"authors": author})
    assert [ref.author_id for ref in refs] == author_ids
    assert [ref.is_registered for ref in refs] == [ref.author_id in {a.author_id for a in site.authors} for ref in refs]


NOBODY = {
    "null": Plain(""),
    "tilde": Plain("~"),
    "empty": "",
    "false": Plain("false"),
    "no one": [],
    "no name": {"url": "/"},
    "nothing to be seen": "\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}",
}


@pytest.mark.parametrize("nobody", NOBODY.values(), ids=NOBODY)
def test_where_the_post_names_nobody_the_defaults_do_then_the_settings(nobody: Value, site: Site) -> None:
    own, jane = {"author": nobody}, Plain("jane")
    both: dict[str, Value] = {"authors": ["jose", "jane"]}
    gazette: Value = {"name": "The Gazette"}
    assert name_authors(site, own, {"author": jane}) == [AuthorRef("jane", "Jane Doe", "jane", "defaults", True)]
    assert name_authors(site, own, both)[0].author_id == "jose"
    assert name_authors(site, own, own, gazette) == [make_stranger("the-gazette", "The Gazette", "config")]
    assert name_authors(site, own) == []


def test_who_was_looked_up_before_is_not_taken_for_another(site: Site) -> None:
    """`no` without quotes is nobody, "no" is a name; and where a name was found is told each time."""
    for _ in range(2):
        assert name_authors(site, {"author": Plain("no")}) == []
        assert name_authors(site, {"author": "no"}) == [make_stranger("no", "no")]
        assert name_authors(site, {"authors": "no"}) == [make_stranger("no", "no")]
        assert name_authors(site, {}, {"author": "no"}) == [make_stranger("no", "no", "defaults")]


def test_an_alias_of_which_nothing_is_to_be_seen_is_nobody_s(site: Site) -> None:
    odd = replace(site, authors=(Author("jane", "Jane Doe", keys=("\N{ZERO WIDTH SPACE}",)),))
    assert name_authors(odd, {"author": {"url": "/"}}) == []
    assert name_authors(odd, {"author": "\N{ZERO WIDTH SPACE}"})[0].author_id == "jane"  # as it is written there


def test_author_comes_before_authors_and_hides_the_defaults(site: Site) -> None:
    """In Jekyll's merge a default `author` stands beside the post's `authors`, and themes show it instead."""
    refs = name_authors(site, {"authors": ["jose"], "author": "jane"}, {"author": "Night Desk"})
    assert [ref.author_id for ref in refs] == ["jane", "jose"]
    assert name_authors(site, {"authors": ["jose"]}, {"author": "Night Desk"})[0].source == "front_matter"


def test_addresses_appear_nowhere_and_tell_strangers_apart(site: Site) -> None:
    told: list[Value] = ["Ann <ann@x.example>", "bob@x.example", {"email": "cy@x.example"}, {"name": "dee@x.example"}]
    refs = name_authors(site, {"authors": told})
    assert [ref.name for ref in refs] == ["Ann", WITHHELD, WITHHELD, WITHHELD]
    assert len({ref.author_id for ref in refs}) == 4
    assert "@" not in json.dumps(refs)


def test_each_registry_has_its_own_directory(site: Site) -> None:
    other = replace(site, authors=(Author("jane", "Jane Roe"),))
    names = [name_authors(one, {"author": "jane"})[0].name for one in (site, other, site)]
    assert names == ["Jane Doe", "Jane Roe", "Jane Doe"]
    assert Directory.for_authors(site.authors) is Directory.for_authors(site.authors)


def test_a_text_of_which_one_part_is_registered_is_reported_at_its_line(site: Site) -> None:
    lines = {"author": 2, "authors": 3}
    named = (None, "Jane Doe and the Harbour Choir")
    _, warnings = author_refs([Byline("front_matter", named)], site, lambda *keys: lines[keys[0]])
    detail = "Jane Doe and the Harbour Choir: part of it is a registered author, part is not"
    assert warnings == [problem("authors_not_split", detail, 2)]


scalars = st.text() | st.text().map(Plain) | st.sampled_from(["jane", "a@b.example", "Doe, Jane", "~", "jane & jose"])


keys = st.sampled_from(["name", "email", "key", "twitter"]) | st.text()


values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=10)


@given(author=values, authors=values)
def test_any_values_give_distinct_authors_that_fit_the_schema(author: Value, authors: Value, site: Site) -> None:
    refs = name_authors(site, {"author": author, "authors": authors})
    pa.array(refs, AUTHOR_REF).validate(full=True)
    assert len({ref.author_id for ref in refs}) == len(refs)
    assert all(ref.author_id and ref.name and ref.as_written for ref in refs)
    assert "a@b.example" not in str(refs)
