from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.search.evaluation.bisect_report import (
    BisectOutcome,
    BreakReport,
    Culprit,
    HitPlace,
    doublings,
    find_break,
)
from tests import make


class Asked:
    """The states of a branch, the newest first, which count how often they are asked."""

    def __init__(self, good: list[bool]) -> None:
        self.good = good
        self.numbers: list[int] = []

    def __call__(self, number: int) -> bool:
        self.numbers.append(number)
        return self.good[number]


@settings(deadline=None)
@given(st.integers(1, 3000), st.integers(1, 3000))
def test_the_commit_that_lost_it_is_found_in_few_steps(bad, good):
    asked = Asked([False] * bad + [True] * good)
    assert find_break(bad + good, asked) == bad - 1
    assert len(asked.numbers) <= 2 * (bad + good).bit_length() + 2


@settings(deadline=None)
@given(st.lists(st.booleans(), max_size=60))
def test_what_is_found_is_always_a_bad_commit_after_a_good_one(states):
    states = [False, *states]
    found = find_break(len(states), Asked(states))
    assert found is None or (not states[found] and states[found + 1])


@settings(deadline=None)
@given(st.integers(1, 5000))
def test_the_steps_double_and_end_with_the_oldest(commits):
    steps = list(doublings(commits))
    assert steps == sorted(set(steps))
    assert (steps[-1:] == [commits - 1]) == (commits > 1)


def test_none_is_found_where_none_was_good():
    assert find_break(9, Asked([False] * 9)) is None


def test_likely_commits_are_asked_when_the_steps_met_no_good_one():
    states = [False] * 40
    states[21] = True
    assert find_break(40, Asked(states)) is None
    assert find_break(40, Asked(states), [0, 8, 21]) == 20


CULPRIT = Culprit("0123456789abcdef", date(2024, 5, 2), ("Ana",), "Reword", ("a.md", "b.md", "c.md", "d.md"),
                  HitPlace(1, "a.md"),
                  HitPlace(None, "a.md", "kb-9"))  # fmt: skip


def test_the_report_names_the_commit_its_files_and_the_ranks():
    report = BreakReport("fax dead", "kb-1", "Fax", BisectOutcome.broken, HitPlace(5, "a.md"), 11, 1425, CULPRIT)
    found, tried = make.tables(report)
    assert found.title == "“fax dead”: its article is lost since this commit"
    assert found.rows == (
        ("article", "kb-1"), ("title", "Fax"), ("today", "at rank 5"), ("commit", "0123456789ab"), ("day", date(2024, 5, 2)),
        ("author", "Ana"), ("subject", "Reword"), ("file", "a.md"), ("file", "b.md"), ("file", "c.md"),
        ("files", "and 1 more"), ("before", "at rank 1"), ("after", "not among the first ten"), ("first after", "kb-9"),
    )  # fmt: skip
    assert tried.title == "Asked at 11 of 1,425 commits that changed the knowledge base"


@pytest.mark.parametrize(
    ("finding", "sentence"),
    [
        (BisectOutcome.found, "“a”: nothing is broken, its article is among the first 3"),
        (BisectOutcome.never, "“a”: its article was among the first 3 at none of the commits tried"),
        (BisectOutcome.uncommitted, "“a”: its article is lost by what is not committed yet"),
    ],
)
def test_without_a_commit_the_report_says_why(finding, sentence):
    report = BreakReport("a", "kb-1", "", finding, HitPlace(), 0, 0)
    (table,) = make.tables(report)
    assert (table.title, table.rows) == (sentence, (("article", "kb-1"), ("today", "not there")))
