"""`kcs digest`: what was learned lately, to post on a Friday."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import FormatOption, RootOption
from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import write_named
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format
from kcs_cli.text.dates import read_since

if TYPE_CHECKING:
    from kcs_cli.learn.digest_report import DigestReport


def digest(
    since: Annotated[str, typer.Option("--since", metavar="DAY", help="From a day on (2026-11-22), or 7d.")] = "7d",
    team: Annotated[str | None, typer.Option("--team", help="Only what this team's members answer for.")] = None,
    owner: Annotated[str | None, typer.Option("--owner", help="Only what this person answers for.")] = None,
    html: Annotated[str | None, typer.Option("--html", metavar="FILE", help="Write it as a page for browsers.")] = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Show what was learned lately: a page for the team.

    What was most reused, what is new and better, which searches find something at last, what was put away, and whose work
    helped whose customers: thanks, no ranks.
    """
    from kcs_cli.learn.digest import make_digest
    from kcs_cli.owners.person import persons_of
    from kcs_cli.render.page import page_as_html
    from kcs_cli.search.index.opener import engine

    if team and owner:
        raise KcsError("--team and --owner cannot be together", "Leave out one")
    kb = KnowledgeBase.open(root, output.tell, output.progress)
    first = read_since(since, kb.now())
    assert first
    persons = persons_of(kb, owner, team, mine=False)
    report = make_digest(kb, first, persons, f"team {team}" if team else owner or "")
    output.tell_set_aside(engine(kb))
    if html is not None:
        write_named(Path(html), page_as_html(report.page()))
        output.tell(f"The digest is written to {html}")
    else:
        _show(report, format)


def _show(report: "DigestReport", format: Format) -> None:
    """Print the page."""
    from kcs_cli.render.page import page_as_markdown

    if format is Format.table:
        output.show_page(report.page())
    elif format is Format.markdown:
        output.show_text(page_as_markdown(report.page()))
    else:
        output.show(report, format)
