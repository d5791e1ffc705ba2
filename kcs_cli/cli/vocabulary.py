"""`kcs vocabulary`: what an article is known by."""

from typing import Annotated

import typer

from kcs_cli import teaching
from kcs_cli.cli import output
from kcs_cli.cli.options import FormatOption, RootOption
from kcs_cli.knowledge_base import KnowledgeBase
from kcs_cli.render.formats import Format


def vocabulary(
    name: Annotated[str, typer.Argument(metavar="ID", help="Id, alias, path, or rank in the last search.")],
    forget: Annotated[
        str | None, typer.Option("--forget", metavar="PHRASE", help="Take back a phrase that searches taught.")
    ] = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Show the words that an article is known by.

    They are its title, what customers said, and what searches that ended in a link taught. A phrase counts once for each
    person and case. Links taken back, cases in which the article did not help, and open flags count against it.
    """
    kb = KnowledgeBase.open(root, output.tell, output.progress)
    output.show(teaching.vocabulary(kb, name) if forget is None else teaching.forget(kb, name, forget), format)
