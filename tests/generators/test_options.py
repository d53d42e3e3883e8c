"""Options of a site in posts.toml: what they say, and what cannot be meant."""

import re
from typing import Any

import pytest

from pipeline.errors import UsageError
from pipeline.generators.options import SiteOptions, parse_options

ALL = ("sections", "date_key", "drafts", "build_timezone", "tag")


def test_every_option_is_read() -> None:
    given = parse_options(
        {"sections": "blog", "date_key": "day", "drafts": "show", "build_timezone": "Asia/Tokyo", "tag": "post"},
        ALL,
        "X",
    )
    assert given == SiteOptions(("blog",), "day", True, "Asia/Tokyo", "post")
    assert parse_options({"drafts": "hide"}, ALL, "X").shows_drafts is False
    assert parse_options({}, ALL, "X") == SiteOptions()


@pytest.mark.parametrize(
    ("options", "known", "message"),
    [
        ({"tags": "x"}, ("tag",), "`tags` is not an option of an Astro site; `tag` is"),
        ({"x": 1}, ("tag", "drafts"), "`x` is not an option of an Astro site; `drafts`, `tag` are"),
        ({"sections": [1]}, ALL, '`sections` is [1]; write a list of sections, such as ["blog", "news"]'),
        ({"drafts": True}, ALL, '`drafts` is True; write "hide" or "show"'),
        ({"date_key": ""}, ALL, "`date_key` is ''; write a name in quotes, such as \"date\""),
        ({"build_timezone": 5}, ALL, "`build_timezone`: no time zone is called 5; write one such as Europe/Paris"),
        ({"build_timezone": ""}, ALL, "`build_timezone`: no time zone is called ''; write one such as Europe/Paris"),
        ({"build_timezone": "Mars"}, ALL, "`build_timezone`: no time zone is called Mars; write one such as Europe/Paris"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(options: dict[str, Any], known: tuple[str, ...], message: str) -> None:
    with pytest.raises(UsageError, match=f"^{re.escape(message)}$"):
        parse_options(options, known, "Astro")
