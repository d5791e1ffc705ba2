import pytest

from kcs_cli.lint.rules.front_matter_unreadable import RULE
from tests.lint.make import messages


def test_the_line_and_the_column_are_those_of_the_file(tmp_path):
    assert messages(RULE, tmp_path, "---\nid: kb-1\ntitle: Fax: dead\n---\n") == [
        "3:11 The front matter cannot be read: bad YAML: mapping values are not allowed in this context: "
        "put a value that has a colon in quotes"
    ]


def test_front_matter_that_does_not_end_is_found_on_its_first_line(tmp_path):
    assert messages(RULE, tmp_path, "---\ntitle: Fax\n\n## Issue\n") == [
        "1:1 The front matter cannot be read: the front matter has no closing ---: end it with the same line"
    ]


def test_toml_is_read_as_well(tmp_path):
    assert messages(RULE, tmp_path, '+++\ntitle = "Fax"\nowner = ana\n+++\n') == [
        "3:9 The front matter cannot be read: bad TOML: Invalid value"
    ]


def test_json_is_read_as_well(tmp_path):
    assert messages(RULE, tmp_path, '{\n  "title": "Fax",\n  "owner": ana\n}\n') == [
        "3:12 The front matter cannot be read: bad JSON: Expecting value"
    ]


@pytest.mark.parametrize("text", ["Fax\n", "---\nFax\n---\n\ntext", "\ufeff---\r\ntitle: Fax\r\n---\r\n", "---\n\nFax\n"])
def test_a_file_without_front_matter_has_none_that_is_unreadable(text, tmp_path):
    found = messages(RULE, tmp_path, text)
    assert found == [] if "---\nFax" not in text else len(found) == 1
