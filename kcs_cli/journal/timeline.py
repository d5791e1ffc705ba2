"""The journal, event by event."""

import os
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from kcs_cli.article.model import unique
from kcs_cli.journal.case_number import case_names
from kcs_cli.journal.entry import EndedBy, JournalEntry, journal_entry
from kcs_cli.journal.event import Event, may_end
from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import EventKind
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.report import Column, Columns, Table, unread
from kcs_cli.text.identifier import short_event


class EventFilter(NamedTuple):
    """Which events a person asks for; `ids` are those of one article; None and nothing ask for all."""

    ids: Sequence[str] | None = None
    case: str | None = None
    by: str | None = None
    kinds: Sequence[EventKind] = ()


COLUMNS: Columns = (
    Column("at", "at", lambda at: at[:16]), "kind", Column("id", ""), Column("about_ids", ""), Column("", "article"), "case",
    Column("", "what"), *unread("use", "why", "vote", "text", "query"), "by",
    Column("event", "id", short_event), *unread("revision", "is_draft", "rank", "base", "ends"),
)  # fmt: skip


class EventReport(NamedTuple):
    """Events, the oldest first."""

    events: tuple[JournalEntry, ...]

    def tables(self) -> Sequence[Table]:
        """Return them, one a line."""
        rows = tuple(
            (e.at, e.kind.value, e.id, e.about_ids, e.article, e.case, e.what, e.use, e.why, e.vote, e.text, e.query, e.by,
             e.event, e.revision, e.is_draft, e.rank, e.base, e.ends)
            for e in self.events
        )  # fmt: skip
        return (Table("", COLUMNS, rows) if rows else Table("There are no such events."),)


def report_events(kb: KnowledgeBase, events: Sequence[Event]) -> EventReport:
    """Make the report of events; what some of them end may be older than they are."""
    about = _articles_ended(kb, [one for one in events if one.ends and not one.article])
    ended = _ended_by(kb, events)
    return EventReport(
        tuple(journal_entry(one, about)._replace(ended_by=ended.get(place, ())) for place, one in enumerate(events))
    )


def _ended_by(kb: KnowledgeBase, events: Sequence[Event]) -> dict[int, tuple[EndedBy, ...]]:
    """Return, by their places, the events that ended some, with who did so and when."""
    every = record(kb).enders() if events else ()
    undone = {(id_, one.by) for one in every if one.kind is EventKind.undo for id_ in one.ends}
    ending: dict[str, list[Event]] = {}
    for one in every:
        for id_ in one.ends if (one.id, one.by) not in undone else ():
            ending.setdefault(id_, []).append(one)
    return {
        place: tuple(
            EndedBy(event=one.id, kind=one.kind, by=one.by, at=one.at)
            for one in ending.get(event.id, ())
            if may_end(one, event)
        )
        for place, event in enumerate(events)
        if event.id in ending
    }


def list_events(kb: KnowledgeBase, since: datetime | None, wanted: EventFilter) -> list[Event]:
    """Return the events that are wanted; what took back one of them is among them."""
    cases = case_names(wanted.case, kb.config, os.environ) if wanted.case is not None else None
    found: list[Event] = []
    ids: set[str] = set()
    noted = record(kb)
    if wanted.ids is None and cases is None:
        return noted.all(since, wanted.kinds, wanted.by or "")
    for event in noted.related(wanted.ids, cases or (), since):
        about = wanted.ids is None or event.article in wanted.ids or any(id_ in ids for id_ in event.ends)
        if about and (cases is None or event.case in cases or any(id_ in ids for id_ in event.ends)):
            found.append(event)
            ids.add(event.id)
    by = wanted.by.casefold() if wanted.by else ""
    return [one for one in found if one.kind in (wanted.kinds or EventKind) and by in ("", one.by.casefold())]


def _articles_ended(kb: KnowledgeBase, events: Sequence[Event]) -> dict[str, tuple[str, ...]]:
    """Return the articles of the events that some events end, which may be older than what is listed."""
    ended = {id_ for event in events for id_ in event.ends}
    articles = {one.id: one.article for one in record(kb).noted(ended) if one.base == kb.base}
    return {event.id: unique(articles.get(id_, "") for id_ in event.ends) for event in events}
