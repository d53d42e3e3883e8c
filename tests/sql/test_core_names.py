"""Who wrote a post and how it is filed: spellings joined, aliases replaced, each counted once."""

import pytest

from tests.support.text_tables import Rows, Run, rows


def terms(*pairs: str) -> Rows:
    """References as the parser makes them, of `key Spelling`."""
    return [dict(zip(("id", "as_written"), pair.split(), strict=True)) for pair in pairs]


def authors(*triples: str) -> Rows:
    """The same of `key Spelling source`."""
    return [dict(zip(("author_id", "as_written", "source"), triple.split(), strict=True)) for triple in triples]


def live(**posts: str) -> Rows:
    """staging.posts with the live posts of each site, and a post `secret` that is not live."""
    known = [(site, post_id) for site, names in posts.items() for post_id in [*names.split(), "secret"]]
    return [{"site": site, "post_id": post_id, "is_live": post_id != "secret"} for site, post_id in known]


def test_post_authors(run: Run) -> None:
    # An alias makes two names of a byline one author: the shares are of who is left, and positions have no holes.
    # Three shares of nine digits are a post only if the first one has what is left over.
    two_of_four = authors("annie Annie defaults", "bo Bo defaults", "ann Ann defaults", "cy Cy defaults")
    given = {
        "staging.posts": live(one="alone pair twice nobody", two="alone"),
        "lake.posts": [
            {"site": "one", "post_id": "alone", "fate": "post", "author_refs": authors("ann Ann config")},
            {"site": "one", "post_id": "pair", "fate": "post", "author_refs": authors("b B defaults", "a A defaults")},
            {"site": "one", "post_id": "twice", "fate": "post", "author_refs": two_of_four},
            {"site": "one", "post_id": "secret", "fate": "draft", "author_refs": authors("dee Dee config")},
            {"site": "one", "post_id": "nobody", "fate": "post", "author_refs": []},
            {"site": "one", "post_id": "broken", "fate": "problem"},
            {"site": "two", "post_id": "alone", "fate": "post", "author_refs": authors("annie Annie config")},
        ],
        "seeds.author_aliases": rows("""
            alias | canonical
            annie | ann
            """),
    }
    assert run("core.post_authors", given) == rows("""
        site | post_id | author_id | position | as_written | source   | credit_share
        one  | alone   | ann       | 1        | Ann        | config   | 1.0
        one  | pair    | a         | 2        | A          | defaults | 0.5
        one  | pair    | b         | 1        | B          | defaults | 0.5
        one  | twice   | ann       | 1        | Annie      | defaults | 0.333333334
        one  | twice   | bo        | 2        | Bo         | defaults | 0.333333333
        one  | twice   | cy        | 3        | Cy         | defaults | 0.333333333
        two  | alone   | ann       | 1        | Annie      | config   | 1.0
        """)


def test_post_terms(run: Run) -> None:
    given = {
        "staging.posts": live(one="a none"),
        "lake.posts": [
            {
                "site": "one",
                "post_id": "a",
                "fate": "post",
                "terms": [
                    {"taxonomy": "topics", "id": "z", "as_written": "Z"},
                    {"taxonomy": "series", "id": "a", "as_written": "A"},
                    {"taxonomy": "topics", "id": "a", "as_written": "A a"},
                ],
            },
            {"site": "one", "post_id": "none", "fate": "post", "terms": []},
            {
                "site": "one",
                "post_id": "secret",
                "fate": "draft",
                "terms": [{"taxonomy": "series", "id": "x", "as_written": "X"}],
            },
        ],
    }
    assert run("core.post_terms", given) == rows("""
        site | post_id | taxonomy | term_id | position | as_written
        one  | a       | series   | a       | 1        | A
        one  | a       | topics   | a       | 2        | A a
        one  | a       | topics   | z       | 1        | Z
        """)


def test_post_tags(run: Run) -> None:
    given = {
        "staging.posts": live(one="a none", two="a"),
        "lake.posts": [
            {"site": "one", "post_id": "a", "fate": "post", "tag_refs": terms("cpp Cpp", "c C", "c++ C++", "go Go")},
            {"site": "two", "post_id": "a", "fate": "post", "tag_refs": terms("cpp CPP")},
            {"site": "two", "post_id": "secret", "fate": "draft", "tag_refs": terms("s S")},
            {"site": "one", "post_id": "none", "fate": "post", "tag_refs": []},
            {"site": "one", "post_id": "broken", "fate": "problem"},
        ],
        "seeds.tag_synonyms": rows("""
            alias | canonical
            cpp   | c++
            """),
    }
    assert run("core.post_tags", given) == rows("""
        site | post_id | tag_id | position | as_written
        one  | a       | c      | 2        | C
        one  | a       | c++    | 1        | Cpp
        one  | a       | go     | 3        | Go
        two  | a       | c++    | 1        | CPP
        """)


