"""For any bytes and any path: one row for every file, the same each time, in valid Arrow."""

import tempfile
from pathlib import Path

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.posts.parse import parse
from pipeline.posts.schema import FILES, POSTS
from tests.support.hugo_sites import write_site

INDEX = "---\nslug: news\ncascade:\n- {author: Desk, tags: [a]}\n- {target: {path: '**/x*'}, date: 2020-01-01}\n---\n"
with tempfile.TemporaryDirectory() as folder:
    SITE = write_site(
        Path(folder),
        {"content/posts/_index.md": INDEX, "content/a.md": ""},
        timeZone="America/New_York",
        permalinks={"posts": "/:year/:sections[1:]/:slug/:06/"},
        frontmatter={"date": [":filename", "written", ":default"]},
        languages={"en": {"weight": 1}, "pt-BR": {"permalinks": {"/": "/:title"}}},
        taxonomies={"tag": "tags", "category": "categories", "series": "series"},
        security={"allowContent": [".*"]},
    )
PATHS = st.one_of(
    st.sampled_from(
        ["content/posts/a.md", "content/posts/2020-13-40-x/index.pt-BR.md", "content/index.md", "content/_index.org",
         "content/ß/İ.html", "elsewhere/a", "content/posts/2020-02-30 10-70-00.md", "content"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30),
)  # fmt: skip
SCALARS = st.one_of(
    st.sampled_from(
        ["", "~", "no", "2015-10-01", "2015-02-30 10:00 EST", "10:30", "0x1F", "*a", "&a b", "[a, {b: c}]", "'", "99999999999",
         "/:slug/:x[", "/%zz/%41", "1e999", ".", "{a: [b]}", "Mon, 02 Jan 2006 15:04:05 +9900", "0001-01-01T00:00:00Z"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=20),
)  # fmt: skip
KEYS = st.sampled_from(
    ["title", "Date", "slug", "url", "draft", "published", "publishDate", "expiryDate", "lastmod", "tags", "categories",
     "series", "author", "authors", "build", "_build", "headless", "params", "cascade", "images", "summary",
     "translationKey", "layout", "written", "<<"]
)  # fmt: skip
DOCUMENTS = st.builds(
    lambda marks, pairs, body: (
        marks[0] + "".join(f"{key}{marks[1]}{value}\n" for key, value in pairs) + marks[2] + body
    ),
    st.sampled_from([("---\n", ": ", "---\n"), ("+++\n", " = ", "+++\n"), ("#+", ": ", "\n"), ("{", ": ", "}")]),
    st.lists(st.tuples(KEYS, SCALARS), max_size=6),
    st.text(st.characters(codec="utf-8"), max_size=60),
).map(str.encode)
CONTENTS = st.one_of(st.binary(max_size=80), DOCUMENTS, DOCUMENTS)


@settings(max_examples=600, deadline=None)
@given(st.lists(st.tuples(PATHS, CONTENTS), max_size=4))
def test_any_bytes_make_one_valid_row_for_every_file(files: list[tuple[str, bytes]]) -> None:
    batch = pa.RecordBatch.from_pylist([{"path": path, "content": content} for path, content in files], FILES)
    parsed = parse(batch, SITE)
    parsed.validate(full=True)
    assert parsed.schema == POSTS
    assert parsed.column("path").to_pylist() == [path for path, _ in files]
    assert parsed.equals(parse(batch, SITE))
    for row in parsed.to_pylist():
        errors = [problem for problem in row["problems"] if problem["severity"] == "error"]
        assert (row["fate"] == "problem") == bool(errors) == (row["body"] is None)
        assert "parser_fault" not in {problem["kind"] for problem in row["problems"]}, row["problems"]
        assert (row["text_key"] is None) == (row["fate"] in ("page", "problem"))
