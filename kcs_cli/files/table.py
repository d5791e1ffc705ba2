"""Files of rows that other systems export, CSV or JSON lines: read row by row, their columns found by name."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.text.display import counted

LONGEST_CELL = 1_000_000  # characters; more is a quotation mark that nothing closes
DELIMITERS = ",;\t|"
MOST_TOLD = 3  # broken rows
Names = Mapping[str, Sequence[str]]  # what we call a column → what files may call it, the first one that is there counts
Row = tuple[int, Sequence[str] | str]  # the line it begins on, and its cells; or why it cannot be read


class Wanted(NamedTuple):
    """The columns a file is read for: `needed` are those without which it is of no use; `hint` says how to name them."""

    names: Names
    needed: Sequence[str]
    hint: str


class Broken:
    """The rows of a file that are none: how many, and what is wrong with the first ones."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.rows = 0
        self.first: list[str] = []

    def add(self, line: int, reason: str) -> None:
        """Note one."""
        self.rows += 1
        if len(self.first) < MOST_TOLD:
            self.first.append(f"line {line}: {reason}")

    def tell(self, tell: Callable[[str], None]) -> None:
        """Say how many there were, if any."""
        if self.rows:
            rest = "; …" if self.rows > len(self.first) else ""
            rows = counted(self.rows, "row is passed over", "rows are passed over")
            tell(f"{self.file}: {rows}: {'; '.join(self.first)}{rest}")


def read_rows(file: Path, wanted: Wanted) -> Iterator[Row]:
    """Yield the rows with a cell for each of the wanted columns, in their order; one that is not there is empty.

    Raise KcsError for a file that cannot be read, and for one without a needed column.
    """
    with opened(file) as stream:
        first = stream.readline(LONGEST_CELL)
        if first.lstrip().startswith("["):
            raise KcsError(f"{file} is one JSON list", f"Give one object a line: jq -c '.[]' {file}")
        read = json_rows if first.lstrip().startswith("{") else csv_rows
        yield from read(file, first, stream, wanted)


@contextmanager
def opened(file: Path) -> Iterator[Any]:
    """Open a file of text. Raise KcsError for one that cannot be read, or turns out not to be UTF-8."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            yield stream
    except UnicodeDecodeError as error:
        raise KcsError(f"{file} is not UTF-8: byte 0x{error.object[error.start]:02x}", "Save it as CSV UTF-8") from error
    except (OSError, ValueError) as error:
        raise KcsError(f"{file} cannot be read ({getattr(error, 'strerror', None) or error})", "Name a file") from error


def csv_rows(file: Path, first: str, rest: Iterable[str], wanted: Wanted) -> Iterator[Row]:
    """Read CSV, with whatever separates its columns."""
    csv.field_size_limit(LONGEST_CELL)
    delimiter = max(DELIMITERS, key=first.count)
    (head,) = list(csv.reader([first], delimiter=delimiter)) or [[]]
    places = find_columns(file, head, wanted)
    columns = len(head)
    pick = itemgetter(*places) if len(places) > 1 else lambda row: (row[places[0]],)
    rows = csv.reader(rest, delimiter=delimiter, strict=True)
    while True:
        line = rows.line_num + 2
        try:
            for row in rows:
                if len(row) == columns:
                    row.append("")  # at -1: the cell of a column that is not there
                    yield line, pick(row)
                elif any(row):
                    yield line, f"{counted(len(row), 'cell')}, and the first line has {columns}"
                line = rows.line_num + 2
            return
        except csv.Error as error:
            yield line, str(error)


def json_rows(file: Path, first: str, rest: Iterable[str], wanted: Wanted) -> Iterator[Row]:
    """Read JSON lines: an object each, of which the first one must have the needed columns."""
    from msgspec import DecodeError
    from msgspec.json import decode

    places: dict[tuple[str, ...], list[int]] = {}  # objects of the same keys have their columns in the same places
    for line, text in enumerate(chain((first,), rest), 1):
        try:
            found = decode(text) if text.strip() else None
            if isinstance(found, dict):
                keys = tuple(found)
                if keys not in places:
                    places[keys] = find_columns(file, keys, wanted if line == 1 else wanted._replace(needed=()))
                values = [*found.values(), ""]
                yield line, [cell(values[place]) for place in places[keys]]
            elif text.strip():
                yield line, "no JSON object"
        except (DecodeError, RecursionError) as error:
            yield line, f"no JSON: {error}"


def cell(value: Any) -> str:
    """Return a value as CSV would have it."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    return str(value) if isinstance(value, int | float) else " ".join(map(cell, inner(value)))


def inner(value: Any) -> Iterable[Any]:
    """Return what a list or an object has in it."""
    return value.values() if isinstance(value, dict) else value


def find_columns(file: Path, head: Iterable[str], wanted: Wanted) -> list[int]:
    """Return where each wanted column is, -1 for one that is not there. Raise KcsError without a needed one."""
    names = list(map(plain_name, head))
    found = {
        what: next((names.index(name) for name in map(plain_name, known) if name in names), -1)
        for what, known in wanted.names.items()
    }
    for what in wanted.needed:
        if found[what] < 0:
            columns = ", ".join(head)[:200] or "none"
            raise KcsError(f"{file} has no column {' or '.join(wanted.names[what][:3])}; it has {columns}", wanted.hint)
    return list(found.values())


def plain_name(name: str) -> str:
    """Return a column's name as it is compared: `Opened at` is `opened_at`."""
    return re.sub(r"[\s_-]+", "_", name.strip().casefold())
