"""Whose an article is, for a search and for a reader: as `kcs owners` says it, guesses included."""

from collections.abc import Sequence

from kcs_cli.article.card import Card
from kcs_cli.article.model import named_owners
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase, once
from kcs_cli.owners.claim import find_owners, people_of
from kcs_cli.owners.person import persons_meant
from kcs_cli.search.index.opener import all_cards


@once
def article_owners(kb: KnowledgeBase) -> "ArticleOwners":
    """Return who answers for each article."""
    return ArticleOwners(kb)


class ArticleOwners:
    """Who answers for each article of a base."""

    def __init__(self, kb: KnowledgeBase) -> None:
        cards = all_cards(kb)
        self.kb = kb
        self.people = people_of(kb, cards)
        owners = find_owners(kb, cards, self.people)
        self.known = {card.path: owners[card.id] for card in cards}

    def paths(self, owner: str) -> Sequence[str]:
        """Return the articles that a person or a team answers for."""
        persons = persons_meant(self.kb, owner)
        return [path for path, one in self.known.items() if one.is_answered_by(persons, self.people)]

    def of(self, path: str) -> tuple[tuple[str, ...], str]:
        """Return who answers for an article, and where that is known from."""
        one = self.known.get(path)
        return (one.owners, one.owner_source.value) if one else ((), "")


def owner_of(kb: KnowledgeBase, card: Card) -> tuple[str, str]:
    """Return who answers for an article, on one line, and where that is known from; only a guess asks its history."""
    owners, source = named_owners(card.owner, card.by_rule, rule_source=card.rule_source)
    if not owners:
        one = find_owners(kb, [card], people_of(kb, [card]))[card.id]
        owners, source = one.owners, one.owner_source
    return ", ".join(owners), source.value
