"""Votes of readers at the source, as events of the journal: each once, however often the source is imported."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from kcs_cli.journal.event import Event, EventKind, Vote, iso
from kcs_cli.journal.note import note
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.text.identifier import event_id

MOST = 1_000  # votes of a kind of an article: each is an event, and more change no figure
TOGETHER = 5_000  # events that are noted at once


class NewVotes(NamedTuple):
    """The votes on an article, helpful and unhelpful: as many as were noted, and as many as the source says now."""

    article: str
    key: str
    at: datetime
    before: tuple[int, int]
    now: tuple[int, int]

    @property
    def after(self) -> tuple[int, int]:
        """How many will have been noted."""
        helpful, unhelpful = (max(old, min(new, MOST)) for old, new in zip(self.before, self.now, strict=True))
        return helpful, unhelpful

    @property
    def number(self) -> int:
        """How many are new."""
        return sum(self.after) - sum(self.before)


def note_votes(kb: KnowledgeBase, source: str, votes: Sequence[NewVotes]) -> None:
    """Note votes. Raise KcsError."""
    events = (event for one in votes for event in _events(kb, source, one))
    while some := list(islice(events, TOGETHER)):
        unknown = record(kb).unknown([event.id for event in some])
        if new := [event for event in some if event.id in unknown]:
            note(kb, kb.now(), *new)


def _events(kb: KnowledgeBase, source: str, votes: NewVotes) -> Iterator[Event]:
    """Yield the events of an article's new votes; the same votes have the same ids whenever they are read."""
    from hashlib import blake2b

    for vote, before, after in zip((Vote.helpful, Vote.unhelpful), votes.before, votes.after, strict=True):
        for number in range(before, after):
            name = "\0".join((source, votes.key, vote.value, str(number)))
            id_ = event_id(votes.at, blake2b(name.encode("utf-8", "surrogatepass"), digest_size=10).digest())
            yield record(kb).new(kb.now(), EventKind.rate, id=id_, at=iso(votes.at), article=votes.article, vote=vote)
