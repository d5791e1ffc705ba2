"""Outcomes: what became of the closed cases, beside what kinds of cases they were."""

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from statistics import median

from kcs_cli.demand.case_file import ClosedCase
from kcs_cli.measure.figure import Explanation, Figure, Measure, left_out, level, share
from kcs_cli.measure.material import NEVER, CaseLink, CaseSplit
from kcs_cli.measure.measure_report import MeasureReport
from kcs_cli.measure.measurement import Measurement
from kcs_cli.text.period import Period

HOUR, WEEK = 3_600, 7 * 86_400.0
FIRST, HOURS, CSAT, REPEATS = "first contact", "time to resolve", "csat", "repeat contacts"
MEASURE = Measure(
    "outcomes",
    "First contact, time, csat, repeats, beside the mix.",
    Explanation(
        numerator="first contact: cases of one contact; time to resolve: the median of closed minus opened, in "
        "hours; csat: the mean; "
        "repeat contacts: cases after whose closing the same customer opened another one within seven days",
        denominator="closed cases that have the value: contacts, both times, a rating, a customer",
        time_span="by the time a case was closed; the customer's next case may lie after the period, if the file has it",
        left_out="open cases; cases without the value, figure by figure: each says of how many it is",
        source="KCS v6 Practices Guide, outcomes; beside the mix because easy cases disappear when self-service works",
    ),
    needs_cases=True,
    by=("team", "domain", "kind", "month"),
    targets={FIRST: True, HOURS: False, CSAT: True, REPEATS: False},
)
UNSEEN = "Repeats after the last 7 days of the file are not seen yet: they look better."
MIX = "Easy cases go where self-service works: compare only where the mix is the same."


def measure(run: Measurement) -> MeasureReport:
    """Count what became of the cases."""
    openings = Openings()
    tallies = [Outcomes(period, openings, run.wish.by) for period in run.wish.periods]
    run.count([openings, *tallies], of_articles=False)
    openings.sort()
    return run.report([one.report() for one in tallies])


class OutcomeCounts:
    """What gathers of cases."""

    __slots__ = ("back", "contacts", "first", "hours", "rated", "ratings", "with_customer")

    def __init__(self) -> None:
        self.first = self.contacts = self.rated = self.back = self.with_customer = 0
        self.ratings = 0.0
        self.hours = array("d")

    def add(self, other: "OutcomeCounts") -> None:
        """Take in what another one has counted."""
        for name in ("first", "contacts", "rated", "ratings", "back", "with_customer"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.hours.extend(other.hours)

    def figures(self) -> tuple[Figure, ...]:
        """Return the figures."""
        return (
            share(FIRST, self.first, self.contacts),
            level(HOURS, median(self.hours) if self.hours else None, "h", len(self.hours)),
            level(CSAT, self.ratings / self.rated if self.rated else None, "", self.rated),
            share(REPEATS, self.back, self.with_customer),
        )


class Openings:
    """When each customer opened cases, gathered while cases are read."""

    def __init__(self) -> None:
        self.found: dict[str, array[float]] = {}
        self.latest = 0.0

    def take(self, case: ClosedCase, _: Sequence[CaseLink], opened: float, __: float) -> None:
        """Take in a case."""
        if case.customer and opened != NEVER:
            self.of(case.customer).append(opened)
            self.latest = max(self.latest, opened)

    def of(self, customer: str) -> "array[float]":
        """Return those of a customer."""
        found = self.found.get(customer)
        return self.found.setdefault(customer, array("d")) if found is None else found

    def sort(self) -> None:
        """Bring them in their order."""
        for openings in self.found.values():
            openings[:] = array("d", sorted(openings))


class Outcomes:
    """Counts while cases are read: whether a customer came back is known when all are."""

    def __init__(self, period: Period, openings: Openings, by: str = "") -> None:
        self.period = period
        self.since, self.until = period.stamps
        self.openings = openings
        self.split = CaseSplit(by, OutcomeCounts, period)
        self.mix: Counter[str] = Counter()
        self.waiting: list[tuple[array[float], float, OutcomeCounts]] = []
        self.without_opening = 0

    def take(self, case: ClosedCase, _: Sequence[CaseLink], opened: float, closed: float) -> None:
        """Take in a case."""
        if not self.since <= closed < self.until:
            return
        cell = self.split.of(case, closed)
        self.mix[case.kind] += 1
        if case.customer:
            self.waiting.append((self.openings.of(case.customer), closed, cell))
        if opened == NEVER:
            self.without_opening += 1
        else:
            cell.hours.append((closed - opened) / HOUR)
        _add(cell, case)

    def report(self) -> MeasureReport:
        """Return the report, once the openings are in their order."""
        for openings, closed, cell in self.waiting:
            cell.with_customer += 1
            cell.back += _is_soon_after(openings, closed)
        self.waiting.clear()
        report, cases = self.split.report(MEASURE, "Outcomes"), self.mix.total()
        mix = tuple(share(kind or "not given", self.mix[kind], cases) for kind in sorted(self.mix))
        missing = left_out(self.without_opening, "case that does not say when it was opened")
        unseen = (UNSEEN,) if self.until > self.openings.latest - WEEK and report.figures[3].of else ()
        return report._replace(beside=mix, remarks=(*report.remarks, *missing, *unseen, MIX))


def _add(cell: OutcomeCounts, case: ClosedCase) -> None:
    """Count what a case gives."""
    if case.contacts is not None:
        cell.contacts += 1
        cell.first += case.contacts == 1
    if case.csat is not None:
        cell.rated += 1
        cell.ratings += case.csat


def _is_soon_after(openings: Sequence[float], closed: float) -> bool:
    """Tell whether one of some instants, in their order, is within a week after another one."""
    place = bisect_right(openings, closed)
    return place < len(openings) and openings[place] - closed <= WEEK
