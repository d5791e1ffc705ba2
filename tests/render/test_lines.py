from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kcs_cli.render.format import render_csv, render_markdown
from kcs_cli.render.report import Table
from kcs_cli.render.table import render_one

DIFF = Table("What changed:", lines=("@@ -1 +1 @@", "-a", "+b"))
ROWS = Table("", ("name", "n"), (("x", 1),))
LINES = st.lists(st.text(st.characters(blacklist_characters="\r\n", codec="utf-8"), max_size=12), min_size=1, max_size=5)


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
    assert render_one(Table("", lines=("x" * 300,))) == "x" * 300


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
