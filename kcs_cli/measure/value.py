"""Value: what is done (leading) beside what comes of it (lagging), and both on one scale for a look at all at once."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from kcs_cli.measure import citations, link_rate, reuse
from kcs_cli.measure.figure import Explanation, Figure, Measure, share
from kcs_cli.measure.measure_report import PREVIOUS, VALUE, columns_and_rows
from kcs_cli.measure.measurement import Measurement
from kcs_cli.measure.outcomes import CSAT, HOURS, MIX, REPEATS, Openings, Outcomes
from kcs_cli.render.report import Cell, Chart, Column, Columns, Table
from kcs_cli.text.period import Period

DAY_OF_HOURS = 24
MEASURE = Measure(
    "value",
    "Leading and lagging measures side by side.",
    Explanation(
        numerator="leading: link rate, reuse : create, citations, reused articles validated, searches that led to "
        "an article; "
        "lagging: the outcomes; kcs report NAME --explain says of each how it is made",
        denominator="as in each of these reports",
        time_span="one period for all, beside that of --baseline",
        left_out="what a measure has nothing to count for: it is missing, and not zero",
        source="KCS v6 Practices Guide: leading and lagging indicators together; the radar's scales are our own",
    ),
    needs_cases=True,
    refusal="it has leading measures: with goals on what people do, they do it for the figure; see kcs report outcomes",
)
WHY = "Leading: what people do. Lagging: what comes of it, often months later."
Scale = tuple[str, Callable[[float], float]]  # in words, and from a figure to 0 … 100
SHARE: Scale = ("per cent as it is", lambda value: value)
SCALES: dict[str, Scale] = {
    "reuse : create": ("r ÷ (1 + r): 1 to 1 is 50", lambda value: 100 * value / (1 + value)),
    HOURS: ("24 ÷ (24 + h): a day is 50", lambda value: 100 * DAY_OF_HOURS / (DAY_OF_HOURS + value)),
    CSAT: ("1 is 0, 5 is 100", lambda value: min(100.0, max(0.0, 25 * (value - 1)))),
    REPEATS: ("100 less the per cent", lambda value: 100 - value),
}


class ScaledFigure(NamedTuple):
    """A figure on a scale of 0 to 100, and how it came there."""

    name: str
    value: float | None
    previous_value: float | None
    scale: str


class ValueReport(NamedTuple):
    """Leading and lagging figures of a period, and of the one before where that was asked for; the mix of the cases."""

    period: Period
    leading: tuple[Figure, ...]
    lagging: tuple[Figure, ...]
    mix: tuple[Figure, ...]
    scaled: tuple[ScaledFigure, ...]
    previous: "ValueReport | None" = None

    def tables(self) -> Sequence[Table]:
        """Return both groups, the mix, and the scales of the radar."""
        then = self.previous
        beside = f", beside {then.period}" if then else ""
        leading = columns_and_rows(self.leading, then.leading if then else None)
        lagging = columns_and_rows(self.lagging, then.lagging if then else None)
        known = {one.name: one for one in then.mix} if then else {}
        mix: list[tuple[Cell, ...]] = [(one.name, one.value, "%", one.part, one.of) for one in self.mix]
        if then:
            mix = [(*row, known[str(row[0])].value if row[0] in known else None) for row in mix]
        columns: Columns = (Column("name", "kind of case"), VALUE, "unit", "part", "of", *((PREVIOUS,) if then else ()))
        radar = tuple((one.name, one.value, one.previous_value, one.scale) for one in self.scaled)
        return (
            Table(f"Value, {self.period}{beside}"),
            Table("Leading:", *leading),
            Table("Lagging:", *lagging),
            Table("The mix of cases:", columns, tuple(mix)),
            Table(
                "For the radar, 0 to 100:",
                (Column("name", "figure"), VALUE, PREVIOUS, Column("scale", "how it is scaled")),
                radar,
            ),
            Table(WHY),
            Table(MIX),
        )

    def charts(self) -> Sequence[Chart]:
        """Return the radar."""
        labels = tuple(one.name for one in self.scaled)
        series = {"this period": tuple(one.value for one in self.scaled)}
        series |= {"before": tuple(one.previous_value for one in self.scaled)} if self.previous else {}
        return (Chart("Value", "radar", labels, series),)


def measure(run: Measurement) -> ValueReport:
    """Gather leading and lagging measures, all from one reading of the cases."""
    periods, ratios = run.wish.periods, reuse.count_ratios(run)
    rates = [link_rate.LinkRate(period) for period in periods]
    openings = Openings()
    became = [Outcomes(period, openings) for period in periods]
    run.count([openings, *ratios, *rates, *became])
    openings.sort()
    found: ValueReport | None = None
    for place, period in reversed(list(enumerate(periods))):
        lagging = became[place].report()
        ratio = ratios[place].figure(run.sources.created_in(period))
        leading = [rates[place].report().figures[0], ratio, *_of_articles(run, period)]
        found = report_value(period, leading, lagging.figures, lagging.beside, found)
    assert found
    return found


def _of_articles(run: Measurement, period: Period) -> list[Figure]:
    """Return the leading figures that need no cases: citations, what is validated, searches that were of use."""
    rows, articles = run.sources.reuse(period, monthly=False), run.sources.articles
    reused = [articles[row.article] for row in rows if row.month < 0]
    validated = share("reused articles validated", sum(one.confidence == "validated" for one in reused), len(reused))
    cited = citations.report_citations(rows, articles, period, "").figures[0]
    opened = run.sources.asked(period, monthly=False)[0].figures()[2]
    return [cited, validated, opened._replace(name="search led to an article")]


def report_value(
    period: Period, leading: Sequence[Figure], lagging: Sequence[Figure], mix: Sequence[Figure],
    before: ValueReport | None = None,
) -> ValueReport:  # fmt: skip
    """Return both groups beside each other."""
    then = {one.name: one for one in (*before.leading, *before.lagging)} if before else {}
    scaled = tuple(scale(one, then.get(one.name)) for one in (*leading, *lagging))
    return ValueReport(
        period=period, leading=tuple(leading), lagging=tuple(lagging), mix=tuple(mix), scaled=scaled, previous=before
    )


def scale(figure: Figure, before: Figure | None) -> ScaledFigure:
    """Put a figure on the scale; nothing that is missing."""
    words, turned = SCALES.get(figure.name, SHARE)
    now, then = figure.value, before.value if before else None
    return ScaledFigure(figure.name, None if now is None else turned(now), None if then is None else turned(then), words)
