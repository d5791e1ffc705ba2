"""Counts of the searches in the log, read one after another: of a million no more than their ids are kept."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from kcs_cli.files.month_log import MonthLog, lines
from kcs_cli.text.dates import sound_moment


class SearchCount(NamedTuple):
    """How many searches there were, found nothing, and led to a hit that was opened."""

    searches: int = 0
    without: int = 0
    opened: int = 0


class LogLine(msgspec.Struct):
    """What counts of a line of the log: of a search, or (`search`, `rank`) of an article that was opened from it."""

    v: int
    at: str
    id: str = ""
    base: str = ""
    hits: list[msgspec.Raw] = []
    search: str = ""
    rank: int = 0


def count_searches(log: MonthLog, base: str, starts: Sequence[datetime], until: datetime) -> list[SearchCount]:
    """Return the searches of the periods that begin at some instants, one ending as the next begins, the last at `until`."""
    counts = [[0, 0, 0] for _ in starts]
    unopened: dict[str, int] = {}  # search → its period
    for line in _lines(log, starts[0]):
        if line.search:
            place = unopened.pop(line.search, -1) if line.rank > 0 else -1
            if place >= 0:
                counts[place][2] += 1
        elif line.base == base and line.id not in unopened:
            at = sound_moment(line.at)
            if at and starts[0] <= at < until:
                place = bisect_right(starts, at) - 1
                unopened[line.id] = place
                counts[place][0] += 1
                counts[place][1] += not line.hits
    return [SearchCount(*one) for one in counts]


def _lines(log: MonthLog, since: datetime) -> Iterator[LogLine]:
    """Yield the lines from the month before an instant on (zones differ)."""
    decode = msgspec.json.Decoder(LogLine).decode
    first = f"{since - timedelta(days=31):%Y-%m}"
    for text in lines(file for file in log.files() if file.stem >= first):
        with suppress(ValueError):  # torn or foreign
            line = decode(text)
            if line.v == log.version:
                yield line
