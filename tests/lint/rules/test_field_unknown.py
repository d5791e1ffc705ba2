import pytest

from kcs_cli.lint.rules.field_unknown import RULE
from tests.lint.make import messages


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("languge", "language"),
        ("Owner", "owner"),
        ("alias", "aliases"),
        ("lastUpdated", "last_updated"),
        ("ID", "id"),
        ("updated_on", "updated"),
    ],
)
def test_a_misspelt_name_is_found_with_the_one_that_was_meant(name, near, tmp_path):
    assert messages(RULE, tmp_path, f"---\n{name}: x\n---\n") == [f"2:1 No field is called {name}; the nearest is {near}"]


@pytest.mark.parametrize(
    "name", ["reviewer", "updated_by", "language_version", "subtitle", "uid", "exl-id", "review_every", "steps", "versions"]
)
def test_a_name_that_means_something_else_is_no_misspelt_one(name, tmp_path):
    assert messages(RULE, tmp_path, f"---\n{name}: x\n---\n") == []


def test_a_name_is_not_misspelt_where_the_right_one_is_there_too(tmp_path):
    assert messages(RULE, tmp_path, "---\nowner: x\nowners: [x]\nlang: de\nlanguge: de\n---\n") == []


def test_a_strict_base_knows_its_fields(tmp_path):
    options = {"strict": True, "known": ("exl-id",)}
    text = "---\nexl-id: x\nfeature: y\n---\n"
    assert messages(RULE, tmp_path, text, options=options) == ["3:1 No field is called feature"]
