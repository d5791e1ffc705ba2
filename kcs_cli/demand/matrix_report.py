"""The value-irritant matrix: how much each topic is asked about, whether that changes, and what contradicts its quadrant."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from kcs_cli.knowledge_base.topic import Quadrant, Topic
from kcs_cli.render.report import Column, Columns, PagePart, ReportPage, Table
from kcs_cli.text.display import OptionalText, in_shell, quantity

MONTH = 30  # days, to which numbers of cases are brought
FEW = 10  # cases: fewer tell nothing of a trend
SHORTEST = 14  # days on either side of a fix that tell something
FALLEN = 0.5  # of the cases before
OLD = timedelta(days=365)
READERS = ("customer", "public")  # audiences of what customers find themselves


class TopicArticle(NamedTuple):
    """An article about a topic: its state, open flags, cases ever, and the day it was last worked on (None: not known).

    `is_improved`: that was more than to capture it.
    """

    id: str
    title: str
    confidence: str
    audience: str
    flags: int
    cases: int
    worked_on: date | None
    is_improved: bool

    @property
    def is_self_service(self) -> bool:
        """Tell whether customers can help themselves with it."""
        return self.confidence == "validated" and self.audience in READERS


class Volume(NamedTuple):
    """How much a topic is asked about: `cases` and `searches` in the period, what cases cost, of how many that is known.

    `by_month` has the cases by the month they were opened in; `cases_before` and `cases_after` those opened before and
    since the fix, with the days of either.
    """

    cases: int = 0
    searches: int = 0
    cost: float = 0.0
    with_cost: int = 0
    by_month: Mapping[str, int] = {}
    cases_before: int = 0
    cases_after: int = 0
    days_before: int = 0
    days_after: int = 0

    @property
    def trend(self) -> str:
        """Say whether cases fell since the fix, brought to thirty days."""
        if self.days_after < 1 or self.days_before < 1:
            return ""
        before, after = (
            MONTH * n / days for n, days in ((self.cases_before, self.days_before), (self.cases_after, self.days_after))
        )
        if min(self.days_before, self.days_after) < SHORTEST or self.cases_before + self.cases_after < FEW:
            return f"{self.cases_before} → {self.cases_after} cases: too few to tell"
        how = "fell" if after < before else "did not fall"
        return f"{how} from {before:.1f} to {after:.1f} in {MONTH} days"

    @property
    def has_fallen(self) -> bool | None:
        """Tell whether cases fell to half or less since the fix; None where that cannot be told yet."""
        if min(self.days_before, self.days_after) < SHORTEST or self.cases_before + self.cases_after < FEW:
            return None
        return self.cases_after / self.days_after <= FALLEN * self.cases_before / self.days_before


class Contradiction(NamedTuple):
    """What speaks against a topic's quadrant, and what to do."""

    topic_name: str
    quadrant: str
    what: str
    do: str


class TopicState(NamedTuple):
    """A topic with its volume and its articles."""

    topic: Topic
    volume: Volume
    answers: tuple[TopicArticle, ...]

    @property
    def states(self) -> str:
        """Say how many articles there are, and how many of them customers can use."""
        own = sum(one.is_self_service for one in self.answers)
        return f"{len(self.answers)}, {own} for customers" if self.answers else "none"


class MatrixReport(NamedTuple):
    """The matrix of a period. `cases` were looked at, of the file `source`, or, where that is empty, those with a link."""

    since_on: date
    until_on: date
    source: OptionalText
    cases: int
    searches: int
    contradictions: tuple[Contradiction, ...]
    topics: tuple[TopicState, ...]

    def tables(self) -> Sequence[Table]:
        """Return what contradicts the quadrants, then each quadrant."""
        rows = tuple((one.topic_name, one.quadrant, one.what, one.do) for one in self.contradictions)
        wrong = Table("What contradicts the matrix", (Column("topic_name", "topic"), "quadrant", "what", "do"), rows)
        return (wrong, *filter(None, (part.table for part in self.page().parts)))

    def page(self) -> ReportPage:
        """Return it as a page: what contradicts the quadrants first."""
        of = (
            f"{quantity(self.cases, 'case')} of {self.source}"
            if self.source
            else f"{quantity(self.cases, 'case')} with a link"
        )
        note = f"From {of} and {quantity(self.searches, 'search', 'searches')} here."
        points = tuple(f"{one.topic_name} ({one.quadrant}): {one.what} → {one.do}" for one in self.contradictions)
        wrong = PagePart("What contradicts it", () if points else ("Nothing.",), points=points)
        quadrants = [PagePart(one.capitalize(), (), self.quadrant(one)) for one in Quadrant if self.quadrant(one).rows]
        return ReportPage(f"The value-irritant matrix, {self.since_on} to {self.until_on}", (note,), (wrong, *quadrants))

    def quadrant(self, quadrant: Quadrant) -> Table:
        """Return the topics of a quadrant, those of most cases first."""
        columns: Columns = (Column("name", "topic"), "cases", "searches", "cost", Column("", "articles"),
                            Column("", "since the fix"), "owner", "ticket")  # fmt: skip
        rows = tuple(
            (one.topic.name, one.volume.cases, one.volume.searches, round(one.volume.cost) if one.volume.with_cost else None,
             one.states, one.volume.trend, one.topic.owner, one.topic.ticket)
            for one in self.topics if one.topic.quadrant is quadrant
        )  # fmt: skip
        return Table("", columns, rows)

    @property
    def explanation(self) -> tuple[str, ...]:
        """Say how it was counted."""
        return (
            "A case is of a topic when its issue has all the content words of one of the topic's queries, however they are "
            "inflected, or when it is linked (resolution or reference) to one of its articles. It may be of several.",
            "A topic's articles have one of its tags, have the words in their title or phrases, or are among the first "
            "three that the search finds for a query with strong evidence.",
            "Cost is the sum over the cases whose cost is given; the trend compares cases opened before and since the fix.",
        )


