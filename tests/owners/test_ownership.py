from datetime import UTC, date, datetime, timedelta

import pytest

from kcs_cli.knowledge_base.people import People, Person
from kcs_cli.owners.ownership import (
    HALF_LIFE,
    Activity,
    Claim,
    Expert,
    Ownership,
    OwnerSource,
    Work,
    find_experts,
    find_ownership,
    heir,
    named_ownership,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = NOW.date()
DAYS = timedelta(days=1)
ANA, BEN, EVA = "ana@example.org", "ben@example.org", "eva@example.org"
ACTIVE = Activity(dict.fromkeys((ANA, BEN, EVA), NOW))
NOBODY = People()
PRINTING = {"printing": frozenset({ANA, BEN}), "@example/printing": frozenset({ANA, BEN})}


def work(person: str, ago: timedelta = timedelta(), what: str = "edit") -> Work:
    return Work(person, NOW - ago, what)


def claim(*done: Work, owner: str = "", by_rule: tuple[str, ...] | None = None) -> Claim:
    return Claim("kb-1", "a.md", "Printer", owner, "experience", by_rule, done)


def ownership(one: Claim, people: People = NOBODY, activity: Activity = ACTIVE) -> Ownership:
    return find_ownership(one, people, activity, NOW)


def experts(*done: Work, activity: Activity = ACTIVE) -> tuple[Expert, ...]:
    return find_experts(done, activity, NOW)


def left(*persons: str, on: date = TODAY) -> People:
    known = {person: Person(person, left_on=on) for person in persons}
    return People(known, PRINTING, {person: person for person in persons})


# Who answers


def test_the_article_says_first_who_answers_for_it():
    expert = Expert(BEN, 1.0, 1, 0, 0, TODAY, True)
    assert ownership(claim(work(BEN), owner=ANA, by_rule=(ANA,))) == Ownership(
        (ANA,), OwnerSource.front_matter, "the article says so", (expert,), False, ()
    )


def test_several_owners_are_parted_by_commas():
    assert ownership(claim(owner=f"{ANA}, @ben,, printing ")).owners == (ANA, "@ben", "printing")


def test_else_codeowners_says_it():
    assert ownership(claim(by_rule=("@ana", "@example/printing"))) == Ownership(
        ("@ana", "@example/printing"), OwnerSource.codeowners, "CODEOWNERS says so", (), False, ()
    )


def test_else_it_is_a_guess_with_its_evidence():
    best, other = Expert(BEN, 2.0, 1, 1, 0, TODAY, True), Expert(ANA, 1.0, 1, 0, 0, TODAY, True)
    assert ownership(claim(work(ANA), work(BEN), work(BEN, what="confirmation"))) == Ownership(
        (BEN,), OwnerSource.guess, f"1 edit, 1 confirmation, last {TODAY}", (best, other), False, ()
    )


def test_a_line_of_codeowners_without_owners_leaves_it_to_the_guess():
    assert ownership(claim(work(BEN), by_rule=())).owners == (BEN,)
    assert ownership(claim(by_rule=())).owner_source is OwnerSource.nobody


def test_an_owner_of_commas_alone_is_nobody():
    assert ownership(claim(owner=" , ", by_rule=("@ana",))).owners == ("@ana",)


def test_nobody_answers_for_what_nobody_worked_on():
    assert ownership(claim()) == Ownership((), OwnerSource.nobody, "nobody who is active knows it", (), False, ())


def test_who_is_not_active_is_no_guess_but_stays_an_expert():
    found = ownership(claim(work(BEN)), activity=Activity({BEN: NOW - 181 * DAYS}))
    assert (found.owners, found.owner_source, [one.person for one in found.experts]) == ((), OwnerSource.nobody, [BEN])


def test_who_has_left_is_no_guess():
    assert ownership(claim(work(BEN), work(ANA), work(ANA)), left(ANA)).owners == (BEN,)


def test_an_edit_of_more_than_three_years_ago_makes_no_guess():
    assert ownership(claim(work(ANA, 3 * HALF_LIFE))).owners == (ANA,)
    assert ownership(claim(work(ANA, 4 * HALF_LIFE))).owners == ()


def test_the_owners_have_left_when_all_of_them_have():
    people = left(ANA, BEN)
    assert [ownership(claim(owner=owner), people).has_left for owner in (ANA, f"{ANA}, {BEN}", f"{ANA}, {EVA}")] == [
        True, True, False,
    ]  # fmt: skip


def test_a_team_has_left_when_its_last_member_has():
    assert ownership(claim(by_rule=("@example/printing",)), left(ANA)).has_left is False
    assert ownership(claim(by_rule=("@example/printing",)), left(ANA, BEN)).has_left is True


def test_who_leaves_tomorrow_is_still_there():
    assert ownership(claim(owner=ANA), left(ANA, on=TODAY + DAYS)).has_left is False


def test_without_a_look_at_the_work_nobody_is_guessed():
    assert named_ownership(claim(work(ANA)), People(), NOW).owner_source is OwnerSource.nobody
    assert named_ownership(claim(work(BEN), owner=ANA), left(ANA), NOW) == Ownership(
        (ANA,), OwnerSource.front_matter, "the article says so", (), True, ()
    )


def test_a_member_of_the_team_answers_for_its_articles():
    one, people = ownership(claim(owner="printing")), left()
    assert [one.is_answered_by(people.stands_for(who), people) for who in (ANA, EVA, "printing")] == [True, False, True]


# Who knows it


def test_work_counts_half_after_a_year_and_a_case_a_quarter_of_it():
    done = [work(person, years * HALF_LIFE, what) for person, years, what in (
        ("a", 0, "edit"), ("b", 1, "edit"), ("c", 2, "confirmation"), ("d", 0, "resolution"), ("e", 1, "resolution"),
    )]  # fmt: skip
    assert {one.person: one.weight for one in experts(*done)} == {"a": 1, "b": 0.5, "c": 0.25, "d": 0.25, "e": 0.125}


def test_all_work_of_a_person_adds_up():
    done = [work(ANA), work(ANA, HALF_LIFE), work(ANA, DAYS, "resolution"), work(ANA, 2 * DAYS, "confirmation")]
    (one,) = experts(*done)
    assert one._replace(weight=0) == Expert(ANA, 0, 2, 1, 1, TODAY, True)
    assert one.weight == pytest.approx(1.5 + 0.25 + 1, abs=0.01)


def test_who_knows_it_best_comes_first_and_equals_by_name():
    done = [work(EVA), work(BEN), work(ANA, HALF_LIFE)]
    assert [one.person for one in experts(*done)] == [BEN, EVA, ANA]


def test_work_of_the_future_does_not_count_yet():
    assert experts(work(ANA, -DAYS)) == ()


def test_a_clock_that_is_ahead_spoils_no_weight():
    assert experts(work(ANA, timedelta(seconds=-1)), work(ANA))[0].edits == 1


@pytest.mark.parametrize(("years", "knows"), [(1, True), (1.01, False)])
def test_one_edit_tells_for_a_year_that_somebody_knows_it(years, knows):
    assert experts(work(ANA, years * HALF_LIFE))[0].knows_it is knows


def test_two_cases_tell_that_somebody_knows_it_and_one_does_not():
    assert experts(work(ANA, what="resolution"))[0].knows_it is False
    assert experts(work(ANA, what="resolution"), work(ANA, what="resolution"))[0].knows_it is True


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((1, 0, 0), "1 edit, last 2026-11-24"),
        ((2, 1, 0), "2 edits, 1 confirmation, last 2026-11-24"),
        ((0, 2, 1), "2 confirmations, 1 resolution, last 2026-11-24"),
        ((0, 0, 1_000), "1,000 resolutions, last 2026-11-24"),
    ],
)
def test_the_evidence_says_what_somebody_did(counts, words):
    assert Expert(ANA, 1.0, *counts, TODAY, True).evidence == words


