from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcs_cli.article.review_calendar import Calendar
from kcs_cli.history.past import Change, ChangeKind, Commit, Past
from kcs_cli.knowledge_base.config import ReviewConfig
from kcs_cli.render.report import Table
from kcs_cli.review.review_report import (
    ROOM,
    ReviewReport,
    Totals,
    explain,
    is_excused,
    is_unplanned,
    owner_of,
    remarks,
    review,
)
from kcs_cli.review.staleness import Subject
from kcs_cli.review.usage import Usage
from tests import make

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
COLUMNS = ("group", "article", "title", "owner", "score", "why", "changed_on", "confirmed_on", "due_on")
USED = "Used or flagged, and not reviewed since"
FLAG = Usage(flags=("",))


def past(days: float) -> Past:
    """Return the past of an article that was last worked on so many days ago."""
    at = NOW - timedelta(days=days)
    return Past((Change(1, Commit("c", at, ("ana@example.org",), 1), ChangeKind.substantive, "a.md", "b"),))


def subject(id_: str = "kb-print1", days: float = 400, **fields) -> Subject:
    known = {
        "path": f"{id_}.md", "title": "Printer", "confidence": "validated", "governance": "experience",
        "owners": ("ana@example.org",), "owner_source": "front matter", "has_left": False, "past": past(days),
        "usage": Usage(), "updated_on": None, "calendar": Calendar(),
    }  # fmt: skip
    return Subject(id_, **known | fields)


def compliant(id_: str, days: float = 400, every: str = "180d", **fields) -> Subject:
    return subject(id_, days, governance="compliance", calendar=Calendar(every=every), **fields)


def report(*subjects: Subject, limit: int = 20, has_journal: bool = True, with_unused: bool = False) -> ReviewReport:
    return review(subjects, NOW, ReviewConfig(), limit, has_journal=has_journal, with_unused=with_unused)


def listed(found: ReviewReport) -> dict[str, list[str]]:
    """Return the ids in the groups that have any."""
    return {heading: [one.id for one in articles] for heading, articles in found.groups if articles}


def explained(one: Subject, **settings):
    return explain(one, NOW, ReviewConfig(**settings), has_journal=True)


def facts(one: Subject) -> list[tuple[object, ...]]:
    return list(make.tables(explained(one))[1].rows)


# The order


@pytest.mark.parametrize("turn", [1, -1])
def test_of_thousands_the_most_urgent_are_shown_and_all_are_counted(turn):
    wanted = [subject(f"kb-{n:06}", usage=Usage(references=n + 2)) for n in range(ROOM + 100)][::turn]
    found = report(*wanted, limit=2)
    assert ([one.id for one in found.stale], found.found) == ([f"kb-{ROOM + 99:06}", f"kb-{ROOM + 98:06}"], ROOM + 100)


@given(st.lists(st.sampled_from([{}, {"days": 100}, {"usage": Usage(landed=1)}, {"confidence": "wip"},
                                  {"governance": "compliance"}, {"past": Past()}, {"confidence": "archived"}])))  # fmt: skip
def test_as_many_are_unused_where_they_are_only_counted_as_where_they_are_listed(fields):
    articles = [subject(f"kb-{n:06}", **one) for n, one in enumerate(fields)]
    counted, found = report(*articles), report(*articles, with_unused=True)
    assert (counted.totals, counted.totals.unused_old) == (found.totals, len(found.unused))


def test_the_longest_due_comes_first_then_the_most_wanted():
    found = report(compliant("c"), compliant("z", 500), compliant("d", usage=FLAG), compliant("b"))
    assert [one.id for one in found.due] == ["z", "d", "b", "c"]


def test_of_two_scores_the_higher_comes_first_of_equal_ones_the_lower_id():
    found = report(subject("c", usage=FLAG), subject("b", usage=FLAG), subject("a", usage=Usage(references=1)))
    assert [one.id for one in found.stale] == ["b", "c", "a"]


def test_work_in_progress_that_somebody_asks_for_comes_first_then_the_oldest():
    wip = [subject(id_, days, confidence="wip", usage=usage) for id_, days, usage in (
        ("new", 20, Usage()), ("old", 300, Usage()), ("also", 20, Usage()), ("wanted", 20, FLAG),
    )]  # fmt: skip
    assert [one.id for one in report(*wip).unfinished] == ["wanted", "old", "also", "new"]


def test_of_unused_articles_those_come_first_that_were_confirmed_longest_ago():
    found = report(subject("b", 400), subject("a", 400), subject("c", 900), with_unused=True)
    assert [one.id for one in found.unused] == ["c", "a", "b"]


# The groups


def test_each_article_is_in_one_group_the_most_urgent():
    found = report(
        compliant("law", usage=FLAG, confidence="wip"), subject("wip", usage=FLAG, confidence="wip"),
        subject("used", usage=FLAG), subject("unused"), subject("fresh", 30), with_unused=True,
    )  # fmt: skip
    assert listed(found) == {
        "Due by the calendar": ["law"],
        USED: ["used"],
        "Work in progress that nobody finished": ["wip"],
        "Unused, and not reviewed for more than a year": ["unused"],
    }


