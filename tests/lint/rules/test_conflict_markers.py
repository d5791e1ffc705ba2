"""Tests of `conflict-markers`."""

from kcs_cli.lint.rules.conflict_markers import RULE
from tests.lint.make import messages

CONFLICT = "<<<<<<< HEAD\na\n||||||| 1234567\nb\n=======\nc\n>>>>>>> ana/fax\n"


def test_all_marks_of_a_conflict_are_found(tmp_path):
    assert messages(RULE, tmp_path, CONFLICT) == [
        "1:1 Git left <<<<<<< of a conflict; decide which lines stay",
        "3:1 Git left ||||||| of a conflict; decide which lines stay",
        "5:1 Git left ======= of a conflict; decide which lines stay",
        "7:1 Git left >>>>>>> of a conflict; decide which lines stay",
    ]


def test_a_conflict_in_the_front_matter_is_found(tmp_path):
    found = messages(RULE, tmp_path, f"---\ntitle: Fax\n{CONFLICT}---\n")
    assert [one.split()[0] for one in found] == ["3:1", "5:1", "7:1", "9:1"]


def test_what_is_left_of_a_conflict_is_found(tmp_path):
    assert messages(RULE, tmp_path, "a\n=======\nc\n>>>>>>> ana\n") == [
        "2:1 Git left ======= of a conflict; decide which lines stay",
        "4:1 Git left >>>>>>> of a conflict; decide which lines stay",
    ]


def test_headings_quotes_tables_and_code_are_no_conflict(tmp_path):
    text = (
        f"Faxes!!\n=======\n\n>>>>>>> a mail\n>>>>>>> quoted often\n\n|||||||\n\n``` text\n{CONFLICT}```\n\n <<<<<<< HEAD\n"
    )
    assert messages(RULE, tmp_path, text) == []