@pytest.mark.parametrize(("ago", "days", "active"), [(180, 180, True), (181, 180, False), (181, 200, True), (-1, 180, True)])
def test_active_is_who_was_seen_within_so_many_days(ago, days, active):
    assert Activity({ANA: NOW - ago * DAYS}, days).is_active(ANA, NOW) is active


def test_who_was_never_seen_is_not_active():
    assert Activity({}).is_active(ANA, NOW) is False


def test_an_heir_is_the_best_of_those_who_are_active_still_there_and_not_set_apart():
    known = experts(*[work(ANA)] * 4, *[work(BEN)] * 3, *[work(EVA)] * 2, work("old"))
    assert [heir(known, left(*gone), NOW, frozenset(without)) for gone, without in [
        ((), ()), ((ANA,), ()), ((ANA,), (BEN,)), ((ANA,), (BEN, EVA)),
    ]] == [known[0], known[1], known[2], None]  # fmt: skip


# Where they disagree


def test_front_matter_and_codeowners_may_disagree():
    assert ownership(claim(owner=f"{ANA}, {EVA}", by_rule=("@ben", "@carl"))).disagreements == (
        f"{ANA}, {EVA} by its front matter, @ben, @carl by CODEOWNERS",
    )


@pytest.mark.parametrize("rule", [(ANA,), ("@ben", "ANA@example.org"), ("@example/printing",), (), None])
def test_it_is_no_disagreement_when_one_of_the_owners_is_the_same_or_nobody_is_named(rule):
    assert ownership(claim(owner=ANA, by_rule=rule), left()).disagreements == ()


def test_somebody_who_works_clearly_more_on_it_than_its_owner_is_a_disagreement():
    done = [work(ANA), *[work(BEN)] * 3]
    assert ownership(claim(*done, owner=ANA)).disagreements == (f"{ANA} owns it, {BEN} works on it (3 edits, last {TODAY})",)
    assert ownership(claim(*done[:-1], owner=ANA)).disagreements == ()


def test_work_on_what_codeowners_gives_to_others_is_a_disagreement():
    assert ownership(claim(work(BEN), work(BEN), by_rule=("@ana", "@eva"))).disagreements == (
        f"@ana, @eva owns it, {BEN} works on it (2 edits, last {TODAY})",
    )


def test_the_work_of_all_owners_counts_together():
    done = [work(ANA), work(EVA), *[work(BEN)] * 5]
    assert len(ownership(claim(*done, owner=ANA)).disagreements) == 1
    assert ownership(claim(*done, owner=f"{ANA}, {EVA}")).disagreements == ()


def test_work_of_a_member_is_work_of_the_team():
    assert ownership(claim(*[work(BEN)] * 3, owner="printing"), left()).disagreements == ()


def test_little_work_of_another_is_no_disagreement():
    assert ownership(claim(work(BEN), owner=ANA)).disagreements == ()


def test_work_of_somebody_who_is_not_active_any_more_is_no_disagreement():
    assert ownership(claim(work(BEN), owner=ANA), activity=Activity({ANA: NOW})).disagreements == ()


def test_both_disagreements_are_listed():
    assert len(ownership(claim(work(BEN), work(BEN), owner=ANA, by_rule=("@eva",))).disagreements) == 2
