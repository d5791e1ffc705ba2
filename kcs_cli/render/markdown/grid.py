"""A table of a text: its columns side by side where they fit, else each row as a cell a line; no cell is ever cut."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, zip_longest
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text

from kcs_cli.render.column import ColumnRoom, share_columns
from kcs_cli.render.markdown.inline import FAINT, Prose, read_prose, units, wrap
from kcs_cli.render.markdown.setting import PageSetting
from kcs_cli.render.markdown.tree import Element

GAP = 2  # columns between two columns
NARROWEST = 12  # columns that prose keeps
UNNAMED = 3  # columns of a table without a head, of which the first row has the names
LONGEST_WORD = 30  # columns of a word that is not folded
MOST_SPANS = 20  # columns that a cell may span
BLOCKS = frozenset("pre table hr details".split())  # need the whole screen
Lines = list[Text]
Flow = Callable[[Element, int, PageSetting], Lines]
EMPTY = Element("td", {}, [])


class Cell(NamedTuple):
    """A cell, and its words as they stand in lines."""

    element: Element
    prose: Prose


NOTHING = Cell(EMPTY, Prose(Text(), ()))


def set_grid(table: Element, room: int, setting: PageSetting, set_flow: Flow) -> Lines:
    """Set a table."""
    rows = _with_spans(list(_rows(table)))
    above = [line for caption in _captions(table) for line in wrap(read_prose(caption.children, setting, "bold"), room)]
    if not rows:
        return [*above, *set_flow(Element("div", {}, _others(table)), room, setting)]
    heads = next((n for n, row in enumerate(rows) if any(cell.tag == "td" and cell.children for cell in row)), len(rows))
    across = max(map(len, rows))
    cells = [[_cell(cell, setting) for cell in (*row, *[EMPTY] * (across - len(row)))] for row in rows]
    rooms = [_column_room(column) for column in zip(*cells, strict=True)]
    left = room - GAP * (across - 1) - sum(one.least for one in rooms)
    if left < 0 or any(_needs_screen(cell.element) for row in cells for cell in row):
        return [*above, *_records(cells, room, setting, set_flow, heads=heads)]
    return [*above, *_side_by_side(cells, share_columns(rooms, left), setting, set_flow, heads=heads)]


def _cell(element: Element, setting: PageSetting) -> Cell:
    """Read the words of a cell."""
    if not element.children:
        return NOTHING
    return Cell(element, read_prose(element.children, setting, "bold" if element.tag == "th" else ""))


def _elements(element: Element) -> Iterator[Element]:
    """Yield the elements in an element."""
    return (child for child in element.children if not isinstance(child, str))


def _rows(table: Element) -> Iterator[list[Element]]:
    """Yield the cells of each row."""
    for child in _elements(table):
        if child.tag == "tr":
            yield [cell for cell in _elements(child) if cell.tag in ("td", "th")]
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child)


def _captions(table: Element) -> Iterator[Element]:
    """Yield what stands above a table."""
    return (child for child in _elements(table) if child.tag == "caption")


def _others(table: Element) -> list[Element | str]:
    """Return what a table without rows has."""
    return [child for child in table.children if isinstance(child, str) or child.tag != "caption"]


def _with_spans(rows: Sequence[Sequence[Element]]) -> list[list[Element]]:
    """Put each cell into its column, with empty ones where another spans columns or rows."""
    taken: dict[tuple[int, int], bool] = {}
    placed: list[list[Element]] = []
    for number, row in enumerate(rows):
        line: list[Element] = []
        for cell in row:
            is_wide = len(line) >= MOST_SPANS
            line += [EMPTY] * (0 if is_wide else _taken_from(taken, number, len(line)))
            wide, high = (1, 1) if is_wide else (_span(cell, "colspan"), _span(cell, "rowspan"))
            taken.update({(number + n, len(line) + m): True for n in range(1, high) for m in range(wide)})
            line += [cell, *[EMPTY] * (wide - 1)]
        placed += [line] if line else []
    return placed


def _taken_from(taken: dict[tuple[int, int], bool], row: int, column: int) -> int:
    """Count the columns, from one on, that cells above take."""
    count = 0
    while (row, column + count) in taken:
        count += 1
    return count


def _span(cell: Element, name: str) -> int:
    """Return how many columns or rows a cell spans."""
    given = cell.attributes.get(name, "1").strip()
    return max(1, min(int(given), MOST_SPANS)) if given.isdecimal() and len(given) < NARROWEST else 1


def _column_room(column: Sequence[Cell]) -> ColumnRoom:
    """Return the columns of the screen that a column takes: prose is wrapped; code and addresses stay whole."""
    most = longest = 1
    for element, prose in column:
        text = prose.text.plain
        most = max(most, max(map(cell_len, text.split("\n"))) + 3 * _has_blocks(element))
        for start, end, is_whole in units(text, prose.whole) if len(text) > longest else ():
            wide = cell_len(text[start:end].rstrip())
            longest = max(longest, wide if is_whole or wide <= LONGEST_WORD else 0)
    return ColumnRoom(least=max(longest, min(most, NARROWEST)), most=max(longest, most))


def _has_blocks(element: Element) -> bool:
    """Tell whether a cell has more than words in lines."""
    return any(not child.is_inline for child in _elements(element))


def _needs_screen(cell: Element) -> bool:
    """Tell whether a cell has what is never put beside something else: code, another table."""
    return any(child.tag in BLOCKS or _needs_screen(child) for child in _elements(cell))


def _side_by_side(
    rows: Sequence[Sequence[Cell]], widths: Sequence[int], setting: PageSetting, set_flow: Flow, *, heads: int
) -> Lines:
    """Set a table in columns."""
    lines: Lines = []
    for number, row in enumerate(rows):
        cells = [_set_cell(cell, wide, setting, set_flow) for cell, wide in zip(row, widths, strict=True)]
        for parts in zip_longest(*cells, fillvalue=Text()):
            line = Text()
            for part, wide in zip(parts, widths, strict=True):
                line.append_text(part)
                line.append(" " * (wide - cell_len(part.plain) + GAP))
            line.rstrip()
            lines.append(line)
        if number == heads - 1:
            lines.append(Text((" " * GAP).join("─" * wide for wide in widths), style=FAINT))
    return lines


def _set_cell(cell: Cell, wide: int, setting: PageSetting, set_flow: Flow) -> Lines:
    """Set a cell."""
    return set_flow(cell.element, wide, setting) if _has_blocks(cell.element) else wrap(cell.prose, wide)


def _records(rows: Sequence[Sequence[Cell]], room: int, setting: PageSetting, set_flow: Flow, *, heads: int) -> Lines:
    """Set a table that is wider than the screen: the cells of a row one below the other, each after its column's name."""
    heads = heads or (len(rows[0]) >= UNNAMED and not any(_has_blocks(cell.element) for cell in rows[0]))
    names = _names(rows[:heads]) if 0 < heads < len(rows) else [""] * len(rows[0])
    lines: Lines = []
    for row in rows[heads:] if heads < len(rows) else rows:
        cells = [_named(name, cell, room, setting, set_flow) for name, cell in zip(names, row, strict=True)]
        lines += [*([Text()] if lines else []), *chain.from_iterable(cells)]
    return lines


