"""When an article is to be reviewed by the calendar, as its front matter says."""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from kcs_cli.article.review_text import EVERY as NAMES
from kcs_cli.article.review_text import review_texts
from kcs_cli.text.dates import DateOrder, read_day

EVERY = re.compile(r"(\d{1,4})\s*(d|w|m|y)(?:ays?|eeks?|onths?|ears?)?", re.IGNORECASE)
DAYS = {"d": 1, "w": 7}
MONTHS = {"m": 1, "y": 12}


class Calendar(NamedTuple):
    """What the fields say: reviewed `every` so often (`180d`) or due on a day; or `never`, with a reason; or `wrong`."""

    every: str = ""
    on: date | None = None
    never: str = ""
    wrong: str = ""

    def due_on(self, reviewed_on: date) -> date | None:
        """Return the day of the next review; None where there is none, or where that day's review was done."""
        if self.on:
            return self.on if reviewed_on < self.on else None
        return later(reviewed_on, self.every) if self.every else None


NO_CALENDAR = Calendar()  # of most, one for all


def read_calendar(fields: Mapping[str, Any], order: DateOrder = DateOrder.clear, every: Sequence[str] = NAMES) -> Calendar:
    """Read `review_every: 180d` (or a date; `every` are its names), and `review: never` with its `review_reason`."""
    return calendar_of(review_texts(fields, every), order)


def calendar_of(texts: Sequence[str], order: DateOrder = DateOrder.clear) -> Calendar:
    """Read the same from the texts of these fields, of which there may be none."""
    review, every, given = texts or ("", "", "")
    word, _, rest = review.partition(" ")
    if word.casefold().rstrip(":,-—–") == "never":
        reason = given or rest.strip(" :,-—–()")
        return Calendar(never=reason) if reason else Calendar(wrong="review: never gives no reason (review_reason)")
    if not every:
        return NO_CALENDAR
    if on := read_day(every, order):
        return Calendar(on=on)
    good = EVERY.fullmatch(every) and later(date(2000, 1, 1), every) != date.max
    return Calendar(every=every) if good else Calendar(wrong=f"review_every: {every} is neither 180d nor a date")


def later(day: date, every: str) -> date:
    """Return the day so much later; the last there is where it would be later than that."""
    found = EVERY.fullmatch(every)
    number, unit = (int(found[1]), found[2].lower()) if found else (0, "d")
    try:
        if unit in DAYS:
            return day + timedelta(days=number * DAYS[unit])
        months = day.month - 1 + number * MONTHS[unit]
        year, month = day.year + months // 12, months % 12 + 1
        return date(year, month, min(day.day, monthrange(year, month)[1]))
    except (OverflowError, ValueError):
        return date.max
