"""The plain prompt: what the screen does, line by line, for screen readers and for terminals that show no screen."""

import re
from collections.abc import Callable, Mapping

import typer

from kcs_cli.cli import clipboard, dialog, editor, output
from kcs_cli.cli.open import open_page
from kcs_cli.cli.personal import asker
from kcs_cli.cli.screen.conversation import Conversation
from kcs_cli.cli.screen.look import title
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search import view
from kcs_cli.search.report import Hit
from kcs_cli.search.terminal_view import HitScreen, render_screen
from kcs_cli.text.display import one_line, quantity

ASKS = "search > "
BEGIN = "Type what the customer says; ? says what else there is, q ends it."
HELP = """\
1       reads the first hit
l1      links it to the case: it solved it
f1      flags it: what is wrong
e1      opens it in your editor
y1      copies the answer
o1      opens its page
n       captures a new article with the words asked last
/       filters, with counts; a number puts one on or takes it off
c 4711  sets the case; c alone shows it
q       quits
Anything else is a question; in quotes also what is one of these."""
ALL_ROWS = 1_000  # who listens to hits gets all of them
ON_HIT = re.compile(r"([lfeyo]?) ?(\d{1,3})")
ALONE = re.compile(r"([n/c?q])(?: (\S.*))?")


class Prompt:
    """One agent's lines, answered one after another."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.talk = Conversation(kb, asker() or (lambda _question, _usual: False))
        self.deeds: Mapping[str, Callable[[Hit], str]] = {
            "": self.read, "l": self.link, "f": self.flag, "e": self.edit, "y": self.copy, "o": self.page,
        }  # fmt: skip

    def run(self, words: str) -> None:
        """Answer until the person leaves: by q, or the end of the input."""
        say(BEGIN)
        if words:
            self.answer(words)
        while (line := dialog.read_line(ASKS, say)) is not None and line.strip() != "q":
            self.answer(line.strip())

    def answer(self, line: str) -> None:
        """Do what a line says; what kcs cannot is told, and the next line is read."""
        try:
            say(self.done(line) if line else "")
        except KcsError as error:
            say(". ".join(filter(None, (error.message, error.hint))))
        except (KeyboardInterrupt, typer.Exit):  # at a question of `kcs new`
            pass
        for told in self.talk.told:
            output.tell(told)
        self.talk.told.clear()

    def done(self, line: str) -> str:
        """Do what a line says, and return what to say. Raise KcsError."""
        if (on_hit := ON_HIT.fullmatch(line)) and 1 <= int(on_hit[2]) <= len(self.talk.hits):
            return self.deeds[on_hit[1]](self.talk.hits[int(on_hit[2]) - 1])
        if (alone := ALONE.fullmatch(line)) and (alone[1] == "c" or not alone[2]):
            return self.alone(alone[1], alone[2] or "")
        return self.search(line)

    def alone(self, letter: str, given: str) -> str:
        """Do what concerns no hit."""
        match letter:
            case "n":
                return self.capture()
            case "/":
                return self.choose_filter()
            case "c":
                case = self.talk.case
                return self.talk.set_case(given) if given else f"Case {one_line(case)}" if case else "No case"
            case _:
                return HELP

    def search(self, words: str) -> str:
        """Answer a question, and note it: it was typed to its end. The files are those of now."""
        self.talk.words = words
        report = self.talk.refresh()
        self.talk.settle()
        if report is None:
            return ""
        if not output.is_terminal():
            return view.render_hits(report)
        return render_screen(report, HitScreen(output.columns(), ALL_ROWS, self.talk.usual))[0]

    def read(self, hit: Hit) -> str:
        """Show an article."""
        self.talk.open(hit)
        return self.talk.page(hit, output.columns(), coloured=False)

    def link(self, hit: Hit) -> str:
        """Link an article to the case, which is asked for where none is set."""
        if not self.talk.case and (case := (dialog.read_line("case > ", say) or "").strip()):
            say(self.talk.set_case(case))
        return self.talk.link(hit) if self.talk.case else "No case"

    def flag(self, hit: Hit) -> str:
        """Ask what is wrong, and flag an article."""
        text = (dialog.read_line("what is wrong > ", say) or "").strip()
        return self.talk.flag(hit, text) if text else ""

    def edit(self, hit: Hit) -> str:
        """Open an article in the editor."""
        editor.edit(*self.talk.place(hit))
        return ""

    def copy(self, hit: Hit) -> str:
        """Put the answer on the clipboard."""
        text = self.talk.answer(hit)
        return f"Copied {quantity(len(text), 'character')} of {title(hit)} by {' and '.join(clipboard.copy(text))}"

    def page(self, hit: Hit) -> str:
        """Open an article's page."""
        return open_page(self.talk.address(hit))

    def capture(self) -> str:
        """Write a new article with the words: `kcs new`."""
        from kcs_cli.cli.new import new

        said = self.talk.said()
        new(said=said or None, case=self.talk.case or None, root=str(self.talk.kb.root))
        return ""

    def choose_filter(self) -> str:
        """List the filters with their counts; put the chosen one on, or take it off."""
        values = self.talk.counts()
        for number, one in enumerate(values, 1):
            say(f"{number:>3}  {one.shown()}{' (on)' if one.articles is None else ''}")
        chosen = (dialog.read_line("number > ", say) or "").strip() if values else ""
        if not chosen.isdecimal() or not 1 <= int(chosen) <= len(values):
            return "" if values else "There is nothing to filter by"
        one = values[int(chosen) - 1]
        self.talk.toggle(one.name, one.value)
        return self.search(self.talk.words)


def say(text: str) -> None:
    """Print a text of ours, made harmless already."""
    if text:
        output.show_text(text, painted=True)
