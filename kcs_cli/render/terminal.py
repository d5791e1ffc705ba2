"""What a person sees on a terminal, by rich: markdown, reports, pages, progress. Texts are data: never its markup."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from kcs_cli.render.column import ColumnRoom, share_columns
from kcs_cli.render.listing import LineKind, Listing, ListingGroup, ListingLine, ListingRow, TextTree
from kcs_cli.render.markdown.setting import Marks, no_marks
from kcs_cli.render.report import PagePart, Report, ReportPage, Table
from kcs_cli.render.table import cell_text, charts_as_text, numeric_columns
from kcs_cli.text.display import one_line, plain, width

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table as Grid
    from rich.text import Text

NAMES = ("article", "id", "flag", "path", "file", "place", "commit", "command")  # columns to copy from: never folded
NARROWEST = 12  # columns that prose keeps
LONGEST_WORD = 16  # columns of a word that is not folded either: a day with its time, a state
MOST_LINES = 3  # of what tells rows apart
GAP = 2  # columns between two columns
MOST_OF_A_CHART = 100  # columns
NUMBER = 4  # columns of a row's number and its dot
SIGNS = {"-": "red", "+": "green", "~": ""}  # before a line of a difference
Step = TypeVar("Step")


class Screen(NamedTuple):
    """What a text is set for: so many columns, colours, links that it opens; with which words marked, or undecorated."""

    columns: int
    coloured: bool = False
    hyperlinks: bool = False
    marks: Marks = no_marks
    is_plain: bool = False


def set_markdown(text: str, screen: Screen, head: str = "", facts: Sequence[str] = (), foot: Sequence[str] = ()) -> str:
    """Set a text, below a head in bold and facts in grey, above what is said at its foot.

    Code and addresses stay whole: their lines may be longer than the screen is wide.
    """
    from rich.text import Text

    from kcs_cli.render.markdown.setter import set_text
    from kcs_cli.render.markdown.setting import PageSetting

    setting = PageSetting(screen.coloured and screen.hyperlinks, screen.is_plain, screen.marks)
    body = set_text(text, screen.columns, setting)
    above = [Text(head, style="bold"), *(Text(fact, style="dim") for fact in facts), Text()] if head else []
    below = [Text(line, style="dim") for line in (*body.remarks, *foot)] if not screen.is_plain else []
    parts = [
        _set(above, screen.columns, screen.coloured),
        _as_they_are(body.lines, screen),
        _set(below, screen.columns, screen.coloured),
    ]
    return "\n\n".join(filter(None, parts))


def _as_they_are(lines: Sequence["Text"], screen: Screen) -> str:
    """Print lines that are broken already."""
    if not screen.coloured:
        return "\n".join(line.plain for line in lines)
    from rich.color import ColorSystem

    console = _console(screen.columns, coloured=True)
    return "\n".join(
        "".join(
            part.style.render(part.text, color_system=ColorSystem.STANDARD) if part.style else part.text
            for part in line.render(console)
        )
        for line in lines
    )


def set_report(report: Report, columns: int, coloured: bool) -> str:
    """Set all charts and tables of a report, one below the other."""
    charts = charts_as_text(report, min(columns, MOST_OF_A_CHART))
    return "\n\n".join([*charts, *(text for table in report.tables() if (text := set_table(table, columns, coloured)))])


def set_table(table: Table, columns: int, coloured: bool) -> str:
    """Set one table; without columns its title and its lines as they are; nothing for a table without rows."""
    from rich.text import Text

    if table.columns and not table.rows:
        return ""
    style = "bold" if table.rows or table.lines else ""
    title = [_set([Text(one_line(table.title), style=style)], columns, coloured)] if table.title else []
    rows = [_set(_grids(table, columns), columns, coloured)] if table.rows else []
    return "\n".join([*title, *rows, *map(plain, table.lines)])


def set_page(page: ReportPage, columns: int, coloured: bool) -> str:
    """Set a page: its sentences, and its parts under their headings."""
    from rich.text import Text

    head = _set([Text(one_line(page.title), style="bold"), *map(Text, map(one_line, page.notes))], columns, coloured)
    return "\n\n".join([head, *(_set_part(part, columns, coloured) for part in page.parts)])


def _set_part(part: PagePart, columns: int, coloured: bool) -> str:
    """Set a part of a page."""
    from rich.table import Table as Grid
    from rich.text import Text

    points = Grid.grid(padding=(0, 1, 0, 0))
    for text in part.points:
        points.add_row("-", Text(one_line(text)))
    table = _grids(part.table, columns) if part.table and part.table.rows else []
    heading = Text(one_line(part.heading).upper(), style="bold")
    return _set(
        [heading, *map(Text, map(one_line, part.notes)), *table, *([points] if part.points else [])], columns, coloured
    )


def set_listing(listing: Listing, columns: int, coloured: bool) -> str:
    """Set a listing: its titles, names and prose whole, in as many lines as they take."""
    from rich.text import Text

    title, notes, remarks = (map(Text, map(one_line, texts)) for texts in ([listing.title], listing.notes, listing.remarks))
    groups = (_group_parts(group, columns) for group in listing.groups if group.rows)
    blocks = (_set(parts, columns, coloured) for parts in (title, notes, *groups, remarks))
    return "\n\n".join(filter(None, blocks))


def _group_parts(group: ListingGroup, columns: int) -> list["RenderableType"]:
    """Lay out a group: numbers at the left, and beside each what is known."""
    from rich.console import Group
    from rich.table import Table as Grid
    from rich.text import Text

    numbers = [Text(f"{row.n}.") for row in group.rows]
    left = max(NUMBER, *map(len, numbers))
    room = columns - left - 1
    grid = Grid.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=left, justify="right")
    grid.add_column(width=room, overflow="fold")
    for number, row in zip(numbers, group.rows, strict=True):
        head = _head_parts(row, room, "" if group.heading else "bold")
        grid.add_row(number, Group(*head, *(part for line in row.lines for part in _line_parts(line, room))))
    return [*([Text(group.heading, style="bold")] if group.heading else []), grid]


def _head_parts(row: ListingRow, room: int, style: str) -> list["RenderableType"]:
    """Lay out a row's title and id, and at the right of the last of them what is aside."""
    from rich.text import Text

    title, id_ = Text(one_line(row.title), style=style), Text(one_line(row.id), style="cyan")
    above, last = ([title], id_) if row.id else ([], title)
    if not row.aside and not row.aside_end:
        return [*above, last]
    aside = Text(f"{' ' * GAP}{one_line(row.aside)}{row.aside_end}", style="dim", justify="right")
    least = last.cell_len if row.id else min(last.cell_len, 2 * NARROWEST)
    return [*above, *_side_by_side(last, aside, room, whole=aside, least=least)]


