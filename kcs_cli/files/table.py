"""Files of rows that other systems export, CSV, TSV or JSON lines: read row by row, their columns found by name.

They are UTF-8, or UTF-16 with its mark at the begin, as Excel writes it.
"""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from kcs_cli.errors import KcsError
from kcs_cli.files.plain_file import is_given, open_plain
from kcs_cli.text.display import quantity

LONGEST_CELL = 1_000_000  # characters; more is a quotation mark that nothing closes
DELIMITERS = ",;\t|"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MOST_TOLD = 3  # broken rows
Names = Mapping[str, Sequence[str]]  # what we call a column → what files may call it, the first one that is there counts
Row = tuple[int, Sequence[str] | str]  # the line it begins on, and its cells; or why it cannot be read


class ColumnRequest(NamedTuple):
    """The columns a file is read for: `needed` are those without which it is of no use; `hint` says how to name them.

    `is_lenient`: rows that are shorter or longer than the first line are read, and bytes that are no text as �.
    """

    names: Names
    needed: Sequence[str]
    hint: str
    is_lenient: bool = False


class TornRows:
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
            rows = quantity(self.rows, "row is passed over", "rows are passed over")
            tell(f"{self.file}: {rows}: {'; '.join(self.first)}{rest}")


def read_rows(file: Path, wanted: ColumnRequest) -> Iterator[Row]:
    """Yield the rows with a cell for each of the wanted columns, in their order; one that is not there is empty.

    Raise KcsError for a file that cannot be read, and for one without a needed column.
    """
    with _opened(file, "replace" if wanted.is_lenient else "strict") as stream:
        first = stream.readline(LONGEST_CELL)
        if first.lstrip().startswith("["):
            raise KcsError(f"{file} is one JSON list", f"Give one object a line: jq -c '.[]' {file}")
        read = _json_rows if first.lstrip().startswith("{") else _csv_rows
        yield from read(file, first, stream, wanted)


def column_names(file: Path) -> tuple[str, ...]:
    """Return what a file calls its columns: the cells of its first line, or the keys of its first object.

    Raise KcsError for a file that cannot be read.
    """
    with _opened(file, "replace") as stream:
        first = stream.readline(LONGEST_CELL)
    if first.lstrip().startswith("{"):
        from msgspec import DecodeError
        from msgspec.json import decode

        try:
            return tuple(decode(first))
        except (DecodeError, RecursionError):
            return ()
    return tuple(_cells(first)[1])


def check_readable(file: Path) -> None:
    """Raise KcsError for a file that cannot be read, also where nobody asks for its rows; what a shell fills is not read."""
    if not is_given(file):
        with _opened(file, "replace"):
            pass


@contextmanager
def _opened(file: Path, errors: str) -> Iterator[TextIO]:
    """Open a file of rows. Raise KcsError for one that cannot be read, or turns out to be no text."""
    try:
        with open_text(file, errors) as stream:
            yield stream
    except UnicodeDecodeError as error:
        name = "UTF-16" if error.encoding.startswith("utf-16") else "UTF-8"
        raise KcsError(f"{file} is not {name}: byte 0x{error.object[error.start]:02x}", "Save it as CSV UTF-8") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise KcsError(f"{file} cannot be read ({reason})", "Name a file") from error


def open_text(file: Path, errors: str = "strict") -> TextIO:
    """Open a text, its lines ended as they are, in the encoding that its first bytes tell. Raise OSError, ValueError."""
    stream = open_plain(file)
    encoding = (
        "utf-16" if stream.peek(2)[:2] in UTF_16 else "utf-8-sig"
    )  # looked at and not taken: a pipe cannot be read twice
    return io.TextIOWrapper(stream, encoding, errors, newline="")


def _csv_rows(file: Path, first: str, rest: Iterable[str], wanted: ColumnRequest) -> Iterator[Row]:
    """Read CSV, with whatever separates its columns."""
    delimiter, head = _cells(first)
    places = _find_columns(file, head, wanted)
    columns = len(head)
    # For one place itemgetter gives the cell itself, and no row of one
    pick = itemgetter(*places) if len(places) > 1 else lambda row: (row[places[0]],)
    reader = csv.reader(rest, delimiter=delimiter, strict=True)
    rows = map(partial(_fitted, columns), reader) if wanted.is_lenient else reader
    # The reader can go on after an error: a bad row is told, and those after it are taken
    while True:
        # The head was read apart from these, and the row that comes begins on the line after those read
        line = reader.line_num + 2
        try:
            for row in rows:
                if len(row) == columns:
                    row.append("")  # at -1: the cell of a column that is not there
                    yield line, pick(row)
                elif any(row):
                    yield line, f"{quantity(len(row), 'cell')}, and the first line has {columns}"
                line = reader.line_num + 2
            return
        except csv.Error as error:
            yield line, str(error)


def _cells(first: str) -> tuple[str, list[str]]:
    """Return what separates the columns of CSV, and the cells of its first line."""
    csv.field_size_limit(LONGEST_CELL)
    delimiter = max(DELIMITERS, key=first.count)
    (head,) = list(csv.reader([first], delimiter=delimiter)) or [[]]
    return delimiter, head


def _fitted(columns: int, row: list[str]) -> list[str]:
    """Return a row of so many cells; no cells for one without a word."""
    if not any(map(str.strip, row)):
        return []
    return row[:columns] + [""] * (columns - len(row))


def _json_rows(file: Path, first: str, rest: Iterable[str], wanted: ColumnRequest) -> Iterator[Row]:
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
                    places[keys] = _find_columns(file, keys, wanted if line == 1 else wanted._replace(needed=()))
                values = [*found.values(), ""]
                yield line, [_cell(values[place]) for place in places[keys]]
            elif text.strip():
                yield line, "no JSON object"
        except (DecodeError, RecursionError) as error:
            yield line, f"no JSON: {error}"


def tab_rows(name: str, lines: Iterable[str], hint: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each line that is not empty: as TREC's files are, without a first line of names.

    Raise KcsError for a line without a tab.
    """
    for number, line in enumerate(lines, 1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) > 1:
            yield number, cells
        elif line.strip():
            raise KcsError(f"{name}, line {number} has no tab", hint)


def _cell(value: Any) -> str:
    """Return a value as CSV would have it."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    return str(value) if isinstance(value, int | float) else " ".join(map(_cell, _inner(value)))


def _inner(value: Any) -> Iterable[Any]:
    """Return what a list or an object has in it."""
    return value.values() if isinstance(value, dict) else value


def _find_columns(file: Path, head: Iterable[str], wanted: ColumnRequest) -> list[int]:
    """Return where each wanted column is, -1 for one that is not there. Raise KcsError without a needed one."""
    names = list(map(_plain_name, head))
    found = {
        what: next((names.index(name) for name in map(_plain_name, known) if name in names), -1)
        for what, known in wanted.names.items()
    }
    for what in wanted.needed:
        if found[what] < 0:
            columns = ", ".join(head)[:200] or "none"
            raise KcsError(f"{file} has no column {' or '.join(wanted.names[what][:3])}; it has {columns}", wanted.hint)
    return list(found.values())


def _plain_name(name: str) -> str:
    """Return a column's name as it is compared: `Opened at` is `opened_at`."""
    return re.sub(r"[\s_-]+", "_", name.strip().casefold())
