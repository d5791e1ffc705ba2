from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.measure.figure import Figure, FigureGroup, level, number, ratio, share, wilson
from kcs_cli.measure.measure_report import MeasureReport
from kcs_cli.render.report import Chart
from kcs_cli.text.period import Period
from tests import make

SPRING = Period(datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))


def test_a_share_has_the_interval_by_wilson():
    """The example of 15 of 50 in https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval's formula."""
    found = share("x", 15, 50)
    assert (found.value, round(found.low, 2), round(found.high, 2), found.remark) == (30.0, 19.1, 43.75, "")


@given(st.integers(1, 10**6).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
@settings(deadline=None)
def test_a_share_lies_within_its_interval(counts):
    part, of = counts
    low, high = wilson(part, of)
    assert 0 <= low <= 100 * part / of + 1e-9
    assert 100 * part / of - 1e-9 <= high <= 100


def test_what_is_made_of_few_says_so():
    assert [share("x", 1, 29).remark, share("x", 1, 30).remark, level("x", 2.0, "h", 3).remark] == ["few: 29", "", "few: 3"]


def test_of_nothing_there_is_no_share():
    assert [share("x", 0, 0).value, ratio("x", 3, 0).value, level("x", None, "h", 0).remark] == [
        None,
        None,
        "nothing to count",
    ]


def test_a_period_has_its_begin_and_not_its_end():
    assert (SPRING.has(SPRING.since), SPRING.has(SPRING.until), SPRING.has(None)) == (True, False, False)


def test_a_period_has_months():
    assert [f"{at:%Y-%m-%d}" for at in SPRING.months] == ["2026-01-15", "2026-02-01", "2026-03-01"]


def test_a_period_is_named_by_its_last_day():
    now = Period(SPRING.since, SPRING.until + timedelta(hours=3))
    assert (str(SPRING), str(now)) == ("2026-01-15 to 2026-03-31", "2026-01-15 to 2026-04-01")


def test_the_period_of_a_baseline_is_as_long():
    assert SPRING.ending(SPRING.since) == Period(datetime(2025, 10, 31, tzinfo=UTC), SPRING.since)


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [((50, 100), (45, 100), "may be chance"), ((90, 100), (10, 100), ""), ((9, 10), (10, 100), "few: 10")],
)
def test_what_may_be_chance_says_so(now, then, said):
    report = MeasureReport("x", "X", SPRING, (share("x", *now),))
    earlier = report._replace(figures=(share("x", *then),))
    assert make.tables(report._replace(previous=earlier))[1].rows[0][-1] == said


def test_the_charts_are_of_the_groups_and_the_months():
    months = tuple(
        FigureGroup(label, (share("x", n, 10), level("y", float(n), "h", 10))) for n, label in enumerate(("a", "b"))
    )
    report = MeasureReport("x", "X", SPRING, months[0].figures, "team", months, months)
    assert report.charts() == [
        Chart("X by team", "bar", ("a", "b"), {"x": (0.0, 10.0)}, "%"),
        Chart("X by team", "bar", ("a", "b"), {"y": (0.0, 1.0)}, "h"),
        Chart("X by month", "line", ("a", "b"), {"x": (0.0, 10.0)}, "%"),
        Chart("X by month", "line", ("a", "b"), {"y": (0.0, 1.0)}, "h"),
    ]


def test_a_group_that_was_not_there_before_has_nothing_beside_it():
    now = MeasureReport("x", "X", SPRING, (number("x", 2),), "team", (FigureGroup("new", (number("x", 2),)),))
    then = now._replace(figures=(number("x", 1),), groups=())
    assert make.tables(now._replace(previous=then))[1].rows == (
        ("all", 2, None, None, None, None, "", 1),
        ("new", 2, None, None, None, None, "", None),
    )


def test_a_figure_in_words():
    assert [str(Figure("x", value, unit)) for value, unit in ((None, ""), (3, ""), (3.25, "h"), (50.0, "%"))] == [
        "none", "3", "3.2 h", "50.0 %",
    ]  # fmt: skip
