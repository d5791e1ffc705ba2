"""What every service returns: a report (a NamedTuple) whose fields are its JSON and whose tables are its text."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol

Cell = str | int | float | date | tuple[str, ...] | None


class Column(NamedTuple):
    """A column by its name in JSON, under the heading that people read; `shown` writes a value for them, short or marked.

    Without a name it is for people only, without a heading for programs only (CSV).
    """

    name: str
    heading: str
    shown: Callable[[Any], Cell] | None = None


Columns = tuple[str | Column, ...]


def unread(*names: str) -> tuple[Column, ...]:
    """Return columns that programs get and no person reads."""
    return tuple(Column(name, "") for name in names)


class Table(NamedTuple):
    """Rows under columns; a renderer formats the cells and decides nothing else. `lines` are text as it is: a diff.

    A column that is a text has its name in JSON as its heading. `upright`: of one row of facts, that people read from the
    top down, the headings over names and values.
    """

    title: str
    columns: Columns = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    lines: tuple[str, ...] = ()
    upright: tuple[str, str] | None = None

    @property
    def headings(self) -> tuple[str, ...]:
        """What people read above the columns."""
        return tuple(one if isinstance(one, str) else one.heading for one in self.columns if _is_read(one))

    def for_people(self) -> "Table":
        """Return the table with its headings, and its values as people read them."""
        rows = tuple(
            tuple(_shown(one, cell) for one, cell in zip(self.columns, row, strict=True) if _is_read(one))
            for row in self.rows
        )
        if self.upright is None:
            return self._replace(columns=self.headings, rows=tuple(tuple(map(_joined, row)) for row in rows))
        facts = tuple(fact for row in rows for fact in _facts(zip(self.headings, row, strict=True)))
        return self._replace(columns=self.upright, rows=facts, upright=None)

    def for_programs(self) -> "Table":
        """Return the table with the names of JSON as its headings, and its values as they are."""
        columns = tuple(map(_column, self.columns))
        rows = tuple(tuple(cell for one, cell in zip(columns, row, strict=True) if one.name) for row in self.rows)
        return self._replace(columns=tuple(one.name for one in columns if one.name), rows=rows, upright=None)


def _column(column: str | Column) -> Column:
    """Return a column; a text is its name and its heading."""
    return Column(column, column) if isinstance(column, str) else column


def _is_read(column: str | Column) -> bool:
    """Tell whether a column is for people."""
    return isinstance(column, str) or bool(column.heading)


def _shown(column: str | Column, cell: Cell) -> Cell:
    """Return a value as people read it."""
    return cell if isinstance(column, str) or column.shown is None else column.shown(cell)


def _joined(cell: Cell) -> Cell:
    """Write a list as people read it."""
    return ", ".join(cell) if isinstance(cell, tuple) else cell


def _facts(pairs: Iterator[tuple[str, Cell]]) -> Iterator[tuple[str, Cell]]:
    """Yield names with values, each of a list on its own."""
    for name, value in pairs:
        yield from ((name, one) for one in (value if isinstance(value, tuple) else (value,)))


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
