"""Days, times and spans of time as people and other systems write them: no other module reads any."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from kcs_cli.errors import KcsError

iso_moment = datetime.fromisoformat  # a time as kcs, git and help desks write it: ISO 8601. Raises ValueError.
iso_day = date.fromisoformat  # a day of that kind. Raises ValueError.

ISO = r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T|_|\W|$)"  # whatever comes after the day: a time, a zone, a remark
TIME = r"(?:(?:T|,? (?:at |um |- )?)[0-9]{1,2}:[0-9]{2}.*|(?<=^[0-9]{8})T?[0-9]{4}(?:[0-9]{2,5})?Z?)"
YEAR_FIRST = r"([0-9]{4})[-/.年 ] ?([0-9]{1,2})[-/.月 ] ?([0-9]{1,2})[日.]?|([0-9]{4})([0-9]{2})([0-9]{2})"
YEAR_LAST = r"([0-9]{1,2})[-/.] ?([0-9]{1,2})[-/.] ?([0-9]{4})"
# Seconds or milliseconds of the years 1973 to 2286: a number of 11 digits may be either, of 8 a day (20240131)
EPOCH = r"1[0-9]{9}|1[0-9]{12}"  # the same of the years 2001 to 2033, where nothing says that it is a time
STAMP = r"[0-9]{9,10}(?:\.[0-9]+)?|[0-9]{12,13}"
NUMBER = r"(?i)([0-9]{1,4})(?:st|nd|rd|th|\.)?"
MONTHS = (
    ("january", "januar", "jänner", "enero", "janvier", "gennaio", "janeiro"),
    ("february", "februar", "febrero", "février", "febbraio", "fevereiro"),
    ("march", "märz", "mrz", "marzo", "março", "maart"), ("april", "abril", "avril"),
    ("may", "mai", "mayo", "maggio", "maio", "mei"), ("june", "juni", "junio", "juin", "giugno"),
    ("july", "juli", "julio", "juillet", "luglio", "julho"), ("august", "agosto", "août", "augustus"),
    ("september", "septiembre", "septembre", "settembre", "setembro"),
    ("october", "oktober", "octubre", "octobre", "ottobre", "outubro"),
    ("november", "noviembre", "novembre", "novembro"),
    ("december", "dezember", "diciembre", "décembre", "dicembre", "dezembro"),
)  # fmt: skip
WEEKDAY = (
    r"(?i)(?:(?:mon|tues?|wed|wednes|thu|thurs?|fri|sat|satur|sun)(?:day)?|mo|di|mi|do|fr|sa|so"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch)[.,]? "
)
AROUND = "[]<>\"'\u2018\u2019\u201c\u201d "  # `[[2024-01-30]]`, quotes of a typewriter and others
LINKING = frozenset(("de", "of", "del", "do"))  # words of a date: 2 de enero de 2024
SHORTEST = 3  # letters of a month's name
LONGEST = 60  # characters of a day with its time
NEVER = 9_900  # the first year in which nothing happens: there is room for any span before the calendar ends
LAST_SECOND = 253_402_214_400  # the last day of the year 9999, with room for zones
EARLIEST = date(1900, 1, 1)  # the beginning of all that kcs counts: a span that begins before begins here


class DateOrder(StrEnum):
    """What comes first in `03/04/2024`; `clear` says nothing of it: then such a date is none."""

    clear = "clear"
    day_first = "day-first"
    month_first = "month-first"


def read_day(value: object, order: DateOrder = DateOrder.clear) -> date | None:
    """Return the day that a value means, whatever time comes after it; None where it means none, or may mean two.

    Months have the names of eight languages. TOML has made a date, or a time, of some values already.
    """
    day_first, month_first = _readings(value)
    match order:
        case DateOrder.day_first:
            return day_first or month_first
        case DateOrder.month_first:
            return month_first or day_first
    days = {day for day in (day_first, month_first) if day}
    return days.pop() if len(days) == 1 else None


def possible_days(value: object) -> tuple[date, ...]:
    """Return the days that a value may mean, the earlier one first: two where nothing says which part is the month."""
    return tuple(sorted({day for day in _readings(value) if day}))


def order_shown(value: object) -> DateOrder:
    """Return the order in which a date was written, where a part of more than 12 tells it, as in `30.1.2024`."""
    day_first, month_first = _readings(value)
    if bool(day_first) is bool(month_first):
        return DateOrder.clear
    return DateOrder.day_first if day_first else DateOrder.month_first


def _readings(value: object) -> tuple[date | None, date | None]:
    """Return the day that a value means if the day comes first, and the one if the month does: mostly the same."""
    if isinstance(value, date):
        day = date(value.year, value.month, value.day)
        return day, day
    text = value.strip(AROUND) if isinstance(value, str) else ""
    if found := re.match(ISO, text):
        return (_day_of_iso(found[1]),) * 2
    if len(text) > LONGEST or not re.search(r"[0-9]", text):  # most texts that are asked are none
        return None, None
    text = re.sub(rf"{TIME}$", "", re.sub(WEEKDAY, "", text, count=1))
    if found := re.fullmatch(YEAR_LAST, text):
        first, second, year = map(int, found.groups())
        return _day_of(year, second, first), _day_of(year, first, second)
    if found := re.fullmatch(YEAR_FIRST, text):
        return (_day_of(*map(int, filter(None, found.groups()))),) * 2
    return (_day_of_iso(text) or _named_day(text) or _epoch_day(text),) * 2


def _named_day(text: str) -> date | None:
    """Return the day of `5 March 2024`, `March 5, 2024`, `5-Mar-2024`, `2024-Mar-5`; in other languages as well."""
    words = [word for word in re.split(r"[-, ]+", text.casefold()) if word not in LINKING]
    months = [number for number in map(_month_of, words) if number]
    numbers = [int(found[1]) for word in words if (found := re.fullmatch(NUMBER, word))]
    is_whole = len(words) == 3 and len(months) == 1 and len(numbers) == 2
    return _day_of(max(numbers), months[0], min(numbers)) if is_whole else None


def _epoch_day(text: str) -> date | None:
    """Return the day of a number of seconds or milliseconds since 1970."""
    return from_seconds(int(text) / (1000 if len(text) > 10 else 1)).date() if re.fullmatch(EPOCH, text) else None


def _month_of(word: str) -> int:
    """Return the number of a month by its name, or the first three letters or more of it; 0 for what is none."""
    name = word.rstrip(".")
    found = (number for number, names in enumerate(MONTHS, 1) if any(one.startswith(name) for one in names))
    return next(found, 0) if len(name) >= SHORTEST else 0


def _day_of(year: int, month: int, day: int) -> date | None:
    """Return a day; None where the calendar does not have it, or the year has not four digits."""
    try:
        return date(year, month, day) if year > 999 else None
    except ValueError:
        return None


def _day_of_iso(text: str) -> date | None:
    """Return a day of ISO 8601; None for what is none."""
    try:
        return iso_day(text)
    except ValueError:
        return None


def read_moment(text: str) -> datetime | None:
    """Return a time of ISO 8601, with its zone where it says one; None for what is none."""
    try:
        return iso_moment(text)
    except ValueError:
        return None


def sound_moment(value: object) -> datetime | None:
    """Return a time of ISO 8601 with its zone, of a year that leaves room for any span and zone; None for all else.

    By it everything that others wrote, or a machine, is checked once, where it is read in: `iso_moment` reads it after.
    """
    at = read_moment(value) if isinstance(value, str) else None
    return at if at and at.tzinfo and EARLIEST.year <= at.year < NEVER else None


def _bounded(at: datetime) -> datetime:
    """Return a time of a year in which something may have happened. Raise ValueError for another."""
    if EARLIEST.year <= at.year < NEVER:
        return at
    raise ValueError(f"{at.year} is no year of anything")


def read_stamp(text: str) -> datetime:
    """Return a time of ISO 8601, or in seconds or milliseconds since 1970, as UTC; without a zone it is local.

    Raise ValueError.
    """
    try:
        if re.fullmatch(STAMP, text):
            seconds = float(text) / (1000 if len(text) > 11 and "." not in text else 1)
            return from_seconds(seconds)
        return _bounded(iso_moment(with_iso_zone(text))).astimezone(UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise _no_time(text) from error


def with_iso_zone(text: str) -> str:
    """Return a time with its zone as ISO 8601 has it: Rails and help desks write `10:22:33 UTC`, or `10:22:33 +0200`."""
    if text.rfind(" ") <= len("2026-11-22"):  # no blank but the one before the time
        return text
    return re.sub(r" (?:UTC|GMT|Z)$", "+00:00", re.sub(r" (?=[+-][0-9]{2}:?[0-9]{2}$)", "", text))


def from_seconds(seconds: float, zone: tzinfo = UTC) -> datetime:
    """Return the time that is so many seconds after 1970 began; one that no calendar reaches is the last before."""
    return datetime.fromtimestamp(max(0, min(seconds, LAST_SECOND)), zone)


class LocalMoments:
    """Reads times of ISO 8601, millions of them: the zone of a local one is looked up once for each hour."""

    def __init__(self) -> None:
        self.zones: dict[str, str] = {}

    def read(self, text: str) -> datetime | None:
        """Return a time with its zone; None for nothing. Raise ValueError for what is none."""
        if not text:
            return None
        text = with_iso_zone(text)
        try:
            at = _bounded(iso_moment(text))
            return at if at.tzinfo else self._local(at, text)
        except (ValueError, OverflowError, OSError) as error:
            raise _no_time(text) from error

    def _local(self, at: datetime, text: str) -> datetime:
        """Return a local time with its zone; to read it again with the zone is the fastest way to give it one."""
        hour = text[:13]
        if hour not in self.zones:
            self.zones[hour] = at.astimezone().isoformat()[len(at.isoformat()) :]
        return iso_moment(f"{text}{self.zones[hour]}") if len(text) > len("2026-11-22") else at.astimezone()


def _no_time(text: str) -> ValueError:
    """Return the error of a text that is no time."""
    return ValueError(f"{text[:40]} is no time: write it as 2026-11-22T14:05")


def read_month(text: str) -> date | None:
    """Return the first day of a month that is written as 2026-11; None for what is none."""
    return _day_of_iso(f"{text}-01") if re.fullmatch(r"[0-9]{4}-[0-9]{2}", text) else None


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

    def dst(self, _: datetime | None) -> timedelta | None:
        """Return nothing: how much of the offset is summer time is not asked."""
        return None

    def tzname(self, at: datetime | None) -> str | None:
        """Return what it is called at a local time."""
        return None if at is None else at.replace(tzinfo=None).astimezone().tzname()


LOCAL = LocalZone()


def read_since(text: str | None, now: datetime) -> datetime | None:
    """Read when a span begins: a day, or a number of days back; one before there was anything is the beginning.

    Raise KcsError.
    """
    if text is None:
        return None
    beginning = datetime.combine(EARLIEST, time(), now.tzinfo)
    if days := re.fullmatch(r"(\d{1,5})d", text.strip()):
        return max(beginning, now - timedelta(days=int(days[1])))
    day = _day_of_iso(text.strip())
    if day is None:
        raise KcsError(f"{text} is no day", "Write it as 2026-11-22, or 30d for the last 30 days")
    return max(beginning, datetime.combine(day, time(), now.tzinfo))


def end_of(day: date, now: datetime) -> datetime:
    """Return the last moment of a day, or now where it has not ended."""
    return min(now, datetime.combine(day, time.max, now.tzinfo))
