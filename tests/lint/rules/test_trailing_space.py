import pytest

from kcs_cli.lint.rules.trailing_space import RULE
from tests.lint.make import messages, repaired


def test_blanks_are_found_where_they_stand(tmp_path):
    text = "---\ntitle: Fax \n---\nIt is dead. \n\t\nIt rings.   \nIt rings.  \n"
    assert messages(RULE, tmp_path, text) == [
        "2:11 Blanks end the line",
        "4:12 Blanks end the line",
        "5:1 Blanks end the line",
        "6:10 Blanks end the line; two spaces are a line break",
    ]


def test_blanks_are_taken_away_and_every_other_byte_stays(tmp_path):
    text = "\ufeff---\r\ntitle: Fax\t # so  \r\n---  \r\nOne \t\r\ntwo    \nthree  \r\n  \r\n`a` \r\rend  "
    wanted = "\ufeff---\r\ntitle: Fax\t # so\r\n---  \r\nOne\r\ntwo  \nthree  \r\n\r\n`a`\r\rend  "
    assert repaired(RULE, tmp_path, text) == wanted


@pytest.mark.parametrize(
    "text",
    ["```\ncode \n```\n", "~~~ \ncode \n~~~\n", "---\nnote: |\n  a \n  b\n---\n", "---\na: : [ \n---\n", "a\u00a0\n", ""],
)
def test_code_texts_of_the_front_matter_and_what_cannot_be_read_are_let_be(text, tmp_path):
    assert messages(RULE, tmp_path, text) == []
    assert repaired(RULE, tmp_path, text) == text


def test_the_last_line_counts_though_nothing_ends_it(tmp_path):
    assert messages(RULE, tmp_path, "The `fax` rings.\n\t") == ["2:1 Blanks end the line"]
    assert repaired(RULE, tmp_path, "The `fax` rings.\n\t") == "The `fax` rings.\n"