def _names(heads: Sequence[Sequence[Cell]]) -> list[str]:
    """Return the names of the columns; what spans several is part of each one's name."""
    names: list[list[str]] = [[] for _ in heads[0]] if heads else []
    for row in heads:
        name = ""
        for known, cell in zip(names, row, strict=True):
            name = " ".join(cell.prose.text.plain.split()) or name
            known += [name] if name and name not in known else []
    return [" ".join(known) for known in names]


def _named(name: str, cell: Cell, room: int, setting: PageSetting, set_flow: Flow) -> Lines:
    """Set a cell after its column's name: in the same line, unless it has blocks."""
    if _has_blocks(cell.element):
        above = [Text(f"{name}:", style="dim")] if name else []
        inside = set_flow(cell.element, room, setting)
        return [*(line for text in above for line in wrap(Prose(text, ()), room)), *inside] if inside else []
    if not name or not cell.prose.text:
        return wrap(cell.prose, room)
    begin = Text(f"{name}: ", style="dim")
    shifted = tuple((start + len(begin), end + len(begin)) for start, end in cell.prose.whole)
    lines = wrap(Prose(Text.assemble(begin, cell.prose.text), shifted), room - GAP)
    return [lines[0], *(line if line.no_wrap else Text.assemble(" " * GAP, line) for line in lines[1:])]
