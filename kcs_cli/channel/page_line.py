"""A page as lines, a row of a table each one: what a mail without HTML and a post in a chat have room for."""

from collections.abc import Iterator
from itertools import groupby
from textwrap import wrap
from typing import NamedTuple

from kcs_cli.render.page import html_file, safe
from kcs_cli.render.report import Cell, ReportPage, Table
from kcs_cli.render.table import cell_text
from kcs_cli.text.display import one_line, shorten

LONGEST_LINE = 500


class PageLine(NamedTuple):
    """A line of a page; `kind` is title, heading, note or row, and `facts` are those of what a row is about."""

    kind: str
    text: str
    facts: str = ""

    @property
    def whole(self) -> str:
        """The line with its facts."""
        return f"{self.text} — {self.facts}" if self.facts else self.text


def page_lines(page: ReportPage) -> Iterator[PageLine]:
    """Yield the lines of a page."""
    yield _line("title", page.title)
    yield from (_line("note", note) for note in page.notes)
    for part in page.parts:
        yield _line("heading", part.heading)
        yield from (_line("note", note) for note in part.notes)
        yield from _rows(part.table)
        yield from (_line("row", point) for point in part.points)


def _rows(table: Table | None) -> Iterator[PageLine]:
    """Yield the rows of a table, what the row is about first; numbers have their names."""
    known = table.for_people() if table else None
    for first, *rest in known.rows if known else ():
        names = known.headings[1:] if known else ()
        facts = "; ".join(_fact(name, cell) for name, cell in zip(names, rest, strict=True) if cell_text(cell))
        yield _line("row", cell_text(first), facts)


def _fact(name: str, cell: Cell) -> str:
    """Return a cell in words."""
    return f"{name} {cell_text(cell)}" if isinstance(cell, int | float) else cell_text(cell)


def _line(kind: str, text: str, facts: str = "") -> PageLine:
    """Return a line, not too long."""
    return PageLine(kind, *(shorten(one_line(one), LONGEST_LINE) for one in (text, facts)))


def plain_page(page: ReportPage, columns: int) -> str:
    """Write a page as text in so many columns, for who reads no HTML."""
    written = list[str]()
    for one in page_lines(page):
        match one.kind:
            case "heading":
                written += ["", *wrap(one.text.upper(), columns)]
            case "row":
                written += wrap(f"- {one.whole}", columns, subsequent_indent="  ", break_long_words=False)
            case _:
                written += wrap(one.text, columns)
    return "\n".join(written)


def narrow_page(page: ReportPage) -> str:
    """Write a page as HTML for the screen of a telephone: lists, for which a table would be too wide; nothing is loaded."""
    parts = groupby((one for one in page_lines(page) if one.kind != "title"), lambda one: one.kind)
    return html_file(page.title, (line for kind, lines in parts for line in _html_lines(kind, lines)))


def _html_lines(kind: str, lines: Iterator[PageLine]) -> Iterator[str]:
    """Yield lines of one kind as HTML."""
    if kind != "row":
        tag = "h2" if kind == "heading" else "p"
        yield from (f"<{tag}>{safe(one.text)}</{tag}>" for one in lines)
        return
    yield "<ul>"
    yield from (f"<li>{safe(one.text)}{f'<br><small>{safe(one.facts)}</small>' if one.facts else ''}</li>" for one in lines)
    yield "</ul>"
