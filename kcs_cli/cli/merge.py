"""`kcs merge`: one article of two that answer the same question."""

from typing import TYPE_CHECKING, Annotated

import typer

from kcs_cli.cli import dialog, output
from kcs_cli.cli.shared_option import FormatOption, IdArgument, RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format
from kcs_cli.text.display import in_shell, quantity

if TYPE_CHECKING:
    from kcs_cli.solve.merge_report import MergeReport


def merge(
    name: IdArgument,
    into: Annotated[str, typer.Option("--into", metavar="ID", help="The article that stays.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would change, and the text that is dropped.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Merge an article into another that answers the same.

    The other gets its phrases, title, tags and ids; links to it are rewritten, its text is dropped and its file removed.
    """
    from kcs_cli.solve.merge import merge as merge_articles

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    if not dry_run and not yes:
        _confirm(merge_articles(kb, name, into, dry_run=True), format)
    report = merge_articles(kb, name, into, dry_run=dry_run)
    output.show(report, format)
    for advice in report.advice:
        output.tell(advice)


def _confirm(planned: "MergeReport", format: Format) -> None:
    """Show a person what is dropped and ask. Raise KcsError where nobody is there to answer, or the answer is no."""
    if not planned.changed:
        return
    if not output.is_interactive():
        raise KcsError(
            f"The text of {planned.merged_id} would be dropped", "Look at it with --dry-run, then do it with --yes"
        )
    if format is Format.table:
        output.show(planned, format)
    lines = quantity(len(planned.dropped_text.splitlines()), "line")
    question = f"Merge {planned.merged_id} ({planned.merged_title}) into {planned.id} ({planned.title}), dropping {lines}?"
    if not dialog.ask(question, False):
        raise KcsError(
            "Nothing was merged",
            f"kcs show {in_shell(planned.merged_id)} and kcs show {in_shell(planned.id)} tell them apart",
        )
