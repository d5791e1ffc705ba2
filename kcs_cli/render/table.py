"""Tables for a terminal: aligned columns, nothing drawn."""

from kcs_cli.report import Cell, Report, Table
from kcs_cli.text import one_line, pad, width


def render_table(report: Report) -> str:
    """Write all tables of a report, one below the other."""
    return "\n\n".join(text for table in report.tables() if (text := render_one(table)))


def render_one(table: Table) -> str:
    """Write one table, numbers to the right; without columns only its title."""
    if not table.columns:
        return one_line(table.title)
    rows = [[cell_text(cell) for cell in row] for row in table.rows]
    widths = [max(width(text) for text in column) for column in zip(table.columns, *rows, strict=True)]
    numeric = [all(isinstance(row[n], int | float) for row in table.rows) for n in range(len(table.columns))]
    lines = [
        "  ".join(
            " " * (columns - width(text)) + text if number else pad(text, columns)
            for text, columns, number in zip(row, widths, numeric, strict=True)
        ).rstrip()
        for row in ([*table.columns], *rows)
    ]
    return "\n".join([*([one_line(table.title)] if table.title else []), *lines]) if rows else ""


def cell_text(cell: Cell) -> str:
    """Write one cell: thousands apart, three decimals."""
    match cell:
        case None:
            return ""
        case bool() | str():
            return one_line(str(cell))
        case int():
            return f"{cell:,}"
        case float():
            return f"{cell:.3f}"
        case _:
            return cell.isoformat()