def _line_parts(line: ListingLine, room: int) -> list["RenderableType"]:
    """Lay out a line below a title; what follows a label, an id or a sign hangs beside it."""
    from rich.text import Text

    text = Text(one_line(line.text), style="dim" if line.kind is LineKind.faint else "")
    if line.kind is LineKind.difference and text.plain[1:2] == " " and text.plain[0] in SIGNS:
        first, text = Text(text.plain[:2], style=SIGNS[text.plain[0]]), Text(text.plain[2:], style=SIGNS[text.plain[0]])
    elif line.kind is LineKind.name:
        first, text = Text(f"{text.plain}  ", style="cyan"), Text(one_line(line.beside))
    elif line.label:
        first = Text(f"{one_line(line.label)}: ", style="dim")
    else:
        return [text]
    return _side_by_side(first, text, room, whole=first)


def _side_by_side(
    left: "Text", right: "Text", room: int, *, whole: "Text", least: int = NARROWEST
) -> list["RenderableType"]:
    """Lay out two side by side, one of them on one line; one below the other where that leaves less than the other needs."""
    from rich.table import Table as Grid

    rest = room - whole.cell_len
    if rest < least:
        return [left, right]
    grid = Grid.grid()
    for text in (left, right):
        grid.add_column(width=whole.cell_len if text is whole else rest, overflow="fold")
    grid.add_row(left, right)
    return [grid]


