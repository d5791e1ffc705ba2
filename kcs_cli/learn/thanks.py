"""Thanks to those who wrote an article and made it better: `kcs thanks`."""

from collections.abc import Sequence
from typing import NamedTuple

from kcs_cli.article.card import Card
from kcs_cli.errors import KcsError
from kcs_cli.history.article_history import names
from kcs_cli.history.opening import whole_pasts
from kcs_cli.history.past import Past
from kcs_cli.journal.deed import deed_of, remember
from kcs_cli.journal.note import check_length, note
from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import EventKind
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.people import people
from kcs_cli.learn.credit import enumeration, names_of
from kcs_cli.owners.claim import with_mailmap
from kcs_cli.render.report import Column, Columns, Table
from kcs_cli.search.name import find_card
from kcs_cli.text.display import on_one_line


class ThanksReport(NamedTuple):
    """Thanks that were noted; `thanked` are the names of those who wrote the article and worked on it."""

    id: str
    title: str
    thanked: tuple[str, ...]
    text: str

    def tables(self) -> Sequence[Table]:
        """Return them."""
        columns: Columns = (Column("thanked", "thanked", _called), Column("title", "for"), Column("id", "article"), "text")
        return (Table("", columns, ((self.thanked, self.title, self.id, self.text),)),)


def _called(thanked: Sequence[str]) -> str:
    """Say who is thanked."""
    return enumeration(thanked) or "whoever wrote it"


def thank(kb: KnowledgeBase, name: str, text: str) -> ThanksReport:
    """Note thanks for an article. Raise KcsError for none, too many, and where nobody else worked on it."""
    card, said = find_card(kb, name), on_one_line(text)
    if not said:
        raise KcsError("Thanks say what for", '-m "what it did for you or your customer"')
    check_length(said)
    to = makers(kb, card, record(kb).journal.person)
    if not to and makers(kb, card):
        raise KcsError(f"Nobody but you worked on {card.id}", "Thanks are for others")
    now = kb.now()
    event = record(kb).new(now, EventKind.thanks, article=card.id, text=said)
    note(kb, now, event)
    remember(kb, deed_of("thanks", card.title, event))
    called = names(kb) if kb.git_top else people(kb).called
    return ThanksReport(card.id, card.title, names_of(to, called), said)


def makers(kb: KnowledgeBase, card: Card, but: str = "") -> tuple[str, ...]:
    """Return the addresses of those who wrote an article and worked on it, `but` for one person.

    Where git knows nobody, it is who owns it.
    """
    past = whole_pasts(kb, [card.path], lambda past: past.changes)[card.path] if kb.git_top else Past()
    known = past.workers or tuple(owner.strip() for owner in card.owner.split(",") if owner.strip())
    who = with_mailmap(people(kb), kb, [but, *known])
    return tuple(dict.fromkeys(one for address in known if (one := who.one(address)) != who.one(but)))
