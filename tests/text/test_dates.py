from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.errors import KcsError
from kcs_cli.text.dates import (
    DateOrder,
    LocalMoments,
    end_of,
    order_shown,
    possible_days,
    read_day,
    read_moment,
    read_month,
    read_since,
    read_stamp,
)

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAYS = st.dates(min_value=date(1000, 1, 1))
ENGLISH = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
GERMAN = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
          "Dezember")  # fmt: skip
CLEAR = (
    "{0:04}-{1:02}-{2:02}", "{0:04}{1:02}{2:02}", "{0:04}/{1}/{2}", "{0:04}.{1:02}.{2:02}", "{0:04}年{1}月{2}日",
    "{2} {en} {0:04}", "{en} {2}, {0:04}", "{en3} {2}, {0:04}", "{en3}. {2}th {0:04}", "{2}-{en3}-{0:04}",
    "{2}. {de} {0:04}", "{2}. {de3}. {0:04}",
)  # fmt: skip
TIMES = ("", "T10:05", " 10:05", " 10:05:30 +0100", ", 10:05 AM")
DAY_FIRST = ("{2}/{1}/{0:04}", "{2:02}.{1:02}.{0:04}", "{2}. {1}. {0:04}", "{2}-{1}-{0:04}")
MONTH_FIRST = ("{1}/{2}/{0:04}", "{1:02}.{2:02}.{0:04}", "{1}-{2}-{0:04}")
ANY = st.text(st.sampled_from("0123456789-/. :T,年月日Janmärz٣²"), max_size=20) | st.text(max_size=80)


def written(form: str, day: date) -> str:
    """Write a day in a form."""
    en, de = ENGLISH[day.month - 1], GERMAN[day.month - 1]
    return form.format(day.year, day.month, day.day, en=en, de=de, en3=en[:3], de3=de[:3])


@settings(deadline=None)
@given(DAYS, st.sampled_from(CLEAR), st.sampled_from(TIMES), st.sampled_from(DateOrder))
def test_a_clear_day_is_read_back_whatever_the_order(day, form, time, order):
    assert read_day(f" {written(form, day)}{time} ", order) == day


@settings(deadline=None)
@given(DAYS, st.sampled_from(DAY_FIRST), st.sampled_from(TIMES))
def test_a_day_that_comes_first_is_read_back_where_the_base_says_so(day, form, time):
    assert read_day(written(form, day) + time, DateOrder.day_first) == day


@settings(deadline=None)
@given(DAYS, st.sampled_from(MONTH_FIRST), st.sampled_from(TIMES))
def test_a_month_that_comes_first_is_read_back_where_the_base_says_so(day, form, time):
    assert read_day(written(form, day) + time, DateOrder.month_first) == day


@settings(deadline=None)
@given(DAYS, st.sampled_from((*DAY_FIRST, *MONTH_FIRST)))
def test_where_nothing_is_said_a_day_is_read_only_if_it_can_mean_no_other(day, form):
    text = written(form, day)
    is_clear = day.day > 12 or day.day == day.month
    assert read_day(text) == (day if is_clear else None)
    assert len(possible_days(text)) == (1 if is_clear else 2)
    assert day in possible_days(text)


@settings(deadline=None)
@given(DAYS.filter(lambda day: day.day > 12), st.sampled_from(DAY_FIRST), st.sampled_from(MONTH_FIRST))
def test_a_day_after_the_12th_shows_the_order(day, first, second):
    assert order_shown(written(first, day)) is DateOrder.day_first
    assert order_shown(written(second, day)) is DateOrder.month_first


@settings(deadline=None)
@given(DAYS.filter(lambda day: day.day <= 12), st.sampled_from((*CLEAR, *DAY_FIRST, *MONTH_FIRST)))
def test_no_other_day_shows_an_order(day, form):
    assert order_shown(written(form, day)) is DateOrder.clear


@settings(deadline=None, max_examples=500)
@given(ANY, st.sampled_from(DateOrder))
def test_any_text_is_a_day_or_none(text, order):
    day = read_day(text, order)
    assert day is None or day in possible_days(text)
    assert read_moment(text) is None or isinstance(read_moment(text), datetime)
    assert read_month(text) is None or text.startswith(f"{read_month(text):%Y-%m}"[-7:])


@pytest.mark.parametrize("value", [None, 20240305, 2.5, True, ["2024-03-05"], {"a": 1}])
def test_what_is_no_text_is_no_day(value):
    assert read_day(value) is None
    assert order_shown(value) is DateOrder.clear


def test_a_date_or_a_time_that_was_read_already_is_its_day():
    assert [read_day(date(2024, 3, 5)), read_day(datetime(2024, 3, 5, 23, tzinfo=UTC))] == [date(2024, 3, 5)] * 2


@pytest.mark.parametrize(
    "text",
    ["2024-02-30", "31.2.2024", "13/13/2024", "5/3/24", "5 Marble 2024", "Ma 5 2024", "May 2024", "2024", "3.10", ""],
)
def test_what_is_no_day_is_none(text):
    assert read_day(text, DateOrder.day_first) is None


def test_a_month_is_its_first_day():
    assert [read_month(text) for text in ("2026-11", "2026-13", "0000-01", "2026-1", "2026-11-01")] == [
        date(2026, 11, 1), None, None, None, None,
    ]  # fmt: skip


def test_a_span_begins_on_a_day_or_so_many_days_ago():
    assert [read_since(text, NOW) for text in (None, "2026-11-22", " 30d ")] == [
        None, datetime(2026, 11, 22, tzinfo=UTC), NOW - timedelta(days=30),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["soon", "", "30 d", "22.11.2026", "2026-11-22T10:00"])
def test_a_span_that_is_none_is_an_error(text):
    with pytest.raises(KcsError, match="is no day"):
        read_since(text, NOW)


def test_a_day_ends_with_its_last_moment_or_with_now():
    assert end_of(date(2026, 11, 24), NOW) == datetime(2026, 11, 24, 23, 59, 59, 999999, tzinfo=UTC)
    assert end_of(date(2026, 11, 25), NOW) == NOW


@pytest.mark.parametrize("text", ["2026-11-25T13:00+01:00", f"{NOW.timestamp():.0f}", f"{NOW.timestamp() * 1000:.0f}"])
def test_a_stamp_is_a_time_or_seconds_since_1970(text):
    assert read_stamp(text) == NOW


@pytest.mark.parametrize(
    "text",
    ["2026-11-25 12:00:00 UTC", "2026-11-25 12:00 GMT", "2026-11-25 13:00:00 +0100", "2026-11-25 13:00:00.0 +01:00"],
)
def test_a_zone_may_have_a_blank_before_it_and_a_name(text):
    assert (read_stamp(text), LocalMoments().read(text)) == (NOW, NOW)


@pytest.mark.parametrize("text", ["", "soon", "1", "9" * 30, "0001-01-01T00:00+14:00"])
def test_a_stamp_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match="is no time"):
        read_stamp(text)
