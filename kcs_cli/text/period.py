"""A span of time that questions are asked of."""

from datetime import MAXYEAR, date, datetime, timedelta
from typing import NamedTuple


class Period(NamedTuple):
    """From an instant until another one, without it."""

    since: datetime
    until: datetime

    def has(self, at: datetime | None) -> bool:
        """Tell whether an instant is in it."""
        return at is not None and self.since <= at < self.until

    @property
    def stamps(self) -> tuple[float, float]:
        """Its begin and end as seconds: a million instants of many zones are compared fastest so."""
        return self.since.timestamp(), self.until.timestamp()

    @property
    def month_before(self) -> "Period":
        """The thirty days before it."""
        return Period(self.since - timedelta(days=30), self.since)

    def ending(self, at: datetime) -> "Period":
        """Return the period of the same length that ends at an instant."""
        # A day of room: in UTC the first moment of a zone east of it would be in the year 0, an OverflowError
        first = datetime.min.replace(tzinfo=at.tzinfo) + timedelta(days=1)
        return Period(max(first, at - min(self.until - self.since, at - first)), at)

    @property
    def months(self) -> tuple[datetime, ...]:
        """The instants at which its months begin, as in the zone of its begin: the first one with the period."""
        found = [self.since]
        while (following := next_month(found[-1])) < self.until:
            found.append(following)
        return tuple(found)

    @property
    def month_names(self) -> list[str]:
        """What its months are called."""
        return [f"{at:%Y-%m}" for at in self.months]

    def month_of(self, at: datetime) -> str:
        """Return what the month is called that an instant is in, wherever it was noted: one of `month_names`."""
        return f"{at.astimezone(self.since.tzinfo):%Y-%m}"

    @property
    def last_on(self) -> date:
        """The last day of which something is in it."""
        return (self.until if _has_time(self.until) else self.until - timedelta(days=1)).date()

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d} to {self.last_on}"


def next_month(at: datetime) -> datetime:
    """Return when the month after the one of an instant begins."""
    if (at.year, at.month) == (MAXYEAR, 12):
        return datetime.max.replace(tzinfo=at.tzinfo)
    return datetime(at.year + at.month // 12, at.month % 12 + 1, 1, tzinfo=at.tzinfo)


def _has_time(at: datetime) -> bool:
    """Tell whether an instant is within a day, not at its begin."""
    return (at.hour, at.minute, at.second, at.microsecond) != (0, 0, 0, 0)
