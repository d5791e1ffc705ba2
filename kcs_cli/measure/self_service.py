"""Self-service: what people find when they search themselves, and what they say of it."""

from collections.abc import Sequence

from kcs_cli.measure.figure import Explanation, FigureGroup, Measure
from kcs_cli.measure.material import SUCCESS, SearchTally
from kcs_cli.measure.measure_report import MeasureReport
from kcs_cli.measure.measurement import Measurement
from kcs_cli.text.period import Period

MEASURE = Measure(
    "self-service",
    "Searches, what they found, helpful votes.",
    Explanation(
        numerator="searches of this machine's log; those without a hit; those from which a hit was opened; "
        "helpful votes; beside "
        "them the searches of a help site taken in by kcs gaps --import, where there are any",
        denominator="searches; for votes, all votes",
        time_span="by the time of the search or vote; months begin in the zone of the period's begin",
        left_out="searches of other machines (the log never leaves one); articles written because of a search; "
        "votes without a day",
        source="KCS v6 Practices Guide, self-service measures",
    ),
    by=("month",),
    targets={SUCCESS: True, "found nothing": False, "helpful votes": True},
)
NOTHING = "What was not found, and what to do about it: kcs gaps"


def measure(run: Measurement) -> MeasureReport:
    """Count searches and votes."""
    sources, by = run.sources, run.wish.by
    return run.report(
        [report_self_service(*sources.asked(period), period, by, sources.site(period)) for period in run.wish.periods]
    )


def report_self_service(
    whole: SearchTally, months: Sequence[SearchTally], period: Period, by: str, site: SearchTally | None = None
) -> MeasureReport:
    """Return what people found; `site` is what was searched on a help site."""
    monthly = tuple(FigureGroup(name, one.figures()) for name, one in zip(period.month_names, months, strict=True))
    beside = tuple(one._replace(name=f"help site: {one.name}") for one in site.figures()[:3]) if site else ()
    return MeasureReport(
        name=MEASURE.name,
        title="Self-service",
        period=period,
        figures=whole.figures(),
        grouped_by=by,
        groups=monthly if by else (),
        months=monthly,
        beside=beside,
        remarks=(NOTHING,) if whole.without else (),
    )
