"""Known and new: cases solved by what was there when they came, and those that had to be worked out."""

from collections.abc import Mapping, Sequence

from kcs_cli.demand.case_file import ClosedCase
from kcs_cli.measure.figure import Explanation, Figure, Measure, left_out, share
from kcs_cli.measure.material import NEVER, CaseLink, CaseSplit
from kcs_cli.measure.measure_report import MeasureReport
from kcs_cli.measure.measurement import Measurement
from kcs_cli.search.same_question import words_number
from kcs_cli.text.period import Period

MEASURE = Measure(
    "known-new",
    "Cases solved with what was there, and the others.",
    Explanation(
        numerator="known: closed cases with a link that helped to an article of the base first committed before "
        "the case was opened; "
        "new: all others; known, not captured: those of the new without any link that helped whose issue has the same words "
        "as a case opened earlier, which has no such link either",
        denominator="all closed cases of the file that say when they were opened",
        time_span="by the time a case was closed; the earlier case of the same words may be of any time, open or closed",
        left_out="open cases; links outside the base and to articles whose first commit is not known make no case known",
        source="KCS v6 Practices Guide, new vs. known",
    ),
    needs_cases=True,
    columns=("id", "opened_at", "closed_at", "issue"),
    by=("team", "domain", "kind", "month"),
    refusal="where it is a goal, articles are written and linked for the figure",
)

SEE = "What was solved again and not captured: kcs gaps --cases FILE"
BEGIN = "Earlier cases are known from the file on: its first months look better."


def measure(run: Measurement) -> MeasureReport:
    """Part the cases."""
    tallies = [KnownNew(period, run.sources.begun, run.wish.by) for period in run.wish.periods]
    run.count(tallies)
    return run.report([one.report() for one in tallies])


class KnownNewCounts:
    """How many cases were known, new, and new though somebody had solved the same before."""

    __slots__ = ("known", "lost", "new")

    def __init__(self) -> None:
        self.known = self.new = self.lost = 0

    def add(self, other: "KnownNewCounts") -> None:
        """Take in what another one has counted."""
        self.known += other.known
        self.new += other.new
        self.lost += other.lost

    def figures(self) -> tuple[Figure, ...]:
        """Return the shares."""
        cases = self.known + self.new
        names = (("known", self.known), ("new", self.new), ("known, not captured", self.lost))
        return tuple(share(name, part, cases) for name, part in names)


class KnownNew:
    """Counts while cases are read: whether the same was asked before is known when all are."""

    def __init__(self, period: Period, created: Mapping[int, float], by: str = "") -> None:
        self.period = period
        self.since, self.until = period.stamps
        self.created = created
        self.split = CaseSplit(by, KnownNewCounts, period)
        self.first_asked: dict[int, float] = {}
        self.waiting: list[tuple[int, float, KnownNewCounts]] = []
        self.without_opening = 0

    def take(self, case: ClosedCase, links: Sequence[CaseLink], opened: float, closed: float) -> None:
        """Take in a case."""
        is_closed = self.since <= closed < self.until
        if opened == NEVER:
            self.without_opening += is_closed
            return
        words = 0 if links else words_number(case.issue)
        if words and opened < self.first_asked.setdefault(words, opened):
            self.first_asked[words] = opened
        if not is_closed:
            return
        cell = self.split.of(case, closed)
        if links and any(is_older(self.created, link, opened) for link in links):
            cell.known += 1
            return
        cell.new += 1
        if words:
            self.waiting.append((words, opened, cell))

    def report(self) -> MeasureReport:
        """Return the report."""
        for words, opened, cell in self.waiting:
            cell.lost += self.first_asked[words] < opened
        self.waiting.clear()
        report = self.split.report(MEASURE, "Known and new")
        missing = left_out(self.without_opening, "case that does not say when it was opened")
        return report._replace(remarks=(*report.remarks, *missing, *_remarks(report.figures[2])))


def _remarks(lost: Figure) -> tuple[str, ...]:
    """Say what to do."""
    return (SEE, BEGIN) if lost.part else ()


def is_older(created: Mapping[int, float], link: CaseLink, opened: float) -> bool:
    """Tell whether an article was there before a case was opened."""
    return link.article is not None and created.get(link.article, NEVER) < opened
