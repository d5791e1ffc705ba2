"""`kcs gaps`: what people ask and do not get."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.personal import check_personal
from kcs_cli.cli.shared_option import AllowOption, FormatOption, RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format
from kcs_cli.text.dates import read_since
from kcs_cli.text.period import Period

if TYPE_CHECKING:
    from kcs_cli.demand.gap import Gaps

ALL_DAYS = "1900-01-01"  # since when there are cases where only their end was asked for


def gaps(
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="From a day on (2026-11-22); else 30d, of --cases all.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DAY", help="Up to a day, without it.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="List everything, what was asked once too.")] = False,
    accept: Annotated[
        int | None, typer.Option("--accept", metavar="N", help="Add what people said to the article of a gap.")
    ] = None,
    replay: Annotated[bool, typer.Option("--replay", help="Ask the gaps of the 30 days before again.")] = False,
    cases: Annotated[
        Path | None, typer.Option("--cases", metavar="FILE", help="Recurring issues of cases without a link instead.")
    ] = None,
    taken_in: Annotated[
        Path | None, typer.Option("--import", metavar="FILE", help="Searches of a help site or bot: CSV or JSON lines.")
    ] = None,
    column: Annotated[
        list[str] | None, typer.Option("--column", metavar="WHAT=NAME", help="With --import: words=Suchbegriff; several.")
    ] = None,
    allow: AllowOption = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Show what people asked and did not get.

    Searches that found nothing, that were asked again and given up, or that led to an article tried in vain: together where
    they mean the same, whatever the spelling, inflection and order. Wordings in several languages are together only where
    they led to the same article or synonyms.toml joins them. People are terminals here, and visitors of searches that were
    imported. The searches never leave this machine. Start the article of a gap with kcs new --gap N.
    """
    from kcs_cli.demand.gap import Gaps

    _check_alone({"--accept": accept, "--replay": replay or None, "--cases": cases, "--import": taken_in})
    if column and taken_in is None:
        raise KcsError("--column names a column of a file", "kcs gaps --import FILE --column words=NAME")
    kb = KnowledgeBase.open(root, output.tell, output.progress)
    known = Gaps(kb)
    if accept is not None:
        check_personal(known.shown(accept).phrases, kb.config, allow or [])
        output.show(known.accept(accept), format)
    elif taken_in is not None:
        output.show(known.take_in(taken_in, column or ()), format)
    elif cases is not None:
        period = _read_period(since or ALL_DAYS, until, kb) if since or until else None
        output.show(known.of_cases(cases, with_all=all_, period=period), format)
        _note(kb, known)
    else:
        _show(known, _read_period(since, until, kb), format, replay=replay, with_once=all_)
        _note(kb, known)


def _check_alone(asked: Mapping[str, object]) -> None:
    """Raise KcsError where more than one of the options is given."""
    given = [option for option, value in asked.items() if value is not None]
    if len(given) > 1:
        raise KcsError(f"{' and '.join(given)} cannot be together", "Ask for one at a time")


def _show(known: "Gaps", period: Period, format: Format, *, replay: bool, with_once: bool) -> None:
    """Show the gaps of a period, or what those of the 30 days before find now."""
    from kcs_cli.demand.view import gap_listing
    from kcs_cli.learn.quiz.play import unfound_questions

    if replay:
        output.show(known.replay(period, with_once=with_once), format)
        return
    unfound = len(unfound_questions(known.kb))
    listed = known.open(period, with_once=with_once)._replace(unfound_questions=unfound)
    output.show_listing(listed, gap_listing, format)


def _note(kb: KnowledgeBase, known: "Gaps") -> None:
    """Note what the numbers mean now: gaps, and no articles."""
    from kcs_cli.demand.gap_memory import way_out
    from kcs_cli.search.log import note_list

    note_list(kb, "gaps", (), things=[(f"“{one.wordings[0]}”", way_out(one)) for one in known.memory.shown()])


def _read_period(since: str | None, until: str | None, kb: KnowledgeBase) -> Period:
    """Read from when until when. Raise KcsError."""
    from kcs_cli.demand.gap import PERIOD

    now = kb.now()
    end = read_since(until, now) or now + timedelta(seconds=1)
    start = read_since(since, now) or end - PERIOD
    if start >= end:
        raise KcsError(f"Nothing is between {start.date()} and {end.date()}", "--since is the earlier day")
    return Period(start, end)
