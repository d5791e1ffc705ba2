"""An article as the index takes it: its file, what that includes, its owners by CODEOWNERS, the words that led to it."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from kcs_cli.article.include.include import Includes
from kcs_cli.article.model import Article, BrokenArticle, FaintPhrase
from kcs_cli.article.reader import Read, read_article
from kcs_cli.files.atomic import digest_of
from kcs_cli.knowledge_base.config import Config
from kcs_cli.search.engine.faint import SIXTHS
from kcs_cli.search.index.rule import OwnerRules
from kcs_cli.search.phrase import TaughtPhrases
from kcs_cli.search.stranger import sixths_of


class Reading(NamedTuple):
    """What it takes to read the articles of a knowledge base so."""

    root: Path
    config: Config
    taught: TaughtPhrases
    rules: OwnerRules
    includes: Includes

    def read(self, path: str) -> Read:
        """Read one article."""
        return with_asked(self.rules.named(read_article(self.root, path, self.config, self.includes)), self.taught)


def with_asked(article: Read, taught: TaughtPhrases, also: Sequence[str] = ()) -> Read:
    """Return an article with the words of the searches that led to it, under whatever names it goes by `also`."""
    if isinstance(article, BrokenArticle):
        return article
    phrases = taught.counted((*article.ids, *also))
    if not (phrases or article.by_rule or article.included):
        return article
    sixths = {one.words: sixths_of(one, article) for one in phrases}
    faint = tuple(FaintPhrase(words, n) for words, n in sixths.items() if n < SIXTHS)
    return with_phrases(article, tuple(words for words, n in sixths.items() if n >= SIXTHS), faint)


def with_phrases(article: Article, asked: tuple[str, ...], faint: tuple[FaintPhrase, ...] = ()) -> Article:
    """Return an article with such words of searches in place of those it had."""
    plain = article.digest.partition(" ")[0]
    outside: tuple[object, ...] = (asked, tuple(map(tuple, faint)), article.by_rule, article.rule_source)
    if article.included:
        outside = (*outside, article.included, article.body)
    digest = f"{plain} {digest_of(repr(outside).encode())}" if any(outside) else plain
    return article._replace(asked=asked, faint=faint, digest=digest)
