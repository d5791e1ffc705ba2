"""Self-service: what people find when they search themselves, and what they say of it."""

from collections.abc import Sequence
from typing import NamedTuple

from kcs_cli.measure.figure import Explanation, Figure, FigureGroup, Measure, number, share
from kcs_cli.measure.measure_report import MeasureReport
from kcs_cli.text.period import Period

SUCCESS = "article opened"
MEASURE = Measure(
    "self-service",
    "Searches, what they found, helpful votes.",
    Explanation(
        numerator="searches of this machine's log; those without a hit; those from which a hit was opened; "
        "helpful votes; beside "
        "them the searches of a help site taken in by kcs gaps --import, where there are any",
        denominator="searches; for votes, all votes",
        period="by the time of the search or vote; months begin in the zone of the period's begin",
        left_out="searches of other machines (the log never leaves one); articles written because of a search; "
        "votes without a day",
        source="KCS v6 Practices Guide, self-service measures",
    ),
    by=("month",),
    targets={SUCCESS: True, "found nothing": False, "helpful votes": True},
)
NOTHING = "What was not found, and what to do about it: kcs gaps"


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


def report_self_service(
    whole: SearchTally, months: Sequence[SearchTally], period: Period, by: str, site: SearchTally | None = None
) -> MeasureReport:
    """Return what people found; `site` is what was searched on a help site."""
    monthly = tuple(FigureGroup(f"{at:%Y-%m}", one.figures()) for at, one in zip(period.months, months, strict=True))
    beside = tuple(one._replace(name=f"help site: {one.name}") for one in site.figures()[:3]) if site else ()
    return MeasureReport(
        name=MEASURE.name,
        title="Self-service",
        period=period,
        figures=whole.figures(),
        by=by,
        groups=monthly if by else (),
        months=monthly,
        beside=beside,
        remarks=(NOTHING,) if whole.without else (),
    )
