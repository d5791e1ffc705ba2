"""The report that a measure makes: its figures, those of groups and months, beside those of another period."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kcs_cli.measure.figure import Figure, FigureGroup, round_figure
from kcs_cli.render.report import Cell, Chart, Column, Columns, Table
from kcs_cli.text.display import OptionalText
from kcs_cli.text.period import Period

LONGEST_LABEL = 24  # of a group, in a chart
VALUE = Column("value", "value", round_figure)
PREVIOUS = Column("previous_value", "before", round_figure)
FIGURE_COLUMNS: Columns = (Column("name", "figure"), VALUE, "unit", Column("low", "from", round_figure),
                           Column("high", "to", round_figure), "part", "of", "remark")  # fmt: skip
COMPARED_COLUMNS: Columns = (Column("name", "figure"), VALUE, "unit", "of", PREVIOUS,
                             Column("change", "change", lambda change: None if change is None else f"{change:+,.1f}"),
                             "remark")  # fmt: skip


class MeasureReport(NamedTuple):
    """A measure over a period: its figures, those of the groups asked for and of the months, what has to be seen beside it.

    `previous` is the same measure of the period of a baseline; `remarks` say what was left out and how to read it.
    """

    name: str
    title: str
    period: Period
    figures: tuple[Figure, ...]
    grouped_by: OptionalText = ""
    groups: tuple[FigureGroup, ...] = ()
    months: tuple[FigureGroup, ...] = ()
    beside: tuple[Figure, ...] = ()
    remarks: tuple[str, ...] = ()
    previous: "MeasureReport | None" = None
    target: OptionalText = ""

    def tables(self) -> Sequence[Table]:
        """Return the period, the figures (or the groups where they were asked for), and the remarks."""
        head = Table(f"{self.title}, {self.period}" + (f", beside {self.previous.period}" if self.previous else ""))
        figures = Table("", *columns_and_rows(self.figures, self.previous.figures if self.previous else None))
        parts = [figures, *([self.group_table()] if self.groups else [])]
        beside = Table(
            "Beside it:",
            (Column("name", "what"), VALUE, "unit", "part", "of"),
            tuple(_beside_row(one) for one in self.beside),
        )
        if self.groups:
            parts.reverse()
        target = [Table(self.target)] if self.target else []
        return (head, *parts, *([beside] if self.beside else []), *target, *map(Table, self.remarks))

    def group_table(self) -> Table:
        """Return the groups, one a line, a column or more for each figure."""
        earlier = self._groups_before()
        rows = [("all", self.figures), *self.groups]
        cells = [(label, *_group_cells(figures)) for label, figures in rows]
        if earlier is not None and self.previous:
            then = {**earlier, "all": self.previous.figures}
            cells = [(*row, *(one.value for one in then.get(str(row[0]), ()) or _blank(self))) for row in cells]
        alone = len(self.figures) == 1
        names: list[str | Column] = [Column("label", self.grouped_by)]
        names += [one for figure in self.figures for one in _group_columns(figure, alone=alone)]
        names += [] if alone else ["remark"]
        names += [_before_column(figure, alone=alone) for figure in self.figures] if earlier is not None else []
        return Table("", tuple(names), tuple(cells))

    def _groups_before(self) -> dict[str, tuple[Figure, ...]] | None:
        """Return the figures of the groups of the period before by the label they stand beside; None without one.

        A month stands beside the one as far from its period's begin: that of the same name may be in both periods.
        """
        if self.previous is None:
            return None
        known = {one.label: one.figures for one in self.previous.groups}
        if self.grouped_by != "month":
            return known
        months = zip(self.period.month_names, self.previous.period.month_names, strict=False)
        return {month: known[before] for month, before in months if before in known}

    def charts(self) -> Sequence[Chart]:
        """Return the groups asked for, if any, and the months."""
        parts = [("by " + self.grouped_by, "bar", self.groups)] if self.groups and self.grouped_by != "month" else []
        parts += [("by month", "line", self.months)] if len(self.months) > 1 else []
        return [chart for what, kind, groups in parts for chart in _charts_of(self, what, kind, groups)]


def _beside_row(figure: Figure) -> tuple[Cell, ...]:
    """Return a figure that stands beside others."""
    return figure.name, figure.value, figure.unit, figure.part, figure.of


def _blank(report: MeasureReport) -> tuple[Figure, ...]:
    """Return figures of a group there was not before."""
    return tuple(Figure(figure.name, None) for figure in report.figures)


def _group_columns(figure: Figure, *, alone: bool) -> Columns:
    """Return the columns of a figure in a table of groups: of one that is alone all it says.

    Of several each has a column, which is called as the figure is.
    """
    heading = f"{figure.name} {figure.unit}".rstrip()
    if not alone:
        return (Column(figure.name, heading, round_figure),)
    low, high = (Column(name, said, round_figure) for name, said in (("low", "from"), ("high", "to")))
    return (Column("value", heading, round_figure), low, high, "part", "of", "remark")


def _before_column(figure: Figure, *, alone: bool) -> Column:
    """Return the column of a figure of another period."""
    heading = f"{figure.name} before"
    return Column("previous_value" if alone else heading, heading, round_figure)


def _group_cells(figures: Sequence[Figure]) -> list[Cell]:
    """Return the cells of a group."""
    if len(figures) == 1:
        one = figures[0]
        return [one.value, one.low, one.high, one.part, one.of, one.remark]
    few = [one.of or 0 for one in figures if one.remark.startswith("few")]
    return [*(one.value for one in figures), f"few: {min(few)}" if few else ""]


def columns_and_rows(
    figures: Sequence[Figure], before: Sequence[Figure] | None
) -> tuple[Columns, tuple[tuple[Cell, ...], ...]]:
    """Return figures as a table, beside those of another period with what lies between."""
    if before is None:
        return FIGURE_COLUMNS, tuple(one.cells for one in figures)
    pairs = zip(figures, before, strict=True)
    rows = tuple(
        (now.name, now.value, now.unit, now.of, then.value, _change(now, then), _verdict(now, then)) for now, then in pairs
    )
    return COMPARED_COLUMNS, rows


def _change(now: Figure, then: Figure) -> float | None:
    """Return what lies between two figures."""
    return None if now.value is None or then.value is None else now.value - then.value


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
