"""Tests of `internal-part-open`."""

import pytest

from kcs_cli.knowledge_base.config import Config
from kcs_cli.lint.rules.internal_part_open import RULE
from tests import make
from tests.lint.make import messages

BEGIN = "This internal part is not closed: other readers see nothing of what follows; add <!-- /internal -->"
END = "No internal part begins before this: other readers see nothing of what is above; add <!-- internal -->"
COMMENT = "This comment is not closed: readers see nothing of what follows; add -->"


@pytest.mark.parametrize(
    "text",
    [
        "Reset it.",
        "a <!-- internal -->b<!-- /internal --> c",
        "<!-- internal -->\n<!-- INTERNAL -->\n<!--/internal-->\n<!-- /internal -->",
        "<!-- note --> a `<!-- b` c",
        "```\n<!-- a\n```",
        "## Internal\n\nopen to the end",
        "a < b! <!doctype html>",
    ],
)
def test_what_is_closed_is_no_finding(text, tmp_path):
    assert messages(RULE, tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: Fax\n---\n\na\n\nb <!-- internal -->c", [f"7:3 {BEGIN}"]),
        ("<!-- internal -->a<!-- / internal", [f"1:1 {BEGIN}", f"1:19 {COMMENT}"]),
        ("```\n<!-- internal -->\n```", [f"2:1 {BEGIN}"]),
        ("<!-- intrenal -->a<!-- /internal -->", [f"1:19 {END}"]),
        ("a\n<!-- b", [f"2:1 {COMMENT}"]),
        ("<!-- /internal --><!-- internal -->", [f"1:1 {END}", f"1:19 {BEGIN}"]),
    ],
)
def test_a_mark_without_its_other_half_is_found_where_it_stands(text, expected, tmp_path):
    assert messages(RULE, tmp_path, text) == expected


def test_marks_are_configured(tmp_path):
    config = make.config(Config(), channel_internal_marks=("agents",))
    assert messages(RULE, tmp_path, "<!-- internal --> <!-- agents -->", config=config) == [
        f"1:19 {BEGIN.replace('internal -->', 'agents -->')}"
    ]
