"""The zone of this machine, summer time and all."""

from datetime import UTC, datetime, timedelta, tzinfo


class LocalZone(tzinfo):
    """The zone of the person: it knows in December how far from UTC a day of July was.

    What `astimezone()` gives has the offset of one instant: a day of July that is named in December would begin an hour
    late by it, and what happened in its first hour would be of June.
    """

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        """Return how far from UTC it is at a local time."""
        if at is None:
            return None
        try:
            return at.replace(tzinfo=None).astimezone().utcoffset()
        except (OverflowError, ValueError, OSError):  # a year that the machine's own clock does not have
            return datetime.now(UTC).astimezone().utcoffset()

    def fromutc(self, at: datetime) -> datetime:
        """Return an instant as local time; of the hour that there is twice, the second one is told apart."""
        there = at.replace(tzinfo=UTC).astimezone()
        local = there.replace(tzinfo=self)
        return local if self.utcoffset(local) == there.utcoffset() else local.replace(fold=1)

    def dst(self, at: datetime | None) -> timedelta | None:
        """Return nothing: how much of the offset is summer time is not asked."""
        return None

    def tzname(self, at: datetime | None) -> str | None:
        """Return what it is called at a local time."""
        return None if at is None else at.replace(tzinfo=None).astimezone().tzname()


LOCAL = LocalZone()
