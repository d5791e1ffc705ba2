"""Tests of `error-text-inline`."""

import pytest

from kcs_cli.lint.rules.error_text_inline import RULE
from tests.lint.make import messages

HEAD = "---\ntitle: Fax is silent\n---\n\n## Issue\n\n"


@pytest.mark.parametrize(
    "issue",
    [
        "The fax shows an error:\n\n    E17: Line is busy\n",
        "The fax shows an error:\n\n```\nError: Line is busy\n```\n",
        "The fax shows the error:\n\n> Line is busy now\n",
        'The fax shows this error:\n"Line is busy now"\nWhat now?',
        "1. *Error: Line is busy now*",
        "Error: Line is busy now",
        "2026-11-25 10:00:01 ERROR fax Error: Line is busy",
        "The fax shows the error `Line is busy now`.",
        'I see errors in the view "All faxes of today".',
        'The fax says "Call me again tomorrow".',
        'The error page "Not found" is empty.',
        "I get an error: the page is white.",
        "The server answers with HTTP 503.",
        "<!-- the error “Line is busy now” is -->",
        "| error | *Line is busy now* |",
    ],
)
def test_a_message_with_its_own_line_and_what_is_no_message_are_no_finding(issue, tmp_path):
    assert messages(RULE, tmp_path, HEAD + issue) == []


def test_outside_the_issue_a_message_may_stand_anywhere(tmp_path):
    text = HEAD + 'Silence.\n\n## Cause\n\nThe error "Line is busy now" is old.\n'
    assert messages(RULE, tmp_path, text) == []
    assert messages(RULE, tmp_path, text.replace("## Issue", "## Notes")) == []


@pytest.mark.parametrize(
    ("issue", "column", "said"),
    [
        ('The fax shows the error "Line is busy now" today.', 26, "Line is busy now"),
        ('You get an " *Line is busy now* " error message.', 15, "Line is busy now"),
        ("The error message reads “Line is busy now”.", 26, "Line is busy now"),
        ("It fails, and this error appears: *Line is busy now*.", 36, "Line is busy now"),
        ("The “Line is busy now” error is new.", 6, "Line is busy now"),
        ("Es kommt die Fehlermeldung „Leitung ist belegt“.", 29, "Leitung ist belegt"),
        ("Rodoma klaida „Linija šiuo metu užimta“.", 16, "Linija šiuo metu užimta"),
        ("传真机提示错误：“线路正忙请稍后”。", 10, "线路正忙请稍后"),
        ("We get java.lang.NullPointerException: fax is null today.", 8, "java.lang.NullPointerException: fax is"),
        ("The server sends HTTP/1.1 503 Service Unavailable.", 18, "HTTP/1.1 503 Service"),
        ("It stops with ORA-12541: TNS no listener.", 15, "ORA-12541: TNS no"),
        ("It ends with Fatal Error: Cannot open x", 14, "Fatal Error: Cannot open x"),
    ],
)
def test_a_message_within_a_sentence_is_found_where_it_stands(issue, column, said, tmp_path):
    assert messages(RULE, tmp_path, HEAD + issue) == [
        f"7:{column} The error “{said}” stands within a sentence; give it a line or a code block of its own"
    ]


def test_a_message_over_two_lines_is_found_where_it_begins(tmp_path):
    assert messages(RULE, tmp_path, HEAD + '- Fine.\n- We see the error "Line is\n  busy now" today.') == [
        "8:21 The error “Line is busy now” stands within a sentence; give it a line or a code block of its own"
    ]
