"""Tests of the passages that were judged by reading; the texts are those of a public base, which is not kept here.

With `KCS_COMMERCE_BASE`, a clone of it, the passages are chosen and counted.
"""

import os
import shutil
from pathlib import Path

import pytest

from tests.benchmarks.passages import hits, judged_passages

BASE = os.environ.get("KCS_COMMERCE_BASE", "")
LEAST = 0.72  # share of passages that answer; measured: 0.75


def test_a_hundred_passages_are_judged_each_with_the_lines_that_answer():
    judged = judged_passages()
    assert len(judged) >= 100
    assert len({one.question for one in judged}) == len(judged)
    assert [one for one in judged if not 0 < one.first <= one.last] == []


@pytest.mark.skipif(not BASE, reason="KCS_COMMERCE_BASE names no clone of the commerce knowledge base")
def test_most_passages_answer(tmp_path):
    base = shutil.copytree(Path(BASE), tmp_path / "commerce")
    found = hits(base)
    assert len(found) >= 100
    assert sum(found.values()) >= LEAST * len(found)
