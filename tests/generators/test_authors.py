"""What a mapping says of an author: e-mail addresses are told from the text around them."""

import pytest

from pipeline.generators.authors import split_addresses

SPLIT = {
    "none": ("Jane  Doe", "Jane Doe", []),
    "in angle brackets": ("Jane Doe <Jane@x.example>", "Jane Doe", ["jane@x.example"]),
    "as in RSS": ("jane@x.example (Jane Doe)", "Jane Doe", ["jane@x.example"]),
    "after a dash": ("Jane Doe - jane@x.example", "Jane Doe", ["jane@x.example"]),
    "parentheses of a role": ("Jane (Editor) <jane@x.example>", "Jane (Editor)", ["jane@x.example"]),
    "parentheses of a first name": ("(Jane) Doe <jane@x.example>", "(Jane) Doe", ["jane@x.example"]),
    "alone, with a full stop": ("mailto:jane.doe+news@x.example.", "", ["jane.doe+news@x.example"]),
    "two": ("Jane <j@x.example>, Jo [jo@y.example]", "Jane , Jo", ["j@x.example", "jo@y.example"]),
    "a handle and a place are none": ("@jane@social.example, Jo @ Harbour", "@jane@social.example, Jo @ Harbour", []),
}


@pytest.mark.parametrize(("text", "shown", "addresses"), SPLIT.values(), ids=SPLIT)
def test_addresses_are_taken_out_of_a_spelling(text: str, shown: str, addresses: list[str]) -> None:
    assert split_addresses(text) == (shown, addresses)
