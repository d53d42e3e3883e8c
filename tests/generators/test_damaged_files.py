"""Files of every generator, damaged at random: a row or a problem, never a crash, and never a file that takes long."""

import random
import time
from pathlib import Path

import pytest

from pipeline.generators import GENERATORS, generator_of
from pipeline.generators.problems import ProblemError
from tests.support.small_sites import write_site

COUNT = 600  # files of each generator
TEXT = """---
title: The old mill
date: 2021-03-04 05:06:07
updated: 2021-05-06
tags: [mill, posts, {label: River, permalink: /r}]
categories: [[News, Town], Sport]
authors: [{name: Ann, url: x}, bob]
slug: a/b
permalink: /x/
draft: false
---

import X from 'x';

# The `old` mill

One. <!-- more --> Two. <!-- truncate -->
"""
SCRAPS = (
    *("---\n", "+++\n", ";;;\n", "...\n", "{", "}", "[", "]", ": ", "- ", "\t", "\0", "\ufeff", "&a ", "*a", "<<: ", "!!binary "),
    *("~", "true", "99999999999999999999", "-1e400", ".nan", "9999-99-99", "2021-02-30 25:61:61", "12:30", "\u2028", "'", '"', "#"),
    *("date: ", "title: ", "<<<<<<< a\n", "(" * 50, "1" * 5_000, "2021年3月4日", "Mar 4 2021 5:06 PM GMT-0500"),
)  # fmt: skip
FOLDERS = {"hexo": "source/_posts", "docusaurus": "blog", "astro": "src/content/blog"}
NAMES = [name for name in GENERATORS if name not in ("jekyll", "hugo")]  # which tests/posts/test_fuzz.py tries


@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_file_is_read_or_is_a_problem(tmp_path: Path, name: str) -> None:
    site = write_site(tmp_path, {"_config.yml": "permalink: :year/:title/:hash\n"} if name == "hexo" else {}, name)
    generator = generator_of(site)
    for number in range(COUNT):
        chance = random.Random(number)
        content = bytearray(TEXT.encode())
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(content) + 1)
            scrap = chance.choice(SCRAPS).encode() if chance.random() < 0.8 else bytes([chance.randrange(256)])
            content[at : at + chance.choice((0, 0, 1, 8, 40))] = scrap
        began = time.perf_counter()
        try:
            document = generator.document(site, bytes(content))
            generator.fields(site, f"{FOLDERS.get(name, 'posts')}/2021-03-04-{number}.md", document)
        except ProblemError:
            pass
        assert time.perf_counter() - began < 2, f"file {number} took long"
