"""Time to publish: how long what was captured takes to reach its audience."""

from collections.abc import Sequence
from datetime import timedelta
from statistics import median

from kcs_cli.measure.figure import Explanation, Figure, Measure, level
from kcs_cli.measure.material import WrittenArticle, groups
from kcs_cli.measure.measure_report import MeasureReport
from kcs_cli.measure.measurement import Measurement
from kcs_cli.text.period import Period

DAY = timedelta(days=1)
DAYS = "time to publish"
MEASURE = Measure(
    "time-to-publish",
    "From the first commit until its audience sees it.",
    Explanation(
        numerator="the median of days from an article's first commit to the first one after which its confidence "
        "is not wip and its "
        "audience wider than internal and not narrower than it is at the end",
        denominator="articles that came to be seen so in the period",
        time_span="by the time they came to be seen, not by when they were captured",
        left_out="articles for internal readers; those never finished; those whose first commit is not known",
        source="KCS v6 Practices Guide, time to publish; the definition is our reading of it",
    ),
    by=("domain", "month"),
    targets={DAYS: False},
)


def measure(run: Measurement) -> MeasureReport:
    """Measure how long articles took."""
    articles, wish = run.sources.published(run.wish.periods), run.wish
    return run.report([report_time_to_publish(articles, period, wish.by) for period in wish.periods])


def report_time_to_publish(articles: Sequence[WrittenArticle], period: Period, by: str) -> MeasureReport:
    """Return how long the articles took that came to be seen in a period."""
    months: dict[str, list[float]] = {name: [] for name in period.month_names}
    domains: dict[str, list[float]] = {}
    for one in articles:
        if one.created_at and one.visible_at and period.has(one.visible_at):
            days = (one.visible_at - one.created_at) / DAY
            months[period.month_of(one.visible_at)].append(days)
            domains.setdefault(one.domain, []).append(days)
    monthly = groups({name: _figures(days) for name, days in months.items()})
    parts = monthly if by == "month" else groups({name: _figures(days) for name, days in domains.items()})
    every = [days for found in domains.values() for days in found]
    return MeasureReport(
        name=MEASURE.name,
        title="Time to publish",
        period=period,
        figures=_figures(every),
        grouped_by=by,
        groups=parts if by else (),
        months=monthly,
    )


def _figures(days: Sequence[float]) -> tuple[Figure, ...]:
    """Return the median."""
    return (level(DAYS, median(days) if days else None, "days", len(days)),)
