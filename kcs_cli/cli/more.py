"""`kcs more`: the next hits of the last search."""

from typing import Annotated

from kcs_cli.cli import output
from kcs_cli.cli.option import Option
from kcs_cli.cli.search import show_screen, whose, written
from kcs_cli.cli.shared_option import RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.config import UsualFormat
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.text.display import quantity


def more(
    format: Annotated[UsualFormat, Option("--format", "How to write the hits.")] = UsualFormat.table,
    root: RootOption = None,
) -> None:
    """Show the next hits of this terminal's last search.

    Their numbers go on where those of the search ended.
    """
    from kcs_cli.search.ask import go_on
    from kcs_cli.search.log import last_list, last_search, note_hits
    from kcs_cli.search.view import render_hits

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    last, printed = last_search(kb), last_list(kb)
    if not last or not printed or not printed.is_of_search:
        raise KcsError("The last list of this terminal is none of a search", "kcs search what the customer says")
    first, step = len(printed.ids), kb.config.search.limit
    report = go_on(kb, last, first + 2 * step, whose)
    if len(report.hits) <= first:
        output.tell(f"That was all: {quantity(first, 'article')}")
        if format is not UsualFormat.table:  # a program gets an answer, too
            output.show_text(written(report._replace(hits=()), format))
    elif format is UsualFormat.table and output.is_terminal():
        show_screen(kb, report, first)
    else:
        note_hits(kb, report.hits[: first + step])
        report = report._replace(hits=report.hits[first : first + step])
        is_for_people = format is UsualFormat.table
        output.show_text(render_hits(report) if is_for_people else written(report, format), painted=is_for_people)
