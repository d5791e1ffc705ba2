"""`kcs link` and `kcs unlink`: the articles of a case."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.personal import Ask, asker, check_personal
from kcs_cli.cli.shared_option import AllowOption, FormatOption, KeptCaseOption, RootOption
from kcs_cli.errors import KcsError
from kcs_cli.journal.vocabulary import Use
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format
from kcs_cli.text.display import on_one_line

if TYPE_CHECKING:
    from kcs_cli.solve.link_report import LinkReport


def link_article(
    names: Annotated[list[str], typer.Argument(metavar="ID...", help="Id, number in the last list, or an outside address.")],
    case: KeptCaseOption = None,
    use: Annotated[Use, typer.Option("--as", help="Solved it, helped, or did not help.")] = Use.resolution,
    said: Annotated[str | None, typer.Option("--said", help="Add what the customer said to the article.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Take the place of the case's resolution.")] = False,
    allow: AllowOption = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Note that an article solved a case.

    It is noted at the revision it has now, with the search that led to it. Doing it again changes nothing. Without --case
    it is the one that `kcs case` keeps.
    """
    from kcs_cli.cli.input import check_no_file
    from kcs_cli.solve.case_at_hand import chosen_case
    from kcs_cli.solve.edit import add_phrase

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    check_no_file(case or "", "Give the number that the help desk gave the case: --case 4711")
    case = chosen_case(kb, case)
    if said is not None and (len(names) > 1 or "://" in names[0]):
        raise KcsError("--said is for one article", "Link the others on their own")
    check_personal(
        [on_one_line(said or ""), *(name.partition("://")[2].partition("/")[2] for name in names)], kb.config, allow or []
    )
    report = link_or_replace(kb, names, case, use, replace=replace, ask=asker())
    try:
        added = bool(on_one_line(said or "")) and add_phrase(
            kb, report.linked[0].id, said or "", goes_on=not report.linked[0].was_linked
        )
    except KcsError as error:
        raise KcsError(f"{error.message}. The case is linked all the same", error.hint) from error
    output.show_done(report._replace(phrase=said or "") if added else report, format)


def link_or_replace(
    kb: KnowledgeBase, names: Sequence[str], case: str, use: Use, *, replace: bool = False, ask: Ask | None = None
) -> "LinkReport":
    """Link articles to a case; where it has another resolution, the person may replace it. Raise KcsError."""
    from kcs_cli.solve.link import link
    from kcs_cli.solve.link_report import ResolvedError

    try:
        return link(kb, names, case, use, replace=replace)
    except ResolvedError as error:
        if not ask or not ask(f"{error.message}. Replace it?", False):
            raise
        return link(kb, names, case, use, replace=True)


def unlink(
    names: Annotated[list[str], typer.Argument(metavar="ID...", help="Id, or the address that was linked.")],
    case: KeptCaseOption = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Take back that an article solved a case."""
    from kcs_cli.solve import link
    from kcs_cli.solve.case_at_hand import chosen_case

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    output.show_done(link.unlink(kb, names, chosen_case(kb, case)), format)
