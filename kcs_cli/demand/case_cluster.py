"""Recurring issues among cases that no article is linked to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from kcs_cli.demand.case_file import ClosedCase
from kcs_cli.demand.gap_report import PresentAnswers
from kcs_cli.render.report import Column, Columns, Table, unread
from kcs_cli.search.engine.evidence import STRONG
from kcs_cli.search.same_question import order
from kcs_cli.text.display import OptionalText, on_one_line, quantity
from kcs_cli.text.privacy import scrub

LONGEST_ISSUE = 300  # characters of an issue that are looked at
FEWEST = 2  # cases: fewer do not recur
MOST_WORDINGS = 10


class Cluster(NamedTuple):
    """Cases about the same: an `example` in the customers' words, the article found for it today, and whether it answers.

    `cost` is the sum of what is known, in the unit of the file; None where nothing is.
    """

    n: int
    example: str
    cases: int
    customers: int
    last_on: date | None
    cost: float | None
    id: OptionalText
    is_answered: bool
    wordings: tuple[str, ...]


class ClusterReport(NamedTuple):
    """The recurring issues of a file's cases that nobody linked, those of most cases first.

    `cases` were read, `linked_cases` of them; `single` do not recur, `silent` say no issue. `more` were not asked for.
    """

    file: str
    cases: int
    linked_cases: int
    silent: int
    single: int
    clusters: tuple[Cluster, ...]
    more: int

    @property
    def unlinked(self) -> int:
        """The cases without a link."""
        return self.cases - self.linked_cases

    def tables(self) -> Sequence[Table]:
        """Return the clusters, one a line, and what they were found among."""
        columns: Columns = ("n", Column("example", "issue"), "cases", Column("", "share"), "customers", "last_on", "cost",
                            Column("", "found today"), *unread("id", "is_answered", "wordings"))  # fmt: skip
        rows = tuple(
            (one.n, one.example, one.cases, f"{one.cases / self.unlinked:.1%}", one.customers, one.last_on, one.cost,
             one.id if one.is_answered else f"{one.id} (doubtful)" if one.id else "nothing",
             one.id, one.is_answered, one.wordings)
            for one in self.clusters
        )  # fmt: skip
        lines = [
            (True, f"{self.file}: {quantity(self.cases, 'case')}, {self.unlinked:,} without a link; shares are of these"),
            (not rows, "No issue recurs among them."),
            (rows, f"kcs new --gap {self.clusters[0].n if rows else 0} starts an article."),
            (self.more, f"{self.more:,} more issues recur: --all"),
            (self.single, f"{quantity(self.single, 'case')} like no other."),
            (self.silent, f"{quantity(self.silent, 'case')} without a text, and not grouped."),
        ]
        said = [Table(line) for is_so, line in lines if is_so]
        return (said[0], *([Table("", columns, rows)] if rows else []), *said[1:])


class Same:
    """What gathers of the cases that ask one thing."""

    def __init__(self) -> None:
        self.cases = 0
        self.customers: set[str] = set()
        self.last_on: date | None = None
        self.cost: float | None = None

    def add(self, case: ClosedCase) -> None:
        """Take in a case."""
        self.cases += 1
        self.customers |= {case.customer} if case.customer else set()
        if at := case.day_at:
            self.last_on = max(at.date(), self.last_on or at.date())
        if case.cost is not None:
            self.cost = case.cost + (self.cost or 0)


class UnlinkedCases(NamedTuple):
    """The cases without a link, by what they ask: of `cases` that were read `linked` have one, `silent` ask nothing."""

    cases: int
    linked: int
    silent: int
    asked: Mapping[str, Same]


def sort_out(cases: Iterable[ClosedCase], is_linked: Callable[[str], bool], patterns: Sequence[str]) -> UnlinkedCases:
    """Return the cases that no article is linked to, each once; of a text only its beginning is looked at, scrubbed."""
    seen: set[str] = set()
    asked: dict[str, Same] = {}
    linked = silent = 0
    for case in cases:
        if case.id in seen:
            continue
        seen.add(case.id)
        if is_linked(case.id):
            linked += 1
        elif issue := on_one_line(scrub(case.issue[: LONGEST_ISSUE * 2], patterns))[:LONGEST_ISSUE]:
            asked.setdefault(issue, Same()).add(case)
        else:
            silent += 1
    return UnlinkedCases(len(seen), linked, silent, asked)


def cluster(
    file: str, unlinked: UnlinkedCases, heads: Mapping[str, str], today: PresentAnswers, limit: int
) -> ClusterReport:
    """Put the cases together that ask the same; `heads` maps each issue to the one that leads its group."""
    groups: dict[str, list[str]] = {}
    for issue in sorted(unlinked.asked, key=lambda issue: order(issue, unlinked.asked[issue].cases)):
        groups.setdefault(heads[issue], []).append(issue)
    sizes = {head: sum(unlinked.asked[issue].cases for issue in issues) for head, issues in groups.items()}
    recurring = sorted((head for head in groups if sizes[head] >= FEWEST), key=lambda head: (-sizes[head], head))
    clusters = tuple(
        _as_cluster(n, groups[head], [unlinked.asked[issue] for issue in groups[head]], today)
        for n, head in enumerate(recurring[:limit], 1)
    )
    single = sum(size for size in sizes.values() if size < FEWEST)
    more = len(recurring) - len(clusters)
    return ClusterReport(
        file=file,
        cases=unlinked.cases,
        linked_cases=unlinked.linked,
        silent=unlinked.silent,
        single=single,
        clusters=clusters,
        more=more,
    )


def _as_cluster(n: int, wordings: Sequence[str], same: Sequence[Same], today: PresentAnswers) -> Cluster:
    """Return the cases of some issues as one."""
    hit = next(iter(today.find(wordings[0])), None)
    customers = {customer for one in same for customer in one.customers}
    costs = [one.cost for one in same if one.cost is not None]
    last_on = max((one.last_on for one in same if one.last_on), default=None)
    return Cluster(
        n=n,
        example=wordings[0],
        cases=sum(one.cases for one in same),
        customers=len(customers),
        last_on=last_on,
        cost=round(sum(costs), 2) if costs else None,
        id=hit.id if hit else "",
        is_answered=bool(hit and hit.evidence >= STRONG),
        wordings=tuple(wordings[:MOST_WORDINGS]),
    )
