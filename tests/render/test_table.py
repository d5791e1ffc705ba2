from datetime import date
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kcs_cli.render.report import Table
from kcs_cli.render.table import cell_text, render_narrow, render_one, render_table


class Some(NamedTuple):
    """A report of given tables."""

    given: tuple[Table, ...]

    def tables(self) -> tuple[Table, ...]:
        return self.given


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("a", "a"),
        ("a\n b\t c", "a b c"),
        ("\x1b[31mred\x07", "�[31mred�"),
        (0, "0"),
        (1234567, "1,234,567"),
        (-5, "-5"),
        (True, "True"),
        (0.5, "0.500"),
        (1 / 3, "0.333"),
        (date(2026, 1, 31), "2026-01-31"),
    ],
)
def test_a_cell_is_written_by_its_type(cell, text):
    assert cell_text(cell) == text


def test_words_stand_left_and_numbers_right():
    table = Table("Title", ("name", "articles"), (("a", 5), ("longer", 1234)))
    assert render_one(table) == "Title\nname    articles\na              5\nlonger     1,234"


def test_a_column_with_one_word_stands_left():
    table = Table("", ("name", "value"), (("a", 5), ("b", "some words")))
    assert render_one(table) == "name  value\na     5\nb     some words"


def test_wide_characters_take_two_columns():
    table = Table("", ("a", "b"), (("无法", "x"), ("ab", "y")))
    assert render_one(table) == "a     b\n无法  x\nab    y"


def test_a_table_without_rows_is_not_shown():
    assert render_one(Table("Title", ("a",), ())) == ""


def test_a_table_without_columns_is_its_title():
    assert render_one(Table("All is well.", (), ())) == "All is well."


def test_tables_stand_below_each_other_without_the_empty_ones():
    one, empty = Table("", ("a",), (("x",),)), Table("Title", ("a",), ())
    assert render_table(Some((one, empty, one))) == "a\nx\n\na\nx"


def test_terminal_escapes_in_a_title_are_harmless():
    assert "\x1b" not in render_one(Table("\x1b[2J/kb", ("a",), (("x",),)))


@given(st.lists(st.text(alphabet="ab 无法\u0301\n\x1b", max_size=8), min_size=1, max_size=5))
def test_the_second_column_begins_at_the_same_place_in_every_row(words):
    lines = render_one(Table("", ("first", "second"), tuple((word, "|") for word in words))).split("\n")
    assert len({cell_len(line.partition("|")[0]) for line in lines[1:]}) == 1


def test_a_table_that_is_too_wide_is_lines_of_names_and_values():
    rows = (("linked", "VPN does not connect", "rank 2"), ("flagged", "Fax", ""))
    report = Some((Table("Two:", ("done", "title", "text"), rows), Table("", ("n",), ((1,),))))
    shown = "Two:\n\ndone   linked\ntitle  VPN does not connect\ntext   rank 2\n\ndone   flagged\ntitle  Fax\n\nn\n1"
    assert (render_narrow(report, 30), render_narrow(report, 80)) == (shown, render_table(report))
