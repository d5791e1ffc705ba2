"""What may be asked of a measure: the period, how it is parted, which targets are refused and why."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.measure.figure import Figure, Measure
from kcs_cli.text.dates import read_since
from kcs_cli.text.period import Period

PERSONS = ("person", "people", "agent", "author", "by", "owner", "user", "assignee")


class MeasureRequest(NamedTuple):
    """What a person asks of a report: a file of cases, the period, how it is parted, as of when, beside what."""

    period: Period
    cases: Path | None = None
    by: str = ""
    at: datetime | None = None
    baseline: datetime | None = None
    mine: bool = False
    target: str = ""

    @property
    def periods(self) -> list[Period]:
        """The period, and that of the baseline."""
        return [self.period, *([self.period.ending(self.baseline)] if self.baseline else [])]


def read_wish(
    kb: KnowledgeBase, days: tuple[str | None, str | None, str | None, str | None], cases: Path | None
) -> MeasureRequest:
    """Read from when (the last twelve months) until when, as of when, and the end of a baseline. Raise KcsError."""
    since, until, at, baseline = (read_since(day, kb.now()) for day in days)
    end = until or at or kb.now() + timedelta(seconds=1)
    start = since or a_year_before(end)
    if start >= end:
        raise KcsError(f"Nothing is between {start.date()} and {end.date()}", "--since is the earlier day")
    return MeasureRequest(Period(start, end), cases, at=at, baseline=baseline)


def a_year_before(at: datetime) -> datetime:
    """Return the same day of the year before, at its begin."""
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return day.replace(year=at.year - 1, day=28 if (at.month, at.day) == (2, 29) else at.day)


def check_by(measure: Measure, by: str) -> None:
    """Raise KcsError for what a measure cannot be parted by."""
    if by in PERSONS:
        raise KcsError("No measure ranks people: figures of one are for that one only", "kcs report citations --mine")
    if by and by not in measure.by:
        may = ", ".join(measure.by)
        raise KcsError(f"{measure.name} cannot be parted by {by}", f"By {may}" if may else "It is of everything")


def with_target(measure: Measure, figures: Sequence[Figure], target: str) -> str:
    """Return whether a target is met, in words; nothing for none. Raise KcsError for a target on what people do."""
    if not target:
        return ""
    if not measure.targets:
        raise KcsError(f"{measure.name} gets no target: {measure.refusal}",
                       "Goals are for outcomes: kcs report outcomes --target csat=4.2")  # fmt: skip
    name, value = _read_target(measure, target)
    figure = next(one for one in figures if one.name == name)
    up = measure.targets[name]
    wanted = f"Target: {name} at {'least' if up else 'most'} {value:g} {figure.unit}".rstrip()
    if figure.value is None:
        return f"{wanted}: nothing to count."
    is_met = figure.value >= value if up else figure.value <= value
    is_sure = figure.low is None or figure.high is None or not figure.low <= value <= figure.high
    return f"{wanted}: {'met' if is_met else 'not met'} ({figure}{'' if is_sure else '; too near to be sure'})."


def _read_target(measure: Measure, target: str) -> tuple[str, float]:
    """Read `csat=4.2`, or a number alone where there is one figure. Raise KcsError."""
    name, equals, text = target.rpartition("=")
    known = {one.replace(" ", "-"): one for one in measure.targets}
    wanted = name.strip().lower().replace(" ", "-") if equals else next(iter(known)) if len(known) == 1 else ""
    try:
        return known[wanted], float(text)
    except (KeyError, ValueError) as error:
        hint = " or ".join(f"--target {one}=NUMBER" for one in known)
        raise KcsError(f"{target} is no target of {measure.name}", hint) from error
