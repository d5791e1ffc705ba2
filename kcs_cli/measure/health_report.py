"""What the health of a base is read from, and the page of what needs attention, the most urgent first."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kcs_cli.measure.figure import Figure
from kcs_cli.measure.link_rate import USUAL
from kcs_cli.render.report import Chart, Column, Columns, Table, unread
from kcs_cli.text.display import quantity
from kcs_cli.text.period import Period

LINES = 10
MANY_IN_VAIN = 10  # per cent of the searches that find nothing: more, and people stop searching
UNFINISHED = "kcs search --state wip"  # `kcs review-stale` lists them only once they wait for long
MANY_LOST = 10  # per cent of the cases that were solved again


class Attention(NamedTuple):
    """What needs attention: a figure in words, why it matters, the command that shows more.

    `number` is what the words count; None where they tell a share.
    """

    what: str
    reason: str
    command: str
    number: int | None = None


class AllArticles(NamedTuple):
    """What is to be done about all articles, reused or not, as the commands list it; None where it is not known."""

    to_review: int | None = 0
    unowned: int = 0
    left: int = 0
    at_risk: int | None = 0
    wip: int = 0


class HealthState(NamedTuple):
    """What the health of a base is read from; None where it is not known. `reused` counts the articles with a link."""

    articles: int
    broken: int
    flagged: int
    flagged_reused: int
    aged: int
    aged_cases: int
    unowned: int
    left: int
    wip: int
    searches: int
    without: int
    link_rate: Figure | None = None
    solved_again: Figure | None = None
    has_history: bool = True
    reused: int = 0
    all: AllArticles = AllArticles()


class HealthReport(NamedTuple):
    """What needs attention, the most urgent first; what is well, and what was not looked at."""

    period: Period
    health: HealthState
    attention: tuple[Attention, ...]
    well: tuple[str, ...]
    remarks: tuple[str, ...]

    def tables(self) -> Sequence[Table]:
        """Return the page."""
        rows = tuple((number, one.what, one.number, one.reason, one.command) for number, one in enumerate(self.attention, 1))
        head = f"Health of {quantity(self.health.articles, 'article')}; searches, reuse and cases of {self.period}"
        well = [Table(f"Nothing to do: {', '.join(self.well)}.")] if self.well else []
        columns: Columns = (Column("n", " "), "what", *unread("number"), Column("reason", "why"), Column("command", "more"))
        table = Table("", columns, rows) if rows else Table("Nothing needs attention.")
        return (Table(head), table, *well, *map(Table, self.remarks))

    def charts(self) -> Sequence[Chart]:
        """Return none: a page of what to do."""
        return ()


def report_health(state: HealthState, period: Period) -> HealthReport:
    """Return what needs attention."""
    judged = list(_judge(state))
    attention = tuple(one for _, one in judged if isinstance(one, Attention))
    well = tuple(name for name, one in judged if one is None)
    unlinked = "No article was linked in this period: which ones are used is not known, and all of them are counted."
    unknown = [] if state.reused else [unlinked]
    unknown += [] if state.searches else ["Nobody searched in this period: whether people find something is not known."]
    unknown += [] if state.link_rate else ["Link rate and what was solved again are seen with --cases FILE."]
    unknown += [] if state.has_history else ["There is no history: what is old is not known."]
    return HealthReport(period=period, health=state, attention=attention[:LINES], well=well, remarks=tuple(unknown))


def _judge(state: HealthState) -> Iterable[tuple[str, Attention | None]]:
    """Yield what is looked at, the most urgent first, with what needs attention of it."""
    rate, lost = state.link_rate, state.solved_again
    yield (
        "flags",
        _found(
            state.flagged, f"{state.flagged:,} flagged ({state.flagged_reused:,} reused)", "customers get them", "kcs flags"
        ),
    )
    yield "broken files", _found(state.broken, f"{state.broken:,} files are no articles", "nobody finds them", "kcs lint")
    if state.searches:
        vain = 100 * state.without / state.searches
        yield "searches", _found(vain > MANY_IN_VAIN, f"{vain:.0f} % of searches find nothing", "people give up", "kcs gaps")
    yield from _kept_up(state)
    if rate and rate.value is not None:
        yield "link rate", link_rate(rate, rate.value)
    if lost and lost.value is not None:
        yield "capture", _found(
            lost.value > MANY_LOST, f"{lost} solved again, not captured", "worked out twice", "kcs gaps --cases FILE",
        )  # fmt: skip


def _kept_up(state: HealthState) -> Iterable[tuple[str, Attention | None]]:
    """Yield what is kept up: of the articles that are reused, else of all, as the commands list them."""
    every = state.all
    if every.to_review is not None:
        yield (
            "review",
            _found(state.aged, f"{state.aged:,} reused, untouched a year", "maybe outdated", "kcs review-stale")
            or _found(every.to_review, f"{every.to_review:,} to review", "maybe outdated", "kcs review-stale"),
        )
    yield (
        "owners who left",
        _found(state.left, f"{state.left:,} reused, the owner left", "flags reach nobody", "kcs owners")
        or _found(every.left, f"{every.left:,} whose owner left", "flags reach nobody", "kcs owners"),
    )
    yield (
        "owners",
        _found(state.unowned, f"{state.unowned:,} reused, no owner", "nobody is asked", "kcs owners --unowned")
        or _found(every.unowned, f"{every.unowned:,} without an owner", "nobody is asked", "kcs owners --unowned"),
    )
    if every.at_risk is not None:
        risk = f"{every.at_risk:,} much used, known to one or none"
        yield "knowledge at risk", _found(every.at_risk, risk, "it leaves with them", "kcs owners --at-risk")
    yield (
        "unfinished work",
        _found(state.wip, f"{state.wip:,} reused, work in progress", "half an answer", UNFINISHED)
        or _found(every.wip, f"{every.wip:,} work in progress", "half an answer", UNFINISHED),
    )


def link_rate(rate: Figure, value: float) -> Attention | None:
    """Judge the link rate by what is usual."""
    is_low = value < USUAL[0]
    why = "reuse is not seen" if is_low else "look at a sample"
    return _found(not USUAL[0] <= value <= USUAL[1], f"link rate {rate} (60–80 usual)", why, "kcs report link-rate")


def _found(is_so: object, what: str, why: str, more: str) -> Attention | None:
    """Return what needs attention, if it does."""
    number = is_so if isinstance(is_so, int) and not isinstance(is_so, bool) else None
    return Attention(what, why, more, number) if is_so else None
