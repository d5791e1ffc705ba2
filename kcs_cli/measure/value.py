"""Value: what is done (leading) beside what comes of it (lagging), and both on one scale for a look at all at once."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from kcs_cli.measure.figure import Explanation, Figure, Measure, round_figure
from kcs_cli.measure.measure_report import columns_and_rows
from kcs_cli.measure.outcomes import CSAT, HOURS, MIX, REPEATS
from kcs_cli.render.report import Cell, Chart, Table
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
        period="one period for all, beside that of --baseline",
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
    before: float | None
    scale: str


class ValueReport(NamedTuple):
    """Leading and lagging figures of a period, and of the one before where that was asked for; the mix of the cases."""

    period: Period
    leading: tuple[Figure, ...]
    lagging: tuple[Figure, ...]
    mix: tuple[Figure, ...]
    scaled: tuple[ScaledFigure, ...]
    before: "ValueReport | None" = None

    def tables(self) -> Sequence[Table]:
        """Return both groups, the mix, and the scales of the radar."""
        then = self.before
        beside = f", beside {then.period}" if then else ""
        leading = columns_and_rows(self.leading, then.leading if then else None)
        lagging = columns_and_rows(self.lagging, then.lagging if then else None)
        known = {one.name: one for one in then.mix} if then else {}
        mix: list[tuple[Cell, ...]] = [(one.name, round_figure(one.value), "%", one.part, one.of) for one in self.mix]
        if then:
            mix = [(*row, round_figure(known[str(row[0])].value) if row[0] in known else None) for row in mix]
        columns = ("kind of case", "value", "unit", "part", "of", *(("before",) if then else ()))
        radar = tuple((one.name, round_figure(one.value), round_figure(one.before), one.scale) for one in self.scaled)
        return (
            Table(f"Value, {self.period}{beside}"), Table("Leading:", *leading), Table("Lagging:", *lagging),
            Table("The mix of cases:", columns, tuple(mix)),
            Table("For the radar, 0 to 100:", ("figure", "value", "before", "how it is scaled"), radar),
            Table(WHY), Table(MIX),
        )  # fmt: skip

    def charts(self) -> Sequence[Chart]:
        """Return the radar."""
        labels = tuple(one.name for one in self.scaled)
        series = {"this period": tuple(one.value for one in self.scaled)}
        series |= {"before": tuple(one.before for one in self.scaled)} if self.before else {}
        return (Chart("Value", "radar", labels, series),)


def report_value(
    period: Period, leading: Sequence[Figure], lagging: Sequence[Figure], mix: Sequence[Figure],
    before: ValueReport | None = None,
) -> ValueReport:  # fmt: skip
    """Return both groups beside each other."""
    then = {one.name: one for one in (*before.leading, *before.lagging)} if before else {}
    scaled = tuple(scale(one, then.get(one.name)) for one in (*leading, *lagging))
    return ValueReport(
        period=period, leading=tuple(leading), lagging=tuple(lagging), mix=tuple(mix), scaled=scaled, before=before
    )


def scale(figure: Figure, before: Figure | None) -> ScaledFigure:
    """Put a figure on the scale; nothing that is missing."""
    words, turned = SCALES.get(figure.name, SHARE)
    now, then = figure.value, before.value if before else None
    return ScaledFigure(figure.name, None if now is None else turned(now), None if then is None else turned(then), words)
