"""A table of a text: its columns side by side where they fit, else each row as a cell a line; no cell is ever cut."""

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len
from rich.text import Text

from kcs_cli.render.column import ColumnRoom, share_columns
from kcs_cli.render.markdown.inline import FAINT, read_prose, units, wrap
from kcs_cli.render.markdown.setting import Setting
from kcs_cli.render.markdown.tree import Element

GAP = 2  # columns between two columns
NARROWEST = 12  # columns that prose keeps
LONGEST_WORD = 16  # columns of a word that is not folded
MOST_SPANS = 50  # columns that a cell may span
BLOCKS = frozenset("pre table hr details".split())  # need the whole screen
Lines = list[Text]
Flow = Callable[[Element, int, Setting], Lines]
EMPTY = Element("td", {}, [])


def set_grid(table: Element, room: int, setting: Setting, set_flow: Flow) -> Lines:
    """Set a table."""
    rows = _with_spans(list(_rows(table)))
    above = [line for caption in _captions(table) for line in wrap(read_prose(caption.children, setting, "bold"), room)]
    if not rows:
        return [*above, *set_flow(Element("div", {}, _others(table)), room, setting)]
    has_head = all(cell.tag == "th" or cell is EMPTY for cell in rows[0])
    cells = [[*row, *[EMPTY] * (max(map(len, rows)) - len(row))] for row in rows]
    rooms = [_column_room(column, setting) for column in zip(*cells, strict=True)]
    left = room - GAP * (len(rooms) - 1) - sum(one.least for one in rooms)
    if left < 0 or any(map(_needs_screen, (cell for row in cells for cell in row))):
        return [*above, *_records(cells, room, setting, set_flow, has_head=has_head)]
    return [*above, *_side_by_side(cells, share_columns(rooms, left), setting, set_flow, has_head=has_head)]


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
            line += [EMPTY] * _taken_from(taken, number, len(line))
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
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


def _column_room(column: Sequence[Element], setting: Setting) -> ColumnRoom:
    """Return the columns of the screen that a column takes: prose is wrapped; code and addresses stay whole."""
    most = longest = 0
    for cell in column:
        prose = read_prose(cell.children, setting)
        lines = prose.text.plain.split("\n")
        most = max(most, max(map(cell_len, lines)) + 3 * _has_blocks(cell))
        for start, end, is_whole in units(prose.text.plain, prose.whole):
            wide = cell_len(prose.text.plain[start:end].rstrip())
            longest = max(longest, wide if is_whole or wide <= LONGEST_WORD else 0)
    return ColumnRoom(least=max(1, longest, min(most, NARROWEST)), most=max(1, longest, most))


def _has_blocks(cell: Element) -> bool:
    """Tell whether a cell has more than a line of words."""
    return any(not child.is_inline for child in _elements(cell))


def _needs_screen(cell: Element) -> bool:
    """Tell whether a cell has what is never put beside something else: code, another table."""
    return any(child.tag in BLOCKS or _needs_screen(child) for child in _elements(cell))


def _side_by_side(
    rows: Sequence[Sequence[Element]], widths: Sequence[int], setting: Setting, set_flow: Flow, *, has_head: bool
) -> Lines:
    """Set a table in columns."""
    lines: Lines = []
    for number, row in enumerate(rows):
        cells = [_cell(cell, wide, setting, set_flow) for cell, wide in zip(row, widths, strict=True)]
        for parts in zip_longest(*cells):
            line = Text()
            for part, wide in zip(parts, widths, strict=True):
                line.append_text(part or Text())
                line.append(" " * (wide - cell_len(part.plain if part else "") + GAP))
            line.rstrip()
            lines.append(line)
        if has_head and number == 0:
            lines.append(Text((" " * GAP).join("─" * wide for wide in widths), style=FAINT))
    return lines


def _cell(cell: Element, wide: int, setting: Setting, set_flow: Flow) -> Lines:
    """Set a cell."""
    if cell.tag == "th" and not _has_blocks(cell):
        return wrap(read_prose(cell.children, setting, "bold"), wide)
    return set_flow(cell, wide, setting)


def _records(
    rows: Sequence[Sequence[Element]], room: int, setting: Setting, set_flow: Flow, *, has_head: bool
) -> Lines:
    """Set a table that is wider than the screen: the cells of a row one below the other, each after its column's name."""
    names = [read_prose(cell.children, setting, "dim").text for cell in rows[0]] if has_head and len(rows) > 1 else []
    lines: Lines = []
    for row in rows[1:] if names else rows:
        lines += [Text()] if lines else []
        for name, cell in zip_longest(names, row, fillvalue=None):
            lines += _named(name if isinstance(name, Text) else Text(), cell or EMPTY, room, setting, set_flow)
    return lines


def _named(name: Text, cell: Element, room: int, setting: Setting, set_flow: Flow) -> Lines:
    """Set a cell after its column's name: beside it where there is room, else below."""
    inside = set_flow(cell, room, setting)
    if not inside or not name.plain.strip():
        return inside
    name = Text.assemble(name, (": ", "dim"))
    if len(inside) == 1 and not inside[0].no_wrap and cell_len(name.plain + inside[0].plain) <= room:
        return [Text.assemble(name, inside[0])]
    prose = read_prose(["", *cell.children], setting)
    if not _has_blocks(cell) and "\n" not in prose.text.plain:
        shifted = tuple((start + len(name), end + len(name)) for start, end in prose.whole)
        return wrap(prose._replace(text=Text.assemble(name, prose.text), whole=shifted), room)
    name.rstrip()
    return [*wrap(prose._replace(text=name, whole=()), room), *inside]
