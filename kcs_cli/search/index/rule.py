"""Who owns the articles by CODEOWNERS and OWNERS, as the index has it: where those files change, their owners do."""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from kcs_cli.article.card import Card
from kcs_cli.knowledge_base.codeowners_file import CodeownersFile, codeowners_file
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.owner_file import OwnerFiles
from kcs_cli.knowledge_base.place import owner_files_mark

if TYPE_CHECKING:
    from kcs_cli.article.reader import Read
    from kcs_cli.knowledge_base.codeowners import CodeOwners, CodeownersLine


def owner_rules(kb: KnowledgeBase) -> "OwnerRules":
    """Return the rules as the file is now; what is no file there is told by who asks for owners, not by a search."""
    return OwnerRules(codeowners_file(kb), kb.base, kb.config.defaults.owner, (kb.git_top or kb.root, kb.root))


class OwnerRules:
    """The rules of a file for the articles of a base in the repository's folder `base`; `usual` is the default owner.

    `places` are the repository's top and the base's root, where OWNERS files are.
    """

    def __init__(
        self, file: CodeownersFile, base: str = "", usual: str = "", places: tuple[Path, Path] | None = None
    ) -> None:
        self.file = file
        self.base = base
        self.usual = usual
        self.places = places
        self.mark = file.mark

    def see(self, folders: Iterable[str]) -> None:
        """Look at the OWNERS files, too: above the base, and in its folders."""
        if self.places:
            self.mark = " ".join(filter(None, (self.file.mark, owner_files_mark(*self.places, folders))))

    def unread(self) -> "OwnerRules":
        """Return the same, with nothing of it read yet: another process reads it itself."""
        return OwnerRules(self.file, self.base, self.usual, self.places)

    @property
    def number(self) -> int:
        """The mark as a number, which is part of the fingerprint of what the index was made from."""
        return crc32(self.mark.encode()) if self.mark else 0

    @cached_property
    def rules(self) -> "CodeOwners":
        """The rules, read when an article is taken in: a search of a fresh index needs none."""
        from kcs_cli.knowledge_base.codeowners import rules_of

        return rules_of(self.file, OwnerFiles(self.places[0]) if self.places else None)

    def of(self, path: str) -> "CodeownersLine | None":
        """Return the rule for an article, by its path in the knowledge base; None for one that names nobody."""
        rule = self.rules.of(f"{self.base}/{path}" if self.base else path)
        return rule if rule and rule.owners else None

    def owners(self, path: str) -> tuple[tuple[str, ...], str]:
        """Return the owners of an article, and the file that names them."""
        rule = self.of(path)
        return (rule.owners, rule.source) if rule else ((), "")

    def changed(self, cards: Iterable[Card]) -> list[str]:
        """Return the paths of the articles that have other owners than the index knows."""
        return [card.path for card in cards if (card.by_rule, card.rule_source) != self.owners(card.path)]

    def named(self, article: "Read") -> "Read":
        """Return an article with its owners by CODEOWNERS, before whom the default owner steps back."""
        from kcs_cli.article.model import Article

        owners, source = self.owners(article.path)
        if not owners or not isinstance(article, Article):
            return article
        own = "" if article.owner == self.usual else article.owner
        return article._replace(by_rule=owners, rule_source=source, owner=own)


NO_RULES = OwnerRules(CodeownersFile())
