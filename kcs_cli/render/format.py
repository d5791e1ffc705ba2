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

# Of the JSON of all commands. 1: the first. 2: one name for one thing (an article's id is `id`, an event's is `event`), one
# type for one name, null for what is absent; CSV is headed by the same names. CHANGELOG.md lists what was renamed.
FORMAT_VERSION = 2
NONE = "none"  # the key of what has none: articles of no known language, cases of no team


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
        return {name: _or_null(field) for name, field in value._asdict().items()}
    if isinstance(value, Mapping):
        return {str(name) or NONE: _or_null(field) for name, field in value.items()}
    return [as_json(item) for item in value] if isinstance(value, list | tuple) else value


def _or_null(value: Any) -> Any:
    """Turn the value of a field into what JSON knows: an empty text says that there is nothing, which is null."""
    return None if isinstance(value, str) and not value else as_json(value)


def to_json(value: Any, indent: int | None = None) -> str:
    """Write a value as JSON, dates as ISO 8601; what a terminal would obey, and what is no Unicode, is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=date.isoformat)
    return re.sub("[\x7f-\x9f\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def render_csv(report: "Report") -> str:
    """Write the first table as CSV; a cell that a spreadsheet would take for a formula gets an apostrophe."""
    import csv
    import io

    from kcs_cli.render.report import Table

    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    table = next((table for table in report.tables() if table.columns), Table(""))
    table = table.for_programs()
    writer.writerow(table.headings)
    writer.writerows([csv_cell(cell) for cell in row] for row in table.rows)
    return stream.getvalue().rstrip("\n")


def csv_cell(cell: "Cell") -> str:
    """Write one cell: a number as JSON has it, a list with semicolons."""
    match cell:
        case None:
            text = ""
        case bool():
            text = "true" if cell else "false"
        case tuple():
            text = unix("; ".join(cell))
        case _:
            text = unix(str(cell))
    return f"'{text}" if isinstance(cell, str | tuple) and text.startswith(("=", "+", "-", "@", "\t", "\n")) else text


def render_markdown(report: "Report") -> str:
    """Write all charts and tables as markdown, charts and lines of text as code."""
    from kcs_cli.render.table import charts_as_text

    charts = (_fenced(chart.split("\n"), "text") for chart in charts_as_text(report))
    return "\n\n".join("\n".join(lines) for lines in (*charts, *map(markdown_lines, report.tables())))


def markdown_lines(table: "Table") -> list[str]:
    """Write one table."""
    table = table.for_people()
    title = [f"**{escape_markdown(table.title)}**"] if table.title else []
    title += [""] if title and (table.columns or table.lines) else []
    if table.columns:
        rule = "|" + "---|" * len(table.columns)
        return [*title, _markdown_row(table.headings), rule, *map(_markdown_row, table.rows)]
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
    return "| " + " | ".join(map(_markdown_cell, cells)) + " |"


def _markdown_cell(cell: "Cell") -> str:
    """Write one cell."""
    return "" if cell is None else escape_markdown(str(cell))


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
