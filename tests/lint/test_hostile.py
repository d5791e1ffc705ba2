"""Whatever a file has, lint says something and never fails; a repair is whole the first time."""

import random
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.benchmarks.lint_fuzz import problems
from tests.lint.hostile import PIECES

ARTICLES = [file.read_bytes() for file in sorted((Path(__file__).parents[2] / "knowledge").rglob("*.md"))]


@settings(deadline=None)
@given(seed=st.integers(0, 2**40))
def test_no_mangled_article_makes_lint_fail(seed):
    assert list(problems(Path("/nonexistent"), seed, ARTICLES)) == []


@settings(deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES) | st.binary(max_size=20), max_size=30))
def test_no_pieces_put_together_make_lint_fail(pieces):
    article = b"".join(pieces)
    assert list(problems(Path("/nonexistent"), random.Random(article).randrange(2**40), [article])) == []
