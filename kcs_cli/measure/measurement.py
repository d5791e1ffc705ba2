"""One asking of a measure: what was wished, what it is made of, the cases read once for all that count them."""

from collections.abc import Sequence
from typing import Protocol

from kcs_cli.demand.case_file import ClosedCase
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.measure.figure import Measure
from kcs_cli.measure.material import NEVER, CaseLink
from kcs_cli.measure.measure_report import MeasureReport
from kcs_cli.measure.request import MeasureRequest, with_target
from kcs_cli.measure.source import Sources
from kcs_cli.text.display import quantity

USUALLY_NEEDED = ("id", "opened_at", "closed_at")  # columns of a file of cases


class Tally(Protocol):
    """What counts cases while they are read."""

    def take(self, case: ClosedCase, links: Sequence[CaseLink], opened: float, closed: float, /) -> None:
        """Take in a case with its links that helped, and when it was opened and closed, in seconds."""
        ...


class Measurement:
    """A measure that is made: each measure's module gathers from it what it counts."""

    def __init__(self, kb: KnowledgeBase, measure: Measure, wish: MeasureRequest) -> None:
        self.kb = kb
        self.measure = measure
        self.wish = wish
        self.sources = Sources(kb, wish.at)

    def count(self, tallies: Sequence[Tally], *, of_articles: bool = True) -> None:
        """Read the cases once, for all that counts them; nothing without cases. Raise KcsError."""
        if self.wish.cases is None:
            return
        links = self.sources.links(self.wish.periods, of_articles=of_articles)
        cases = linked = 0
        takes = [tally.take for tally in tallies]
        for case in self.sources.cases(self.wish.cases, self.measure.columns or USUALLY_NEEDED):
            found = links.of(case.id)
            opened = case.opened_at.timestamp() if case.opened_at else NEVER
            closed = case.closed_at.timestamp() if case.closed_at else NEVER
            cases += 1
            linked += bool(found)
            for take in takes:
                take(case, found, opened, closed)
        if links.links and cases and not linked:
            known = next(iter(links.links))
            self.kb.tell(f"None of {quantity(cases, 'case')} has a link in the journal, which names cases as {known}: "
                         "is the right column read? [cases] id in kcs.toml")  # fmt: skip

    def report(self, reports: Sequence[MeasureReport]) -> MeasureReport:
        """Return the report of the period, beside that of the baseline, and whether the target is met."""
        now, *before = reports
        now = now._replace(previous=before[0]) if before else now
        return now._replace(target=with_target(self.measure, now.figures, self.wish.target))
