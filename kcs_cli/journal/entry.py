"""An event as reports have it: under the names that all commands use."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from kcs_cli.journal.event import Event
from kcs_cli.journal.vocabulary import EventKind, FlagReason, Use, Vote
from kcs_cli.text.display import OptionalText


class EndedBy(NamedTuple):
    """An event that ended another: took it back, took its place, answered or undid it."""

    event: str
    kind: EventKind
    by: str
    at: str


class JournalEntry(NamedTuple):
    """An event as all reports name things: `event` is its own id, `id` its article's, `query` the search that led to it.

    `ends` are earlier events that no longer hold, and `about_ids` the articles of those where it names none: a link taken
    back. `ended_by` are the events that ended it.
    """

    event: str
    at: str
    by: str
    kind: EventKind
    base: OptionalText
    id: OptionalText
    about_ids: tuple[str, ...]
    revision: OptionalText
    is_draft: bool
    case: OptionalText
    use: Use | None
    query: OptionalText
    rank: int | None
    why: FlagReason | None
    vote: Vote | None
    text: OptionalText
    ends: tuple[str, ...]
    ended_by: tuple[EndedBy, ...] = ()

    @property
    def article(self) -> str:
        """The article, or the articles, that it is about."""
        return self.id or ", ".join(self.about_ids)

    @property
    def what(self) -> str:
        """What it is about, in a few words."""
        kinds = [str(value) for value in (self.use, self.why, self.vote) if value]
        ended = [f"(ended by {one.kind} of {one.by} on {one.at[:10]})" for one in self.ended_by]
        return " ".join(filter(None, [*kinds, self.text or self.query, *ended]))


def journal_entry(event: Event, about: Mapping[str, tuple[str, ...]] = MappingProxyType({})) -> JournalEntry:
    """Return an event of the journal as reports have it; `about` are the articles of those that end others."""
    return JournalEntry(
        event=event.id,
        at=event.at,
        by=event.by,
        kind=event.kind,
        base=event.base,
        id=event.article,
        about_ids=about.get(event.id, ()),
        revision=event.revision,
        is_draft=event.draft,
        case=event.case,
        use=event.use,
        query=event.words,
        rank=event.rank or None,
        why=event.why,
        vote=event.vote,
        text=event.text,
        ends=event.ends,
    )
