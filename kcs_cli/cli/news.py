"""`kcs news`: what changed in what you use."""

from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import FormatOption, RootOption
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format
from kcs_cli.text.dates import read_since


def news(
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="From a day on, or 30d; else since you last used each.")
    ] = None,
    again: Annotated[bool, typer.Option("--all", help="What you have seen already, too.")] = False,
    full: Annotated[bool, typer.Option("--full", help="The differences whole.")] = False,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Show what others changed in the articles you use.

    What you linked, opened here, or wrote, if somebody else changed it since: `-` lines are gone, `+` lines are new, `~`
    lines are reworded. Each change is news once.
    """
    from kcs_cli.learn.news import catch_up
    from kcs_cli.learn.news_view import news_listing
    from kcs_cli.search.log import note_list

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    report = catch_up(kb, read_since(since, kb.now()), again=again, full=full)
    output.show_listing(report, news_listing, format)
    note_list(kb, "news", [one.id for one in report.news])
