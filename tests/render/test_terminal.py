"""Tests of tables, pages, listings and trees as a terminal gets them."""

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from kcs_cli.render.listing import LineKind, Listing, ListingGroup, ListingLine, ListingRow, TextTree
from kcs_cli.render.report import PagePart, ReportPage, Table
from kcs_cli.render.terminal import set_listing, set_page, set_report, set_table, set_tree

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


def listing(*rows: ListingRow, heading: str = "Heading", **fields) -> Listing:
    return Listing((ListingGroup(heading, rows),), **fields)


def row(*lines: ListingLine, n: int = 1, title: str = "Title", **fields) -> ListingRow:
    return ListingRow(n, title, lines=lines, **fields)


def test_a_listing_has_its_groups_between_what_is_above_and_what_is_below():
    first, second = ListingGroup("One", (row(),)), ListingGroup("", (row(n=2, id="kb-2"),))
    groups = (first, ListingGroup("Nothing", ()), second)
    assert set_listing(Listing(groups, "Title", ("Note",), ("Rest", "More")), 40, coloured=False) == (
        "Title\n\nNote\n\nOne\n  1. Title\n\n  2. Title\n     kb-2\n\nRest\nMore"
    )


def test_a_title_is_whole_and_what_is_aside_stands_right():
    rows = row(title=LONG, aside_end="12 times"), row(n=10, title="b", aside="ana", aside_end=" (guess)")
    assert set_listing(listing(*rows), 40, coloured=False).splitlines()[1:] == [
        "  1. Checkout error selecting   12 times", "     local payments",
        " 10. b                       ana (guess)",
    ]  # fmt: skip


def test_what_follows_a_label_an_id_or_a_sign_hangs_beside_it():
    lines = (
        ListingLine(LONG, label="also"), ListingLine("kb-1", LineKind.name, beside=LONG),
        ListingLine(f"+ {LONG}", LineKind.difference), ListingLine(f"title: {LONG}", LineKind.difference),
    )  # fmt: skip
    assert set_listing(listing(row(*lines)), 35, coloured=False).splitlines()[2:] == [
        "     also: Checkout error selecting", "           local payments",
        "     kb-1  Checkout error selecting", "           local payments",
        "     + Checkout error selecting", "       local payments",
        "     title: Checkout error", "     selecting local payments",
    ]  # fmt: skip


def test_a_title_that_would_get_no_room_beside_an_id_stands_below_it():
    line = ListingLine(ID, LineKind.name, beside="A title")
    assert set_listing(listing(row(line)), 45, coloured=False).splitlines()[2:] == [f"     {ID}", "     A title"]


def test_wide_characters_are_aligned():
    rows = (row(title="打印机不能打印怎么办", aside="无"), row(title="printer", aside="ana"))
    assert [cell_len(line) for line in set_listing(listing(*rows), 40, coloured=False).splitlines()[1:]] == [40, 40]


def test_headings_ids_labels_and_differences_have_styles_where_they_are_wanted():
    given = listing(row(ListingLine("b", label="also"), ListingLine("- gone", LineKind.difference), id="kb-1"))
    shown = set_listing(given, 40, coloured=True)
    for styled in ("\x1b[1mHeading", "\x1b[36mkb-1", "\x1b[2malso:", "\x1b[31m- ", "\x1b[31mgone"):
        assert styled in shown
    assert "\x1b" not in set_listing(given, 40, coloured=False)


@pytest.mark.parametrize("kind", LineKind)
def test_a_listing_is_no_mark_up_and_nothing_a_terminal_obeys(kind):
    given = listing(row(ListingLine(EVIL, kind, EVIL, EVIL), title=EVIL, id=EVIL, aside=EVIL), title=EVIL, remarks=(EVIL,))
    shown = set_listing(given, 100, coloured=False)
    assert (shown.count("[bold]:smile: �[31mred") >= 6, "\x1b" in shown, "\x9b" in shown) == (True, False, False)


@settings(max_examples=50, deadline=None)
@given(WORDS, WORDS, st.integers(1, 10**6), st.integers(40, 100))
def test_a_listing_fits_a_terminal_and_has_all_words_whatever_is_in_it(one, other, n, columns):
    lines = [ListingLine(other, kind, label, beside=one) for kind in LineKind for label in ("", "also")]
    shown = set_listing(listing(row(*lines, n=n, title=one, id=other, aside=other), title=other), columns, coloured=False)
    assert max(map(cell_len, shown.splitlines())) <= columns
    for character in "b无é[]/":
        assert shown.count(character) >= one.count(character) + len(lines) * other.count(character)


def test_a_tree_has_its_leaves_wrapped_and_its_name_whole():
    tree = TextTree("x" * 50, ((("2:1 ", ""), ("error", "red"), (f" {LONG}\n| ", ""), ("^^", "red")), (("3:1", ""),)))
    assert set_tree(tree, 40, coloured=False) == (
        f"{'x' * 50}\n├── 2:1 error Checkout error selecting\n│   local payments\n│   | ^^\n└── 3:1"
    )
    assert "\x1b[31merror\x1b[0m" in set_tree(tree, 40, coloured=True)


def test_a_tree_is_no_mark_up():
    assert (
        set_tree(TextTree("[b]a[/]", (((":smile: [b]x[/b]", ""),),)), 40, coloured=False) == "[b]a[/]\n└── :smile: [b]x[/b]"
    )