def test_without_a_journal_the_group_says_that_it_goes_by_links_and_age():
    found = report(subject(usage=Usage(links=3)), has_journal=False)
    assert (found.basis, listed(found)) == ("links", {"Linked or found, and old": ["kb-print1"]})


@pytest.mark.parametrize(("weight", "ids"), [(0.5, ["kb-print1"]), (0.49, [])])
def test_an_article_is_listed_from_a_score_of_one_on(weight, ids):
    one = subject(usage=Usage(references=2))
    found = review([one], NOW, ReviewConfig(weight_reference=weight, weight_age=0), 20, has_journal=True, with_unused=False)
    assert [one.id for one in found.stale] == ids


@pytest.mark.parametrize(("days", "unused"), [(365, 1), (364.9, 0)])
def test_an_unused_article_is_old_after_a_year(days, unused):
    assert report(subject(days=days)).totals == Totals(1, unused, 0, 0, 0)


def test_an_article_that_solved_a_case_lately_is_not_unused():
    assert report(subject(usage=Usage(solved_at=NOW))).totals.unused_old == 0


@pytest.mark.parametrize(("days", "ids"), [(14, ["kb-print1"]), (13.9, [])])
def test_work_in_progress_is_late_after_a_fortnight(days, ids):
    one = subject(confidence="wip", captured_at=NOW - timedelta(days=days))
    assert [one.id for one in report(one).unfinished] == ids


def test_work_in_progress_that_is_not_late_is_in_no_group_however_it_is_used():
    assert listed(report(subject(days=3, confidence="wip", usage=FLAG), with_unused=True)) == {}


def test_a_compliance_article_that_is_not_due_is_listed_for_its_flags():
    assert listed(report(compliant("law", 30, usage=FLAG))) == {USED: ["law"]}


def test_nothing_is_due_before_its_day():
    assert [report(compliant("law", days)).found for days in (179, 180)] == [0, 1]


# What is not listed


def test_the_limit_is_one_of_each_group_and_what_it_cuts_off_is_counted():
    used, due = [subject(f"u{n}", usage=FLAG) for n in range(3)], [compliant(f"d{n}") for n in range(3)]
    late = [subject(f"w{n}", confidence="wip") for n in range(2)]
    found = report(*used, *due, *late, limit=1)
    assert (list(listed(found).values()), found.found) == ([["d0"], ["u0"], ["w0"]], 8)


def test_the_limit_does_not_cut_off_unused_articles_somebody_asked_for():
    found = report(*(subject(f"u{n}") for n in range(3)), limit=1, with_unused=True)
    assert (len(found.unused), found.found) == (3, 0)


def test_archived_articles_are_neither_judged_nor_counted():
    found = report(subject(confidence="archived", usage=FLAG), subject("never", confidence="archived", past=Past()))
    assert (found.found, found.totals) == (0, Totals(0, 0, 0, 0, 1))


def test_totals_count_what_is_excused_unplanned_and_not_committed():
    never, law = subject("a", calendar=Calendar(never="printed")), subject("b", governance="compliance")
    assert report(never, law, subject("c", past=Past()), subject("d", 30)).totals == Totals(3, 1, 1, 1, 1)


def test_an_excuse_holds_until_somebody_flags_the_article():
    never = subject(calendar=Calendar(never="printed"))
    assert [is_excused(one) for one in (never, never._replace(usage=FLAG), subject())] == [True, False, False]


@pytest.mark.parametrize(
    ("calendar", "unplanned"),
    [(Calendar(), True), (Calendar("1y"), False), (Calendar(never="x"), False), (Calendar(wrong="x"), False)],
)
def test_a_compliance_article_without_any_plan_is_unplanned(calendar, unplanned):
    assert is_unplanned(subject(governance="compliance", calendar=calendar)) == unplanned
    assert not is_unplanned(subject(calendar=calendar))


# The text


def test_the_list_is_a_table_with_all_groups_and_then_the_remarks():
    law = make.stale("kb-law", "due on 2026-05-23 (every 180d)", "x", score=0.04, due_on=date(2026, 5, 23))
    found = make.review(due=(law,), stale=(make.stale(owner_source="guess", score=5.26),), totals=Totals(9, 0, 1, 0, 0))
    day = date(2023, 4, 2)
    rows = (
        ("Due by the calendar", "kb-law", "Printer does not print", "ana@example.org", 0.0,
         "due on 2026-05-23 (every 180d); x", day, day, date(2026, 5, 23)),
        (USED, "kb-print1", "Printer does not print", "ana@example.org (guess)", 5.3, "1 open flag", day, day, None),
    )  # fmt: skip
    assert make.tables(found) == (Table("", COLUMNS, rows), Table("1 article excused from review, with a reason."))


def test_without_articles_there_are_only_remarks():
    assert make.tables(make.review()) == (Table("Nothing deserves eyes, of 3 articles."),)


