"""Reports as one page for browsers: charts, the figures they are drawn from, tables, and what the words mean."""

from collections.abc import Iterator, Sequence

from kcs_cli.render.figure import charts_of, writer
from kcs_cli.render.page import html_file, safe, table_lines
from kcs_cli.render.report import Chart, Report, Table
from kcs_cli.render.svg import svg
from kcs_cli.text.display import plain

FIRST_COLUMN = {"line": "when", "radar": "axis"}


def page(title: str, parts: Sequence[tuple[str, Report]]) -> str:
    """Write reports under their headings as one file for browsers that needs nothing else. Raise KcsError without pygal."""
    sections = enumerate(parts, 1)
    return html_file(
        title, (line for n, (name, made) in sections for line in _section(n, name, made, is_headed=name != title))
    )


def _section(number: int, heading: str, report: Report, *, is_headed: bool = True) -> Iterator[str]:
    """Yield the lines of a report; one that is the whole page needs no heading of its own."""
    yield f"<section>\n<h2>{safe(heading)}</h2>" if is_headed else "<section>"
    for n, chart in enumerate(charts_of(report), 1):
        yield from _figure_lines(chart, f"chart-{number}-{n}")
    for table in report.tables():
        yield from _report_table(table, heading)
    yield from (f"<p>{safe(sentence)}</p>" for sentence in _explanation(report))
    yield "</section>"


def _figure_lines(chart: Chart, id: str) -> Iterator[str]:
    """Yield a chart and the table of its figures."""
    write = writer(chart)
    values = zip(*chart.series.values(), strict=True)
    rows = tuple((label, *map(write, row)) for label, row in zip(chart.labels, values, strict=True))
    columns = (FIRST_COLUMN.get(chart.kind, "of"), *chart.series)
    yield f"<figure>\n<figcaption>{safe(chart.title)}</figcaption>"
    yield svg(chart, id)
    yield from table_lines(f"Figures of: {chart.title}", Table("", columns, rows), caption=True, figures=True)
    yield "</figure>"


def _report_table(table: Table, heading: str) -> Iterator[str]:
    """Yield a table of a report under its title; a title alone is a sentence, and lines are as they are."""
    if table.columns and table.rows:
        yield from table_lines(table.title or heading, table, caption=True)
    elif not table.columns:
        yield f"<p>{safe(table.title)}</p>"
        if table.lines:
            yield "\n".join(["<pre>", *map(_safe_line, table.lines), "</pre>"])


def _safe_line(line: str) -> str:
    """Write a line so that a browser shows it as it is, spaces too."""
    from html import escape

    return escape(plain(line))


def _explanation(report: Report) -> tuple[str, ...]:
    """Return the sentences that explain a report, if it has any."""
    said = getattr(report, "explanation", ())
    return (said,) if isinstance(said, str) else tuple(said)
