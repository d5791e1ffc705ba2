"""The journal, event by event."""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from kcs_cli.article.model import unique
from kcs_cli.journal.case_number import case_names
from kcs_cli.journal.event import Event, EventKind
from kcs_cli.journal.flag import SHORT
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.report import Table


class EventFilter(NamedTuple):
    """Which events a person asks for; `ids` are those of one article; None and nothing ask for all."""

    ids: Sequence[str] | None = None
    case: str | None = None
    by: str | None = None
    kinds: Sequence[EventKind] = ()


class EventReport(NamedTuple):
    """Events, the oldest first.

    `about` are the articles of those that name none themselves and end others: a link that was taken back.
    """

    events: tuple[Event, ...]
    about: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    def tables(self) -> Sequence[Table]:
        """Return them, one a line."""
        columns = ("at", "kind", "article", "case", "what", "by", "id")
        rows = tuple(
            (
                e.at[:16],
                e.kind.value,
                e.article or ", ".join(self.about.get(e.id, ())),
                e.case,
                _what(e),
                e.by,
                e.id[-SHORT:],
            )
            for e in self.events
        )
        return (Table("", columns, rows) if rows else Table("There are no such events."),)


def _what(event: Event) -> str:
    """Say what an event is about, in a few words."""
    kinds = [str(value) for value in (event.use, event.why, event.vote) if value]
    return " ".join([*kinds, event.text or event.words])


def list_events(kb: KnowledgeBase, since: datetime | None, wanted: EventFilter) -> EventReport:
    """Return the events that are wanted; what took back one of them is among them."""
    cases = case_names(wanted.case, kb.config, os.environ) if wanted.case is not None else None
    found: dict[str, Event] = {}
    for event in record(kb).all(since):
        about = wanted.ids is None or event.article in wanted.ids or any(id_ in found for id_ in event.ends)
        if about and (cases is None or event.case in cases or any(id_ in found for id_ in event.ends)):
            found[event.id] = event
    by = wanted.by.casefold() if wanted.by else ""
    kept = [one for one in found.values() if one.kind in (wanted.kinds or EventKind) and by in ("", one.by.casefold())]
    return EventReport(tuple(kept), _articles_ended(kb, [one for one in kept if one.ends and not one.article]))


def _articles_ended(kb: KnowledgeBase, events: Sequence[Event]) -> dict[str, tuple[str, ...]]:
    """Return the articles of the events that some events end, which may be older than what is listed."""
    ended = {id_ for event in events for id_ in event.ends}
    articles = {one.id: one.article for one in record(kb).all() if one.id in ended} if ended else {}
    return {event.id: unique(articles.get(id_, "") for id_ in event.ends) for event in events}