def test_post_categories(run: Run) -> None:
    given = {
        "staging.posts": live(one="a none"),
        "lake.posts": [
            {"site": "one", "post_id": "a", "fate": "post", "category_refs": terms("news News", "cpp Cpp")},
            {"site": "one", "post_id": "none", "fate": "post", "category_refs": []},
            {"site": "one", "post_id": "secret", "fate": "draft", "category_refs": terms("s S")},
            {"site": "one", "post_id": "broken", "fate": "problem"},
        ],
    }
    assert run("core.post_categories", given) == rows("""
        site | post_id | category_id | position | as_written
        one  | a       | cpp         | 2        | Cpp
        one  | a       | news        | 1        | News
        """)


SITES = rows("site | today\n one | 2024-03-15\n two | 2024-03-15")
# Five posts; the first two are one story.
POSTS = {
    "staging.posts": rows("""
        site | post_id | published_at           | published_on
        one  | p1      | 2024-03-01 00:00:00+00 | 2024-03-01
        one  | p2      | 2024-03-02 00:00:00+00 | 2024-03-02
        one  | p3      | 2024-03-03 00:00:00+00 | 2024-03-03
        one  | p4      | 2024-03-04 00:00:00+00 | 2024-03-04
        two  | p1      | 2024-02-01 00:00:00+00 | 2024-02-01
        """),
    "staging.stories": rows("""
        site | post_id | story_id
        one  | p1      | p1
        one  | p2      | p1
        one  | p3      | p3
        one  | p4      | p4
        two  | p1      | p1
        """),
}
# The same for tags and categories; {ref} is the name of their key.
SPELLINGS = """
    site | post_id | {ref}   | as_written | position
    one  | p1      | often  | often      | 1
    one  | p2      | often  | Often      | 1
    one  | p3      | often  | Often      | 1
    one  | p1      | tie    | tIE        | 2
    one  | p2      | tie    | TIE        | 2
    one  | p1      | span   | span       | 3
    one  | p4      | span   | span       | 2
    one  | p2      | span   | SPAN       | 3
    one  | p3      | span   | SPAN       | 2
    one  | p4      | once   | u          | 1
    two  | p1      | often  | OFTEN      | 1
    """
LABELS = """
    site | {ref}   | label  | spellings             | posts | stories
    one  | often   | Often  | ["Often", "often"]    | 3     | 2
    one  | once    | u      | ["u"]                 | 1     | 1
    one  | span    | span   | ["SPAN", "span"]      | 4     | 3
    one  | tie     | tIE    | ["TIE", "tIE"]        | 2     | 1
    two  | often   | OFTEN  | ["OFTEN"]             | 1     | 1
    """


@pytest.mark.parametrize(("model", "ref"), [("tags", "tag_id"), ("categories", "category_id")])
def test_labels(run: Run, model: str, ref: str) -> None:
    given = POSTS | {f"core.post_{model}": rows(SPELLINGS.format(ref=ref))}
    assert run(f"core.{model}", given) == rows(LABELS.format(ref=ref))


def test_a_label_of_one_post_is_the_first_by_bytes(run: Run) -> None:
    # p1 and its copy carry the same date; nothing but the bytes is left to choose by.
    given = {
        "staging.posts": rows("""
            site | post_id | published_at
            one  | p1      | 2024-03-01 00:00:00+00
            one  | p2      | 2024-03-01 00:00:00+00
            """),
        "staging.stories": rows("""
            site | post_id | story_id
            one  | p1      | p1
            one  | p2      | p1
            """),
        "core.post_tags": rows("""
            site | post_id | tag_id | as_written
            one  | p1      | ai     | ai
            one  | p2      | ai     | AI
            """),
    }
    assert run("core.tags", given) == rows("""
        site | tag_id | label | spellings    | posts | stories
        one  | ai     | AI    | ["AI", "ai"] | 2     | 1
        """)


