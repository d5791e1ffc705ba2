from datetime import UTC, date, datetime, timedelta

import pytest

from kcs_cli.article.review_calendar import Calendar
from kcs_cli.history.past import Change, ChangeKind, Commit, Past
from kcs_cli.knowledge_base.config import ReviewConfig
from kcs_cli.review.review_report import explain, remarks, review
from kcs_cli.review.staleness import ScorePart, Subject, judge
from kcs_cli.review.usage import Usage

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAYS = timedelta(days=1)
YEAR = timedelta(days=365.25)


def past(*kinds: tuple[timedelta, ChangeKind], complete: bool = True) -> Past:
    changes = [
        Change(n, Commit("c", NOW - ago, ("ana@example.org",), 1), kind, "a.md", "b") for n, (ago, kind) in enumerate(kinds)
    ]
    return Past(tuple(changes), complete)


def subject(id_="kb-print1", changed=YEAR, **fields) -> Subject:
    known = {
        "path": f"{id_}.md", "title": "Printer", "confidence": "validated", "governance": "experience",
        "owners": ("ana@example.org",), "owner_source": "front matter", "has_left": False,
        "past": past((changed, ChangeKind.substantive)), "usage": Usage(), "updated_on": None, "calendar": Calendar(),
    }  # fmt: skip
    return Subject(id_, **known | fields)


def stale(one: Subject, **settings):
    return judge(one, NOW, ReviewConfig(**settings), has_journal=True)


def report(*subjects: Subject, limit=20, has_journal=True, with_unused=False):
    return review(subjects, NOW, ReviewConfig(), limit, has_journal=has_journal, with_unused=with_unused)


def test_the_reasons_say_in_words_and_numbers_why():
    changes = past(
        *[(n * DAYS, ChangeKind.mass) for n in (1, 2, 3)],
        (datetime(2026, 11, 24, 12, tzinfo=UTC) - datetime(2023, 4, 2, tzinfo=UTC), ChangeKind.substantive),
    )
    one = subject(past=changes, usage=Usage(resolutions=10, references=2, flags=("outdated", "")), has_left=True)
    assert stale(one).reasons == (
        "12 reuses since the last substantive change 2023-04-02 (3 mass edits since)",
        "2 open flags (outdated)",
        "owner left (ana@example.org)",
    )


def test_the_score_is_the_demand_times_the_age():
    one = subject(changed=2 * YEAR, usage=Usage(resolutions=3, references=1, flags=("",), unhelpful=2, refined=4, tried=1))
    judged = stale(one)
    assert [part.value for part in judged.parts] == [3, 1, 2, 5, 4, 2]
    assert judged.age_factor == pytest.approx(3)
    assert judged.score == pytest.approx(17 * 3)


def test_a_solved_case_confirms_so_the_age_counts_from_there():
    one = subject(changed=4 * YEAR, usage=Usage(resolutions=1, solved_at=NOW - YEAR))
    assert stale(one).age_factor == pytest.approx(2)
    assert stale(one).confirmed_on == date(2025, 11, 24)


def test_age_counts_for_five_years_at_most():
    assert stale(subject(changed=30 * YEAR)).age_factor == 6


def test_reuse_soon_after_a_review_is_no_reason_but_a_flag_is():
    fresh = subject(changed=30 * DAYS, usage=Usage(resolutions=50))
    assert stale(fresh).score == 0
    assert stale(fresh._replace(usage=Usage(flags=("",)))).score > 5


def test_an_owner_who_left_counts_only_where_there_is_demand():
    assert stale(subject(has_left=True)).score == 0
    assert stale(subject(has_left=True, usage=Usage(references=1))).parts == (
        ScorePart("cases it helped", 1, 1.0, 1.0),
        ScorePart("owner left", 1, 3.0, 3.0),
    )


def test_the_weights_are_those_of_the_settings():
    assert stale(subject(usage=Usage(flags=("",))), weight_flag=7.5, weight_age=0).score == 7.5


def test_without_a_journal_links_and_searches_count_by_their_doublings():
    one = subject(usage=Usage(links=3, landed=1))
    judged = judge(one, NOW, ReviewConfig(), has_journal=False)
    assert [(part.number, part.value) for part in judged.parts] == [(3, 2.0), (1, 1.0)]
    assert judged.reasons == ("last substantive change 2025-11-24", "3 articles link to it", "1 search led to it")