def report_matrix(
    period: tuple[date, date], source: str, cases: int, searches: int, states: Sequence[TopicState]
) -> MatrixReport:
    """Make the report: topics of most cases first, and what contradicts their quadrants."""
    ranked = tuple(sorted(states, key=lambda one: (-one.volume.cases, one.topic.name)))
    wrong = tuple(
        Contradiction(one.topic.name, one.topic.quadrant.value, what, do)
        for one in ranked for what, do in CONTRADICTIONS[one.topic.quadrant](one, period)
    )  # fmt: skip
    return MatrixReport(*period, source, cases, searches, wrong, ranked)


Wrong = Iterator[tuple[str, str]]
Days = tuple[date, date]  # the first, and the last


def _unowned(state: TopicState) -> Wrong:
    """Find that nobody outside support is to remove the cause."""
    if not state.topic.owner:
        yield "nobody outside support owns its cause", "owner in matrix.toml"
    if not state.topic.ticket:
        yield "no ticket says how its cause goes away", "ticket in matrix.toml"


def _still_there(state: TopicState, until: date) -> Wrong:
    """Find that cases go on although the cause is said to be gone."""
    if state.topic.fixed_on and state.topic.fixed_on <= until and state.volume.has_fallen is False:
        yield (
            f"fixed on {state.topic.fixed_on}, and cases {state.volume.trend}",
            "ask its owner",
        )


def _against_eliminate(state: TopicState, period: Days) -> Wrong:
    """Find what is polished though it is to go, and causes that nobody removes."""
    yield from _unowned(state)
    yield from _still_there(state, period[1])
    for one in state.answers:
        if one.is_improved and one.worked_on and one.worked_on >= period[0]:
            yield (
                f"“{one.title}” was worked on, {one.worked_on}: polish the product instead",
                f"kcs history {in_shell(one.id)}",
            )


def _against_simplify(state: TopicState, period: Days) -> Wrong:
    """Find causes that nobody removes."""
    yield from _unowned(state)
    yield from _still_there(state, period[1])


def _against_automate(state: TopicState, period: Days) -> Wrong:
    """Find that customers cannot help themselves."""
    if not state.answers:
        yield "no article", f"kcs new {in_shell(state.topic.name)}"
    elif not any(one.is_self_service for one in state.answers):
        best = min(state.answers, key=lambda one: (one.confidence != "validated", one.id))
        yield "no validated article that customers can read", f"kcs state {in_shell(best.id)} validated"
    yield from _still_there(state, period[1])


def _against_leverage(state: TopicState, period: Days) -> Wrong:
    """Find what is too thin or too old for what both value."""
    if not any(one.confidence == "validated" for one in state.answers):
        yield ("no validated article" if state.answers else "no article"), f"kcs search {in_shell(state.topic.name)}"
    for one in state.answers:
        if one.flags:
            yield f"“{one.title}” has {quantity(one.flags, 'open flag')}", f"kcs flags; kcs fix {in_shell(one.id)}"
        if one.cases and one.worked_on and period[1] - one.worked_on > OLD:
            used = f"is used in {quantity(one.cases, 'case')} and was last worked on {one.worked_on}"
            yield f"“{one.title}” {used}", f"kcs review-stale --explain {in_shell(one.id)}"


CONTRADICTIONS = {
    Quadrant.eliminate: _against_eliminate,
    Quadrant.simplify: _against_simplify,
    Quadrant.automate: _against_automate,
    Quadrant.leverage: _against_leverage,
}
