"""For any bytes at all: one row for every file, the same each time, in valid Arrow."""

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.posts.parse import parse
from pipeline.posts.schema import FILES, POSTS
from tests.support.parsing import make_site

SITE = make_site(defaults="[{values: {author: Desk, tags: [a]}}]")

PATHS = st.one_of(
    st.sampled_from(["_posts/2015-10-01-x.md", "_drafts/x.md", "a/_posts/2015-02-30-.md", "_posts/1-1-1-ß.textile"]),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=30),
)
SCALARS = st.one_of(
    st.sampled_from(
        ["", "~", "no", "2015-10-01", "2015-02-30 10:00 EST", "10:30", "0x1F", "*a", "&a b", "[a, {b: c}]", "'"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=20),
)
KEYS = st.sampled_from(
    ["title", "date", "slug", "permalink", "category", "categories", "tag", "tags", "author", "published", "lang",
     "excerpt", "excerpt_separator", "image", "updated", "<<"]
)  # fmt: skip
DOCUMENTS = st.builds(
    lambda pairs, body: "---\n" + "".join(f"{key}: {value}\n" for key, value in pairs) + "---\n" + body,
    st.lists(st.tuples(KEYS, SCALARS), max_size=6),
    st.text(st.characters(codec="utf-8"), max_size=60),
).map(str.encode)
CONTENTS = st.one_of(st.binary(max_size=80), DOCUMENTS, DOCUMENTS)


@settings(max_examples=400, deadline=None)
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
