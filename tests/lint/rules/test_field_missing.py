import pytest

from kcs_cli.lint.rules import field_empty, field_type, section_empty, title_twice
from kcs_cli.lint.rules.field_missing import RULE
from tests import make
from tests.lint.make import messages

NO_TITLE = ["1:1 There is no title, neither as a field nor as the first heading (# …)"]


@pytest.mark.parametrize("text", ["# Fax is silent\n\n## Issue\n", "Fax is silent\n=====\n", "---\ntitle:\n---\n"])
def test_the_first_heading_may_be_the_title_and_an_empty_one_is_no_missing_one(text, tmp_path):
    assert messages(RULE, tmp_path, text) == []


@pytest.mark.parametrize("text", ["## Fax is silent\n", "# Issue\n\nThe fax is silent.\n", "text", ""])
def test_a_section_is_no_title(text, tmp_path):
    assert messages(RULE, tmp_path, text) == NO_TITLE


def test_a_base_can_ask_for_more_fields_and_for_names_of_its_own(tmp_path):
    text = "---\ntitle: Fax\nlang: en\n---\n"
    options = {"required": ("title", "owner", "language", "product")}
    assert messages(RULE, tmp_path, text, options=options) == ["1:1 There is no owner", "1:1 There is no product"]


def test_a_field_may_have_another_name_in_the_base(tmp_path):
    text, config = "---\nheadline: Fax\n---\n", make.config(fields_title=("headline",))
    assert messages(RULE, tmp_path, text, config=config) == []


@pytest.mark.parametrize("text", ["---\ntitle:\n---\n", "---\ntitle: []\n---\n", "---\nkind: problem\n---\n\n#\n", "#\n"])
def test_one_rule_alone_says_that_there_is_no_title(text, tmp_path):
    rules = (RULE, field_empty.RULE, field_type.RULE, title_twice.RULE, section_empty.RULE)
    assert sum(len(messages(rule, tmp_path, text)) for rule in rules) == 1
