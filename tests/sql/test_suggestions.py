"""Which tags and authors are probably one, and, as much of it, which are not."""

import pytest

from tests.support.text_tables import Run


def tags(*ids: str) -> dict[str, list[dict[str, object]]]:
    return {"core.tags": [{"site": "s", "tag_id": tag, "posts": 10 - n} for n, tag in enumerate(ids)]}


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        pytest.param(["café", "cafe"], [("café", "cafe", "accents", 1.0)], id="accents"),
        pytest.param(["open-source", "opensource"], [("open-source", "opensource", "compact", 1.0)], id="compact"),
        pytest.param(["data-open", "open-data"], [("data-open", "open-data", "order", 0.95)], id="order"),
        pytest.param(["budgets", "budget"], [("budgets", "budget", "plural", 0.9)], id="plural, more used first"),
        pytest.param(["city", "cities"], [("city", "cities", "plural", 0.9)], id="ies"),
        pytest.param(["box", "boxes"], [("box", "boxes", "plural", 0.9)], id="es"),
        pytest.param(["budgets"], [], id="a plural alone"),
        pytest.param(["news", "new"], [], id="new is no news"),
        pytest.param(["aws", "aw"], [("aws", "aw", "plural", 0.9)], id="both occur, so a person decides"),
        pytest.param(["redis", "redi"], [], id="redis is no plural"),
        pytest.param(["analysis", "analysi"], [("analysis", "analysi", "typo", 0.88)], id="nor is analysis, though perhaps mistyped"),
        pytest.param(["government", "goverment"], [("government", "goverment", "typo", 0.9)], id="a letter left out"),
        pytest.param(["government", "govrnmnt"], [], id="two errors"),
        pytest.param(["privacy", "pirvacy"], [("privacy", "pirvacy", "typo", 0.86)], id="two letters swapped"),
        pytest.param(["privacy", "privecy"], [("privacy", "privecy", "typo", 0.86)], id="another letter"),
        pytest.param(["python-2", "python-3"], [], id="digits differ"),
        pytest.param(["postgres9", "postgres19"], [], id="digits differ in number"),
        pytest.param(["bird", "bard"], [], id="too short to be a typing error"),
        pytest.param(["c", "c++", "c#", ".net", "net"], [], id="marks make other tags"),
        pytest.param(["java", "javascript"], [], id="a beginning in common"),
    ],
)  # fmt: skip
def test_tag_suggestions(run: Run, ids: list[str], expected: list[tuple[str, str, str, float]]) -> None:
    found = run("quality.tag_suggestions", tags(*ids))
    assert [(row["a"], row["b"], row["rule"], row["score"]) for row in found] == expected


def test_a_pair_stands_once_with_its_counts_and_within_its_site(run: Run) -> None:
    given = tags("open-datas", "open-data")  # plural and a letter apart
    given["core.tags"] += [{"site": "t", "tag_id": "opendata", "posts": 3}]
    assert run("quality.tag_suggestions", given) == [
        {"site": "s", "a": "open-datas", "b": "open-data", "rule": "plural", "score": 0.9, "a_posts": 10, "b_posts": 9}
    ]


def author(author_id: str, name: str, posts: int, registered: bool = False, *spellings: str) -> dict[str, object]:
    return {
        "site": "s", "author_id": author_id, "name": name, "posts": posts, "is_registered": registered, "spellings": list(spellings),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        pytest.param([author("a", "José Gómez", 1), author("b", "Jose Gomez", 2)], [("b", "a", "accents")], id="accents"),
        pytest.param([author("a", "J.R. Smith", 1), author("b", "JR Smith", 1)], [("a", "b", "compact")], id="punctuation"),
        pytest.param([author("a", "Doe, Jane", 9), author("b", "Jane Doe", 1, True)], [("b", "a", "order")], id="the registered one is kept"),
        pytest.param([author("a", "Jane Doe", 1), author("b", "Jane Doe, Executive Director", 1)], [("a", "b", "longer")], id="with a role"),
        pytest.param([author("a", "J. Doe", 1), author("b", "Jane Doe", 2)], [("b", "a", "initials")], id="initials"),
        pytest.param([author("a", "jonathan smyth", 1), author("b", "jonathan smith", 2)], [("b", "a", "typo")], id="typing error"),
        pytest.param([author("a", "A", 1, False, "Jane Doe"), author("b", "B", 2, False, "jane doe")], [("b", "a", "accents")], id="by a spelling"),
        pytest.param([author("a", "Jane Doe", 1), author("b", "John Doe", 1)], [], id="jane and john"),
        pytest.param([author("a", "J. Doe", 1), author("b", "K. Doe", 1)], [], id="other initials"),
        pytest.param([author("a", "Aaron", 1), author("b", "Aaron Burk", 1)], [], id="a first name is no evidence"),
        pytest.param([author("a", "Jane Doe", 0, True), author("b", "jane doe", 0, True)], [], id="nobody writes"),
        pytest.param([author("a", "李伟", 1), author("b", "李薇", 1)], [], id="two names in another script"),
        pytest.param([author("a", "—", 1), author("b", "!", 1)], [], id="no letters at all"),
    ],
)  # fmt: skip
def test_author_suggestions(run: Run, authors: list[dict[str, object]], expected: list[tuple[str, str, str]]) -> None:
    found = run("quality.author_suggestions", {"core.authors": authors})
    assert [(row["a"], row["b"], row["rule"]) for row in found] == expected
