"""`kcs report`: the measures of the evolve loop."""

from pathlib import Path
from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import FormatOption, RootOption
from kcs_cli.files.atomic import write_named
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format


def report(
    name: Annotated[str | None, typer.Argument(metavar="REPORT", help="A report; without one, they are listed.")] = None,
    cases: Annotated[
        Path | None, typer.Option("--cases", metavar="FILE", help="Closed cases of your help desk: CSV or JSON lines.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="From a day on (2026-11-22, 90d); else 12 months.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DAY", help="Up to a day, without it; else now.")] = None,
    by: Annotated[str, typer.Option("--by", metavar="WHAT", help="Parted by domain, team, kind or month.")] = "",
    at: Annotated[str | None, typer.Option("--at", metavar="DAY", help="As known at the begin of a day.")] = None,
    baseline: Annotated[
        str | None, typer.Option("--baseline", metavar="DAY", help="Beside as long a period that ends there.")
    ] = None,
    mine: Annotated[bool, typer.Option("--mine", help="With citations: your own, shown to you only.")] = False,
    target: Annotated[
        str, typer.Option("--target", metavar="[WHAT=]N", help="Say whether a goal is met; outcomes only.")
    ] = "",
    explain: Annotated[bool, typer.Option("--explain", help="How the measure is made.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write one page with charts, for any browser.")
    ] = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Measure how knowledge is used, and what comes of it.

    No measure ranks people, and what people do gets no target: goals on counts corrupt the base. A share is shown with the
    interval that holds the true one 19 times of 20; where fewer than 30 were counted it says so.
    """
    from kcs_cli.files.table import check_readable
    from kcs_cli.measure.measure import explain_measure, list_measures, make_report
    from kcs_cli.measure.request import read_wish
    from kcs_cli.render.chart_page import page

    if cases is not None:
        check_readable(cases)
    if name is None or explain:
        output.show(explain_measure(name) if name else list_measures(), format)
        return
    kb = KnowledgeBase.open(root, output.tell, output.progress)
    wish = read_wish(kb, (since, until, at, baseline), cases)._replace(by=by.strip().lower(), mine=mine, target=target)
    made = make_report(kb, name, wish)
    if html is None:
        output.show(made, format)
        return
    title = name.strip().replace("-", " ").capitalize()
    write_named(html, page(title, [(title, made)]))
    output.tell(f"The report is written to {html}")