def test_a_confirmation_with_evidence_is_a_review():
    one = subject(verified_at=NOW - 100 * DAYS, usage=Usage(references=1))
    assert stale(one).reasons == ("1 reuse since it was confirmed 2026-08-16",)
    assert stale(one).changed_on == date(2025, 11, 24)


def test_in_a_shallow_clone_ages_are_at_least():
    one = subject(past=past((YEAR, ChangeKind.boundary), complete=False), usage=Usage(references=1))
    assert stale(one).at_least
    assert stale(one).reasons == ("1 reuse since at least 2025-11-24",)


def test_a_date_that_was_bumped_without_a_change_of_text_is_shown():
    one = subject(updated_on=date(2026, 8, 1))
    assert stale(one).reasons[1] == "its date says 2026-08-01, its text did not change then"


def test_compliance_articles_go_by_the_calendar_above_all_else():
    due = subject("kb-law", governance="compliance", calendar=Calendar(every="180d"))
    used = subject("kb-used", usage=Usage(flags=("",) * 9))
    found = report(used, due)
    assert [(heading, [one.id for one in articles]) for heading, articles in found.groups if articles] == [
        ("Due by the calendar", ["kb-law"]),
        ("Used or flagged, and not reviewed since", ["kb-used"]),
    ]
    assert found.due[0].reasons[0] == "due on 2026-05-23 (every 180d)"


def test_a_compliance_article_that_is_not_due_is_left_alone():
    assert report(subject(governance="compliance", calendar=Calendar(every="2y"))).found == 0


def test_other_articles_have_no_calendar():
    assert report(subject(calendar=Calendar(every="1d"))).due == ()


def test_a_misspelt_calendar_of_a_compliance_article_is_due_at_once():
    found = report(subject(governance="compliance", calendar=Calendar(wrong="review_every: soon is …")))
    assert found.due[0].reasons[0] == "review_every: soon is …"


def test_never_with_a_reason_is_counted_unless_somebody_flags_it():
    never = Calendar(never="printed")
    found = report(
        subject("a", calendar=never, usage=Usage(resolutions=9)), subject("b", calendar=never, usage=Usage(flags=("",)))
    )
    assert ([one.id for one in found.stale], found.totals.never) == (["b"], 1)


def test_work_in_progress_is_a_group_of_its_own_once_it_is_late():
    wip = {"confidence": "wip", "changed": 20 * DAYS}
    late, new = subject("late", captured_at=NOW - 20 * DAYS, **wip), subject("new", captured_at=NOW - 3 * DAYS, **wip)
    found = report(late, new)
    assert [(one.id, one.reasons[0]) for one in found.unfinished] == [("late", "work in progress since 2026-11-04")]


def test_unused_old_articles_are_counted_and_listed_only_when_all_are_wanted():
    old = subject(changed=3 * YEAR)
    assert (report(old).unused, report(old).totals.unused_old) == ((), 1)
    assert [one.id for one in report(old, with_unused=True).unused] == ["kb-print1"]
    assert remarks(report(old)) == [
        "Nothing deserves eyes, of 1 article.",
        "1 article unused and not reviewed for more than a year: --all lists them.",
    ]


def test_archived_articles_are_left_out_and_uncommitted_ones_counted():
    found = report(subject(confidence="archived"), subject("new", past=Past()))
    assert (found.totals.articles, found.totals.uncommitted) == (0, 1)


def test_what_the_limit_cuts_off_is_said():
    used = [subject(f"kb-{n}", usage=Usage(references=n)) for n in range(1, 4)]
    found = report(*used, limit=2)
    assert [one.id for one in found.stale] == ["kb-3", "kb-2"]
    assert remarks(found) == ["1 more: -n 3"]


def test_an_explanation_adds_up_to_the_score():
    found = explain(subject(usage=Usage(references=4)), NOW, ReviewConfig(), has_journal=True)
    assert found.group == "Used or flagged, and not reviewed since"
    assert found.article.score == pytest.approx(found.demand * found.article.age_factor)
    assert explain(subject(changed=100 * DAYS), NOW, ReviewConfig(), has_journal=True).group == ""


def test_compliance_articles_without_a_calendar_are_counted():
    assert report(subject(governance="compliance")).totals.unplanned == 1
