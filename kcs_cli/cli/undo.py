"""`kcs undo`: take back what was done last."""

from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import FormatOption, RootOption
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format


def undo(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be taken back.")] = False,
    skip: Annotated[
        bool, typer.Option("--skip", help="Leave the last thing as it is, take back the one before it.")
    ] = False,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Take back what you noted or changed last in this terminal.

    A link, flag, rating, confirmation, thanks; fields that were set, phrases and words that were accepted. Doing it again
    takes back the one before. It refuses where something came after it: a file that changed since, a flag that was answered.
    """
    from kcs_cli.solve.undo import undo as take_back

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    output.show_done(take_back(kb, dry_run=dry_run, skip=skip), format)