def test_authors(run: Run) -> None:
    given = POSTS | {
        "core.post_authors": rows("""
            site | post_id | author_id | as_written | credit_share
            one  | p1      | ann       | ann        | 0.25
            one  | p2      | ann       | Ann        | 0.25
            one  | p3      | ann       | Ann        | 0.333333334
            one  | p4      | bo        | B. Bo      | 0.333333334
            one  | p1      | bo        | Bo         | 0.25
            one  | p2      | desk      | desk       | 0.25
            one  | p4      | new       | New        | 0.333333333
            one  | p1      | often     | often      | 0.25
            one  | p2      | often     | Often      | 0.25
            one  | p3      | often     | Often      | 0.333333333
            one  | p1      | span      | span       | 0.25
            one  | p4      | span      | span       | 0.333333333
            one  | p2      | span      | SPAN       | 0.25
            one  | p3      | span      | SPAN       | 0.333333333
            two  | p1      | ann       | Ann of two | 1
            """),
        "core.sites": SITES,
        "site.authors": rows("""
            site | author_id | name        | kind
            one  | ann       | Ann Example | person
            one  | desk      | The Desk    | organisation
            one  | idle      | Idle Person | person
            one  | annie     | Annie       | unknown
            one  | robert    | Robert Bo   | person
            """),
        # ann has an entry of her own, bo only that of his alias
        "seeds.author_aliases": rows("""
            alias  | canonical
            annie  | ann
            robert | bo
            """),
    }
    assert run("core.authors", given) == rows("""
        site|author_id|name       |kind        |is_registered|spellings         |first_on  |last_on   |posts|stories|first_stories|story_credit
        one |ann      |Ann Example|person      |true         |["Ann", "ann"]    |2024-03-01|2024-03-03|3    |2      |2            |0.583333334
        one |bo       |Robert Bo  |person      |true         |["B. Bo", "Bo"]   |2024-03-01|2024-03-04|2    |2      |2            |0.583333334
        one |desk     |The Desk   |organisation|true         |["desk"]          |2024-03-02|2024-03-02|1    |1      |0            |0.0
        one |idle     |Idle Person|person      |true         |[]                |          |          |0    |0      |0            |0.0
        one |new      |New        |unknown     |false        |["New"]           |2024-03-04|2024-03-04|1    |1      |1            |0.333333333
        one |often    |Often      |unknown     |false        |["Often", "often"]|2024-03-01|2024-03-03|3    |2      |2            |0.583333333
        one |span     |span       |unknown     |false        |["SPAN", "span"]  |2024-03-01|2024-03-04|4    |3      |3            |0.916666666
        two |ann      |Ann of two |unknown     |false        |["Ann of two"]    |2024-02-01|2024-02-01|1    |1      |1            |1.0
        """)


def of_days(author: str, *days: str) -> Rows:
    """A post of one author on each of these days."""
    return [
        {"site": "one", "post_id": f"{author} {day}", "author_id": author, "as_written": author, "credit_share": 1}
        | {"published_on": day, "published_at": f"{day} 00:00:00+00"}
        for day in days
    ]


def test_an_author_lapses_by_their_own_rhythm(run: Run) -> None:
    # Today is Friday 2024-03-15. Twelve days are no more than twice the longest gap of six, thirteen are. A gap
    # counts no longer after twelve others and 52 weeks, and what is to come ends no silence.
    posts = [
        *of_days("still", *(f"2024-02-{day:02}" for day in (19, 20, 21, 22, 26)), "2024-03-03"),
        *of_days("gone", *(f"2024-02-{day:02}" for day in (18, 19, 20, 21, 25)), "2024-03-02", "2024-03-16"),
        *of_days("few", "2010-01-01", "2010-01-02", "2010-01-03", "2010-01-04", "2024-03-01"),
        *of_days("after a pause", "2021-01-01", *(f"2024-02-{day:02}" for day in range(1, 14))),
        *of_days("to come", "2024-03-16"),
    ]
    given = {
        "core.sites": SITES,
        "core.post_authors": [{name: post[name] for name in post if "published" not in name} for post in posts],
        "staging.posts": [
            {name: post[name] for name in ("site", "post_id", "published_on", "published_at")} for post in posts
        ],
        "staging.stories": [{"site": "one", "post_id": post["post_id"], "story_id": post["post_id"]} for post in posts],
    }
    shown = ("author_id", "last_on", "usual_gap_days", "is_lapsed")
    assert [{name: row[name] for name in shown if name in row} for row in run("core.authors", given)] == rows("""
        author_id     | last_on    | usual_gap_days | is_lapsed
        after a pause | 2024-02-13 | 1.0            | true
        few           | 2024-03-01 |                |
        gone          | 2024-03-02 | 1.0            | true
        still         | 2024-03-03 | 1.0            | false
        to come       |            |                |
        """)
