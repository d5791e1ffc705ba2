"""A page: as text, as markdown to post, as one HTML file that needs nothing else."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from textwrap import wrap

from kcs_cli.render.format import escape_markdown, markdown_lines
from kcs_cli.render.report import Cell, PagePart, ReportPage, Table
from kcs_cli.render.table import cell_text, render_one
from kcs_cli.text.display import one_line

STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
p, li { margin: .35rem 0; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid #8885; }
tbody th { font-weight: normal; }
caption { text-align: left; font-weight: bold; padding: .3rem 0; }
figure { margin: 1.5rem 0; }
figcaption { font-weight: bold; }
figure caption { font-weight: normal; }
figure table { font-size: .875rem; width: auto; min-width: 20rem; }
svg { display: block; max-width: 100%; height: auto; }
pre { overflow-x: auto; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
tbody th, td { overflow-wrap: anywhere; }
@media print {
  body { margin: 0; max-width: none; font-size: 10pt; }
  tr, li, svg { break-inside: avoid; }
  h2, figcaption, caption { break-after: avoid; }
}
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # nothing is loaded, nothing runs, whatever an article is called


def page_as_text(page: ReportPage, columns: int) -> str:
    """Write a page, its sentences in so many columns."""
    parts = ("\n".join(_text_lines(part, columns)) for part in page.parts)
    return "\n\n".join(["\n".join([one_line(page.title), *_wrapped(page.notes, columns)]), *parts])


def _text_lines(part: PagePart, columns: int) -> list[str]:
    """Write a part."""
    points = (line for text in part.points for line in wrap(f"- {one_line(text)}", columns, subsequent_indent="  "))
    table = [render_one(part.table)] if part.table and part.table.rows else []
    return [one_line(part.heading).upper(), *_wrapped(part.notes, columns), *table, *points]


def _wrapped(texts: Iterable[str], columns: int) -> list[str]:
    """Cut sentences into lines."""
    return [line for text in texts for line in wrap(one_line(text), columns)]


def page_as_markdown(page: ReportPage) -> str:
    """Write a page as markdown."""
    head = [f"# {escape_markdown(page.title)}", *map(sentence, page.notes)]
    return "\n\n".join([*head, *(block for part in page.parts for block in _markdown_blocks(part))])


def _markdown_blocks(part: PagePart) -> Iterator[str]:
    """Yield the blocks of a part."""
    yield f"## {escape_markdown(part.heading)}"
    yield from map(sentence, part.notes)
    if part.table and part.table.rows:
        yield "\n".join(markdown_lines(part.table))
    if part.points:
        yield "\n".join(f"- {sentence(text)}" for text in part.points)


def sentence(text: str) -> str:
    """Write a text that begins no heading, list or quotation, whatever it begins with."""
    return re.sub(r"^(\d*)(?=[#+=~>.)-])", r"\1\\", escape_markdown(text))


def page_as_html(page: ReportPage) -> str:
    """Write a page as one file for browsers."""
    notes = (f"<p>{safe(note)}</p>" for note in page.notes)
    return html_file(page.title, (*notes, *(line for part in page.parts for line in _html_lines(part))))


def html_file(title: str, lines: Iterable[str]) -> str:
    """Write lines of safe HTML as one file for browsers: no script, nothing from elsewhere, the title escaped."""
    head = [
        "<!doctype html>", '<html lang="en">', "<head>", '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{safe(title)}</title>", f"<style>{STYLE}</style>", "</head>", "<body>", "<main>",
    ]  # fmt: skip
    return "\n".join([*head, f"<h1>{safe(title)}</h1>", *lines, "</main>", "</body>", "</html>", ""])


def _html_lines(part: PagePart) -> Iterator[str]:
    """Yield the lines of a part."""
    yield f"<section>\n<h2>{safe(part.heading)}</h2>"
    yield from (f"<p>{safe(note)}</p>" for note in part.notes)
    if part.table and part.table.rows:
        yield from table_lines(part.heading, part.table)
    if part.points:
        yield from ("<ul>", *(f"<li>{safe(text)}</li>" for text in part.points), "</ul>")
    yield "</section>"


def table_lines(heading: str, table: Table, *, caption: bool = False, figures: bool = False) -> Iterator[str]:
    """Yield the lines of a table; the first cell of a row is its head, and the others are numbers if they are `figures`."""
    table = table.for_people()
    numbers = [all(isinstance(row[n], int | float) for row in table.rows) for n in range(len(table.columns))]
    styles = [' class="number"' if number or (figures and n) else "" for n, number in enumerate(numbers)]
    heads = (f'<th scope="col"{style}>{safe(name)}</th>' for name, style in zip(table.headings, styles, strict=True))
    yield f"<table>\n<caption>{safe(heading)}</caption>" if caption else f'<table aria-label="{safe(heading)}">'
    yield f"<thead>\n<tr>{''.join(heads)}</tr>\n</thead>\n<tbody>"
    for first, *rest in table.rows:
        cells = (f"<td{style}>{safe(cell)}</td>" for cell, style in zip(rest, styles[1:], strict=True))
        yield f'<tr><th scope="row"{styles[0]}>{safe(first)}</th>{"".join(cells)}</tr>'
    yield "</tbody>\n</table>"


def safe(cell: Cell) -> str:
    """Write a cell or a text so that a browser shows it as it is."""
    return escape(one_line(cell_text(cell)))
