"""The formats every report can be had in."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kcs_cli.text.display import on_one_line, plain, unix

if TYPE_CHECKING:  # a search that a program asks for writes no table
    from kcs_cli.render.report import Cell, Report, Table

FORMAT_VERSION = 1  # of the JSON envelope: 1 the first


class Format(StrEnum):
    """How a report is written."""

    table = "table"
    json = "json"
    markdown = "markdown"
    csv = "csv"


def _render_table(report: "Report") -> str:
    """Write a report as tables of text."""
    from kcs_cli.render.table import render_table

    return render_table(report)


def render_json(report: "Report") -> str:
    """Write a report's fields as one JSON object."""
    return to_json({"kcs": FORMAT_VERSION, **as_json(report)}, indent=2)


def as_json(value: Any) -> Any:
    """Turn the fields of a value, and of the values in it, into what JSON knows."""
    if hasattr(value, "_asdict"):
        return {name: as_json(field) for name, field in value._asdict().items()}
    if hasattr(value, "__struct_fields__"):  # an event
        return {name: as_json(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, Mapping):
        return {str(name): as_json(field) for name, field in value.items()}
    return [as_json(item) for item in value] if isinstance(value, list | tuple) else value


def to_json(value: Any, indent: int | None = None) -> str:
    """Write a value as JSON; dates as ISO 8601."""
    return json.dumps(value, ensure_ascii=False, indent=indent, default=date.isoformat)


def render_csv(report: "Report") -> str:
    """Write the first table as CSV; a cell that a spreadsheet would take for a formula gets an apostrophe."""
    import csv
    import io

    from kcs_cli.render.report import Table

    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    table = next((table for table in report.tables() if table.columns), Table(""))
    writer.writerow(table.columns)
    writer.writerows([csv_cell(cell) for cell in row] for row in table.rows)
    return stream.getvalue().rstrip("\n")


def csv_cell(cell: "Cell") -> str:
    """Write one cell."""
    text = "" if cell is None else unix(str(cell))
    return f"'{text}" if isinstance(cell, str) and text.startswith(("=", "+", "-", "@", "\t", "\n")) else text


def render_markdown(report: "Report") -> str:
    """Write all charts and tables as markdown, charts and lines of text as code."""
    from kcs_cli.render.table import charts_as_text

    charts = (_fenced(chart.split("\n"), "text") for chart in charts_as_text(report))
    return "\n\n".join("\n".join(lines) for lines in (*charts, *map(markdown_lines, report.tables())))


def markdown_lines(table: "Table") -> list[str]:
    """Write one table."""
    title = [f"**{escape_markdown(table.title)}**"] if table.title else []
    title += [""] if title and (table.columns or table.lines) else []
    if table.columns:
        rule = "|" + "---|" * len(table.columns)
        return [*title, _markdown_row(table.columns), rule, *map(_markdown_row, table.rows)]
    return [*title, *(_fenced(table.lines, "diff") if table.lines else [])]


def _fenced(lines: Sequence[str], kind: str) -> list[str]:
    """Write lines as code that they cannot end."""
    fence = "`" * max(3, 1 + _longest_run("\n".join(lines)))
    return [f"{fence}{kind}", *lines, fence]


def _longest_run(text: str) -> int:
    """Return the length of the longest run of backticks in a text."""
    return max(map(len, re.findall("`+", text)), default=0)


def _markdown_row(cells: "tuple[Cell, ...]") -> str:
    """Write one row."""
    return "| " + " | ".join("" if cell is None else escape_markdown(str(cell)) for cell in cells) + " |"


def escape_markdown(text: str) -> str:
    """Make text harmless in markdown: no table border, no HTML, no emphasis, no link."""
    text = plain(text)
    for character in "\\`*_[]<>|":
        text = text.replace(character, f"\\{character}")
    return on_one_line(text)


RENDERERS: dict[str, "Callable[[Report], str]"] = {
    Format.table: _render_table,
    Format.json: render_json,
    Format.markdown: render_markdown,
    Format.csv: render_csv,
}
