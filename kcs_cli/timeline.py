"""The journal, event by event."""

import os
import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from kcs_cli.case_key import stored_case
from kcs_cli.errors import KcsError
from kcs_cli.events import Event, EventKind
from kcs_cli.feedback import SHORT
from kcs_cli.knowledge_base import KnowledgeBase
from kcs_cli.report import Table


class EventReport(NamedTuple):
    """Events, the oldest first."""

    events: tuple[Event, ...]

    def tables(self) -> Sequence[Table]:
        """Return them, one a line."""
        columns = ("at", "kind", "article", "case", "what", "by", "id")
        rows = tuple((e.at[:16], e.kind.value, e.article, e.case, what(e), e.by, e.id[-SHORT:]) for e in self.events)
        return (Table("", columns, rows) if rows else Table("There are no such events."),)


def what(event: Event) -> str:
    """Say what an event is about, in a few words."""
    kinds = [str(value) for value in (event.use, event.why, event.vote) if value]
    return " ".join([*kinds, event.text or event.words])


def read_since(text: str | None, now: datetime) -> datetime | None:
    """Read a day, or a number of days back. Raise KcsError."""
    if text is None:
        return None
    if days := re.fullmatch(r"(\d{1,5})d", text.strip()):
        return now - timedelta(days=int(days[1]))
    try:
        return datetime.combine(date.fromisoformat(text.strip()), time(), now.tzinfo)
    except ValueError as error:
        raise KcsError(f"{text} is no day", "Write it as 2026-11-22, or 30d for the last 30 days") from error


def list_events(
    kb: KnowledgeBase,
    since: datetime | None,
    article: str | None,
    case: str | None,
    by: str | None,
    kinds: Sequence[EventKind],
) -> EventReport:
    """Return the events that pass all filters; an unlinked case's are found by what they end."""
    stored = stored_case(case, kb.config, os.environ) if case else ""
    names = kb.ids_of(article) if article else ()
    found = kb.record.all(since)
    return EventReport(
        tuple(
            event
            for event in found
            if (not names or event.article in names)
            and (not stored or event.case == stored)
            and (not by or event.by.casefold() == by.casefold())
            and (not kinds or event.kind in kinds)
        )
    )
