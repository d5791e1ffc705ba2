"""Tests of `title-twice`."""

import pytest

from kcs_cli.lint.rules.title_twice import RULE
from tests.lint.make import messages


def titles(tmp_path, *headings: str, field: str = "title: Fax is silent\n") -> list[str]:
    text = f"---\nid: kb-7h3k9m\n{field}---\n" + "".join(f"\n{one}\n\nText.\n" for one in headings)
    return messages(RULE, tmp_path, text)


def test_a_heading_that_says_something_else_is_a_second_title(tmp_path):
    assert titles(tmp_path, "# Fax is mute") == ["6:1 “Fax is mute” is another title than “Fax is silent”: keep one of them"]


@pytest.mark.parametrize(
    "heading",
    [
        "# Fax is silent.",
        "# **Fax** is `silent`",
        "# [!DNL Fax] is silent",
        "Fax is silent\n===",
        "# [Fax](fax.md) is silent",
        '# <a name="fax"></a>Fax is silent&nbsp;',
        "#",
    ],
)
def test_mark_up_and_punctuation_make_no_other_title(heading, tmp_path):
    assert titles(tmp_path, heading) == []


def test_of_two_headings_without_a_field_the_second_is_too_much(tmp_path):
    found = titles(tmp_path, "# Fax is silent", "# Fax is mute", field="")
    assert found == ["9:1 “Fax is mute” is another title than “Fax is silent”: keep one of them"]


def test_names_of_sections_are_no_titles(tmp_path):
    assert titles(tmp_path, "# Issue", "# Resolution") == []


def test_headings_of_level_1_below_another_one_are_parts_of_the_text(tmp_path):
    assert titles(tmp_path, "## The process", "# Getting started", "# Closing down") == []
    assert len(titles(tmp_path, "# Getting started", "## The process")) == 1
