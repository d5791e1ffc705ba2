import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.journal.event import Event
from kcs_cli.journal.vocabulary import Use
from kcs_cli.render.report import Table
from kcs_cli.solve.case_report import (
    CaseArticle,
    CaseReport,
    RecalledCase,
    RecallReport,
)
from kcs_cli.solve.link_report import (
    LinkedArticle,
    LinkReport,
    ResolvedError,
    found_by,
    other_resolutions,
    standing_links,
)
from kcs_cli.text.difference import unified
from tests import make

COLUMNS = ("done", "article", "title", "case", "use", "search")
MAIL = LinkedArticle("kb-mail01", "Mail", "resolution", "0" * 40, False, 2, "mail waits")
OLD = CaseArticle(
    id="kb-1", title="VPN", path="a.md", use="resolution", at="2026-03-01T10:00:00.000+02:00", by="ana@example.org",
    rank=1, query="vpn", revision="0123456789abcdef", change="changed", delivered="a\nb\n", now="a\nc\n",
    difference=unified("a\nb\n", "a\nc\n", "a.md as delivered", "a.md as it is now"),
)  # fmt: skip


def link(number: int, article: str, use: Use) -> Event:
    return make.event(number, article=article, use=use)


def uses(*links: Event) -> list[tuple[str, Use]]:
    return [(event.article, use) for event, use in standing_links(links)]


def test_a_link_is_a_line_with_the_search_that_led_to_it():
    rows = (("linked", "kb-mail01", "Mail", "4711", "resolution", "rank 2 for “mail waits”"),)
    assert make.tables(LinkReport("4711", (MAIL,))) == (Table("", COLUMNS, rows),)


def test_a_link_that_was_there_is_said_to_have_been():
    ((_, _, rows, *_),) = make.tables(LinkReport("4711", (MAIL._replace(was_linked=True),)))
    assert rows[0][0] == "was linked before"


def test_what_was_replaced_taken_back_and_said_are_lines_of_their_own():
    report = LinkReport("1", (MAIL,), ("kb-a",), ("kb-b",), "no\nway", {"kb-a": "A"})
    ((_, _, rows, *_),) = make.tables(report)
    assert rows[1:] == (
        ("no longer its resolution", "kb-a", "A", "1", "", ""),
        ("taken back", "kb-b", "", "1", "", ""),
        ("phrase added", "kb-mail01", "Mail", "1", "", "“no way”"),
    )


@pytest.mark.parametrize(
    ("rank", "words", "said"),
    [
        (0, "", ""),
        (0, "vpn", ""),
        (3, "", "rank 3"),
        (1, "a\nb\x1b", "rank 1 for “a b�”"),
        (1, "x" * 99, f"rank 1 for “{'x' * 39}…”"),
    ],
)
def test_a_search_is_named_as_far_as_it_is_known(rank, words, said):
    assert found_by(rank, words) == said


def test_a_case_is_a_table_of_its_articles_and_their_differences():
    head, lines = make.tables(CaseReport("4711", (OLD,)))
    row = ("resolution", "kb-1", "VPN", "2026-03-01", "changed", "0123456789ab", "ana@example.org")
    columns = ("use", "article", "title", "on", "since", "revision", "by")
    assert head == Table("Case 4711: 1 article", columns, (row,))
    title = "kb-1 as delivered on 2026-03-01 (-) and as it is now (+):"
    assert lines == Table(title, lines=("@@ -1,2 +1,2 @@", " a", "-b", "+c"))


def test_an_article_that_is_as_it_was_delivered_has_no_difference_to_show():
    same = OLD._replace(change="unchanged", difference="")
    assert len(make.tables(CaseReport("4711", (same, same)))) == 1


def test_recalled_cases_are_counted_once_each():
    case = RecalledCase("4711", OLD.at, OLD.by, "resolution", OLD.revision)
    head, table = make.tables(RecallReport("kb-1", ("a", "b"), (case, case._replace(use="tried"))))
    assert head == Table("1 case received one of 2 revisions of kb-1")
    assert table.rows[0] == ("4711", "2026-03-01", "resolution", "0123456789ab", "ana@example.org")


def test_of_two_resolutions_of_two_clones_the_later_one_stands():
    first, second = link(1, "kb-a", Use.resolution), link(2, "kb-b", Use.resolution)
    assert uses(first, second) == [("kb-a", Use.reference), ("kb-b", Use.resolution)]


def test_of_two_links_of_one_article_the_later_one_counts():
    assert uses(link(1, "kb-a", Use.tried), link(2, "kb-a", Use.reference)) == [("kb-a", Use.reference)]


def test_a_link_of_a_later_version_that_does_not_say_its_use_counts_as_a_reference():
    assert uses(make.event(1, article="kb-a")) == [("kb-a", Use.reference)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(Use)), max_size=8))
def test_a_case_never_has_more_than_one_resolution(given_links):
    links = [link(number, article, use) for number, (article, use) in enumerate(given_links)]
    last = {event.article: event.use for event in links}
    found = [use for _, use in uses(*links)]
    assert (len(found), found.count(Use.resolution)) == (len(last), int(Use.resolution in last.values()))


def test_a_resolution_takes_no_others_place_unasked():
    links = [link(1, "kb-a", Use.resolution)]
    with pytest.raises(ResolvedError) as raised:
        other_resolutions("4711", ("kb-b",), links, False)
    error = raised.value
    assert (error.message, error.hint) == (
        "Case 4711 already has a resolution: kb-a",
        "--replace puts this one in its place; --as reference keeps both",
    )


def test_a_resolution_replaces_all_others_but_not_what_was_tried():
    links = [link(1, "kb-a", Use.resolution), link(2, "kb-b", Use.tried), link(3, "kb-c", Use.resolution)]
    assert other_resolutions("4711", ("kb-c",), links, True) == [links[0]]


def test_an_article_by_a_former_id_is_no_other_resolution():
    assert other_resolutions("4711", ("kb-new", "kb-old"), [link(1, "kb-old", Use.resolution)], False) == []
