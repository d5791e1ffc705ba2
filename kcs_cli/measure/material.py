"""What reports are made of: articles with their beginnings, the links of cases, and cases parted into groups."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from math import inf
from operator import attrgetter
from typing import Generic, NamedTuple, Protocol, Self, TypeVar

from kcs_cli.demand.case_file import ClosedCase
from kcs_cli.measure.figure import Figure, FigureGroup, Measure, left_out, number, share
from kcs_cli.measure.measure_report import MeasureReport
from kcs_cli.text.display import on_one_line
from kcs_cli.text.period import Period


class CaseCounter(Protocol):
    """What counts cases."""

    def add(self, other: Self) -> None:
        """Take in what another one has counted."""
        ...

    def figures(self) -> tuple[Figure, ...]:
        """Return what it has counted."""
        ...


Cell = TypeVar("Cell", bound=CaseCounter)
SUCCESS = "article opened"  # the figure of searches that led to an article
NEVER = inf  # seconds: the time of what did not happen, or is not known
NO_LINKS: tuple["CaseLink", ...] = ()
BY: Mapping[str, Callable[[ClosedCase], str]] = {
    "team": attrgetter("team"),
    "domain": attrgetter("domain"),
    "kind": attrgetter("kind"),
}


class WrittenArticle(NamedTuple):
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


class CaseLink(NamedTuple):
    """A link that helped and holds, by its article (None: outside the base, or gone); `noted` are bits, one a period."""

    article: int | None
    noted: int = 0


class SearchTally(NamedTuple):
    """What was searched and voted in a time."""

    searches: int = 0
    without: int = 0
    opened: int = 0
    helpful: int = 0
    votes: int = 0

    def figures(self) -> tuple[Figure, ...]:
        """Return the figures."""
        return (
            number("searches", self.searches),
            share("found nothing", self.without, self.searches),
            share(SUCCESS, self.opened, self.searches),
            share("helpful votes", self.helpful, self.votes),
        )


class CaseLinks:
    """The links that helped, by case; `hashed` turns a case number into what it may be stored as."""

    def __init__(
        self, rows: Iterable[tuple[str, int, int]], articles: Mapping[int, int], hashed: Callable[[str], str]
    ) -> None:
        shared: dict[object, tuple[CaseLink, ...]] = {}  # of a million cases few have other links than others
        self.links: dict[str, tuple[CaseLink, ...]] = {}
        for case, subject, noted in rows:
            known = subject, noted
            one = shared.get(known) or shared.setdefault(known, (CaseLink(articles.get(subject), noted),))
            found = self.links.get(case, NO_LINKS) + one
            self.links[case] = shared.setdefault(found, found)
        self.hashed = hashed if any(case.startswith("h-") for case in self.links) else None

    def of(self, case: str) -> tuple[CaseLink, ...]:
        """Return the links of a case. Raise KcsError where case numbers are hashed and there is no key."""
        found = self.links.get(case)
        if found:
            return found
        if self.hashed and (found := self.links.get(self.hashed(on_one_line(case)))):
            return found
        return self.links.get(on_one_line(case), NO_LINKS) if " " in case else NO_LINKS


class CaseSplit(Generic[Cell]):
    """What is counted of closed cases, for each group (by team, domain or kind) and month apart, to be put together."""

    def __init__(self, by: str, new: Callable[[], Cell], period: Period) -> None:
        self.group = BY.get(by)
        self.by = by
        self.new = new
        self.period = period
        self.starts = [at.timestamp() for at in period.months]
        self.cells: dict[tuple[str, int], Cell] = {}
        self.persons: dict[str, set[str]] = {}

    def of(self, case: ClosedCase, closed: float) -> Cell:
        """Return what a case counts in that was closed in the period, at some second."""
        group = self.group(case) if self.group else ""
        if self.by == "team" and len(persons := self.persons.setdefault(group, set())) < 2:
            persons.add(case.by)
        key = group, bisect_right(self.starts, closed) - 1
        return self.cells.get(key) or self.cells.setdefault(key, self.new())

    @property
    def alone(self) -> frozenset[str]:
        """The teams of which only one person closed cases: their figures would be that person's."""
        return frozenset(team for team, persons in self.persons.items() if len(persons) == 1 and "" not in persons)

    def together(self, label: Callable[[tuple[str, int]], str], labels: Iterable[str] = ()) -> dict[str, tuple[Figure, ...]]:
        """Return the figures of the cells that have the same label; those of some `labels` even where there are none."""
        found = {name: self.new() for name in labels}
        for key, cell in self.cells.items():
            if (name := label(key)) not in found:
                found[name] = self.new()
            found[name].add(cell)
        return {name: cell.figures() for name, cell in found.items()}

    def report(self, measure: Measure, title: str) -> MeasureReport:
        """Return the report."""
        names = self.period.month_names
        numbers = [month for _, month in self.cells]
        between = names[min(numbers) : max(numbers)] if numbers else []  # one without cases would make a line too short
        whole = self.together(lambda _: "").get("", self.new().figures())
        months = self.together(lambda key: names[key[1]], between)
        parts = self.together(lambda key: key[0]) if self.group else months if self.by else {}
        shown = {label: figures for label, figures in parts.items() if label not in self.alone}
        remarks = left_out(len(self.alone), "team of one person: a person's figures are that person's own")
        return MeasureReport(
            measure.name, title, self.period, whole, self.by, groups(shown), groups(months), remarks=remarks
        )


def groups(found: Mapping[str, tuple[Figure, ...]]) -> tuple[FigureGroup, ...]:
    """Return groups by their labels: people look for a name, and nobody is ranked."""
    return tuple(FigureGroup(label or "not given", found[label]) for label in sorted(found))
