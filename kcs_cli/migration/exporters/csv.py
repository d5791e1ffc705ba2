"""A base as rows for spreadsheets and other systems."""

from collections.abc import Iterator
from csv import writer
from datetime import date
from io import StringIO
from typing import Any

from kcs_cli.migration.article_export import CSV_COLUMNS
from kcs_cli.migration.export_source import ExportSource
from kcs_cli.migration.exporter import Exporter
from kcs_cli.text.display import unix
from kcs_cli.text.spreadsheet import guarded


def lines(source: ExportSource) -> Iterator[str]:
    """Yield the rows, the names of the columns first; a text of several lines is one cell."""
    yield _row(CSV_COLUMNS)
    for article in source.articles():
        yield _row([_cell(getattr(article, str(name))) for name in CSV_COLUMNS])


def _row(cells: Any) -> str:
    """Write one row."""
    stream = StringIO()
    writer(stream, lineterminator="").writerow(cells)
    return stream.getvalue()


def _cell(value: Any) -> str:
    """Write one value: a time as ISO 8601, a list with semicolons; none of them runs in a spreadsheet."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return guarded(unix("; ".join(value) if isinstance(value, tuple) else str(value)))


EXPORTER = Exporter(name="csv", title="one CSV file, an article a row", lines=lines)
