"""The screen, by Textual: what is asked, what is shown, which keys there are."""

import os
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.filter import LineFilter
from textual.timer import Timer
from textual.visual import VisualType
from textual.widgets import OptionList, Static

from kcs_cli.cli.screen import look
from kcs_cli.cli.screen.aside import AsideApp
from kcs_cli.cli.screen.conversation import Conversation
from kcs_cli.cli.screen.question import Help
from kcs_cli.cli.screen.typed_question import REST, TypedQuestion
from kcs_cli.cli.screen.widget import ArticlePane, Colourless, HitList, WordLine, set_keys
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.report import Hit, SearchReport
from kcs_cli.text.display import one_line

PAUSE = 5.0  # seconds without a key after which the words are final
IDLE = 60.0  # seconds after which the files are looked at again
LETTERS = "lfneyo/c"
NEED_A_HIT = "lfeyo"


class ScreenApp(AsideApp):
    """One line for the customer's words, the hits as they are typed, the chosen article."""

    TITLE = "kcs"
    CSS_PATH = "screen.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "quit", "quit", priority=True),
        Binding("f1,question_mark", "help", "help"),
        Binding("escape", "leave", "back"),
        Binding("q", "quit", "quit"),
        *(Binding("slash" if key == "/" else key, f"do('{key}')", "do it") for key in LETTERS),
    ]

    def __init__(
        self,
        kb: KnowledgeBase,
        actions: Mapping[str, Callable[["ScreenApp"], Coroutine[Any, Any, Any]]],
        words: str = "",
        *,
        is_coloured: bool = True,
    ) -> None:
        known = os.environ.pop("NO_COLOR", None)  # Textual would make the terminal's own colours black on black
        super().__init__()
        if known is not None:
            os.environ["NO_COLOR"] = known  # what runs outside the screen wants it
        self.theme = "ansi-dark"  # the terminal's own colours
        self.root = str(kb.root)
        self.actions = actions
        self.is_coloured = is_coloured
        self.conversation = Conversation(kb, self.ask)
        self.first = words
        self.typed = TypedQuestion(self, self.show_answer)
        self.hits: tuple[Hit, ...] = ()
        self.pause: Timer | None = None
        self.preview: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay the parts out."""
        with Horizontal(id="top"):
            yield Static("search > ", id="prompt", markup=False)
            yield WordLine(
                self.first,
                self.want,
                {"enter": self.action_read, "down": self.action_to_hits},
                id="line",
                compact=True,
                select_on_focus=False,
            )
            yield Static(id="case", markup=False)
        yield Static(look.about(None), id="about", markup=False)
        with Container(id="body"):
            yield HitList(id="hits", compact=True, markup=False)
            yield ArticlePane(id="article", min_width=20, auto_scroll=False)
        yield Static(id="said", markup=False)
        yield Static(id="foot", markup=False)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Take the colours out where a person wants none; what is bold, underlined or reversed stays."""
        return super().get_line_filters() if self.is_coloured else [*super().get_line_filters(), Colourless()]

    def on_mount(self) -> None:
        """Begin."""
        self.set_interval(IDLE, self.look_again)
        self.show_case()
        self.say("")
        self.line.focus()
        self.run_worker(self.aside(self.conversation.prepare))
        if self.first:
            self.want(self.first)

    # The parts.

    @property
    def line(self) -> WordLine:
        """The line for the words."""
        return self.screen_stack[0].query_one("#line", WordLine)

    @property
    def list(self) -> HitList:
        """The hits."""
        return self.screen_stack[0].query_one("#hits", HitList)

    @property
    def pane(self) -> ArticlePane:
        """The article."""
        return self.screen_stack[0].query_one("#article", ArticlePane)

    def write(self, part: str, text: VisualType) -> None:
        """Write one of the lines around them; one without text takes no room."""
        line = self.screen_stack[0].query_one(f"#{part}", Static)
        line.update(text)
        line.display = bool(text)

    def say(self, text: str) -> None:
        """Tell the person something, in the place of what was told before."""
        self.write("said", one_line(text))

    def show_case(self) -> None:
        """Show the case in the corner."""
        self.write("case", look.case_label(self.conversation.case))

    # What is asked, and what is shown.

    def want(self, words: str) -> None:
        """Have these words answered, and noted after a pause."""
        self.typed.want(words)
        self.stop_preview()
        if self.pause:
            self.pause.stop()
        self.pause = self.set_timer(PAUSE, lambda: self.run_worker(self.settled()))

    def show_answer(self, report: SearchReport | None, is_begun: bool) -> None:
        """Show an answer; where its hits were shown in part the one that a person went to stays chosen."""
        self.show(report, (self.place(report) or 0) if is_begun and self.list.highlighted else 0)

    def place(self, report: SearchReport | None) -> int | None:
        """Return the place of the chosen article in another answer."""
        paths = [hit.path for hit in report.hits] if report else []
        return paths.index(self.hit.path) if self.hit and self.hit.path in paths else None

    def show(self, report: SearchReport | None, chosen: int = 0) -> None:
        """Show what was found."""
        self.hits = report.hits if report else ()
        self.write("about", look.about(report))
        self.show_hits(chosen)

    def show_hits(self, chosen: int = 0) -> None:
        """Show the hits, and soon the article of the chosen one."""
        self.list.show(
            [(hit, self.conversation.marks(look.title(hit), hit)) for hit in self.hits], self.conversation.usual, chosen
        )
        self.preview_soon()

    def on_hit_list_resized(self) -> None:
        """Set hits and article for the columns that there are now."""
        self.show_hits(self.list.highlighted or 0)
        self.show_foot()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the article of the hit that is chosen."""
        if event.option_list is self.list:
            self.preview_soon()

    def preview_soon(self) -> None:
        """Show the chosen article as soon as no key follows, of the whole answer."""
        self.stop_preview()
        if self.conversation.is_whole:
            self.preview = self.set_timer(REST, lambda: self.run_worker(self.show_article()))

    def stop_preview(self) -> None:
        """Show no article that was chosen before."""
        if self.preview:
            self.preview.stop()
        self.preview = None

    async def show_article(self) -> None:
        """Show the chosen article with the words marked."""
        self.stop_preview()
        if (hit := self.hit) is None:
            self.pane.clear()
            return
        columns = self.pane.scrollable_content_region.width or self.size.width
        page = await self.aside(self.conversation.marked_page, hit, columns, self.is_coloured)
        if page and hit == self.hit:
            self.pane.show(hit.path, *page)

    @property
    def hit(self) -> Hit | None:
        """The hit that is chosen."""
        number = self.list.highlighted
        return self.hits[number] if number is not None and number < len(self.hits) else None

    async def settle(self) -> None:
        """Note the words in the log, once they are answered."""
        await self.typed.whole_answer()
        await self.aside(self.conversation.settle)

    def look_again(self) -> None:
        """Answer from the files as they are now, unless somebody is typing: it takes longer than a key may."""
        if self.pause is None:
            self.run_worker(self.refreshed())

    async def settled(self) -> None:
        """Note the words, and answer them from the files as they are now."""
        self.pause = None
        await self.settle()
        await self.refreshed()

    async def refreshed(self, *, keeps: bool = True) -> None:
        """Answer from the files as they are now; where a person `keeps` the article that is chosen, it stays so."""
        await self.typed.whole_answer()
        words = self.typed.words
        report = await self.aside(self.conversation.refresh)
        if report is None or words != self.typed.words or report.hits == self.hits:
            return
        chosen = self.place(report) if self.hit and keeps else 0
        if chosen is not None or self.focused is self.line:  # else somebody is at an article that is none now
            self.show(report, chosen or 0)

    # Where a person is.

    def on_descendant_focus(self) -> None:
        """Say which keys there are now; an article that is read has the room of the hits."""
        if len(self.screen_stack) > 1:
            return  # a question has keys of its own, and goes
        self.screen_stack[0].set_class(self.focused is self.pane, "-reading")
        self.show_foot()

    def show_foot(self) -> None:
        """Show the keys of the part that is in use."""
        keys = look.ON_HIT if self.focused is self.list else look.IN_ARTICLE if self.focused is self.pane else look.IN_LINE
        self.write("foot", set_keys(keys, self.size.width))

    def action_to_hits(self) -> None:
        """Go to the hits: the words are final."""
        self.screen.set_focus(self.list)
        self.run_worker(self.settle())

    def action_to_line(self) -> None:
        """Go to the line."""
        self.line.focus()

    def action_read(self) -> None:
        """Read the chosen article: from the line the first one."""
        self.screen.set_focus(self.pane)
        self.run_worker(self.read())

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Read the hit that is chosen."""
        if event.option_list is self.list:
            self.action_read()

    async def read(self) -> None:
        """Note what is read, once the hits are those of the words; where there are none, there is a new article to write."""
        await self.typed.whole_answer()
        if hit := self.hit:
            await self.aside(self.conversation.open, hit)
        else:
            self.screen.set_focus(self.list)
            await self.settle()

    def action_leave(self) -> None:
        """Go from the article to the hits, from there to the line, and clear that."""
        if self.focused is self.pane:
            self.list.focus()
        elif self.focused is self.list:
            self.line.focus()
        else:
            self.line.value = ""
        self.say("")

    def action_help(self) -> None:
        """Show what the keys do."""
        self.push_screen(Help(look.HELP))

    def action_do(self, key: str) -> None:
        """Do what a letter stands for."""
        self.run_worker(self.do(key))

    async def do(self, key: str) -> None:
        """Do it, once the hits are those of the words."""
        await self.typed.whole_answer()
        if self.hit or key not in NEED_A_HIT:
            await self.actions[key](self)
        else:
            self.say("There is no article to do that with")
