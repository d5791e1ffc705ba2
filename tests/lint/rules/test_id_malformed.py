import pytest

from kcs_cli.lint.rules.id_malformed import RULE
from tests.lint.make import messages


@pytest.mark.parametrize(
    ("id_", "what"),
    [
        ("fax is silent", "has a space: keep to letters, digits and - . _"),
        ("kb#12&3", "has #&: keep to letters, digits and - . _"),
        ("-kb12", "begins with -: begin with a letter or a digit"),
    ],
)
def test_an_id_that_breaks_links_or_shells_is_found(id_, what, tmp_path):
    assert messages(RULE, tmp_path, f"---\nid: {id_}\n---\n") == [f"2:5 The id {id_} {what}"]


def test_a_very_long_id_is_found(tmp_path):
    assert messages(RULE, tmp_path, f"---\nid: {'a' * 65}\n---\n") == [
        f"2:5 The id {'a' * 59}… has 65 characters: 64 at most"
    ]


@pytest.mark.parametrize(
    "id_", ["kb-7h3k9m", "KB000123", "5a682d07-e4d7-4e81-a2ad-3232f2d8d9c1", "help/fax", "факс", "हिन्दी", "", "[x]"]
)
def test_ids_of_other_systems_are_fine(id_, tmp_path):
    assert messages(RULE, tmp_path, f"---\nid: {id_}\n---\n") == []
