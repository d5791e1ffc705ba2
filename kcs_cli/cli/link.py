"""`kcs link` and `kcs unlink`: the articles of a case."""

from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.options import AllowOption, CaseOption, FormatOption, RootOption
from kcs_cli.cli.personal import check_personal
from kcs_cli.errors import KcsError
from kcs_cli.journal.event import Use
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format
from kcs_cli.text.display import on_one_line


def link_article(
    names: Annotated[list[str], typer.Argument(metavar="ID...", help="Id, number in the last list, or an outside address.")],
    case: CaseOption,
    use: Annotated[Use, typer.Option("--as", help="Solved it, helped, or did not help.")] = Use.resolution,
    said: Annotated[str | None, typer.Option("--said", help="Add what the customer said to the article.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Take the place of the case's resolution.")] = False,
    allow: AllowOption = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Note that an article solved a case.

    It is noted at the revision it has now, with the search that led to it. Doing it again changes nothing.
    """
    from kcs_cli.solve import link
    from kcs_cli.solve.edit import add_phrase
    from kcs_cli.solve.link_report import ResolvedError

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    if said is not None and (len(names) > 1 or "://" in names[0]):
        raise KcsError("--said is for one article", "Link the others on their own")
    check_personal(
        [on_one_line(said or ""), *(name.partition("://")[2].partition("/")[2] for name in names)], kb.config, allow or []
    )
    try:
        report = link.link(kb, names, case, use, replace=replace)
    except ResolvedError as error:
        if not output.is_interactive() or not output.ask(f"{error.message}. Replace it?", False):
            raise
        report = link.link(kb, names, case, use, replace=True)
    try:
        added = bool(on_one_line(said or "")) and add_phrase(
            kb, report.linked[0].article, said or "", goes_on=not report.linked[0].known
        )
    except KcsError as error:
        raise KcsError(f"{error.message}. The case is linked all the same", error.hint) from error
    output.show_done(report._replace(said=said or "") if added else report, format)


def unlink(
    names: Annotated[list[str], typer.Argument(metavar="ID...", help="Id, or the address that was linked.")],
    case: CaseOption,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Take back that an article solved a case."""
    from kcs_cli.solve import link

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    output.show_done(link.unlink(kb, names, case), format)
