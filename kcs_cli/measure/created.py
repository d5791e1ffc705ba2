"""Articles created: a trend, never a target."""

from collections.abc import Sequence

from kcs_cli.measure.figure import Explanation, Figure, FigureGroup, Measure, left_out, number
from kcs_cli.measure.material import WrittenArticle, groups
from kcs_cli.measure.measure_report import MeasureReport
from kcs_cli.measure.measurement import Measurement
from kcs_cli.text.period import Period

MEASURE = Measure(
    "created",
    "Articles created, by month: a trend, never a goal.",
    Explanation(
        numerator="articles of the base whose first commit is in the period, under whatever name",
        denominator="none: it is a count",
        time_span="by the time of the first commit; months begin in the zone of the period's begin",
        left_out="articles never committed; those whose first commit a shallow clone does not have; those that are gone",
        source="KCS v6 Practices Guide: creation follows demand; counts are trends and no goals",
    ),
    by=("domain", "month"),
    refusal="it counts an activity: with a goal on creation, people write articles nobody asked for, and it gets worse",
)
TREND = "A trend, no goal: a full base needs fewer new articles."


def measure(run: Measurement) -> MeasureReport:
    """Count new articles."""
    run.sources.need_history()
    return run.report([report_created(run.sources.articles, period, run.wish.by) for period in run.wish.periods])


def report_created(articles: Sequence[WrittenArticle], period: Period, by: str) -> MeasureReport:
    """Return how many articles were created."""
    created = [(one, one.created_at) for one in articles if one.created_at and period.has(one.created_at)]
    months = dict.fromkeys(period.month_names, 0)
    domains: dict[str, int] = {}
    for one, at in created:
        months[period.month_of(at)] += 1
        domains[one.domain] = domains.get(one.domain, 0) + 1
    monthly = _as_groups(months)
    parts = monthly if by == "month" else _as_groups(domains)
    unknown = left_out(sum(one.created_at is None for one in articles), "article whose first commit is not known")
    return MeasureReport(
        name=MEASURE.name,
        title="Articles created",
        period=period,
        figures=_figures(len(created)),
        grouped_by=by,
        groups=parts if by else (),
        months=monthly,
        remarks=(*_brought_in([one for one, _ in created]), *unknown, TREND),
    )


def _as_groups(counts: dict[str, int]) -> tuple[FigureGroup, ...]:
    """Return counts as groups."""
    return groups({name: _figures(count) for name, count in counts.items()})


def _figures(count: int) -> tuple[Figure, ...]:
    """Return the count."""
    return (number("articles created", count),)


def _brought_in(created: Sequence[WrittenArticle]) -> tuple[str, ...]:
    """Say how many of them nobody wrote then."""
    many = sum(not one.authors for one in created)
    return (f"{many:,} of them were brought in with many others at once, or by a bot.",) if many else ()
