"""A day as people write it, read where it can mean one day only."""

import re
from datetime import date

ISO = r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]\S.*)?"
YEAR_FIRST = r"([0-9]{4})[-/.年 ]([0-9]{1,2})[-/.月 ]([0-9]{1,2})日?|([0-9]{4})([0-9]{2})([0-9]{2})"
YEAR_LAST = r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})"
NAMED = r"(?i)[a-z]{3,9}|märz"
NUMBER = re.compile(r"([0-9]{1,4})(?:st|nd|rd|th|\.)?", re.IGNORECASE)
MONTHS = (
    ("january", "januar"), ("february", "februar"), ("march", "märz"), ("april",), ("may", "mai"), ("june", "juni"),
    ("july", "juli"), ("august",), ("september",), ("october", "oktober"), ("november",), ("december", "dezember"),
)  # fmt: skip
LONGEST = 30  # characters


def iso_day(text: str) -> date | None:
    """Return the day of `2024-03-05`, with a time after it or not; None for what is written in another way."""
    found = re.fullmatch(ISO, text)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def meant_day(text: str) -> date | None:
    """Return the day that a text means in another writing; None where it may mean two (`03/04/2024`), or none."""
    if len(text) > LONGEST:
        return None
    if found := re.fullmatch(YEAR_FIRST, text):
        year, month, day = map(int, filter(None, found.groups()))
        return day_of(year, month, day)
    if found := re.fullmatch(YEAR_LAST, text):
        first, second, year = map(int, found.groups())
        days = {day_of(year, second, first), day_of(year, first, second)} - {None}
        return days.pop() if len(days) == 1 else None
    return named_day(text)


def named_day(text: str) -> date | None:
    """Return the day of `5 March 2024`, `March 5, 2024`, `5-Mar-2024`; in German as well."""
    words = re.split(r"[-, ]+", text.casefold())
    months = [number for number in map(month_of, words) if number]
    numbers = [int(found[1]) for found in map(NUMBER.fullmatch, words) if found]
    is_whole = len(words) == 3 and len(months) == 1 and len(numbers) == 2
    return day_of(numbers[1], months[0], numbers[0]) if is_whole else None


def month_of(word: str) -> int:
    """Return the number of a month by its name, or the first three letters or more of it; 0 for what is none."""
    name = word.rstrip(".")
    is_name = re.fullmatch(NAMED, name) or name == "mär"
    found = (number for number, names in enumerate(MONTHS, 1) if any(one.startswith(name) for one in names))
    return next(found, 0) if is_name else 0


def day_of(year: int, month: int, day: int) -> date | None:
    """Return a day; None where the calendar does not have it, or the year has not four digits."""
    try:
        return date(year, month, day) if year > 999 else None
    except ValueError:
        return None
