"""`kcs show`: read an article."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from kcs_cli.article.model import Flag, Reuse
from kcs_cli.cli import output
from kcs_cli.cli.options import RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format

if TYPE_CHECKING:
    from kcs_cli.article.card import Card
    from kcs_cli.article.report import ArticleReport


class ShowFormat(StrEnum):
    """How an article is written."""

    table = "table"
    markdown = "markdown"
    json = "json"
    csv = "csv"


def show_article(
    name: Annotated[
        str | None, typer.Argument(metavar="ID", help="Id, alias, path, file name, or number in the last list.")
    ] = None,
    section: Annotated[
        str | None, typer.Option("--section", help="Only issue, environment, resolution, cause, or a heading.")
    ] = None,
    case: Annotated[
        str | None, typer.Option("--case", metavar="CASE", help="What this case received: as delivered, and what changed.")
    ] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="WHEN", help="As it was: on a day, at a commit or tag.")] = None,
    format: Annotated[ShowFormat | None, typer.Option("--format", help="How to write it; piped: markdown.")] = None,
    root: RootOption = None,
) -> None:
    """Show an article: a page on a terminal, its text in a pipe.

    With --case and no ID: the articles that a case received.
    """
    from kcs_cli.article.reader import read_card
    from kcs_cli.article.report import report_article
    from kcs_cli.search.name import find_card
    from kcs_cli.search.read_log import note_read

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    if case is not None and at is not None:
        raise KcsError("--case and --at cannot be together", "--case shows the text as it was delivered")
    if case is not None:
        _show_case(kb, case, name, format)
        return
    if name is None:
        raise KcsError("Which article?", "kcs show ID, or kcs show --case CASE")
    if at is not None:
        report = _report_then(kb, name, at, section)
    else:
        card = find_card(kb, name)
        report = report_article(*read_card(kb, card), section, *_proof(kb, card))
        note_read(kb, card)
    _show_report(report, format)


def _show_report(report: "ArticleReport", format: ShowFormat | None) -> None:
    """Print an article."""
    from kcs_cli.article.view import render_page, render_raw

    if format in (ShowFormat.json, ShowFormat.csv):
        output.show(report, Format(format.value))
    elif format == ShowFormat.table or (format is None and output.is_terminal()):
        output.page(render_page(report, output.columns(), output.is_coloured()))
    else:
        output.show_text(render_raw(report))


def _report_then(kb: KnowledgeBase, name: str, when: str, section: str | None) -> "ArticleReport":
    """Return the report of an article as it was, and say as of when."""
    from kcs_cli.article.report import report_article
    from kcs_cli.history.article_history import article_at
    from kcs_cli.search.name import find_card

    then = article_at(kb, find_card(kb, name), when)
    output.tell(f"{then.article.id} {then.remark}")
    return report_article(then.article, then.text, section)


def _proof(kb: KnowledgeBase, card: "Card") -> tuple[Reuse, Sequence[Flag]]:
    """Return how often an article was reused, and the open flags on it; the journal is read only where there are any."""
    from kcs_cli.search.ask import reuse_of

    reuse = reuse_of(kb, [card])[0]
    if not reuse.flags:
        return reuse, ()
    from kcs_cli.owners.flag import flags_of

    return reuse, flags_of(kb, card)


def _show_case(kb: KnowledgeBase, case: str, name: str | None, format: ShowFormat | None) -> None:
    """Show what a case received, or one article of it."""
    from kcs_cli.search.log import note_list
    from kcs_cli.solve.case import report_case

    report = report_case(kb, case, name)
    output.show_list(report, Format((format or ShowFormat.table).value))
    note_list(kb, "show", [one.article for one in report.articles])
