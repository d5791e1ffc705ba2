"""Cases as a help desk exports them: CSV or JSON lines, whose columns `[cases]` in kcs.toml names."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import NamedTuple

from kcs_cli.files.table import ColumnRequest, TornRows, read_rows
from kcs_cli.knowledge_base.config import Config
from kcs_cli.text.dates import LocalMoments
from kcs_cli.text.display import quantity
from kcs_cli.text.period import Period

HINT = 'Name the column in kcs.toml: [cases] {} = "…"'
DECIMAL_COMMA = r"-?\d+,\d{1,2}"


class ClosedCase(NamedTuple):
    """One case; a text that the file does not have is empty, a number or a time None. `cost` is in the file's own unit."""

    id: str
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    team: str = ""
    domain: str = ""
    kind: str = ""
    language: str = ""
    channel: str = ""
    issue: str = ""
    customer: str = ""
    contacts: int | None = None
    csat: float | None = None
    cost: float | None = None
    by: str = ""

    @property
    def day_at(self) -> datetime | None:
        """When it was closed, or opened where that is all that is known."""
        return self.closed_at or self.opened_at


def read_cases(
    file: Path, config: Config, tell: Callable[[str], None], needed: Sequence[str] = ("id",)
) -> Iterator[ClosedCase]:
    """Yield the cases of a file, one after another; rows that are none are passed over, and told at the end.

    A time without a zone is local. Raise KcsError for a file that cannot be read or lacks a needed column.
    """
    names = {field: config.cases.names(field) for field in ClosedCase._fields}
    broken, times = TornRows(file), LocalMoments()
    for line, row in read_rows(file, ColumnRequest(names, needed, HINT.format(needed[-1]))):
        if isinstance(row, str):
            broken.add(line, row)
            continue
        try:
            yield _as_case(row, times)
        except ValueError as error:
            broken.add(line, str(error))
    broken.tell(tell)


def each_once(
    cases: Iterable[ClosedCase], counts: Callable[[ClosedCase], object], tell: Callable[[str], None]
) -> Iterator[ClosedCase]:
    """Yield each case once, and once more where the first row that `counts` comes later; how many were passed over is told.

    Exports name a case again for each of its answers, agents or tags, or once as open and once as closed.
    """
    counted, others, again = set[int](), set[int](), 0  # hashes: of a million case numbers they take half the room
    for case in cases:
        number, is_counted = hash(case.id), bool(counts(case))
        if number in counted or (number in others and not is_counted):
            again += 1
            continue
        (counted if is_counted else others).add(number)
        yield case
    if again:
        tell(f"Left out: {quantity(again, 'row')} of cases that are on an earlier row; each counts once")


def cases_within(period: Period, cases: Iterable[ClosedCase], tell: Callable[[str], None]) -> Iterator[ClosedCase]:
    """Yield the cases of a period; those that say no day are left out, and told."""
    without = 0
    for case in cases:
        without += case.day_at is None
        if period.has(case.day_at):
            yield case
    if without:
        tell(f"Left out: {quantity(without, 'case')} without a day")


def _as_case(row: Sequence[str], times: LocalMoments) -> ClosedCase:
    """Read one row. Raise ValueError for what is no case."""
    id_, opened, closed, team, domain, kind, language, channel, issue, customer, contacts, csat, cost, by = [
        cell.strip() for cell in row
    ]
    if not id_:
        raise ValueError("no case number")
    opened_at, closed_at = times.read(opened), times.read(closed)
    if opened_at and closed_at and closed_at < opened_at:
        raise ValueError(f"case {id_} was closed before it was opened")
    return ClosedCase(
        id_, opened_at, closed_at, team, domain, kind, language, channel, issue, customer,
        _count(contacts) if contacts else None, _number(csat) if csat else None, _number(cost) if cost else None, by,
    )  # fmt: skip


@lru_cache(10_000)  # of a million cells few are different
def _count(text: str) -> int | None:
    """Read a whole number; None for nothing. Raise ValueError."""
    if not text:
        return None
    if (read := _number(text)) is None or read < 0 or read != int(read):
        raise ValueError(f"{text[:40]} is no count")
    return int(read)


@lru_cache(10_000)
def _number(text: str) -> float | None:
    """Read a number, with a point or a comma; None for nothing. Raise ValueError."""
    if not text:
        return None
    try:
        read = float(text.replace(",", ".") if re.fullmatch(DECIMAL_COMMA, text) else text)
    except ValueError as error:
        raise ValueError(f"{text[:40]} is no number") from error
    if not isfinite(read):
        raise ValueError(f"{text[:40]} is no number")
    return read
