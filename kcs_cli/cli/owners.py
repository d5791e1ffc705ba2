"""`kcs owners`: who answers for what."""

from typing import TYPE_CHECKING, Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import FormatOption, RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format

if TYPE_CHECKING:
    from kcs_cli.owners.owner import Owners
    from kcs_cli.render.report import Report


def owners(
    name: Annotated[str | None, typer.Argument(metavar="ID", help="Id, alias, path, or number in the last list.")] = None,
    of: Annotated[str | None, typer.Option("--of", metavar="PERSON", help="What a person or a team answers for.")] = None,
    unowned: Annotated[bool, typer.Option("--unowned", help="Articles that name nobody, with the best guess.")] = False,
    at_risk: Annotated[bool, typer.Option("--at-risk", help="Much used, and known to one active person or none.")] = False,
    left: Annotated[str | None, typer.Option("--left", metavar="PERSON", help="Propose heirs for what they held.")] = None,
    write: Annotated[bool, typer.Option("--write", help="With --left: name the heirs in the articles.")] = False,
    codeowners: Annotated[bool, typer.Option("--codeowners", help="Print a section for compliance articles.")] = False,
    active_days: Annotated[
        int | None, typer.Option("--active-days", metavar="N", min=1, max=36_500, help="Who counts as active; else 180.")
    ] = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Show who answers for what.

    By the article's `owner`, else by CODEOWNERS, else a guess: who worked on it most and latest, and is still active.
    """
    from kcs_cli.owners.owner import Owners
    from kcs_cli.search.index.opener import engine
    from kcs_cli.search.log import note_list

    asked = {"ID": name, "--of": of, "--unowned": unowned, "--at-risk": at_risk, "--left": left, "--codeowners": codeowners}
    given = [option for option, value in asked.items() if value is not None and value is not False]
    if blank := next((option for option in given if isinstance(asked[option], str) and not str(asked[option]).strip()), ""):
        raise KcsError(f"{blank} names nobody and nothing", "kcs owners shows all owners")
    if len(given) > 1:
        raise KcsError(f"{' and '.join(given)} cannot be together", "Ask for one at a time")
    if write and left is None:
        raise KcsError("--write names the heirs of somebody who left", "kcs owners --left PERSON --write")
    kb = KnowledgeBase.open(root, output.tell, output.progress)
    known = Owners(kb, active_days)
    output.tell_set_aside(engine(kb))
    report = _answer(known, given[0] if given else "", name or of or left or "", write=write)
    ids = _ids(report)
    if ids is None:
        output.show(report, format)
        return
    output.show_list(report, format)
    note_list(kb, "owners", ids)


def _ids(report: "Report") -> list[str] | None:
    """Return the ids of a list of articles; None for a report that is none."""
    from kcs_cli.owners.heir import HeirReport
    from kcs_cli.owners.owner_report import OwnedReport
    from kcs_cli.owners.risk import RiskReport

    match report:
        case OwnedReport() | RiskReport():
            return [one.id for one in report.owned]
        case HeirReport():
            return [one.id for one in report.heirs]
    return None


def _answer(known: "Owners", asked: str, value: str, *, write: bool) -> "Report":
    """Return the report that is asked for."""
    if asked == "ID":
        return known.of_article(value)
    if asked == "--of":
        return known.of_person(value)
    if asked == "--left":
        return known.heirs(value, write=write)
    if asked == "--codeowners":
        return known.codeowners()
    return known.unowned() if asked == "--unowned" else known.at_risk() if asked == "--at-risk" else known.all()
