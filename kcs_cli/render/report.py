"""What every service returns: a report (a NamedTuple) whose fields are its JSON and whose tables are its text."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

Cell = str | int | float | date | None


class Table(NamedTuple):
    """Rows under columns; a renderer formats the cells and decides nothing else. `lines` are text as it is: a diff."""

    title: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    lines: tuple[str, ...] = ()


class Chart(NamedTuple):
    """Figures over labels (months, teams), for people to look at.

    `kind`: line over time, bar, or radar; a missing value is None; `unit`: "", "%", "h", "days".
    """

    title: str
    kind: str
    labels: tuple[str, ...]
    series: Mapping[str, tuple[float | None, ...]]
    unit: str = ""


class PagePart(NamedTuple):
    """A part of a page: what it says in sentences, in a table, in a list."""

    heading: str
    notes: tuple[str, ...] = ()
    table: Table | None = None
    points: tuple[str, ...] = ()


class ReportPage(NamedTuple):
    """A report that is read from the top down, posted or printed."""

    title: str
    notes: tuple[str, ...]
    parts: tuple[PagePart, ...]

    def tables(self) -> tuple[Table, ...]:
        """Return its tables under their headings; a list is a table of one column."""
        lists = (Table("", ("what",), tuple((text,) for text in part.points)) for part in self.parts)
        found = [(part.heading, part.table or points) for part, points in zip(self.parts, lists, strict=True)]
        return tuple(table._replace(title=heading) for heading, table in found if table.rows)


class Report(Protocol):
    """A value that knows its tables."""

    def tables(self) -> Sequence[Table]:
        """Return what table, markdown and CSV show."""
        ...


class NumberedReport(NamedTuple):
    """A report whose first table with rows has a number before each, by which a person calls it."""

    report: Report

    def tables(self) -> Sequence[Table]:
        """Return its tables."""
        tables = list(self.report.tables())
        place = next((place for place, table in enumerate(tables) if table.rows), None)
        if place is not None:
            rows = tuple((number, *row) for number, row in enumerate(tables[place].rows, 1))
            tables[place] = tables[place]._replace(columns=("n", *tables[place].columns), rows=rows)
        return tables
