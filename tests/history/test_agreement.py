"""The history that kcs reads is the one git tells, on a real knowledge base with thousands of commits."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.benchmarks.agreement import differences

BESIDE = Path(__file__).parents[3] / "shared" / "corpora" / "commerce-kb.bundle"
COMMERCE = Path(os.environ.get("KCS_COMMERCE", BESIDE))


@pytest.mark.skipif(not COMMERCE.exists(), reason="KCS_COMMERCE names no clone of the commerce knowledge base")
def test_kcs_and_git_agree_on_each_article_of_the_commerce_base_or_it_is_known_why_not(tmp_path):
    subprocess.run(["git", "clone", "-q", COMMERCE, tmp_path / "commerce"], check=True, capture_output=True)
    found, pasts = differences(tmp_path / "commerce", "help/")
    assert [one for one in found if not one.why] == []
    assert len(pasts) > 200
    assert len(found) <= len(pasts) * 3 * 0.02
