"""The gaps of a period gone by, asked again: which are closed, by which article, since when."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from kcs_cli.demand.gap_report import LISTED, Gap, GapBasis, GapKind, PresentAnswers, judge, last_asked, with_numbers
from kcs_cli.demand.group import QuestionGroup
from kcs_cli.render.report import Cell, Column, Columns, Table

Since = Callable[[Gap, datetime], "GapClosure | None"]  # of a gap, and when it was asked last


class GapClosure(NamedTuple):
    """What closed a gap, and when; None where no commit and no event says so yet."""

    how: str
    on: date | None


class ClosedGap(NamedTuple):
    """A gap that is closed: what people asked, the article that answers, what was done to it and when."""

    query: str
    times: int
    people: int
    last_on: date
    id: str
    title: str
    how: str
    closed_on: date | None


class ReplayReport(NamedTuple):
    """The gaps that a period's list had, `counted` over its searches: closed by now, and still open."""

    counted: GapBasis
    closed_gaps: tuple[ClosedGap, ...]
    still_open: tuple[Gap, ...]
    once: int

    def tables(self) -> Sequence[Table]:
        """Return all of them, one a line, the closed ones first."""
        columns: Columns = ("n", "state", Column("query", "words"), "times", "people", "last_on", Column("id", "article"),
                            "how", "closed_on")  # fmt: skip
        rows: list[tuple[Cell, ...]] = [
            (None, "closed", one.query, one.times, one.people, one.last_on, one.id, one.how, one.closed_on)
            for one in self.closed_gaps
        ]
        rows += [
            (one.n, f"open: {one.kind}", one.query, one.times, one.people, one.last_on, one.id, "", None)
            for one in self.still_open
        ]
        gaps = len(self.closed_gaps) + len(self.still_open)
        done = f"{len(self.closed_gaps):,} of {gaps:,} gaps are closed" if gaps else "no gap that was asked twice"
        once = [Table(f"And {self.once:,} asked once: --all")] if self.once else []
        return (Table(f"{self.counted.shown}: {done}", columns if rows else (), tuple(rows)), *once)


def replay(
    groups: Sequence[QuestionGroup], today: PresentAnswers, about: GapBasis, since: Since, *, with_once: bool
) -> ReplayReport:
    """Ask all gaps of a period of today's search."""
    wanted = [group for group in groups if with_once or len(group.asks) > 1]
    judged = [(judge(group, today), last_asked(group)) for group in wanted]
    gaps = [gap for gap, _ in judged]
    closed = tuple(
        ClosedGap(gap.query, gap.times, gap.people, gap.last_on, gap.id, gap.title, *closure)
        for gap, last in judged
        if gap.kind is GapKind.closed and (closure := since(gap, last))
    )
    still_open = with_numbers(gap for gap in gaps if gap.kind in LISTED)
    return ReplayReport(about, closed, tuple(still_open), len(groups) - len(wanted))
