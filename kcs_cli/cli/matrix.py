"""`kcs matrix`: what customers contact us about, and what is to become of it."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import FormatOption, RootOption
from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import write_named
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format
from kcs_cli.text.dates import read_since
from kcs_cli.text.period import Period


def matrix(
    cases: Annotated[
        Path | None, typer.Option("--cases", metavar="FILE", help="All cases, as CSV or JSON lines; else those with a link.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="From a day on (2026-11-22), or 90d; else 12 months.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DAY", help="Up to a day, without it.")] = None,
    propose: Annotated[bool, typer.Option("--propose", help="Suggest topics, as text for matrix.toml.")] = False,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write it as a page for browsers.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say how it is counted.")] = False,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Show what contradicts the value-irritant matrix.

    matrix.toml has the topics: what irritates customer and company is to be eliminated, what irritates customers only
    simplified, what irritates the company only automated, what both value leveraged. First what contradicts a quadrant, then
    the topics with their cases, searches, cost, articles, and whether cases fell since the cause was fixed.
    """
    from kcs_cli.demand.matrix import Matrix
    from kcs_cli.measure.request import a_year_before
    from kcs_cli.render.page import page_as_html

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    now = kb.now()
    end = read_since(until, now) or now + timedelta(seconds=1)
    period = Period(read_since(since, now) or a_year_before(end), end)
    if period.since >= period.until:
        raise KcsError(f"Nothing is between {period.since.date()} and {end.date()}", "--since is the earlier day")
    found = Matrix(kb)
    if propose:
        output.show(found.propose(period, cases), format)
        return
    report = found.report(period, cases)
    if html is not None:
        write_named(html, page_as_html(report.page()))
        output.tell(f"The matrix is written to {html}")
    elif format is Format.table:
        output.show_page(report.page())
    else:
        output.show(report, format)
    if explain:
        output.tell_lines(report.explanation)
