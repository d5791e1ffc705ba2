from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len

from kcs_cli.render.format import render_csv, render_markdown
from kcs_cli.render.report import Table
from kcs_cli.render.table import NARROWEST, fit_widths, render_one, render_table

DIFF = Table("What changed:", lines=("@@ -1 +1 @@", "-a", "+b"))
ROWS = Table("", ("name", "n"), (("x", 1),))
LINES = st.lists(st.text(st.characters(blacklist_characters="\r\n", codec="utf-8"), max_size=12), min_size=1, max_size=5)
WORDS = st.text(alphabet="ab 无\u0301é", max_size=60)


class Some(NamedTuple):
    """A report of given tables."""

    given: tuple[Table, ...]

    def tables(self) -> tuple[Table, ...]:
        return self.given


def test_lines_stand_below_their_title():
    assert render_one(DIFF) == "What changed:\n@@ -1 +1 @@\n-a\n+b"


def test_lines_keep_their_spaces():
    assert render_one(Table("", lines=("  two", "", "a\tb "))) == "  two\n\na\tb "


def test_lines_are_never_cut():
    assert render_one(Table("", lines=("x" * 300,)), 40) == "x" * 300


def test_lines_are_harmless_on_a_terminal():
    assert render_one(Table("", lines=("-\x1b[2J\x07", "+\u202eabc", "\ud800"))) == "-�[2J�\n+�abc\n�"


def test_lines_are_a_block_of_code_in_markdown():
    assert render_markdown(Some((DIFF,))) == "**What changed:**\n\n```diff\n@@ -1 +1 @@\n-a\n+b\n```"


def test_a_table_below_lines_stays_a_table_in_markdown():
    assert render_markdown(Some((DIFF, ROWS))).endswith("\n+b\n```\n\n| name | n |\n|---|---|\n| x | 1 |")


@settings(max_examples=100, deadline=None)
@given(LINES)
def test_lines_never_leave_their_block_whatever_is_in_them(lines):
    (token,) = MarkdownIt().parse(render_markdown(Some((Table("", lines=tuple(lines)),))))
    assert (token.type, token.content) == ("fence", "".join(f"{line}\n" for line in lines).replace("\0", "\ufffd"))


def test_csv_has_the_table_and_not_the_lines():
    assert render_csv(Some((DIFF, ROWS))) == "name,n\nx,1"


def test_lines_alone_are_nothing_in_csv():
    assert render_csv(Some((DIFF,))) == ""


def test_a_sentence_alone_is_bold_in_markdown():
    assert render_markdown(Some((Table("No flag is open."),))) == "**No flag is open.**"


LONG = Table("", ("id", "text", "n"), (("kb-1", "a long text of many words", 12345),))


def test_a_long_text_gives_way_where_columns_are_few():
    assert render_one(LONG, 30).split("\n") == ["id    text                   n", "kb-1  a long text of…   12,345"]


@pytest.mark.parametrize("columns", [0, 39, 200])
def test_nothing_is_cut_where_it_fits_or_nobody_asked(columns):
    assert "a long text of many words  12,345" in render_one(LONG, columns)


def test_every_table_of_a_report_is_cut():
    shown = render_table(Some((LONG, DIFF, LONG)), 30)
    assert [line for line in shown.split("\n") if cell_len(line) > 30] == []


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS, st.integers(0, 10**6)), min_size=1, max_size=4), st.integers(40, 100))
def test_a_table_fits_a_terminal_whatever_is_in_it(rows, columns):
    lines = render_one(Table("", ("one", "other", "n"), tuple(rows)), columns).split("\n")
    assert max(map(cell_len, lines)) <= columns


def test_the_widest_columns_give_way_first_and_keep_a_little():
    assert fit_widths([4, 50, 20], 40) == [4, 16, 16]
    assert fit_widths([4, 50, 20], 10) == [4, NARROWEST, NARROWEST]
