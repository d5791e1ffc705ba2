"""What measures are told in: figures with how sure they are, over a period, in groups; and the report they make."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from math import sqrt
from typing import NamedTuple

from kcs_cli.report import Cell, Chart, Table
from kcs_cli.text import counted

FEW = 30  # of which a share or a median is made: fewer say little
Z = 1.96  # of the normal distribution, for an interval that holds the true share 19 times of 20
LONGEST_LABEL = 24  # of a group, in a chart
FIGURE_COLUMNS = ("figure", "value", "unit", "from", "to", "part", "of", "remark")


class Period(NamedTuple):
    """From an instant until another one, without it."""

    since: datetime
    until: datetime

    def has(self, at: datetime | None) -> bool:
        """Tell whether an instant is in it."""
        return at is not None and self.since <= at < self.until

    @property
    def stamps(self) -> tuple[float, float]:
        """Its begin and end as seconds: a million instants of many zones are compared fastest so."""
        return self.since.timestamp(), self.until.timestamp()

    def ending(self, at: datetime) -> "Period":
        """Return the period of the same length that ends at an instant."""
        return Period(at - (self.until - self.since), at)

    @property
    def months(self) -> tuple[datetime, ...]:
        """The instants at which its months begin, as in the zone of its begin: the first one with the period."""
        found = [self.since]
        while (following := next_month(found[-1])) < self.until:
            found.append(following)
        return tuple(found)

    def __str__(self) -> str:
        last = self.until if has_time(self.until) else self.until - timedelta(days=1)
        return f"{self.since:%Y-%m-%d} to {last:%Y-%m-%d}"


def next_month(at: datetime) -> datetime:
    """Return when the month after the one of an instant begins."""
    return datetime(at.year + at.month // 12, at.month % 12 + 1, 1, tzinfo=at.tzinfo)


def has_time(at: datetime) -> bool:
    """Tell whether an instant is within a day, not at its begin."""
    return (at.hour, at.minute, at.second, at.microsecond) != (0, 0, 0, 0)


class Figure(NamedTuple):
    """A number: of a share its two counts and its Wilson interval (`low` to `high`); of a median or mean, of how many.

    `value` of a share is in per cent; None where there is nothing to count.
    """

    name: str
    value: float | None
    unit: str = ""
    low: float | None = None
    high: float | None = None
    part: int | None = None
    of: int | None = None
    remark: str = ""

    @property
    def cells(self) -> tuple[Cell, ...]:
        """It as a row of a table."""
        numbers = (rounded(number) for number in (self.low, self.high))
        return (self.name, rounded(self.value), self.unit, *numbers, self.part, self.of, self.remark)

    def __str__(self) -> str:
        if self.value is None:
            return "none"
        text = f"{self.value:,.0f}" if self.value == int(self.value) and self.unit != "%" else f"{self.value:,.1f}"
        return f"{text} {self.unit}".rstrip()


def rounded(number: float | None) -> Cell:
    """Return a number as people read it: a whole one as it is, another one with a decimal."""
    if number is None:
        return None
    return int(number) if number == int(number) and not isinstance(number, float) else f"{number:,.1f}"


def share(name: str, part: int, of: int) -> Figure:
    """Return a share, with the interval by Wilson (https://doi.org/10.1080/01621459.1927.10502953)."""
    if not of:
        return Figure(name, None, "%", part=part, of=of, remark="nothing to count")
    low, high = wilson(part, of)
    return Figure(name, 100 * part / of, "%", low, high, part, of, remark_on(of))


def wilson(part: int, of: int) -> tuple[float, float]:
    """Return between which per cent the true share is, 19 times of 20."""
    rate, spread = part / of, Z * Z / of
    middle = rate + spread / 2
    half = Z * sqrt(rate * (1 - rate) / of + spread / of / 4)
    low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
    return 100 * max(0.0, low), 100 * min(1.0, high)


def level(name: str, value: float | None, unit: str, of: int) -> Figure:
    """Return a median or a mean of so many."""
    return Figure(name, value, unit, of=of, remark=remark_on(of) if of else "nothing to count")


def ratio(name: str, part: int, to: int) -> Figure:
    """Return how many there are to one of the others."""
    return Figure(name, part / to if to else None, part=part, of=to, remark="" if to else "nothing to count")


def number(name: str, value: int) -> Figure:
    """Return a count."""
    return Figure(name, value)


def remark_on(of: int) -> str:
    """Say that something is made of few."""
    return f"few: {of}" if of < FEW else ""


class Group(NamedTuple):
    """The figures of a team, a domain, a kind or a month."""

    label: str
    figures: tuple[Figure, ...]


class Explanation(NamedTuple):
    """How a measure is made: what is counted, of what, over which time, what is left out, and whence the definition is."""

    numerator: str
    denominator: str
    period: str
    left_out: str
    source: str


class Measure(NamedTuple):
    """A measure there is: `by` what it can be parted, `targets` the figures that may have one (and whether up is better)."""

    name: str
    about: str
    explanation: Explanation
    needs_cases: bool = False
    by: tuple[str, ...] = ()
    targets: Mapping[str, bool] = {}
    refusal: str = ""


class MeasureReport(NamedTuple):
    """A measure over a period: its figures, those of the groups asked for and of the months, what has to be seen beside it.

    `before` is the same measure of the period of a baseline; `remarks` say what was left out and how to read it.
    """

    name: str
    title: str
    period: Period
    figures: tuple[Figure, ...]
    by: str = ""
    groups: tuple[Group, ...] = ()
    months: tuple[Group, ...] = ()
    beside: tuple[Figure, ...] = ()
    remarks: tuple[str, ...] = ()
    before: "MeasureReport | None" = None
    target: str = ""

    def tables(self) -> Sequence[Table]:
        """Return the period, the figures (or the groups where they were asked for), and the remarks."""
        head = Table(f"{self.title}, {self.period}" + (f", beside {self.before.period}" if self.before else ""))
        figures = Table("", *columns_and_rows(self.figures, self.before.figures if self.before else None))
        parts = [figures, *([self.group_table()] if self.groups else [])]
        beside = Table("Beside it:", ("what", "value", "unit", "part", "of"), tuple(beside_row(one) for one in self.beside))
        if self.groups:
            parts.reverse()
        target = [Table(self.target)] if self.target else []
        return (head, *parts, *([beside] if self.beside else []), *target, *map(Table, self.remarks))

    def group_table(self) -> Table:
        """Return the groups, one a line, a column or more for each figure."""
        earlier = {one.label: one.figures for one in self.before.groups} if self.before else None
        rows = [("all", self.figures), *self.groups]
        cells = [(label, *group_cells(figures)) for label, figures in rows]
        if earlier is not None and self.before:
            then = {**earlier, "all": self.before.figures}
            cells = [(*row, *(rounded(one.value) for one in then.get(str(row[0]), ()) or blank(self))) for row in cells]
        names = [name for figure in self.figures for name in group_columns(figure, alone=len(self.figures) == 1)]
        names += [] if len(self.figures) == 1 else ["remark"]
        names += [f"{figure.name} before" for figure in self.figures] if earlier is not None else []
        return Table("", (self.by, *names), tuple(cells))

    def charts(self) -> Sequence[Chart]:
        """Return the groups asked for, if any, and the months."""
        parts = [("by " + self.by, "bar", self.groups)] if self.groups and self.by != "month" else []
        parts += [("by month", "line", self.months)] if len(self.months) > 1 else []
        return [chart for what, kind, groups in parts for chart in charts_of(self, what, kind, groups)]


def beside_row(figure: Figure) -> tuple[Cell, ...]:
    """Return a figure that stands beside others."""
    return figure.name, rounded(figure.value), figure.unit, figure.part, figure.of


def blank(report: MeasureReport) -> tuple[Figure, ...]:
    """Return figures of a group there was not before."""
    return tuple(Figure(figure.name, None) for figure in report.figures)


def group_columns(figure: Figure, *, alone: bool) -> tuple[str, ...]:
    """Return the columns of a figure in a table of groups: of one that is alone all it says."""
    name = f"{figure.name} {figure.unit}".rstrip()
    return (name, "from", "to", "part", "of", "remark") if alone else (name,)


def group_cells(figures: Sequence[Figure]) -> list[Cell]:
    """Return the cells of a group."""
    if len(figures) == 1:
        one = figures[0]
        return [rounded(one.value), rounded(one.low), rounded(one.high), one.part, one.of, one.remark]
    few = [one.of or 0 for one in figures if one.remark.startswith("few")]
    return [*(rounded(one.value) for one in figures), f"few: {min(few)}" if few else ""]


def columns_and_rows(
    figures: Sequence[Figure], before: Sequence[Figure] | None
) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    """Return figures as a table, beside those of another period with what lies between."""
    if before is None:
        return FIGURE_COLUMNS, tuple(one.cells for one in figures)
    pairs = zip(figures, before, strict=True)
    rows = tuple(
        (now.name, rounded(now.value), now.unit, now.of, rounded(then.value), change(now, then), verdict(now, then))
        for now, then in pairs
    )
    return ("figure", "value", "unit", "of", "before", "change", "remark"), rows


def change(now: Figure, then: Figure) -> str | None:
    """Return what lies between two figures."""
    return None if now.value is None or then.value is None else f"{now.value - then.value:+,.1f}"


def verdict(now: Figure, then: Figure) -> str:
    """Say where two figures may differ by chance only, or are made of few."""
    if now.remark or then.remark:
        return now.remark or f"before: {then.remark}"
    if now.low is None or then.low is None or now.high is None or then.high is None:
        return ""
    return "" if now.low > then.high or then.low > now.high else "may be chance"


def charts_of(report: MeasureReport, what: str, kind: str, groups: Sequence[Group]) -> Iterable[Chart]:
    """Yield a chart for the figures of each unit."""
    labels = tuple(one.label[:LONGEST_LABEL] for one in groups)
    for unit in dict.fromkeys(figure.unit for figure in report.figures):
        named = [place for place, figure in enumerate(report.figures) if figure.unit == unit]
        series = {report.figures[place].name: tuple(one.figures[place].value for one in groups) for place in named}
        yield Chart(f"{report.title} {what}", kind, labels, series, unit)


def left_out(number: int, what: str) -> tuple[str, ...]:
    """Return a remark on what was left out, `case that …` or `article: …`; nothing where there was none."""
    noun = re.match(r"\w+", what)
    name = noun[0] if noun else ""
    return (f"Left out: {counted(number, name)}{what[len(name) :]}.",) if number else ()
