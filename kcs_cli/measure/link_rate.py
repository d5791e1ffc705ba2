"""Link rate: how many of the closed cases somebody linked to what helped."""

from collections.abc import Sequence

from kcs_cli.demand.case_file import ClosedCase
from kcs_cli.measure.figure import Explanation, Figure, Measure, share
from kcs_cli.measure.material import CaseLink, CaseSplit
from kcs_cli.measure.measure_report import MeasureReport
from kcs_cli.measure.measurement import Measurement
from kcs_cli.text.period import Period

USUAL = (60, 80)  # per cent, once linking is a habit (KCS v6 Practices Guide)
MEASURE = Measure(
    "link-rate",
    "Closed cases with a link, of the closed cases.",
    Explanation(
        numerator="closed cases with at least one link that helped (resolution or reference) and holds; it may "
        "point outside the base",
        denominator="all closed cases of the file",
        time_span="by the time a case was closed; links count whenever they were noted",
        left_out="open cases; articles tried in vain; links that were taken back or replaced",
        source="KCS v6 Practices Guide, link rate: 60 to 80 % is usual once linking is a habit; 100 % is no goal",
    ),
    needs_cases=True,
    columns=("id", "closed_at"),
    by=("team", "domain", "kind", "month"),
    refusal="a link is worth something when it is right: where the rate is a goal, people link anything",
)


def measure(run: Measurement) -> MeasureReport:
    """Count links."""
    tallies = [LinkRate(period, run.wish.by) for period in run.wish.periods]
    run.count(tallies, of_articles=False)
    return run.report([one.report() for one in tallies])


class Rate:
    """Some of all."""

    __slots__ = ("of", "part")

    def __init__(self) -> None:
        self.part = self.of = 0

    def add(self, other: "Rate") -> None:
        """Take in what another one has counted."""
        self.part += other.part
        self.of += other.of

    def figures(self) -> tuple[Figure, ...]:
        """Return the share."""
        return (share("link rate", self.part, self.of),)


class LinkRate:
    """Counts while cases are read."""

    def __init__(self, period: Period, by: str = "") -> None:
        self.period = period
        self.since, self.until = period.stamps
        self.split = CaseSplit(by, Rate, period)

    def take(self, case: ClosedCase, links: Sequence[CaseLink], _: float, closed: float) -> None:
        """Take in a case."""
        if self.since <= closed < self.until:
            rate = self.split.of(case, closed)
            rate.of += 1
            rate.part += bool(links)

    def report(self) -> MeasureReport:
        """Return the report."""
        report = self.split.report(MEASURE, "Link rate")
        return report._replace(remarks=(*report.remarks, *_remarks(report.figures[0])))


def _remarks(rate: Figure) -> tuple[str, ...]:
    """Say how to read it."""
    if rate.value is None:
        return ()
    if rate.value < USUAL[0]:
        return ("Below the usual 60 to 80 %: solved without the base, or not linked (kcs gaps).",)
    return ("Above the usual 60 to 80 %: are the links right? Look at a sample.",) if rate.value > USUAL[1] else ()
