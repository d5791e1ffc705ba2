import pytest

from kcs_cli.lint.rules.field_empty import RULE
from tests.lint.make import messages


@pytest.mark.parametrize("value", ["", " ~", " null", ' ""', "  # later", " []"])
def test_a_field_without_a_value_is_found(value, tmp_path):
    assert messages(RULE, tmp_path, f"---\ntitle: Fax\nowner:{value}\n---\n") == [
        "3:1 owner is empty: give it a value, or take the line out"
    ]


@pytest.mark.parametrize("line", ["id:", "tags: []", "tags:", "said: []", "product:", "owner: [ana]"])
def test_an_empty_list_or_id_or_field_of_the_base_is_none_of_it(line, tmp_path):
    assert messages(RULE, tmp_path, f"---\ntitle: Fax\n{line}\n---\n") == []


def test_an_entry_that_the_template_left_is_found_on_its_line(tmp_path):
    text = "---\ntitle: Fax\nsaid:\n  - fax is dead\n  -\ntags: ['', a]\n---\n"
    assert messages(RULE, tmp_path, text) == [
        "5:1 said has an empty entry: fill it in, or take it out",
        "6:1 tags has an empty entry: fill it in, or take it out",
    ]


def test_a_draft_has_fields_that_are_still_to_be_filled_but_for_the_title(tmp_path):
    text = "---\nid: kb-7h3k9m\ntitle: Fax\nconfidence: wip\nowner:\nsaid:\n  -\n---\n"
    assert messages(RULE, tmp_path, text) == []
    assert messages(RULE, tmp_path, text.replace("title: Fax", "title:")) != []
