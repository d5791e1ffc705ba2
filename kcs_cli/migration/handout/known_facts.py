"""What git and the journal know of the articles that are handed out."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from kcs_cli.article.card import Card
from kcs_cli.errors import KcsError
from kcs_cli.history.article_history import names
from kcs_cli.history.opening import history, whole_pasts
from kcs_cli.history.past import Change, Past
from kcs_cli.journal.ledger.measures import LedgerMeasures
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase


class KnownFacts:
    """The facts of some articles at a time; figures of the journal and names are for internal readers alone."""

    def __init__(self, kb: KnowledgeBase, *, is_internal: bool) -> None:
        self.kb = kb
        self.is_internal = is_internal
        self.pasts: Mapping[str, Past] = {}
        self.has_history = kb.git is not None and bool(history(kb).head)

    def learn(self, cards: Sequence[Card]) -> None:
        """Ask git for the past of some articles, and forget the others."""
        if not self.has_history:
            return
        try:
            self.pasts = whole_pasts(self.kb, [card.path for card in cards], _last_work)
        except KcsError as error:
            self.kb.tell(f"{error.message}; dates and authors are left out")
            self.has_history = False

    def of(self, card: Card) -> dict[str, Any]:
        """Return the facts of an article."""
        past = self.pasts.get(card.path, Past())
        changes = {"created_at": past.created, "updated_at": past.worked}
        dates = {name: one.commit.at.isoformat() if one else "" for name, one in changes.items()}
        return (
            {**dates, "authors": tuple(map(self._called, past.workers)), **self._used(card)} if self.is_internal else dates
        )

    def _called(self, address: str) -> str:
        """Return a name with its address."""
        name = self._names(address)
        return address if name == address else f"{name} <{address}>"

    @cached_property
    def _names(self) -> Any:
        return names(self.kb)

    def _used(self, card: Card) -> dict[str, Any]:
        """Return what the journal adds up to of an article."""
        reuse = record(self.kb).reuse(card.ids)
        votes = [self._votes[name] for name in card.ids if name in self._votes]
        helpful, all_votes = sum(one[0] for one in votes), sum(one[1] for one in votes)
        return {
            "cases": reuse.cases, "used_on": reuse.last_on, "helpful": helpful, "unhelpful": all_votes - helpful,
            "flags": reuse.flags,
        }  # fmt: skip

    @cached_property
    def _votes(self) -> dict[str, tuple[int, int]]:
        """The helpful votes and all votes that hold, by the name of today of what they are about."""
        return record(self.kb).ask(lambda ledger: LedgerMeasures(ledger, self.kb.base).votes_by_article())


def _last_work(past: Past) -> tuple[Change, ...]:
    """Choose the change whose kind has to be known: the last that may count as work."""
    return (past.substantive,) if past.substantive else ()
