"""`kcs notify`: people told of what concerns them, for a scheduled job."""

import os
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import FormatOption, RootOption
from kcs_cli.knowledge_base.config import NoticePeriod
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format

if TYPE_CHECKING:
    from kcs_cli.render.report import ReportPage


def notify(
    what: Annotated[
        list[str] | None, typer.Argument(metavar="[WHAT]...", help="review, digest, gaps; else all that [notify] names.")
    ] = None,
    to: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="WHO", help="owners, a team, a person, slack, teams, slack:TEAM; else as in [notify]."),
    ] = None,
    period: Annotated[
        NoticePeriod | None, typer.Option("--period", help="How often, and over how long; else as in [notify].")
    ] = None,
    send: Annotated[bool, typer.Option("--send", help="Send it; else only say what would be sent.")] = False,
    preview: Annotated[
        str | None, typer.Option("--preview", metavar="DIR", help="Write the messages to a folder, to look at.")
    ] = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Tell people by mail, in Slack and Teams what concerns them.

    Owners what deserves their eyes, teams what was learned, leads what is missing: as [notify] names them.
    Nothing leaves this machine without --send, and nothing is sent twice in a period. Who cannot be told is named, the
    others are told, and the exit is 1. Mail server and webhooks are in the environment: KCS_SMTP_URL, KCS_SLACK_URL,
    KCS_TEAMS_URL.
    """
    from kcs_cli.channel.notice import NoticeMaker
    from kcs_cli.channel.notifying import notify as tell_people
    from kcs_cli.channel.notifying import plan, read_order
    from kcs_cli.channel.preview import write_preview
    from kcs_cli.journal.folder import tell_unsynced
    from kcs_cli.search.index.opener import engine

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    order = read_order(kb, what or (), to or ())
    maker = NoticeMaker(kb, period or kb.config.notify.period, _digest_page)
    notices = plan(kb, maker, order)
    output.tell_set_aside(engine(kb))
    tell_unsynced(kb)
    if preview is not None:
        output.tell(f"{write_preview(preview, notices, kb.config.notify.sender, maker.now)} written to {preview}")
    report = tell_people(kb, maker, notices, os.environ, is_sending=send)
    output.show(report, format)
    if report.has_failed:
        raise typer.Exit(1)


def _digest_page(kb: KnowledgeBase, since: datetime, persons: frozenset[str] | None, scope: str) -> "ReportPage | None":
    """Return what `kcs digest` shows; None where nothing was learned."""
    from kcs_cli.learn.digest import make_digest

    report = make_digest(kb, since, persons, scope)
    return report.page() if report.has_news else None
