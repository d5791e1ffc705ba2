"""What every service returns: a report (a NamedTuple) whose fields are its JSON and whose tables are its text."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, Protocol

Cell = str | int | float | date | None


class Table(NamedTuple):
    """Rows under columns; a renderer formats the cells and decides nothing else. `lines` are text as it is: a diff."""

    title: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    lines: tuple[str, ...] = ()


class Flag(NamedTuple):
    """An open flag: what is wrong with an article; `days` since it was raised."""

    id: str
    article: str
    title: str
    owner: str
    why: str
    text: str
    case: str
    by: str
    at: str
    days: int


class Report(Protocol):
    """A value that knows its tables."""

    def tables(self) -> Sequence[Table]:
        """Return what table, markdown and CSV show."""
        ...
