from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcs_cli.article.review_calendar import Calendar, later, read_calendar

MARCH = date(2026, 3, 31)
TEXT = st.text("never 1290dwmy-:(reason)", max_size=12)


@pytest.mark.parametrize(
    ("every", "due_on"),
    [
        ("180d", date(2026, 9, 27)),
        ("2 weeks", date(2026, 4, 14)),
        ("1m", date(2026, 4, 30)),
        ("11 months", date(2027, 2, 28)),
        ("1y", date(2027, 3, 31)),
        ("2026-12-01", date(2026, 12, 1)),
        ("31.12.2026", date(2026, 12, 31)),
        ("December 1, 2026", date(2026, 12, 1)),
    ],
)
def test_an_article_is_due_so_long_after_its_review(every, due_on):
    assert read_calendar({"review_every": every}).due_on(MARCH) == due_on


def test_a_day_is_not_due_once_it_was_reviewed_then_or_later():
    assert read_calendar({"review_every": "2026-03-31"}).due_on(MARCH) is None


@pytest.mark.parametrize("every", ["soon", "180", "-3d", "2026-13-01", "d", "180d or so"])
def test_an_interval_that_is_none_is_said(every):
    assert read_calendar({"review_every": every}).wrong == f"review_every: {every} is neither 180d nor a date"


@pytest.mark.parametrize(
    "fields",
    [
        {"review": "never", "review_reason": "printed in the manual"},
        {"review": "never: printed in the manual"},
        {"review": "Never (printed in the manual)"},
    ],
)
def test_never_with_a_reason_excuses_an_article(fields):
    assert read_calendar(fields) == Calendar(never="printed in the manual")


def test_never_without_a_reason_does_not_excuse():
    assert read_calendar({"review": "never"}) == Calendar(wrong="review: never gives no reason (review_reason)")


def test_an_article_that_says_nothing_has_no_calendar():
    assert read_calendar({}) == Calendar()
    assert Calendar().due_on(MARCH) is None


@given(st.dictionaries(st.sampled_from(["review", "review_every", "review_reason"]), TEXT | st.lists(TEXT)))
def test_any_front_matter_can_be_read(fields):
    calendar = read_calendar(fields)
    assert sum(map(bool, calendar)) <= 1
    assert calendar.due_on(MARCH) is None or isinstance(calendar.due_on(MARCH), date)


@given(st.dates(), st.integers(0, 9999), st.sampled_from("dwmy"))
def test_what_is_due_later_is_never_earlier(day, number, unit):
    assert later(day, f"{number}{unit}") >= day
