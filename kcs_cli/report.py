"""What every service returns: a report (a NamedTuple) whose fields are its JSON and whose tables are its text."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, Protocol

Cell = str | int | float | date | None


class Table(NamedTuple):
    """Rows under columns; a renderer formats the cells and decides nothing else."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Report(Protocol):
    """A value that knows its tables."""

    def tables(self) -> Sequence[Table]:
        """Return what table, markdown and CSV show."""
        ...
