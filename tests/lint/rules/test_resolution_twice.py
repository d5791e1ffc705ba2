"""Tests of `resolution-twice`."""

from kcs_cli.lint.rules.resolution_twice import RULE
from tests.lint.make import messages


def article(*headings: str, kind: str = "problem") -> str:
    return f"---\ntitle: Fax is silent\nkind: {kind}\n---\n" + "".join(f"\n{one}\n\nText.\n" for one in headings)


def test_two_resolutions_are_two_articles(tmp_path):
    assert messages(RULE, tmp_path, article("## Issue", "## Resolution", "## Cause", "## Solution", "## Answer")) == [
        "18:1 There are 3 resolutions, the first on line 10: make an article of each"
    ]


def test_parts_of_a_resolution_are_none_of_their_own(tmp_path):
    assert messages(RULE, tmp_path, article("## Resolution", "### Solution", "#### Fix", "### Answer")) == []


def test_resolutions_of_several_issues_are_several(tmp_path):
    assert messages(RULE, tmp_path, article("## One", "### Solution", "## Two", "### Solution")) != []


def test_a_workaround_helps_until_there_is_a_resolution(tmp_path):
    assert messages(RULE, tmp_path, article("## Workaround for now", "## Resolution")) == []
    assert messages(RULE, tmp_path, article("## Workaround", "## Resolution"), options={"interim": ()}) != []


def test_articles_that_combine_others_have_several(tmp_path):
    assert messages(RULE, tmp_path, article("## Steps", "## Solution", kind="path")) == []
