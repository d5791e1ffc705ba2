"""`kcs path`: the way through a domain for a new colleague."""

from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import FormatOption, RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format


def show_path(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="A tag or a folder; else lists what there is.")
    ] = None,
    done: Annotated[str | None, typer.Option("--done", metavar="ID", help="Tick off an article that you read.")] = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Show what to read first in a domain, and how far you are.

    The most reused articles, validated ones first, each with a customer's question. From then on kcs show and kcs open tick
    off what you read, and kcs quiz what you found. That stays in this clone.
    """
    from kcs_cli.learn import path
    from kcs_cli.learn.path_view import render_path
    from kcs_cli.search.log import note_list

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    if name is None:
        if done is not None:
            raise KcsError("--done needs the path that the article is on", "kcs path NAME --done ID")
        output.show(path.domains(kb), format)
        return
    report = path.path(kb, name) if done is None else path.tick_off(kb, name, done)
    if format is Format.table:
        output.show_painted(render_path(report, output.columns(), output.paint))
    else:
        output.show(report, format)
    note_list(kb, "path", [one.id for one in report.steps])
