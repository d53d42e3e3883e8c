"""The guards that `make trust` breaks in turn are in the code, each once."""

import pytest

from tests.conftest import PROJECT
from tests.trust.mutations import MUTATIONS, Mutation


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[mutation.guard for mutation in MUTATIONS])
def test_a_guard_stands_once(mutation: Mutation) -> None:
    assert (PROJECT / mutation.path).read_text(encoding="utf-8").count(mutation.was) == 1
    assert mutation.becomes != mutation.was
    assert (PROJECT / mutation.test.partition("::")[0]).is_file()
