"""`kcs show`: read an article."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from kcs_cli.cli import output, pager
from kcs_cli.cli.shared_option import RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import RENDERERS, Format
from kcs_cli.text.display import quantity

if TYPE_CHECKING:
    from kcs_cli.article.report import ArticleReport

UNBROKEN = 1_000_000  # columns: where the text goes it is broken anew


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
        str | None, typer.Option("--section", help="Only issue, environment, resolution, cause, or a heading's beginning.")
    ] = None,
    case: Annotated[
        str | None, typer.Option("--case", metavar="CASE", help="What this case received: as delivered, and what changed.")
    ] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="WHEN", help="As it was: on a day, at a commit or tag.")] = None,
    format: Annotated[ShowFormat | None, typer.Option("--format", help="How to write it; piped: markdown.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Only the text, undecorated; piped: a paragraph a line.")] = False,
    html: Annotated[bool, typer.Option("--html", help="As safe HTML: no script, no style.")] = False,
    copy: Annotated[
        bool, typer.Option("--copy", help="Put it on the clipboard instead, as plain text or as asked.")
    ] = False,
    root: RootOption = None,
) -> None:
    """Show an article: a page on a terminal, its text in a pipe.

    With --case and no ID: the articles that a case received.
    """
    shape = _shape(plain, html, format)
    if case is not None and at is not None:
        raise KcsError("--case and --at cannot be together", "--case shows the text as it was delivered")
    if case is not None and (plain or html or copy):
        raise KcsError("--case shows what was delivered, as a table", "kcs show ID --at WHEN --plain")
    kb = KnowledgeBase.open(root, output.tell, output.progress)
    if case is not None:
        _show_case(kb, case, name, format)
        return
    if name is None:
        raise KcsError("Which article?", "kcs show ID, or kcs show --case CASE")
    shape = shape or ("plain" if copy else "table" if output.is_terminal() else "markdown")
    # Whom an article belongs to is not in its text, and a guess takes its history
    names_owner = shape not in ("plain", "html", "markdown")
    report = _report_then(kb, name, at, section) if at is not None else _report_now(kb, name, section, names_owner)
    _tell_several(report)
    if copy:
        _copy(report, shape)
    else:
        _show_report(kb, report, shape)


def _shape(plain: bool, html: bool, format: ShowFormat | None) -> str:
    """Return how an article is asked to be written; nothing for as is usual. Raise KcsError for two ways at once."""
    asked = [*(["plain"] if plain else []), *(["html"] if html else []), *([format.value] if format else [])]
    if len(asked) > 1:
        raise KcsError("--plain, --html and --format cannot be together", "Give one of them")
    return "".join(asked)


def _tell_several(report: "ArticleReport") -> None:
    """Say that several sections have the heading that was asked for."""
    heading = report.sections[0].heading if report.section else ""
    count = sum(section.heading == heading for section in report.sections)
    if heading and count > 1:
        output.tell(f"{count} sections are called {heading}; all are here")


def _copy(report: "ArticleReport", shape: str) -> None:
    """Put an article on the clipboard, and say what was done."""
    from kcs_cli.cli import clipboard

    text = _written(report, "plain" if shape == "table" else shape, UNBROKEN)
    ways = clipboard.copy(text)
    output.tell(f"copied {report.id} ({quantity(len(text), 'character')}) by {' and '.join(ways)}")


def _show_report(kb: KnowledgeBase, report: "ArticleReport", shape: str) -> None:
    """Print an article; on a terminal with the words marked that found it."""
    if shape == "table":
        from kcs_cli.article.view import render_page
        from kcs_cli.render.markdown.setting import no_marks
        from kcs_cli.search.mark import last_marks

        marks = last_marks(kb, report) if output.is_coloured() else no_marks
        pager.page(render_page(report, output.columns(), output.is_coloured(), pager.has_hyperlinks(), marks))
    elif shape == "plain":
        pager.page(_written(report, shape, output.columns() if output.is_terminal() else UNBROKEN))
    else:
        output.show_text(_written(report, shape, UNBROKEN))


def _written(report: "ArticleReport", shape: str, columns: int) -> str:
    """Return an article in a shape."""
    from kcs_cli.article.view import render_html, render_plain, render_raw

    match shape:
        case "plain":
            return render_plain(report, columns)
        case "html":
            return render_html(report)
        case "markdown":
            return render_raw(report)
        case _:
            return RENDERERS[Format(shape)](report)


def _report_now(kb: KnowledgeBase, name: str, section: str | None, names_owner: bool) -> "ArticleReport":
    """Return the report of an article, and note that it was read."""
    from kcs_cli.channel.article_state import report_card
    from kcs_cli.search.name import find_card
    from kcs_cli.search.read_log import note_read

    card = find_card(kb, name)
    report = report_card(kb, card, section, names_owner=names_owner)
    note_read(kb, card)
    return report


def _report_then(kb: KnowledgeBase, name: str, when: str, section: str | None) -> "ArticleReport":
    """Return the report of an article as it was, and say as of when."""
    from kcs_cli.article.report import report_article
    from kcs_cli.history.article_history import article_at
    from kcs_cli.search.name import find_card

    then = article_at(kb, find_card(kb, name), when)
    output.tell(f"{then.article.id} {then.remark}")
    return report_article(then.article, then.text, section)


def _show_case(kb: KnowledgeBase, case: str, name: str | None, format: ShowFormat | None) -> None:
    """Show what a case received, or one article of it."""
    from kcs_cli.journal.case_number import case_address
    from kcs_cli.search.log import note_list
    from kcs_cli.solve.case import report_case

    report = report_case(kb, case, name)
    output.show_list(report, Format((format or ShowFormat.table).value))
    if address := case_address(case, kb.config):
        output.tell(address)
    note_list(kb, "show", [one.id for one in report.linked])
