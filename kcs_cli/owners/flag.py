"""The open flags, with who answers for their articles."""

from collections.abc import Iterable, Mapping

from kcs_cli.article.card import Card, cards_by_name
from kcs_cli.article.model import Flag
from kcs_cli.journal.flag import FlagReport, FlagSubject, report_flags
from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import EventKind
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.owners.claim import find_owners, people_of
from kcs_cli.owners.ownership import Ownership
from kcs_cli.search.index.opener import all_cards


def flags(kb: KnowledgeBase, persons: frozenset[str] | None, older_days: int) -> FlagReport:
    """Return the open flags, of articles that one of some persons answers for (None: anybody), and those that are older."""
    events, known = record(kb).open_flags(), cards_by_name(all_cards(kb))
    flagged = list({card.id: card for event in events if (card := known.get(event.article))}.values())
    people = people_of(kb, flagged)
    owners = find_owners(kb, flagged, people)
    mine = {id_ for id_, one in owners.items() if persons is not None and one.is_answered_by(persons, people)}
    report = report_flags(events, _subjects(flagged, owners), kb.now())
    wanted = (f for f in report.open_flags if (persons is None or f.id in mine) and f.age_days >= older_days)
    found = tuple(wanted)
    return FlagReport(found, len(report.open_flags) - len(found))


def flags_of(kb: KnowledgeBase, card: Card) -> tuple[Flag, ...]:
    """Return the open flags on an article."""
    owners = find_owners(kb, [card], people_of(kb, [card]))
    return report_flags(record(kb).of_article(card.ids, EventKind.flag), _subjects([card], owners), kb.now()).open_flags


def _subjects(cards: Iterable[Card], owners: Mapping[str, Ownership]) -> dict[str, FlagSubject]:
    """Return what flagged articles are called and whose they are, by all their names."""
    return {
        name: FlagSubject(card.id, card.title, ", ".join(owners[card.id].owners), owners[card.id].owner_source.value)
        for name, card in cards_by_name(cards).items()
    }
