"""Votes of readers at the source, as events of the journal: each once, however often the source is imported."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from kcs_cli.journal.event import Event, iso
from kcs_cli.journal.note import note
from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import EventKind, Vote
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.text.dates import from_seconds
from kcs_cli.text.identifier import event_id

MOST = 1_000  # votes of a kind of an article: each is an event, and more change no figure
TOGETHER = 5_000  # events that are noted at once


class SourceTally(NamedTuple):
    """How often an article was voted on at its source, and when that last changed it."""

    article: str
    key: str
    at: datetime
    helpful: int
    unhelpful: int


class VoteEvent(NamedTuple):
    """One of those votes, and the id that its event always gets."""

    id: str
    tally: SourceTally
    vote: Vote


def note_votes(kb: KnowledgeBase, source: str, tallies: Sequence[SourceTally], *, dry_run: bool) -> int:
    """Note the votes that nobody has noted yet, and return how many those are. Raise KcsError."""
    votes, number = (vote for tally in tallies for vote in _votes(source, tally)), 0
    while some := list(islice(votes, TOGETHER)):
        unknown = record(kb).unknown([vote.id for vote in some])
        new = [vote for vote in some if vote.id in unknown]
        number += len(new)
        if new and not dry_run:
            note(kb, kb.now(), *(_event(kb, vote) for vote in new))
    return number


def _votes(source: str, tally: SourceTally) -> Iterator[VoteEvent]:
    """Yield the votes on an article; of the n-th of a kind the id is the same whenever it is read."""
    from hashlib import blake2b

    beginning = from_seconds(0)  # the time of the article's last change would give it another id each time
    for vote, number in ((Vote.helpful, tally.helpful), (Vote.unhelpful, tally.unhelpful)):
        for one in range(min(number, MOST)):
            name = "\0".join((source, tally.key, vote.value, str(one)))
            digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=10).digest()
            yield VoteEvent(event_id(beginning, digest), tally, vote)


def _event(kb: KnowledgeBase, vote: VoteEvent) -> Event:
    """Return the event of a vote."""
    at, article = iso(vote.tally.at), vote.tally.article
    return record(kb).new(kb.now(), EventKind.rate, id=vote.id, at=at, article=article, vote=vote.vote)
