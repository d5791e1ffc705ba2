"""Tests of `title-too-long`."""

import pytest

from kcs_cli.lint.rules.title_too_long import RULE
from tests.lint.make import messages


@pytest.mark.parametrize("title", ["x" * 80, "字" * 40, "**" + "x" * 80 + "**", "[!DNL " + "x" * 78 + "] y", ""])
def test_a_title_that_fits_is_no_finding(title, tmp_path):
    assert messages(RULE, tmp_path, f'---\ntitle: "{title}"\n---\n') == []


@pytest.mark.parametrize(("title", "columns"), [("x" * 81, 81), ("字" * 41, 82), ("![a](b) " + "x" * 80, 83)])
def test_a_title_that_does_not_fit_is_found_with_its_columns(title, columns, tmp_path):
    assert messages(RULE, tmp_path, f'---\nid: kb-2c4d6f\ntitle: "{title}"\n---\n') == [
        f"3:1 The title takes {columns} columns; 80 fit on a line of results"
    ]


def test_another_number_of_columns_may_be_set(tmp_path):
    assert messages(RULE, tmp_path, "---\ntitle: Fax is silent\n---\n", options={"columns": 12}) == [
        "2:1 The title takes 13 columns; 12 fit on a line of results"
    ]


def test_a_heading_of_the_first_level_is_a_title_and_another_one_is_not(tmp_path):
    heading = "x" * 81
    assert messages(RULE, tmp_path, f"A text.\n\n# {heading}\n") == [
        "3:1 The title takes 81 columns; 80 fit on a line of results"
    ]
    assert messages(RULE, tmp_path, f"A text.\n\n## {heading}\n") == []
    assert messages(RULE, tmp_path, "A text.\n", path=f"{heading}.md") == []
