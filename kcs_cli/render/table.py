"""Tables for a terminal: aligned columns, nothing drawn; charts above them."""

from kcs_cli.render.figure import charts_of
from kcs_cli.render.report import Cell, Report, Table
from kcs_cli.render.spark import chart_as_text
from kcs_cli.text.display import one_line, pad, plain, shorten, width

NARROWEST = 10  # columns that a long text keeps
PIPED = 80  # columns of a chart that no terminal cuts


def render_table(report: Report, columns: int = 0) -> str:
    """Write all charts and tables of a report, one below the other; `columns`, if any, are what long texts are cut to."""
    charts = [chart_as_text(chart, columns or PIPED) for chart in charts_of(report)]
    return "\n\n".join([*charts, *(text for table in report.tables() if (text := render_one(table, columns)))])


def render_one(table: Table, columns: int = 0) -> str:
    """Write one table, numbers to the right; without columns its title and its lines."""
    title = [one_line(table.title)] if table.title else []
    if not table.columns:
        return "\n".join([*title, *map(plain, table.lines)])
    rows = [[cell_text(cell) for cell in row] for row in table.rows]
    widths = [max(width(text) for text in column) for column in zip(table.columns, *rows, strict=True)]
    widths = fit_widths(widths, columns) if columns else widths
    numeric = [all(isinstance(row[n], int | float) for row in table.rows) for n in range(len(table.columns))]
    lines = [
        "  ".join(
            " " * (room - width(text)) + text if number else pad(shorten(text, room), room)
            for text, room, number in zip(row, widths, numeric, strict=True)
        ).rstrip()
        for row in ([*table.columns], *rows)
    ]
    return "\n".join([*title, *lines]) if rows else ""


def fit_widths(widths: list[int], columns: int) -> list[int]:
    """Return widths that fit into a number of columns: the widest give way first, all of them to the same width."""
    room = columns - 2 * (len(widths) - 1)
    if sum(widths) <= room:
        return widths
    most = next(
        (most for most in range(room, NARROWEST, -1) if sum(min(width, most) for width in widths) <= room), NARROWEST
    )
    return [min(width, most) for width in widths]


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
