"""`kcs open`: an article in the editor."""

from typing import Annotated

import typer

from kcs_cli.cli import editor, output
from kcs_cli.cli.options import RootOption
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase


def open_article(
    name: Annotated[str, typer.Argument(metavar="ID", help="Id, alias, path, file name, or number in the last list.")],
    root: RootOption = None,
) -> None:
    """Open an article in your editor.

    It opens at the line that the last search showed, else where its text begins.
    """
    from kcs_cli.search.name import find_card, line_of
    from kcs_cli.search.read_log import note_read

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    card = find_card(kb, name)
    note_read(kb, card)
    editor.edit(kb.root / card.path, line_of(kb, card))
