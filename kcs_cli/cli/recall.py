"""`kcs recall`: who received a faulty article."""

from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import FormatOption, IdArgument, RootOption
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format


def recall(
    name: IdArgument,
    bad: Annotated[
        str, typer.Option("--bad", metavar="REV[..REV]", help="A commit or blob, or the first and the last faulty one.")
    ],
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """List the cases that received a faulty revision."""
    from kcs_cli.solve.case import recall as find_cases

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    output.show(find_cases(kb, name, bad), format)
