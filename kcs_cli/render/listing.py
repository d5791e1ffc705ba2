"""What people look through: numbered rows in groups, each a title with a few lines; and how it is written in a pipe.

How a terminal gets it is in `render.terminal`.
"""

from collections.abc import Iterable
from enum import StrEnum
from textwrap import wrap
from typing import NamedTuple

from kcs_cli.text.display import one_line, pad, shorten, width

INDENT = "     "  # below a number


class LineKind(StrEnum):
    """What a line is: prose; prose with words to copy; an id; a title, cut in a pipe; less important; of a difference."""

    prose = "prose"
    whole = "whole"
    name = "name"
    brief = "brief"
    faint = "faint"
    difference = "difference"


class ListingLine(NamedTuple):
    """A line below a title; the `label` says what it is, and what is `beside` an id is its title."""

    text: str
    kind: LineKind = LineKind.prose
    label: str = ""
    beside: str = ""


class ListingRow(NamedTuple):
    """A numbered row: a title, an id, and at the right what is `aside`; its end is never cut."""

    n: int
    title: str
    id: str = ""
    aside: str = ""
    aside_end: str = ""
    lines: tuple[ListingLine, ...] = ()


class ListingGroup(NamedTuple):
    """Rows that belong together, below a heading if there is one."""

    heading: str
    rows: tuple[ListingRow, ...]


class Listing(NamedTuple):
    """Groups, with a title and notes above and remarks below; those without rows are left out."""

    groups: tuple[ListingGroup, ...]
    title: str = ""
    notes: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


StyledText = tuple[str, str]  # a text made harmless, and how it looks: "", "bold", "dim", "red"


class TextTree(NamedTuple):
    """What lies below a name; a leaf is its texts one after the other, with the ends of its lines in them."""

    name: str
    leaves: tuple[tuple[StyledText, ...], ...]


def listing_as_text(listing: Listing, columns: int) -> str:
    """Write a listing for a pipe, where titles that are too long are cut."""
    groups = ("\n".join(_group_lines(group, columns)) for group in listing.groups if group.rows)
    notes, remarks = ("\n".join(_wrapped(texts, columns)) for texts in (listing.notes, listing.remarks))
    return "\n\n".join(filter(None, (listing.title, notes, *groups, remarks)))


def _wrapped(texts: Iterable[str], columns: int) -> list[str]:
    """Cut sentences into lines."""
    return [line for text in texts for line in wrap(text, columns)]


def _group_lines(group: ListingGroup, columns: int) -> list[str]:
    """Write a group."""
    return [*filter(None, [group.heading]), *(line for row in group.rows for line in _row_lines(row, columns))]


def _row_lines(row: ListingRow, columns: int) -> list[str]:
    """Write a row; what is aside gets a third of the columns."""
    room = columns - len(INDENT)
    aside = shorten(one_line(row.aside), max(0, columns // 3 - len(row.aside_end))) + row.aside_end
    title = shorten(one_line(row.title), room - width(aside) - 2 if aside else room)
    head = f"{pad(title, room - width(aside) - 2)}  {aside}" if aside else title
    below = [*filter(None, [one_line(row.id)]), *(text for line in row.lines for text in _line_texts(line, room))]
    return [f"{row.n:>3}. {head}", *(INDENT + text for text in below)]


def _line_texts(line: ListingLine, room: int) -> list[str]:
    """Write a line in as many lines as it takes; a title in one."""
    text = one_line(f"{line.label}: {line.text}" if line.label else line.text)
    match line.kind:
        case LineKind.name:
            return [f"{text}  {shorten(one_line(line.beside), room - width(text) - 2)}"]
        case LineKind.brief:
            return [shorten(text, room)]
    return wrap(
        text,
        room,
        subsequent_indent="  " if line.kind is LineKind.difference else "",
        break_long_words=line.kind is not LineKind.whole,
        break_on_hyphens=line.kind not in (LineKind.whole, LineKind.difference),
    )
