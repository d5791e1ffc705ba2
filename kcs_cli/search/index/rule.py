"""Who owns the articles by CODEOWNERS, as the index has it: where that file changes, their owners do."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING
from zlib import crc32

from kcs_cli.article.card import Card
from kcs_cli.knowledge_base.codeowners_file import CodeownersFile, codeowners_file
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase

if TYPE_CHECKING:
    from kcs_cli.article.reader import Read
    from kcs_cli.knowledge_base.codeowners import CodeOwners


def owner_rules(kb: KnowledgeBase) -> "OwnerRules":
    """Return the rules as the file is now; what is no file there is told by who asks for owners, not by a search."""
    return OwnerRules(codeowners_file(kb), kb.base, kb.config.defaults.owner)


class OwnerRules:
    """The rules of a file for the articles of a base in the repository's folder `base`; `usual` is the default owner."""

    def __init__(self, file: CodeownersFile, base: str = "", usual: str = "") -> None:
        self.file = file
        self.base = base
        self.usual = usual
        self.mark = file.mark

    def unread(self) -> "OwnerRules":
        """Return the same, with nothing of it read yet: another process reads it itself."""
        return OwnerRules(self.file, self.base, self.usual)

    @property
    def number(self) -> int:
        """The mark as a number, which is part of the fingerprint of what the index was made from."""
        return crc32(self.mark.encode()) if self.mark else 0

    @cached_property
    def rules(self) -> "CodeOwners":
        """The rules, read when an article is taken in: a search of a fresh index needs none."""
        from kcs_cli.knowledge_base.codeowners import rules_of

        return rules_of(self.file)

    def owners(self, path: str) -> tuple[str, ...]:
        """Return the owners of an article, by its path in the knowledge base."""
        rule = self.rules.of(f"{self.base}/{path}" if self.base else path) if self.mark else None
        return rule.owners if rule else ()

    def changed(self, cards: Iterable[Card]) -> list[str]:
        """Return the paths of the articles that have other owners than the index knows."""
        return [card.path for card in cards if card.by_rule != self.owners(card.path)]

    def named(self, article: "Read") -> "Read":
        """Return an article with its owners by CODEOWNERS, before whom the default owner steps back."""
        from kcs_cli.article.model import Article

        owners = self.owners(article.path)
        if not owners or not isinstance(article, Article):
            return article
        return article._replace(by_rule=owners, owner="" if article.owner == self.usual else article.owner)


NO_RULES = OwnerRules(CodeownersFile())
