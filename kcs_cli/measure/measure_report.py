"""The report that a measure makes: its figures, those of groups and months, beside those of another period."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kcs_cli.measure.figure import Figure, FigureGroup, round_figure
from kcs_cli.render.report import Cell, Chart, Table
from kcs_cli.text.period import Period

LONGEST_LABEL = 24  # of a group, in a chart
FIGURE_COLUMNS = ("figure", "value", "unit", "from", "to", "part", "of", "remark")


class MeasureReport(NamedTuple):
    """A measure over a period: its figures, those of the groups asked for and of the months, what has to be seen beside it.

    `before` is the same measure of the period of a baseline; `remarks` say what was left out and how to read it.
    """

    name: str
    title: str
    period: Period
    figures: tuple[Figure, ...]
    by: str = ""
    groups: tuple[FigureGroup, ...] = ()
    months: tuple[FigureGroup, ...] = ()
    beside: tuple[Figure, ...] = ()
    remarks: tuple[str, ...] = ()
    before: "MeasureReport | None" = None
    target: str = ""

    def tables(self) -> Sequence[Table]:
        """Return the period, the figures (or the groups where they were asked for), and the remarks."""
        head = Table(f"{self.title}, {self.period}" + (f", beside {self.before.period}" if self.before else ""))
        figures = Table("", *columns_and_rows(self.figures, self.before.figures if self.before else None))
        parts = [figures, *([self.group_table()] if self.groups else [])]
        beside = Table("Beside it:", ("what", "value", "unit", "part", "of"), tuple(_beside_row(one) for one in self.beside))
        if self.groups:
            parts.reverse()
        target = [Table(self.target)] if self.target else []
        return (head, *parts, *([beside] if self.beside else []), *target, *map(Table, self.remarks))

    def group_table(self) -> Table:
        """Return the groups, one a line, a column or more for each figure."""
        earlier = {one.label: one.figures for one in self.before.groups} if self.before else None
        rows = [("all", self.figures), *self.groups]
        cells = [(label, *_group_cells(figures)) for label, figures in rows]
        if earlier is not None and self.before:
            then = {**earlier, "all": self.before.figures}
            cells = [
                (*row, *(round_figure(one.value) for one in then.get(str(row[0]), ()) or _blank(self))) for row in cells
            ]
        names = [name for figure in self.figures for name in _group_columns(figure, alone=len(self.figures) == 1)]
        names += [] if len(self.figures) == 1 else ["remark"]
        names += [f"{figure.name} before" for figure in self.figures] if earlier is not None else []
        return Table("", (self.by, *names), tuple(cells))

    def charts(self) -> Sequence[Chart]:
        """Return the groups asked for, if any, and the months."""
        parts = [("by " + self.by, "bar", self.groups)] if self.groups and self.by != "month" else []
        parts += [("by month", "line", self.months)] if len(self.months) > 1 else []
        return [chart for what, kind, groups in parts for chart in _charts_of(self, what, kind, groups)]


def _beside_row(figure: Figure) -> tuple[Cell, ...]:
    """Return a figure that stands beside others."""
    return figure.name, round_figure(figure.value), figure.unit, figure.part, figure.of


def _blank(report: MeasureReport) -> tuple[Figure, ...]:
    """Return figures of a group there was not before."""
    return tuple(Figure(figure.name, None) for figure in report.figures)


def _group_columns(figure: Figure, *, alone: bool) -> tuple[str, ...]:
    """Return the columns of a figure in a table of groups: of one that is alone all it says."""
    name = f"{figure.name} {figure.unit}".rstrip()
    return (name, "from", "to", "part", "of", "remark") if alone else (name,)


def _group_cells(figures: Sequence[Figure]) -> list[Cell]:
    """Return the cells of a group."""
    if len(figures) == 1:
        one = figures[0]
        return [round_figure(one.value), round_figure(one.low), round_figure(one.high), one.part, one.of, one.remark]
    few = [one.of or 0 for one in figures if one.remark.startswith("few")]
    return [*(round_figure(one.value) for one in figures), f"few: {min(few)}" if few else ""]


def columns_and_rows(
    figures: Sequence[Figure], before: Sequence[Figure] | None
) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    """Return figures as a table, beside those of another period with what lies between."""
    if before is None:
        return FIGURE_COLUMNS, tuple(one.cells for one in figures)
    pairs = zip(figures, before, strict=True)
    rows = tuple(
        (
            now.name,
            round_figure(now.value),
            now.unit,
            now.of,
            round_figure(then.value),
            _change(now, then),
            _verdict(now, then),
        )
        for now, then in pairs
    )
    return ("figure", "value", "unit", "of", "before", "change", "remark"), rows


def _change(now: Figure, then: Figure) -> str | None:
    """Return what lies between two figures."""
    return None if now.value is None or then.value is None else f"{now.value - then.value:+,.1f}"


def _verdict(now: Figure, then: Figure) -> str:
    """Say where two figures may differ by chance only, or are made of few."""
    if now.remark or then.remark:
        return now.remark or f"before: {then.remark}"
    if now.low is None or then.low is None or now.high is None or then.high is None:
        return ""
    return "" if now.low > then.high or then.low > now.high else "may be chance"


def _charts_of(report: MeasureReport, what: str, kind: str, groups: Sequence[FigureGroup]) -> Iterable[Chart]:
    """Yield a chart for the figures of each unit."""
    labels = tuple(one.label[:LONGEST_LABEL] for one in groups)
    for unit in dict.fromkeys(figure.unit for figure in report.figures):
        named = [place for place, figure in enumerate(report.figures) if figure.unit == unit]
        series = {report.figures[place].name: tuple(one.figures[place].value for one in groups) for place in named}
        yield Chart(title=f"{report.title} {what}", kind=kind, labels=labels, series=series, unit=unit)
