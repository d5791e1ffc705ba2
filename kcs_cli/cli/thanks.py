"""`kcs thanks`: say thanks for an article."""

from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.personal import check_personal
from kcs_cli.cli.shared_option import AllowOption, FormatOption, IdArgument, RootOption
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format
from kcs_cli.text.display import on_one_line


def give_thanks(
    name: IdArgument,
    message: Annotated[str, typer.Option("-m", "--message", help="What it did for you or your customer.")],
    allow: AllowOption = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Thank those who wrote an article.

    And those who worked on it since, as git knows them. It stands in the next `kcs digest`; nobody counts it.
    """
    from kcs_cli.learn import thanks

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    check_personal([on_one_line(message)], kb.config, allow or [])
    output.show(thanks.thank(kb, name, message), format)
