"""Tests of tables and pages as a terminal gets them."""

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from kcs_cli.render.report import PagePart, ReportPage, Table
from kcs_cli.render.terminal import set_page, set_report, set_table

ID = "de2eafb0-d03c-4ff8-9615-0f2676d95848"
LONG = "Checkout error selecting local payments"
WORDS = st.text(alphabet="ab 无\u0301é[]/", max_size=60)
EVIL = "[bold]:smile: \x1b[31mred\u202e\x9b[/bold]"
HARMLESS = "[bold]:smile: �[31mred��[/bold]"


class Some(NamedTuple):
    """A report of given tables."""

    given: tuple[Table, ...]

    def tables(self) -> tuple[Table, ...]:
        return self.given


def test_words_wrap_and_numbers_stand_right():
    table = Table("Title", ("name", "open cases"), ((LONG, 5), ("b", 1234)))
    assert set_table(table, 40, coloured=False) == (
        "Title\n                                    open\nname                               cases\n"
        "Checkout error selecting local         5\npayments\nb                                  1,234"
    )


def test_an_id_is_whole_and_words_give_way():
    table = Table("", ("on", "title", "article"), (("2026-01-31", LONG, ID),))
    assert set_table(table, 80, coloured=False) == (
        f"on          title                           article\n"
        f"2026-01-31  Checkout error selecting local  {ID}\n            payments"
    )


def test_rows_that_do_not_fit_are_lines_of_names_and_values_without_the_empty_ones():
    table = Table("", ("article", "title", "case", "by"), ((ID, LONG, "", "ana"), ("kb-1", "b", "4711", "ben")))
    assert set_table(table, 50, coloured=False) == (
        f"article  {ID}\ntitle    Checkout error selecting local payments\nby       ana\n\n"
        "article  kb-1\ntitle    b\ncase     4711\nby       ben"
    )


def test_the_column_that_tells_rows_apart_gets_the_room_it_needs():
    table = Table("", ("owner", "remark"), (("maintainers@example.org", " ".join(["word"] * 20)),))
    assert set_table(table, 42, coloured=False).splitlines()[1] == "maintainers@example.org  word word word"


@pytest.mark.parametrize("table", [Table(EVIL), Table("", ("a",), ((EVIL,),)), Table("", lines=(EVIL,))])
def test_texts_are_no_mark_up_and_nothing_a_terminal_obeys(table):
    assert HARMLESS in set_table(table, 80, coloured=False)


def test_a_page_is_no_mark_up_either():
    page = ReportPage(EVIL, (EVIL,), (PagePart("x", (EVIL,), points=(EVIL,)),))
    assert set_page(page, 80, coloured=False) == f"{HARMLESS}\n{HARMLESS}\n\nX\n{HARMLESS}\n- {HARMLESS}"


def test_lines_of_text_are_never_cut():
    assert set_table(Table("", lines=("x" * 300, "  a\tb")), 40, coloured=False) == "x" * 300 + "\n  a\tb"


def test_a_table_without_rows_is_not_shown():
    empty = Table("Title", ("a",))
    assert set_report(Some((empty, Table("All is well."), empty)), 40, coloured=False) == "All is well."


def test_ids_and_heads_have_styles_where_they_are_wanted():
    table = Table("Title", ("article", "n"), (("kb-1", 5),))
    assert "\x1b[2marticle\x1b[0m  \x1b[2mn\x1b[0m\n\x1b[36mkb-1   \x1b[0m  5" in set_table(table, 40, coloured=True)
    assert "\x1b" not in set_table(table, 40, coloured=False)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS, st.integers(0, 10**6)), min_size=1, max_size=4), st.integers(40, 160))
def test_a_table_fits_a_terminal_and_has_all_words_whatever_is_in_it(rows, columns):
    shown = set_table(Table("", ("one", "article", "n"), tuple(rows)), columns, coloured=False)
    assert max(map(cell_len, shown.splitlines())) <= columns
    for character in "ab无é[]/":
        assert shown.count(character) >= sum(text.count(character) for row in rows for text in row[:2])


@settings(max_examples=20, deadline=None)
@given(WORDS, st.integers(40, 100))
def test_a_page_fits_a_terminal_whatever_is_in_it(words, columns):
    table = Table("", ("a", "b", "c"), ((words, words, 1),))
    page = ReportPage(words, (words,), (PagePart(words, (words,), table, (words,)),))
    assert max(map(cell_len, set_page(page, columns, coloured=False).splitlines())) <= columns
