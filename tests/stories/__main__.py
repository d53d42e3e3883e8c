"""Figures of the stories of one site: `python -m tests.stories SITE TRUTH`.

TRUTH has an object a line, with the `path` of a post and its `story`, null for a file that is no post.
"""

import sys
import tempfile
from pathlib import Path

from tests.stories.figures import compare_stories, load_truth

if len(sys.argv) != 3:
    sys.exit(__doc__)
with tempfile.TemporaryDirectory(prefix="stories-") as folder:
    print(compare_stories(Path(sys.argv[1]), load_truth(Path(sys.argv[2])), Path(folder)))
