"""Tests of `placeholder-left`."""

import pytest

from kcs_cli.lint.placeholder_left import RULE
from tests.lint.make import messages

HEAD = "---\ntitle: Fax is silent\nconfidence: {}\n---\n\n## Resolution\n\n"


def test_a_comment_of_the_template_is_found_once_the_article_is_no_longer_in_progress(tmp_path):
    text = "<!-- Steps, one action each. -->\n\nPut the cable back.\n"
    assert messages(RULE, tmp_path, HEAD.format("wip") + text) == []
    assert messages(RULE, tmp_path, HEAD.format("validated") + text) == [
        "8:1 “<!-- Steps, one action each. -->” is the template's: write what it asks for, or take it out"
    ]


def test_a_base_has_templates_of_its_own(tmp_path):
    own = {"templates/problem.md": "---\nkind: problem\n---\n\n## Issue\n\nDescribe the problem here.\n"}
    text = "Describe the problem here.\n"
    assert messages(RULE, tmp_path, HEAD.format("validated") + text, others=own) != []
    assert messages(RULE, tmp_path, HEAD.format("validated") + "Somebody describes it here.\n", others=own) == []


@pytest.mark.parametrize("line", ["TODO", "1. TODO: ask Ben", "- TBD", "> FIXME soon", "Lorem ipsum dolor"])
def test_what_is_still_to_be_done_is_found(line, tmp_path):
    assert len(messages(RULE, tmp_path, f"{HEAD.format('validated')}{line}\n")) == 1


@pytest.mark.parametrize("line", ["Open the TODO list.", "```\nTODO\n```", "Todo", "TODOS"])
def test_the_word_in_a_sentence_or_in_code_is_none(line, tmp_path):
    assert messages(RULE, tmp_path, f"{HEAD.format('validated')}{line}\n") == []
