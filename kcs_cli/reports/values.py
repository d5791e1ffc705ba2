"""What reports are made of: articles with their beginnings, the links of cases, and cases parted into groups."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Generic, NamedTuple, Protocol, TypeVar

from kcs_cli.case_file import ClosedCase
from kcs_cli.measure import Figure, Group, Measure, MeasureReport, Period, left_out
from kcs_cli.text import joined


class HasFigures(Protocol):
    """What counts cases."""

    def figures(self) -> tuple[Figure, ...]:
        """Return what it has counted."""
        ...


Cell = TypeVar("Cell", bound=HasFigures)
NO_LINKS: tuple["Link", ...] = ()
BY: Mapping[str, Callable[[ClosedCase], str]] = {
    "team": lambda case: case.team,
    "domain": lambda case: case.domain,
    "kind": lambda case: case.kind,
    "month": lambda case: f"{case.closed_at.year}-{case.closed_at.month:02}" if case.closed_at else "",
}


class Written(NamedTuple):
    """An article: its `domain` is its folder; `created_at` None where its first commit is not known.

    `authors` are who wrote it first, as one person is known; nobody for one that was brought in with many others.
    `visible_at` is when it came to be seen by its audience, where that was asked for.
    """

    id: str
    title: str
    domain: str
    confidence: str
    created_at: datetime | None
    authors: tuple[str, ...] = ()
    visible_at: datetime | None = None


class Link(NamedTuple):
    """A link that helped and holds, by its article (None: outside the base, or gone); `noted` are bits, one a period."""

    article: int | None
    noted: int = 0


class CaseLinks:
    """The links that helped, by case; `hashed` turns a case number into what it may be stored as."""

    def __init__(
        self, rows: Iterable[tuple[str, int, int]], articles: Mapping[int, int], hashed: Callable[[str], str]
    ) -> None:
        shared: dict[tuple[Link, ...], tuple[Link, ...]] = {}  # of a million cases few have other links than others
        self.links: dict[str, tuple[Link, ...]] = {}
        for case, subject, noted in rows:
            found = (*self.links.get(case, NO_LINKS), Link(articles.get(subject), noted))
            self.links[case] = shared.setdefault(found, found)
        self.hashed = hashed if any(case.startswith("h-") for case in self.links) else None

    def of(self, case: str) -> tuple[Link, ...]:
        """Return the links of a case. Raise KcsError where case numbers are hashed and there is no key."""
        case = joined(case)
        found = self.links.get(case, NO_LINKS)
        return found if found or self.hashed is None else self.links.get(self.hashed(case), NO_LINKS)


class Split(Generic[Cell]):
    """What is counted of cases: in all, for each group by team, domain or kind, and for each month."""

    def __init__(self, by: str, new: Callable[[], Cell]) -> None:
        self.group = BY.get(by) if by != "month" else None
        self.by = by
        self.new = new
        self.all = new()
        self.groups: dict[str, Cell] = {}
        self.months: dict[str, Cell] = {}
        self.known: dict[tuple[str, str], tuple[Cell, ...]] = {}
        self.persons: dict[str, set[str]] = {}

    def of(self, case: ClosedCase) -> tuple[Cell, ...]:
        """Return what a closed case counts in."""
        if self.by == "team" and len(persons := self.persons.setdefault(case.team, set())) < 2:
            persons.add(case.by)
        key = (self.group(case) if self.group else "", BY["month"](case))
        return self.known.get(key) or self.begun(key)

    def begun(self, key: tuple[str, str]) -> tuple[Cell, ...]:
        """Return what the cases of a group and a month count in."""
        group, month = key
        cells = [self.all, self.months.setdefault(month, self.new())]
        if self.group:
            cells.append(self.groups.setdefault(group, self.new()))
        self.known[key] = tuple(cells)
        return self.known[key]

    @property
    def alone(self) -> frozenset[str]:
        """The teams of which only one person closed cases: their figures would be that person's."""
        return frozenset(team for team, persons in self.persons.items() if len(persons) == 1 and "" not in persons)

    def report(self, measure: Measure, title: str, period: Period) -> MeasureReport:
        """Return the report."""
        parts = self.months if self.by == "month" else self.groups
        shown = {label: cell.figures() for label, cell in parts.items() if label not in self.alone}
        months = {label: cell.figures() for label, cell in self.months.items()}
        remarks = left_out(len(self.alone), "team of one person: a person's figures are that person's own")
        return MeasureReport(
            measure.name, title, period, self.all.figures(), self.by, groups(shown), groups(months), remarks=remarks
        )


def groups(found: Mapping[str, tuple[Figure, ...]]) -> tuple[Group, ...]:
    """Return groups by their labels: people look for a name, and nobody is ranked."""
    return tuple(Group(label or "not given", found[label]) for label in sorted(found))


def is_closed_in(case: ClosedCase, period: Period) -> bool:
    """Tell whether a case was closed in a period."""
    return case.closed_at is not None and period.since <= case.closed_at < period.until
