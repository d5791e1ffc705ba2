"""The parts of the screen: the line for the words, the hits, the article."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.filter import LineFilter
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input, OptionList, RichLog
from textual.widgets.option_list import Option

from kcs_cli.cli.screen.look import KeyHint, facts, foot, proof, title
from kcs_cli.search.report import Hit
from kcs_cli.search.view import wrap
from kcs_cli.text.display import on_one_line, shorten, width

MARK = "bold underline yellow"
RANK = 3  # columns before a title
LONGEST_WORD = 12  # columns that the end of a line may leave empty
Marks = Sequence[tuple[int, int]]


class WordLine(Input):
    """The line for the customer's words; `want` is called with them as soon as they change.

    `keys` are dealt with here: as bindings they would go up to the screen first, and what is typed ahead be before them.
    """

    def __init__(
        self, words: str, want: Callable[[str], None], keys: Mapping[str, Callable[[], None]], **options: Any
    ) -> None:
        super().__init__(words, **options)
        self.want = want
        self.keys = keys

    def on_key(self, event: events.Key) -> None:
        """Do what a key stands for."""
        if act := self.keys.get(event.key):
            event.stop()
            event.prevent_default()
            act()

    def watch_value(self, value: str) -> None:
        """Have the words answered: at once, so that no key overtakes them."""
        if self.is_mounted:
            self.want(value)

    def _on_paste(self, event: events.Paste) -> None:
        """Take in all lines of what is pasted, as one."""
        if event.text:
            self.insert_text_at_cursor(on_one_line(event.text))
        event.prevent_default()
        event.stop()


class ChoiceList(OptionList):
    """A list whose chosen entry is reversed, with colours and without; Textual's own style would need some."""

    def render_line(self, y: int) -> Strip:
        """Write a line, reversed where it is the chosen entry's."""
        line = super().render_line(y)
        entry = next((one.style.meta.get("option") for one in line if one.style), None)
        return line.apply_style(Style(reverse=True)) if entry is not None and entry == self.highlighted else line


class HitList(ChoiceList):
    """The hits; above the first one is the line."""

    class Resized(Message):
        """The hits have other columns than those they are set for."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.columns = 0
        self.shown: list[Text] = []

    def show(self, hits: Iterable[tuple[Hit, Marks]], usual: Mapping[str, str], chosen: int = 0) -> None:
        """Show some hits, with the words marked in their titles: beside the article in several lines, above it in one."""
        self.columns = self.scrollable_content_region.width
        room = max(20, self.columns)
        set_hit = partial(_in_lines, room, usual) if self.screen.has_class("-wide") else partial(_in_one_line, room)
        shown = [set_hit(hit, marks) for hit, marks in hits]
        if shown != self.shown:  # else nothing is to be drawn again
            self.shown = shown
            self.set_options(map(Option, shown))
        self.highlighted = min(chosen, self.option_count - 1) if self.option_count else None

    def on_resize(self) -> None:
        """Have the hits set again for other columns."""
        if self.scrollable_content_region.width != self.columns:
            self.post_message(self.Resized())

    def action_cursor_up(self) -> None:
        """Go up, from the first hit to the line."""
        if self.highlighted:
            super().action_cursor_up()
        else:
            self.app.action_to_line()  # type: ignore[attr-defined]  # of our own app

    def action_cursor_down(self) -> None:
        """Go down as far as there is a hit."""
        if self.highlighted is not None and self.highlighted < self.option_count - 1:
            super().action_cursor_down()


class ArticlePane(RichLog):
    """The chosen article, whole."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "page_down", "down")]
    path = ""  # of the article that it shows

    def show(self, path: str, page: str, marks: Marks) -> None:
        """Show an article's page set for this pane, with some places marked: from its beginning, or where it is read."""
        text = Text.from_ansi(page)
        for start, end in marks:
            text.stylize(MARK, start, end)
        place = self.scroll_y if self.has_focus and path == self.path else 0
        self.path = path
        self.clear()
        self.write(text, scroll_end=False)
        self.scroll_to(y=place, animate=False)


class Colourless(LineFilter):
    """Leaves the terminal's own two colours."""

    def apply(self, segments: list[Segment], _: Color) -> list[Segment]:
        """Take the colours out of a line."""
        return [segment._replace(style=segment.style and segment.style.without_color) for segment in segments]


def _in_one_line(columns: int, hit: Hit, marks: Marks) -> Text:
    """Write a hit on one line: rank, title, how it proved."""
    proved = shorten(proof(hit), columns // 3)
    room = columns - RANK - (width(proved) + 2 if proved else 0)
    text = Text.assemble((f"{hit.rank:>2} ", "dim"), _marked(shorten(title(hit), room), marks), no_wrap=True)
    if proved:
        text.append(" " * (columns - text.cell_len - width(proved)))
        text.append(proved, "dim")
    return text


def _in_lines(columns: int, usual: Mapping[str, str], hit: Hit, marks: Marks) -> Text:
    """Write a hit on the lines of its title, two at most, and one of facts."""
    room = columns - RANK
    marked = _marked(shorten(title(hit), 2 * room - LONGEST_WORD), marks)
    lines = [marked[start:end] for start, end in wrap(marked.plain, room)]
    if known := facts(hit, usual):
        lines.append(Text(shorten(known, room), "dim"))
    text = Text.assemble((f"{hit.rank:>2} ", "dim"), lines[0], no_wrap=True)
    for line in lines[1:]:
        text.append("\n" + " " * RANK)
        text.append(line)
    return text


def _marked(shown: str, marks: Marks) -> Text:
    """Write a title, or what is left of it, with its words marked."""
    text = Text(shown)
    text.stylize("bold")
    for start, end in marks:
        text.stylize(MARK, min(start, len(shown)), min(end, len(shown)))
    return text


def set_keys(keys: Sequence[KeyHint], columns: int) -> Text:
    """Write keys and what they do, in as many lines as they need."""
    lines = (
        Text("  ").join(Text.assemble((key.name, "bold reverse"), " ", key.does) for key in line)
        for line in foot(keys, columns)
    )
    return Text("\n").join(lines)
