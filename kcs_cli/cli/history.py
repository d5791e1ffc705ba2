"""`kcs history`: who changed an article, when and how."""

from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import FormatOption, IdArgument, RootOption
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format


def history(
    name: IdArgument,
    field: Annotated[
        str, typer.Option("--field", metavar="NAME", help="Only how this field went: confidence, audience, owner, …")
    ] = "",
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Show who changed an article, when, and how.

    Each change with its kind: work on it, or a mass edit, a move, white space, front matter, a bot.
    """
    from kcs_cli.history.article_history import article_history
    from kcs_cli.search.name import find_card

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    output.show(article_history(kb, find_card(kb, name), field.strip()), format)
