"""Tests of `section-empty`."""

import pytest

from kcs_cli.lint.rules import placeholder_left
from kcs_cli.lint.rules.section_empty import RULE
from tests.lint.make import messages

HEAD = "---\ntitle: Fax is silent\n---\n\n"


@pytest.mark.parametrize("content", ["", "<!-- Steps -->", "1.\n2.\n", "---", "-", "<!-- Two\n\nlines -->\n\n* \n"])
def test_comments_and_the_numbers_of_steps_are_nothing(content, tmp_path):
    found = messages(RULE, tmp_path, f"{HEAD}## Resolution\n\n{content}\n\n## Cause\n\nAge.\n")
    assert found == ["5:1 There is nothing below “Resolution”: fill it, or take it out"]


@pytest.mark.parametrize("content", ["Wait.", "1. Wait", "![](a.png)", "2026", "等待", "```\nx\n```"])
def test_words_pictures_numbers_and_code_are_something(content, tmp_path):
    assert messages(RULE, tmp_path, f"{HEAD}## Resolution\n\n{content}\n") == []


def test_a_heading_may_have_headings_below_it_instead(tmp_path):
    assert messages(RULE, tmp_path, f"{HEAD}## Resolution\n\n### Old machine\n\nWait.\n") == []
    assert messages(RULE, tmp_path, f"{HEAD}## Resolution\n\n## Cause\n\nAge.\n") != []


def test_an_article_in_progress_has_empty_sections(tmp_path):
    assert messages(RULE, tmp_path, "---\ntitle: Fax\nconfidence: wip\n---\n\n## Resolution\n") == []


def test_comments_that_are_never_closed_take_no_time(tmp_path):
    assert len(messages(RULE, tmp_path, f"{HEAD}## Resolution\n\n{'<!--' * 50_000}\n")) == 1


def test_what_is_left_of_the_template_is_found_by_another_rule(tmp_path):
    text = f"{HEAD}## Resolution\n\n<!-- Steps, one action each. -->\n"
    assert messages(RULE, tmp_path, text) == []
    assert len(messages(placeholder_left.RULE, tmp_path, text)) == 1
