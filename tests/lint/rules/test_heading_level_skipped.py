"""Tests of `heading-level-skipped`."""

from kcs_cli.lint.rules.heading_level_skipped import RULE
from tests.lint.make import messages


def skipped(tmp_path, *headings: str) -> list[str]:
    return messages(RULE, tmp_path, "---\ntitle: Fax\n---\n" + "".join(f"\n{one}\n\nText.\n" for one in headings))


def test_a_heading_two_levels_deeper_is_told_its_level(tmp_path):
    assert skipped(tmp_path, "## Issue", "#### Old", "## Cause") == [
        "9:1 “Old” is of level 4, below one of level 2: write ###"
    ]


def test_the_first_heading_and_those_that_lead_back_may_have_any_level(tmp_path):
    assert skipped(tmp_path, "### Issue", "#### Old", "##### Older", "## Cause") == []


def test_code_has_no_headings(tmp_path):
    assert skipped(tmp_path, "## Issue", "```\n#### code\n```") == []
