from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from kcs_cli.render.listing import listing_as_text
from kcs_cli.render.terminal import set_listing
from kcs_cli.review.review_report import ReviewReport, Totals
from kcs_cli.review.view import review_listing
from kcs_cli.text.display import one_line
from tests import make

WORDS = st.one_of(
    st.text(alphabet="abc ", max_size=90),
    st.text(alphabet="无法连接服务器，。", max_size=60),
    st.text(alphabet="ab 无ė\u0301\x1b\x07\x00\x9b\r\n\t\u202e\ufeff-/._", max_size=60),
)
LAW = make.stale("kb-law", "due on 2026-05-23 (every 180d)", title="Law", owners=(), due_on=date(2026, 5, 23))
USED = make.stale(
    "kb-print1", "12 reuses since the last substantive change 2023-04-02 (3 mass edits since)",
    "2 open flags (outdated)", "owner left (ana@example.org)",
)  # fmt: skip


def text_of(report: ReviewReport, columns: int = 80) -> str:
    """Return a list as a pipe gets it."""
    return listing_as_text(review_listing(report), columns)


def lines(columns: int = 80, **fields) -> list[str]:
    """Return the lines of one article in a pipe."""
    return text_of(make.review(due=(make.stale(**fields),)), columns).split("\n")[1:]


def set_lines(columns: int, **fields) -> list[str]:
    """Return the lines of one article on a terminal."""
    report = make.review(due=(make.stale(**fields),))
    return set_listing(review_listing(report), columns, coloured=False).split("\n")[1:]


def test_a_list_has_the_groups_with_all_reasons_whole_and_then_what_is_not_listed():
    report = make.review(due=(LAW,), stale=(USED,), totals=Totals(9, 4, 1, 0, 0))
    assert text_of(report) == (
        "Due by the calendar\n"
        "  1. Law                                                                no owner\n"
        "     kb-law\n"
        "     due on 2026-05-23 (every 180d)\n"
        "\n"
        "Used or flagged, and not reviewed since\n"
        "  2. Printer does not print                                      ana@example.org\n"
        "     kb-print1\n"
        "     12 reuses since the last substantive change 2023-04-02 (3 mass edits\n"
        "     since); 2 open flags (outdated); owner left (ana@example.org)\n"
        "\n"
        "4 articles unused and not reviewed for more than a year: --all lists them.\n"
        "1 article excused from review, with a reason."
    )


def test_articles_are_numbered_through_all_groups():
    report = make.review(stale=(make.stale("a"), make.stale("b")), unfinished=(make.stale("c"),), unused=(make.stale("d"),))
    numbers = [line[:4] for line in text_of(report).split("\n") if line[2:3].isdigit()]
    assert numbers == ["  1.", "  2.", "  3.", "  4."]


def test_a_list_that_shows_everything_ends_with_its_last_article():
    assert text_of(make.review(unfinished=(LAW,))).endswith("\n     due on 2026-05-23 (every 180d)")


def test_an_empty_list_says_so():
    assert text_of(make.review()) == "Nothing deserves eyes, of 3 articles."


def test_a_long_remark_is_wrapped():
    assert text_of(make.review(basis="links"), 60).split("\n") == [
        "Nothing deserves eyes, of 3 articles.",
        "Nothing is noted in the journal yet (kcs link, flag, rate):",
        "the list goes by age, the articles that link to one, and",
        "where searches led.",
    ]


def test_a_guess_is_marked():
    assert lines(owner_source="guess")[0].endswith("  ana@example.org (guess)")


def test_that_an_owner_is_a_guess_is_never_cut_off():
    assert lines(60, owner_source="guess")[0] == "  1. Printer does not print             ana@example… (guess)"


def test_several_owners_are_named():
    assert lines(owners=("ana", "@org/team"))[0].endswith("  ana, @org/team")


def test_a_title_and_an_owner_that_are_too_long_are_cut_and_reasons_never():
    found = lines(40, reasons=("x" * 50, "1 open flag"), title="Printer does not print at all", owners=("ana@example.org",))
    assert found == [
        "  1. Printer does not pr…  ana@example.…", "     kb-print1", f"     {'x' * 50};", "     1 open flag",
    ]  # fmt: skip


def test_what_a_terminal_would_obey_is_harmless():
    found = lines(40, title="\x1b[2J\nPrinter", id_="kb\x07", owners=("\x1b]0;x",), reasons=("soon\x1b[31m",))
    assert found == ["  1. �[2J Printer                  �]0;x", "     kb�", "     soon�[31m"]


@settings(max_examples=200, deadline=None)
@given(WORDS, WORDS, st.integers(40, 100))
def test_owners_stand_right_and_no_line_is_wider_than_the_page(title, owner, columns):
    head, *rest = lines(columns, title=title, owners=(owner,))
    assert cell_len(head) == columns
    assert max(map(cell_len, rest)) <= columns


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4), st.integers(40, 100))
def test_reasons_are_whole_whatever_is_in_them(reasons, columns):
    _, _, *found = lines(columns, reasons=tuple(reasons))
    assert all(line.startswith("     ") for line in found)
    assert " ".join(found).split() == one_line("; ".join(reasons)).split()


def test_a_terminal_gets_titles_and_owners_whole_the_owner_beside_the_id():
    found = set_lines(60, title="Printer does not print after the update of last week at all", owner_source="guess")
    assert found == [
        "  1. Printer does not print after the update of last week at",
        "     all",
        "     kb-print1                       ana@example.org (guess)",
        "     1 open flag",
    ]


def test_an_owner_that_does_not_fit_beside_an_id_stands_below_it():
    id_ = "c608d6f9-64a5-44f8-9d7b-9a85a2668775"
    found = set_lines(60, id_=id_, owners=("ana@example.org", "@org/team"))
    assert found[1:3] == [f"     {id_}", f"{'ana@example.org, @org/team':>60}"]