def set_tree(tree: TextTree, columns: int, coloured: bool) -> str:
    """Set a tree; its name, which a terminal wraps itself, can be copied whole."""
    from rich.style import Style
    from rich.text import Text
    from rich.tree import Tree

    branches = Tree("", guide_style="dim")
    for leaf in tree.leaves:
        branches.add(Text.assemble(*leaf))
    return (Style(bold=True).render(tree.name) if coloured else tree.name) + _set([branches], columns, coloured)


def _set(parts: Iterable["RenderableType"], columns: int, coloured: bool) -> str:
    """Print one below the other for so many columns, without spaces at the ends of lines."""
    console = _console(columns, coloured)
    with console.capture() as capture:
        for part in parts:
            console.print(part)
    return "\n".join(line.rstrip() for line in capture.get().rstrip().split("\n"))


def _console(columns: int, coloured: bool) -> "Console":
    """Return what prints for so many columns, whatever terminal and environment there are."""
    import io

    from rich.console import Console

    return Console(
        file=io.StringIO(), width=columns, height=25, force_terminal=coloured, no_color=not coloured, highlight=False,
        markup=False, emoji=False, soft_wrap=False, legacy_windows=False,
    )  # fmt: skip


def _grids(table: Table, columns: int) -> list["RenderableType"]:
    """Lay out a table; where its columns do not fit side by side, each row as lines of names and values."""
    table = table.for_people()
    cells = [[cell_text(cell) for cell in row] for row in table.rows]
    rooms = [_room(name, column) for name, column in zip(table.headings, zip(*cells, strict=True), strict=True)]
    widths = share_columns(rooms, columns - GAP * (len(rooms) - 1) - sum(room.least for room in rooms))
    fits = sum(widths) + GAP * (len(rooms) - 1) <= columns and rooms[0].most <= widths[0] * MOST_LINES
    return [_grid(table, cells, widths)] if fits else _records(table.headings, cells)


def _room(name: str, texts: Sequence[str]) -> ColumnRoom:
    """Return what a column needs: prose and heads wrap; ids, numbers and dates stay whole, and so can be copied."""
    most = max(map(width, texts))
    is_whole = name in NAMES and not any(" " in text for text in texts)
    words = [width(word) for text in (name, *texts) for word in text.split()]
    longest = max((one for one in words if one <= LONGEST_WORD), default=0)
    return ColumnRoom(least=most if is_whole else max(longest, min(most, NARROWEST)), most=max(width(name), most))


def _grid(table: Table, cells: Sequence[Sequence[str]], widths: Sequence[int]) -> "Grid":
    """Lay out a table in columns of some widths, numbers to the right."""
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="")
    for name, number, wide in zip(table.headings, numeric_columns(table), widths, strict=True):
        head = Text(one_line(name), style="dim")
        grid.add_column(head, justify="right" if number else "left", width=wide, overflow="fold")
    for row in cells:
        grid.add_row(*(Text(text, style=_style(name)) for name, text in zip(table.headings, row, strict=True)))
    return grid


def _style(name: str) -> str:
    """Return how the texts of a column look."""
    return "cyan" if name in NAMES else ""


def _records(names: Sequence[str], cells: Sequence[Sequence[str]]) -> list["RenderableType"]:
    """Lay out each row as a name and a value a line, without those that have none; an empty line between two rows."""
    from rich.table import Table as Grid
    from rich.text import Text

    room = max(map(width, names))
    grids: list[RenderableType] = []
    for row in cells:
        grid = Grid.grid(padding=(0, GAP, 0, 0))
        grid.add_column(min_width=room, no_wrap=True)
        grid.add_column(overflow="fold")
        for name, text in zip(names, row, strict=True):
            if text:
                grid.add_row(Text(one_line(name), style="dim"), Text(text, style=_style(name)))
        grids += [*([Text()] if grids else []), grid]
    return grids


def with_bar(steps: Sequence[Step], done: int, label: str) -> Iterator[Step]:
    """Yield the steps that are not done, with a bar on stderr that goes away at the end; stdout is the answer's."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    said = TextColumn("{task.description}", markup=False)
    shown = (said, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*shown, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(label, total=len(steps), completed=done)
        for step in steps[done:]:
            yield step
            bar.advance(task)
