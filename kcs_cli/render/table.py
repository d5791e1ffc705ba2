"""Tables as text, for pipes and files: aligned columns, nothing drawn, nothing cut; charts above them."""

from kcs_cli.render.report import Cell, Report, Table
from kcs_cli.text.display import one_line, pad, plain, width

PIPED = 80  # columns of a chart that no terminal cuts


def render_table(report: Report) -> str:
    """Write all charts and tables of a report, one below the other."""
    return "\n\n".join([*charts_as_text(report), *(text for table in report.tables() if (text := render_one(table)))])


def charts_as_text(report: Report, columns: int = PIPED) -> list[str]:
    """Draw the charts of a report; most have none, and load nothing that draws."""
    if not hasattr(report, "charts"):
        return []
    from kcs_cli.render.figure import charts_of
    from kcs_cli.render.spark import chart_as_text

    return [chart_as_text(chart, columns) for chart in charts_of(report)]


def render_narrow(report: Report, columns: int) -> str:
    """Write all tables for so many columns: one that is wider has each row as lines of names and values."""
    return "\n\n".join(text for table in report.tables() if (text := _narrow(table, columns)))


def _narrow(table: Table, columns: int) -> str:
    """Write one table."""
    text = render_one(table)
    if not table.rows or max(map(width, text.split("\n"))) <= columns:
        return text
    table = table.for_people()
    room = max(map(width, table.headings))
    rows = (zip(table.headings, map(cell_text, row), strict=True) for row in table.rows)
    records = ("\n".join(f"{pad(name, room)}  {cell}" for name, cell in row if cell) for row in rows)
    return "\n\n".join([*([one_line(table.title)] if table.title else []), *records])


def render_one(table: Table) -> str:
    """Write one table, numbers to the right; without columns its title and its lines."""
    title = [one_line(table.title)] if table.title else []
    if not table.columns:
        return "\n".join([*title, *map(plain, table.lines)])
    table = table.for_people()
    rows = [[cell_text(cell) for cell in row] for row in table.rows]
    widths = [max(width(text) for text in column) for column in zip(table.headings, *rows, strict=True)]
    numeric = numeric_columns(table)
    lines = [
        "  ".join(
            " " * (room - width(text)) + text if number else pad(text, room)
            for text, room, number in zip(row, widths, numeric, strict=True)
        ).rstrip()
        for row in ([*table.headings], *rows)
    ]
    return "\n".join([*title, *lines]) if rows else ""


def numeric_columns(table: Table) -> list[bool]:
    """Tell of each column whether it has nothing but numbers."""
    return [all(isinstance(row[n], int | float) for row in table.rows) for n in range(len(table.columns))]


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
        case tuple():
            return one_line(", ".join(cell))
        case _:
            return cell.isoformat()
