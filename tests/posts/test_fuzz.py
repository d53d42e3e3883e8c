"""Files as real as the bundled site's, damaged at random: no crash, no file that takes a second, no growing memory.

FUZZ_FILES sets how many; every one is made from its number alone, so that a failure names a file that can be made again.
"""

import os
import random
import resource
import time
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.generators import load_site
from pipeline.posts.parse import parse
from pipeline.posts.schema import FILES

COUNT = int(os.environ.get("FUZZ_FILES", "100000"))
SITE = Path(__file__).parents[2] / "examples/harbour-gazette"
SCRAPS = [
    *(b"---\n", b"...\n", b"+++\n", b"{\n", b"}\n", b"\r\n", b"\n\n", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xa8"),
    *(
        b": ",
        b"- ",
        b"? ",
        b"'",
        b'"',
        b"&a ",
        b"*a",
        b"<<: ",
        b"!!binary ",
        b"[",
        b"{",
        b"]",
        b"|\n",
        b"#",
        b"\t",
        b"%",
    ),
    *(
        b"date: 2015-02-30 25:61 XST\n",
        b"date: 99999999999999\n",
        b"permalink: /:a_:title\n",
        b"slug: 1\n",
        b"tags: a,b\n",
    ),
    *(
        b"categories: {a: 1}\n",
        b"published:\n",
        b"excerpt_separator: x\n",
        b"title: !ruby/object {}\n",
        b"author: [[{}]]\n",
    ),
    *(
        b"{% if ",
        b"{% endif",
        b"%}",
        b"{{",
        b"```\n",
        b"~~~\n",
        b"<!--",
        b"<pre>",
        b"[a]: b\n",
        b"![",
        b"](",
        b"<",
        b"\\",
    ),
    *(
        b"*title: x\n",
        b"{{ x }}: y\n",
        b"~: x\n",
        b"Title: x\n",
        b"published: 'no'\n",
        b"author: {emil: {name: {given: E}}, x: [y]}\n",
        b"- Emil Fox: https://x\n",
        b"categories: a; b\n",
        b"date: 2015-01-05 10:00:00 +25:00\n",
        b"date: 0001-01-01\n",
        b"date: 1709596800000\n",
        "date: 5. März 2024\n".encode(),
        "\u00a0".encode(),
        "\u200b".encode(),
    ),
    *(
        b" " * 500,
        b"[" * 300,
        b"- " * 300,
        b"a" * 2000,
        b"\n" * 500,
        b"<<<<<<< a\n=======\n>>>>>>> b\n",
        "日本".encode(),
    ),
]


def damage_file(originals: list[bytes], number: int) -> bytes:
    """Return an original with a few pieces cut out, repeated, moved in from another, or put in."""
    chance = random.Random(number)
    content = chance.choice(originals)
    for _ in range(chance.randint(1, 6)):
        at = (
            chance.randrange(min(len(content), 400) + 1)
            if chance.random() < 0.7
            else chance.randrange(len(content) + 1)
        )
        end = min(len(content), at + chance.randrange(1, 40))
        other = chance.choice(originals)
        cut = chance.randrange(len(other) + 1)
        piece = chance.choice(
            [b"", content[at:end] * chance.randint(2, 30), other[cut : cut + 80], chance.choice(SCRAPS)]
        )
        content = content[:at] + piece + content[chance.choice([at, end]) :]
    return content[:100_000]


@pytest.mark.slow
def test_damaged_files_are_rows() -> None:
    site = load_site("fuzz", SITE)
    originals = [path.read_bytes() for path in sorted(SITE.rglob("*.md")) if path.stat().st_size < 100_000]
    paths = ["_posts/2015-10-01-x.md", "_drafts/x.md", "a/_posts/2015-02-30-y.html"]
    slowest, before = 0.0, 0
    for first in range(0, COUNT, 100):
        files = [
            {"path": paths[number % 3], "content": damage_file(originals, number)}
            for number in range(first, first + 100)
        ]
        begun = time.process_time()  # the machine may be busy
        batch = parse(pa.RecordBatch.from_pylist(files, FILES), site)
        slowest = max(slowest, time.process_time() - begun)
        batch.validate(full=True)
        for number, problems in enumerate(batch.column("problems").to_pylist(), first):
            assert "parser_fault" not in {problem["kind"] for problem in problems}, f"file {number}: {problems}"
        if first == 1000:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert slowest < 1, "a hundred of these take a second: one of them hangs"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # KiB on Linux
