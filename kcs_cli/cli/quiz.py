"""`kcs quiz`: real customers' questions; can you find the article?"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from kcs_cli.cli import dialog, output
from kcs_cli.cli.shared_option import FormatOption, RootOption
from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import write_named
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format, render_csv
from kcs_cli.text.dates import read_since

if TYPE_CHECKING:
    from kcs_cli.learn.quiz import play

THIS = "this"  # month


class QuizCommand(TyperCommand):
    """Takes `--month` without a value for the current one."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put in the value that is left out."""
        bare = [n for n, arg in enumerate(args) if arg == "--month" and (args[n + 1 : n + 2] or ["-"])[0].startswith("-")]
        return super().parse_args(ctx, ["--month=" + THIS if n in bare else arg for n, arg in enumerate(args)])


def quiz(
    number: Annotated[int, typer.Option("-n", metavar="N", min=1, max=1000, help="How many questions.")] = 10,
    domain: Annotated[str, typer.Option("--domain", metavar="TAG", help="Only about a tag, or a folder.")] = "",
    lang: Annotated[str, typer.Option("--lang", metavar="LANG", help="Only about articles in this language.")] = "",
    changed: Annotated[
        str | None,
        typer.Option("--changed", metavar="DAY", help="Only about what changed since a day (2026-11-22), or 30d."),
    ] = None,
    month: Annotated[
        str, typer.Option("--month", metavar="[MONTH]", help="The same set for everyone: of this month, or of 2026-11.")
    ] = "",
    export: Annotated[
        Path | None, typer.Option("--export", metavar="FILE", help="Write the questions as CSV for a form, with answers.")
    ] = None,
    results: Annotated[bool, typer.Option("--results", help="How it went so far, and what nobody finds.")] = False,
    share: Annotated[bool, typer.Option("--share", help="Only plays and finds of each question, to hand on.")] = False,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Can you find the article that answers a customer?

    Asks in the words of searches that ended in a link, and of `said`. You search as with kcs search and choose a rank.
    What you played stays in this clone and names nobody.
    """
    from kcs_cli.learn.quiz import play
    from kcs_cli.learn.quiz.pool import QuestionFilter

    if sum((export is not None, results, share)) > 1:
        raise KcsError("Of --export, --results and --share it takes one", "kcs quiz --results")
    if month and changed is not None:
        raise KcsError("--month is the same for everyone, --changed is not", "Leave one out")
    kb = KnowledgeBase.open(root, output.tell, output.progress)
    month = f"{kb.now():%Y-%m}" if month == THIS else month
    if results or share:
        output.show(play.shared_results(kb, month) if share else play.results(kb, month), format)
        return
    wanted = QuestionFilter(number=number, domain=domain, since=read_since(changed, kb.now()), month=month, language=lang)
    if export is not None:
        report = play.export(kb, wanted)
        write_named(export, render_csv(report) + "\n")
        output.tell(f"{report.summary} written to {export}")
    else:
        output.show(play.play(kb, wanted, _dialog(format)), format)


def _dialog(format: Format) -> "play.Dialog":
    """Return the player's terminal; what is said goes to stderr where stdout is for a program."""
    from kcs_cli.learn.quiz import play

    say: Callable[[str], None] = output.show_painted if format is Format.table else output.tell_text
    return play.Dialog(lambda prompt: dialog.read_line(prompt, say), say, output.columns(), output.paint)
