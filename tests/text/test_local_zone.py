import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from kcs_cli.text.dates import LOCAL, end_of, read_since
from kcs_cli.text.period import Period

WINTER, SUMMER = timezone(timedelta(hours=2)), timezone(timedelta(hours=3))


@pytest.fixture(autouse=True)
def _in_vilnius(monkeypatch):
    monkeypatch.setenv("TZ", "EET-2EEST,M3.5.0/3,M10.5.0/4")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("now", "day", "begin"),
    [
        (datetime(2026, 12, 1, tzinfo=WINTER), "2026-07-01", datetime(2026, 7, 1, tzinfo=SUMMER)),
        (datetime(2026, 7, 9, tzinfo=SUMMER), "2026-01-01", datetime(2026, 1, 1, tzinfo=WINTER)),
        (datetime(2026, 12, 1, tzinfo=WINTER), "2026-11-30", datetime(2026, 11, 30, tzinfo=WINTER)),
    ],
)
def test_a_day_begins_at_the_midnight_it_had_whenever_it_is_named(now, day, begin):
    assert read_since(day, now.astimezone(LOCAL)) == begin


def test_a_day_of_summer_ends_at_its_own_midnight():
    now = datetime(2026, 12, 1, tzinfo=WINTER).astimezone(LOCAL)
    last = datetime(2026, 6, 30, 23, 59, 59, 999999, tzinfo=SUMMER)
    assert end_of(last.date(), now) == last


def test_each_month_of_a_year_begins_at_its_own_midnight():
    year = Period(datetime(2026, 1, 1, tzinfo=LOCAL), datetime(2027, 1, 1, tzinfo=LOCAL))
    zones = [WINTER] * 3 + [SUMMER] * 7 + [WINTER] * 2
    begins = [datetime(2026, month, 1, tzinfo=zone) for month, zone in enumerate(zones, 1)]
    assert [at.astimezone(UTC) for at in year.months] == [at.astimezone(UTC) for at in begins]


@pytest.mark.parametrize("hour", [0, 1])
def test_both_hours_of_the_night_that_has_one_twice_stay_the_instants_they_are(hour):
    at = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    assert at.astimezone(LOCAL).astimezone(UTC) == at
    assert at.astimezone(LOCAL).isoformat() == f"2026-10-25T03:30:00+0{3 - hour}:00"


@pytest.mark.parametrize("year", [1, 1900, 9999])
def test_no_year_is_too_early_or_too_late(year):
    assert datetime(year, 1, 1, tzinfo=LOCAL).utcoffset() is not None
