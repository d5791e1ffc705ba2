"""`kcs rate`: what readers thought of an article."""

from pathlib import Path
from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.personal import check_personal
from kcs_cli.cli.shared_option import AllowOption, FormatOption, RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format
from kcs_cli.text.display import on_one_line


def rate(
    name: Annotated[str | None, typer.Argument(metavar="ID", help="Id, or number in the last list.")] = None,
    helpful: Annotated[bool | None, typer.Option("--helpful/--unhelpful", help="Whether it helped.")] = None,
    message: Annotated[str, typer.Option("-m", "--message", help="What the reader said.")] = "",
    votes: Annotated[Path | None, typer.Option("--import", help="Votes of a help site: CSV with article, vote, …")] = None,
    allow: AllowOption = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Note whether an article helped a reader.

    --import takes in the votes of a help site. The CSV's columns are found by name: article, vote, and if there are any
    comment, date, person. Importing it twice counts once.
    """
    from kcs_cli.journal.vocabulary import Vote
    from kcs_cli.solve import vote

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    if votes is not None:
        output.show(vote.import_votes(kb, votes), format)
    elif name and helpful is not None:
        check_personal([on_one_line(message)], kb.config, allow or [])
        output.show(vote.rate(kb, name, Vote.helpful if helpful else Vote.unhelpful, message), format)
    else:
        raise KcsError("There is no vote", "kcs rate ID --helpful, or kcs rate --import votes.csv")
