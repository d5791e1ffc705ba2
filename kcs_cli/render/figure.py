"""What a chart is drawn from: harmless names, known values, figures with their units."""

from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

from kcs_cli.render.report import Chart, Report
from kcs_cli.text.display import one_line

WHOLE = 100.0  # what a share and the axis of a radar go to
MOST = 1e15  # beyond it a number is a mistake, and pygal cannot draw it
LEAST = 1e-9
NONE = "–"  # where there is no value


@runtime_checkable
class ChartReport(Protocol):
    """A report that has charts too."""

    def charts(self) -> Sequence[Chart]:
        """Return what to draw."""
        ...


def charts_of(report: Report) -> tuple[Chart, ...]:
    """Return the charts of a report that have something to draw, made sound; most reports have none."""
    charts = map(sound, report.charts()) if isinstance(report, ChartReport) else ()
    return tuple(chart for chart in charts if known_values(chart))


def sound(chart: Chart) -> Chart:
    """Return a chart with harmless names and a value or None for each label; what is no number is missing."""
    labels = tuple(map(one_line, chart.labels))
    none = (None,) * len(labels)
    series = {one_line(name): (*map(_drawable, values), *none)[: len(labels)] for name, values in chart.series.items()}
    return Chart(title=one_line(chart.title), kind=chart.kind, labels=labels, series=series, unit=one_line(chart.unit))


def _drawable(value: float | None) -> float | None:
    """Return a value as it can be drawn; None where there is none."""
    if value is None or not abs(value) < MOST:
        return None
    return value if abs(value) >= LEAST else 0  # a scale of less has no steps that a number could say


def known_values(chart: Chart) -> list[float]:
    """Return the values of a chart that are known."""
    return [value for values in chart.series.values() for value in values if value is not None]


def greatest(chart: Chart) -> float:
    """Return what the longest bar stands for: the whole of shares and radars, else the greatest value."""
    whole = WHOLE if chart.unit == "%" or chart.kind == "radar" else 0.0
    return max((whole, *known_values(chart))) or 1.0


def writer(chart: Chart) -> Callable[[float | None], str]:
    """Return what writes the figures of a chart, all of them with a decimal or none."""
    tenths = any(not f"{value:.1f}".endswith(".0") for value in known_values(chart))
    return lambda value: figure(value, chart.unit, tenths=tenths)


def figure(value: float | None, unit: str = "", *, tenths: bool = False) -> str:
    """Write a value with its unit: `62 %`, `5.5 h`, `1,200`; a dash where there is none."""
    if value is None:
        return NONE
    # Plus nothing: -0.0 would be written as `-0`
    text = f"{value + 0.0:,.{int(tenths)}f}"
    # Little is not nothing: 0.04 is not written as 0
    if value and not text.strip("-0."):
        text = f"{value:.3g}"
    return f"{text} {'day' if (text, unit) == ('1', 'days') else unit}".rstrip()


def in_words(chart: Chart) -> str:
    """Say what a sound chart shows: of a line how it went, of others every figure."""
    told = _line_in_words if chart.kind == "line" else _all_in_words
    return " ".join(f"{name}: {told(chart, values)}." for name, values in chart.series.items())


def _line_in_words(chart: Chart, values: Sequence[float | None]) -> str:
    """Say where a line begins and ends, and between which values it is."""
    write = writer(chart)
    there = [(label, value) for label, value in zip(chart.labels, values, strict=True) if value is not None]
    if not there:
        return "no figure"
    (first, begin), (last, end) = there[0], there[-1]
    numbers = [value for _, value in there]
    return f"{write(begin)} in {first}, {write(end)} in {last}, least {write(min(numbers))}, most {write(max(numbers))}"


def _all_in_words(chart: Chart, values: Sequence[float | None]) -> str:
    """Say every figure of a series."""
    write = writer(chart)
    return ", ".join(
        f"{label} {'no figure' if value is None else write(value)}"
        for label, value in zip(chart.labels, values, strict=True)
    )
