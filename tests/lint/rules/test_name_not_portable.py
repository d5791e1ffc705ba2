"""Tests of `name-not-portable`."""

import unicodedata

import pytest

from kcs_cli.lint.rules.name_not_portable import RULE
from tests.lint.make import messages

TEXT = "---\ntitle: Fax\n---\n"


@pytest.mark.parametrize("path", ["help/fax-is-silent.md", "a b/Gerät (2).md", "问题/传真.md", ".x/console.md", "com10.md"])
def test_a_name_that_all_systems_know_is_no_finding(path, tmp_path):
    assert messages(RULE, tmp_path, TEXT, path=path) == []


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("help/what?.md", "Windows has no file names with ?"),
        ("a\x07.md", "Windows has no file names with U+0007"),
        ("help./fax.md", "Windows drops the dot at the end of “help.”"),
        ("help /fax.md", "Windows drops the blank at the end of “help ”"),
        ("help/Con.md", "Windows reserves the name Con.md"),
        ("lpt1/fax.md", "Windows reserves the name lpt1"),
        (f"{'a' * 198}.md", "The path has 201 characters; with more than 200 Windows may refuse it"),
        (
            unicodedata.normalize("NFD", "Gerät.md"),
            "The path has accents apart from their letters (not NFC): systems take it for two files",
        ),
    ],
)
def test_a_name_that_a_system_refuses_is_a_finding(path, message, tmp_path):
    assert messages(RULE, tmp_path, TEXT, path=path) == [f"1:1 {message}"]


def test_of_two_names_with_other_capitals_the_later_one_is_found(tmp_path):
    expected = "1:1 help/Fax.md has the same name but for capitals: Windows and macOS keep one of them only"
    assert messages(RULE, tmp_path, TEXT, path="help/fax.md", others={"help/Fax.md": TEXT}) == [expected]
    assert messages(RULE, tmp_path, TEXT, path="help/Fax.md", others={"help/fax.md": TEXT}) == []


def test_of_two_names_with_other_capitals_a_change_is_told_of_its_own(tmp_path):
    expected = "1:1 help/fax.md has the same name but for capitals: Windows and macOS keep one of them only"
    assert messages(RULE, tmp_path, TEXT, path="help/Fax.md", others={"help/fax.md": TEXT}, before="") == [expected]