@pytest.mark.parametrize(
    ("owners", "source", "text"),
    [
        (("ana", "@org/team"), "CODEOWNERS", "ana, @org/team"),
        (("ben",), "guess", "ben (guess)"),
        ((), "", ""),
    ],
)
def test_owners_are_named_and_a_guess_is_marked(owners, source, text):
    assert owner_of(make.stale(owners=owners, owner_source=source)) == text


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"totals": Totals(1, 0, 0, 0, 0)}, "Nothing deserves eyes, of 1 article."),
        ({"totals": Totals(2461, 0, 0, 0, 0)}, "Nothing deserves eyes, of 2,461 articles."),
        ({"found": 1301, "stale": (make.stale(),)}, "1,300 more: -n 1301"),
        (
            {"found": 1, "stale": (make.stale(),), "totals": Totals(1200, 1199, 0, 0, 0)},
            "1,199 articles unused and not reviewed for more than a year: --all lists them.",
        ),
        ({"unfinished": (make.stale(),), "totals": Totals(3, 0, 2, 0, 0)}, "2 articles excused from review, with a reason."),
        ({"due": (make.stale(),), "totals": Totals(3, 0, 0, 1, 0)}, "1 compliance article without review_every."),
        ({"due": (make.stale(),), "totals": Totals(3, 0, 0, 0, 2)}, "2 articles never committed, and not judged."),
        (
            {"stale": (make.stale(),), "basis": "links"},
            "Nothing is noted in the journal yet (kcs link, flag, rate): the list goes by age, the articles that link to "
            "one, and where searches led.",
        ),
    ],
)
def test_a_remark_says_what_is_not_listed_and_why(fields, line):
    assert remarks(make.review(**fields)) == [line]


def test_a_list_that_shows_everything_needs_no_remark():
    found = make.review(stale=(make.stale(),), unused=(make.stale("old"),), totals=Totals(2, 1, 0, 0, 0))
    assert remarks(found) == []


# The explanation


def test_an_explanation_shows_each_part_their_sum_and_the_age():
    one = subject(days=2 * 365.25, usage=Usage(resolutions=3, flags=("wrong",)))
    rows = (
        ("cases it solved", 3, 1.0, 3.0),
        ("open flags", 1, 5.0, 5.0),
        ("demand: the sum", None, None, 8.0),
        ("times: age since the last confirmation", None, None, 3.0),
        ("score", None, None, 24.0),
    )
    assert make.tables(explained(one))[0] == Table("kb-print1: Printer", ("part", "number", "weight", "value"), rows)


def test_an_explanation_has_the_facts_the_reasons_and_a_verdict():
    found = make.tables(explained(subject(days=2 * 365.25, usage=FLAG)))[1]
    rows = (
        ("last substantive change", "2024-11-24"), ("last confirmed", date(2024, 11, 24)), ("owner", "ana@example.org"),
        ("why", "last substantive change 2024-11-24"), ("why", "1 open flag"), ("verdict", f"listed: {USED}"),
    )  # fmt: skip
    assert found == Table("", ("fact", "value"), rows)


def test_an_explanation_says_that_an_age_is_at_least_and_that_nobody_owns_it():
    (boundary,) = past(400).changes
    shallow = Past((boundary._replace(kind=ChangeKind.boundary),), is_complete=False)
    found = facts(subject(past=shallow, owners=(), owner_source=""))
    assert [found[0], found[2]] == [("last substantive change", "at least 2025-10-20"), ("owner", "nobody")]


def test_an_article_below_the_score_is_said_not_to_be_listed():
    found = explained(subject(days=100))
    why = "its score is below 1, and it was reviewed or used within a year"
    assert (found.group, found.why_not) == ("", why)
    assert make.tables(found)[1].rows[-1] == ("verdict", f"not listed: {why}")


@pytest.mark.parametrize(
    ("one", "verdict"),
    [
        (subject(confidence="archived", usage=FLAG), "not listed: it is archived"),
        (
            subject(calendar=Calendar(never="printed"), usage=Usage(references=9)),
            "not listed: excused from review (printed)",
        ),
        (subject(days=3, confidence="wip", usage=FLAG), "not listed: work in progress for less than 14 days"),
        (subject(past=Past()), "not listed: it was never committed"),
    ],
)
def test_an_article_that_is_not_listed_whatever_its_score_is_says_why(one, verdict):
    assert facts(one)[-1] == ("verdict", verdict)


def test_an_explanation_of_what_was_never_committed_knows_no_day():
    assert facts(subject(past=Past()))[:-1] == [
        ("last substantive change", "never committed"), ("last confirmed", None), ("owner", "ana@example.org"),
    ]  # fmt: skip


@given(st.tuples(*[st.integers(0, 500)] * 5), st.floats(0, 9), st.floats(0, 9000), st.booleans())
def test_the_parts_always_add_up_to_the_score(counts, weight, days, left):
    solved, helped, tried, unhelpful, refined = counts
    usage = Usage(solved, helped, tried, ("",) * tried, unhelpful, refined)
    found = explained(subject(days=days, usage=usage, has_left=left), weight_flag=weight, weight_refined=weight)
    one = found.article
    assert found.demand == sum(part.value for part in one.parts)
    assert [part.value for part in one.parts] == [part.number * part.weight for part in one.parts]
    assert one.score == pytest.approx(found.demand * one.age_factor)
