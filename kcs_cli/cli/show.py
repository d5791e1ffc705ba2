"""`kcs show`: read an article."""

from enum import StrEnum
from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.options import RootOption
from kcs_cli.knowledge_base import KnowledgeBase
from kcs_cli.render.article import render_page, render_raw
from kcs_cli.render.formats import render_json
from kcs_cli.show import report_article


class ShowFormat(StrEnum):
    """How an article is written."""

    table = "table"
    markdown = "markdown"
    json = "json"


def show_article(
    name: Annotated[str, typer.Argument(metavar="ID", help="Id, alias, path, file name, or rank in the last search.")],
    section: Annotated[
        str | None, typer.Option("--section", help="Only issue, environment, resolution, cause, or a heading.")
    ] = None,
    format: Annotated[ShowFormat | None, typer.Option("--format", help="How to write it; piped: markdown.")] = None,
    root: RootOption = None,
) -> None:
    """Show an article, as a page on a terminal and as it is in a pipe."""
    kb = KnowledgeBase.open(root, output.tell, output.progress)
    card = kb.card(name)
    report = report_article(*kb.article(card), section)
    kb.note_shown(card)
    if format == ShowFormat.json:
        output.show_text(render_json(report))
    elif format == ShowFormat.table or (format is None and output.is_terminal()):
        output.page(render_page(report, output.columns(), output.is_coloured()))
    else:
        output.show_text(render_raw(report))
