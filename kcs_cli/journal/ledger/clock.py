"""The times of events as the ledger has them: numbers that sort, and the zone in which a day is that day."""

from datetime import UTC, datetime, timedelta, timezone
from functools import cache

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND, MINUTE = timedelta(microseconds=1), timedelta(minutes=1)


def clock(at: datetime) -> tuple[int, int]:
    """Return the microseconds since 1970, and the minutes by which the zone is ahead."""
    return (at - EPOCH) // MICROSECOND, (at.utcoffset() or timedelta()) // MINUTE


def moment(at: int, zone: int) -> datetime:
    """Return the time of these."""
    return (EPOCH + timedelta(microseconds=at)).astimezone(_zone(zone))


@cache
def _zone(minutes: int) -> timezone:
    """Return a zone: few have many times."""
    return timezone(timedelta(minutes=minutes))
