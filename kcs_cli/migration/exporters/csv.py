"""A base as rows for spreadsheets and other systems."""

from collections.abc import Iterator
from csv import writer
from io import StringIO
from typing import Any

from kcs_cli.migration.exporter import Exporter
from kcs_cli.migration.handout.article_export import COLUMNS, row_of
from kcs_cli.migration.handout.export_source import ExportSource
from kcs_cli.text.display import unix
from kcs_cli.text.outside import writable_as_utf8
from kcs_cli.text.spreadsheet import guarded


def lines(source: ExportSource) -> Iterator[str]:
    """Yield the rows, the names of the columns first; a text of several lines is one cell."""
    yield _row(COLUMNS)
    for article in source.articles():
        yield _row(map(_cell, row_of(article)))


def _row(cells: Any) -> str:
    """Write one row."""
    stream = StringIO()
    writer(stream, lineterminator="\n").writerow(cells)  # which quotes what has such an end in it
    return writable_as_utf8(stream.getvalue().removesuffix("\n"))


def _cell(value: Any) -> str:
    """Write one value: a list with semicolons; none of them runs in a spreadsheet."""
    if value is None:
        return ""
    return guarded(unix("; ".join(value) if isinstance(value, tuple) else str(value)))


EXPORTER = Exporter(name="csv", title="one CSV file, an article a row", lines=lines)
