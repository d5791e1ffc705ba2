"""What the screen asks: a text, yes or no, one of several."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kcs_cli.cli.screen.conversation import FilterValue
from kcs_cli.cli.screen.widget import ChoiceList
from kcs_cli.text.display import one_line


class TextQuestion(ModalScreen[str]):
    """A line to fill in; nothing where the person goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss('')", "back")]

    def __init__(self, question: str, known: str = "") -> None:
        super().__init__()
        self.question = question
        self.known = known

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with Vertical(classes="box"):
            yield Static(one_line(self.question), markup=False)
            yield Input(self.known, select_on_focus=True, compact=True)
            yield Static("Enter does it · Esc goes back", markup=False, classes="faint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return what was typed."""
        self.dismiss(event.value.strip())


class YesOrNo(ModalScreen[bool]):
    """A question that y answers with yes; Enter with what is meant by it; n and Esc with no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "dismiss(True)", "yes"),
        Binding("n,escape", "dismiss(False)", "no"),
        Binding("enter", "usual", "the usual"),
    ]

    def __init__(self, question: str, usual: bool) -> None:
        super().__init__()
        self.question = question
        self.usual = usual

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with Vertical(classes="box"):
            yield Static(one_line(self.question), markup=False)
            yield Static(f"y yes · n no · Enter {'yes' if self.usual else 'no'}", markup=False, classes="faint")

    def action_usual(self) -> None:
        """Answer with what Enter means."""
        self.dismiss(self.usual)


class Choice(ModalScreen[FilterValue | None]):
    """A list of filters' values to choose one of; those that are on are marked."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,slash", "dismiss(None)", "back")]

    def __init__(self, question: str, values: Sequence[FilterValue]) -> None:
        super().__init__()
        self.question = question
        self.values = values

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with Vertical(classes="box tall"):
            yield Static(one_line(self.question), markup=False)
            yield ChoiceList(*map(_option, self.values), compact=True)
            yield Static("Enter puts it on or takes it off · Esc goes back", markup=False, classes="faint")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the value."""
        self.dismiss(self.values[event.option_index])


class Help(ModalScreen[None]):
    """A page of text that goes with Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark,f1,enter", "dismiss(None)", "back")]

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with VerticalScroll(classes="box tall"):
            yield Static(self.text, markup=False)


def _option(value: FilterValue) -> Option:
    """Write a value, marked where it is on."""
    is_on = value.articles is None
    return Option(Text(f"{'[x]' if is_on else '[ ]'} {value.shown()}", style="bold" if is_on else "", no_wrap=True))
