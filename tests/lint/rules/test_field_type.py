import pytest

from kcs_cli.lint.rules.field_type import RULE
from tests.lint.make import messages


def test_a_phrase_that_yaml_takes_for_a_table_is_found_on_its_line(tmp_path):
    text = "---\nsaid:\n  - fax is dead\n  - Error: no dial tone\ntags: [[fax]]\n---\n"
    assert messages(RULE, tmp_path, text) == [
        "4:5 said has an entry that is no text: put it in quotes",
        "5:9 tags has an entry that is no text: put it in quotes",
    ]


def test_a_list_where_one_text_is_meant_is_found(tmp_path):
    text = "---\nowner: [ana, ben]\ntitle: {de: Fax}\ntags: {a: b}\nreview_every: [180d]\nproduct: [a]\n---\n"
    assert messages(RULE, tmp_path, text) == [
        "2:1 owner is a list: write one text",
        "3:1 title is a table: write one text",
        "4:1 tags is a table: write a list of texts",
        "5:1 review_every is a list: write one text",
    ]


@pytest.mark.parametrize(
    "line", ["tags: a, b", "said: fax is dead", "tags: []", "owner: []", "id: 0123", "updated: 2024-03-05"]
)
def test_a_text_for_a_list_is_read_well(line, tmp_path):
    assert messages(RULE, tmp_path, f"---\n{line}\n---\n") == []
