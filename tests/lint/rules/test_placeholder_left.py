"""Tests of `placeholder-left`."""

import pytest

from kcs_cli.lint.rules.placeholder_left import RULE
from tests.lint.make import messages

HEAD = "---\ntitle: Fax is silent\nconfidence: {}\n---\n\n## Resolution\n\n"


def test_a_comment_of_the_template_is_found_once_the_article_is_no_longer_in_progress(tmp_path):
    text = "<!-- Steps, one action each. -->\n\nPut the cable back.\n"
    assert messages(RULE, tmp_path, HEAD.format("wip") + text) == []
    assert messages(RULE, tmp_path, HEAD.format("validated") + text) == [
        "8:1 “<!-- Steps, one action each. -->” is the template's: write what it asks for, or take it out"
    ]


OWN = """---
kind: problem
---

## Issue

<!-- What did they
see on the screen? -->
<!-- markdownlint-disable MD033 -->
- Product: …
1. <What happened first>
[Screenshot of the error]

| Version | Fixed in |
<br />
If this does not help, call the hotline.
"""


def of_own_template(tmp_path, text: str) -> list[str]:
    return messages(RULE, tmp_path, HEAD.format("validated") + text, others={"templates/problem.md": OWN})


@pytest.mark.parametrize(
    "line", ["see on the screen? -->", "- Product: …", "1. <What happened first>", "[Screenshot of the error]"]
)
def test_what_the_template_of_the_base_asks_for_is_found(line, tmp_path):
    assert of_own_template(tmp_path, line) == [f"8:1 “{line}” is the template's: write what it asks for, or take it out"]


@pytest.mark.parametrize(
    "line",
    [
        "<!-- markdownlint-disable MD033 -->",
        "| Version | Fixed in |",
        "<br />",
        "If this does not help, call the hotline.",
        "<!-- Steps, one action each. -->",
    ],
)
def test_what_the_template_of_the_base_has_for_every_article_stays(line, tmp_path):
    assert of_own_template(tmp_path, line) == []


def test_a_template_that_cannot_be_read_asks_for_nothing(tmp_path):
    other = {"templates/problem.md": "---\nkind: problem\n"}
    assert messages(RULE, tmp_path, HEAD.format("validated") + "<!-- Optional. -->\n", others=other) == []


@pytest.mark.parametrize(
    "line", ["TODO", "1. TODO: ask Ben", "- **TBD**", "> FIXME - soon", "TBC (Ana)", "Lorem ipsum dolor"]
)
def test_what_is_still_to_be_done_is_found(line, tmp_path):
    assert len(messages(RULE, tmp_path, f"{HEAD.format('validated')}{line}\n")) == 1


@pytest.mark.parametrize(
    "line", ["Open the TODO list.", "TODO lists are empty", "TODO-Liste", "```\nTODO\n```", "Todo", "TODOS"]
)
def test_the_word_in_a_sentence_or_in_code_is_none(line, tmp_path):
    assert messages(RULE, tmp_path, f"{HEAD.format('validated')}{line}\n") == []
