"""Tests of `implicit-subject`."""

import pytest

from kcs_cli.lint.rules.implicit_subject import RULE
from tests.lint.make import messages


def article(title, issue="", language="en"):
    return f'---\ntitle: "{title}"\nlanguage: {language}\n---\n\n## Issue\n\n{issue}\n'


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Documents do not print", "en"),
        ("Enable the fax", "en"),
        ("Do not share your password", "en"),
        ("Cannot access the latest version", "en"),
        ("Doesn't kcs read PDF?", "en"),
        ("Not Found error", "en"),
        ("It is possible to read everything", "en"),
        ("This article is missing", "en"),
        ("Won't print", "nl"),
        ("Won't print", "''"),
        ("Das Faxgerät geht nicht", "de"),
        ("Es geht um Rechnungen", "de"),
        ("Ist nicht jeder Artikel öffentlich?", "de"),
        ("", "en"),
    ],
)
def test_a_title_with_a_subject_or_in_another_language_is_no_finding(title, language, tmp_path):
    assert messages(RULE, tmp_path, article(title, language=language)) == []


@pytest.mark.parametrize(
    ("title", "language", "words"),
    [
        ("Won't print", "en", "Won't print"),
        ("Doesn’t start after the update", "en", "Doesn't start"),
        ("It does not work", "en", "It does not"),
        ("It's not printing", "en", "It's not printing"),
        ("Not working", "en", "Not working"),
        ("Cannot log in", "en", "Cannot log in"),
        ("Freezes on start", "en", "Freezes on"),
        ("Startet nicht mehr", "de", "Startet nicht"),
        ("Es funktioniert nicht", "de", "Es funktioniert nicht"),
        ("Kann mich nicht anmelden", "de", "Kann mich nicht anmelden"),
    ],
)
def test_a_title_that_does_not_say_what_is_found(title, language, words, tmp_path):
    assert messages(RULE, tmp_path, article(title, language=language)) == [
        f"2:1 “{words}” does not say what; begin the title with the thing"
    ]


def test_only_the_first_sentence_of_the_issue_is_asked(tmp_path):
    assert messages(RULE, tmp_path, article("Fax", "The fax is new. It does not ring.")) == []
    assert messages(RULE, tmp_path, article("Fax", "* It does not ring. Help.")) == [
        "8:3 “It does not” does not say what; begin the issue with the thing"
    ]


def test_what_is_quoted_is_the_customers(tmp_path):
    assert messages(RULE, tmp_path, article("Fax", "“It does not ring”, they say.\n\n> It does not ring.")) == []
