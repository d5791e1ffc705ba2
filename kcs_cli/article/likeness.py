"""Whether two articles are the same: how much of their text they share, and how like what they answer is.

Two ways to ask, for two kinds of answer. Before an article is written a person looks at what is like it (`likeness`): one
title or phrase in common is worth a look. What `kcs lint` says on its own must be true (`issue_share`, `text_share`): short
texts are alike by chance, and the same words about another error or version are another article.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from kcs_cli.article.card import Known
from kcs_cli.article.model import EVOLVE
from kcs_cli.article.section import role_text, without_comments
from kcs_cli.article.version import are_translations
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.text.display import fold
from kcs_cli.text.gram import jaccard, signature

NEAR = 0.6  # of 24,531 pairs of articles of a base written by hand, 8 are so near, and all of them are alike
MOST_PHRASES = 20  # of an article that are compared
LONGEST = 30_000  # characters of an article that are looked at
FEWEST_RUNS = 40  # of words in common: shorter texts are alike by chance
SHORTEST_ISSUE = 60  # characters
FEWEST_WORDS = 3  # of a question that is the same word for word
SMALL_WORDS = frozenset((  # fewer than a search passes over: `how` and `not` make another question
    "a", "an", "the", "is", "are", "was", "were", "be", "do", "does", "did", "to", "i", "my", "me", "we", "our", "us", "you",
    "your", "it", "its", "this", "that",
))  # fmt: skip
WORD = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]++"
PARTICULAR = r"[\"“”„«»`]([^\"“”„«»`]{4,200})[\"“”„«»`]|((?<!\w)[\w.-]*\d[\w.-]*)"  # an exact error, a version


class Matter(NamedTuple):
    """What an article is about: its title, what customers said, and its issue."""

    title: str
    said: tuple[str, ...]
    issue: str

    @property
    def phrases(self) -> tuple[str, ...]:
        """The title, and the first of the phrases."""
        return (self.title, *self.said[:MOST_PHRASES])

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join((*self.phrases, self.issue))


def matter_of(article: Known, config: Config) -> Matter:
    """Return what an article is about."""
    return Matter(article.title, article.said, role_text(article, "issue", config))


def may_be_alike(one: Known, other: Known) -> bool:
    """Tell whether two articles may say the same: both are there to be found, in one language, of one sort."""
    is_old = Confidence.archived in (one.confidence, other.confidence)
    return not is_old and (one.kind in EVOLVE) == (other.kind in EVOLVE) and not are_translations(one, other)


def likeness(one: Matter, other: Matter) -> float:
    """Return how like two articles are, from 0 to 1: from `NEAR` on one is a near-duplicate.

    Both are the set of their 4-grams (of two characters where words have no spaces); the measure is Jaccard's, what they
    share out of what either has. Compared are title, phrases and issue as a whole, and each phrase or title with each; the
    highest counts. The same title, whatever its capitals and its last punctuation, is 1.
    """
    if fold(one.title) == fold(other.title):
        return 1.0
    ours, theirs = list(map(signature, one.phrases)), list(map(signature, other.phrases))
    return max(_matter_share(one, other), *(jaccard(our, their) for our in ours for their in theirs))


def issue_share(one: Matter, other: Matter) -> float:
    """Return how like what two articles answer is; 0 where it is not near, is short, or each names another error."""
    if min(len(one.issue), len(other.issue)) < SHORTEST_ISSUE or _particulars(one.title) != _particulars(other.title):
        return 0.0
    share = _matter_share(one, other)
    return share if share >= NEAR else 0.0


def _matter_share(one: Matter, other: Matter) -> float:
    """Return the share of the 4-grams of two matters that both have."""
    return jaccard(signature(one.text), signature(other.text))


def _particulars(title: str) -> frozenset[str]:
    """Return what is quoted in a title, and its numbers."""
    return frozenset((found[1] or found[2]).casefold() for found in re.finditer(PARTICULAR, title[:500]))


def text_share(one: str, other: str) -> float:
    """Return the share of the runs of three words of two texts that both have; 0 where they are few."""
    ours, theirs = _runs(one), _runs(other)
    return jaccard(ours, theirs) if len(ours & theirs) >= FEWEST_RUNS else 0.0


@lru_cache(8)  # one text is compared with a few others
def _runs(text: str) -> frozenset[str]:
    """Return the runs of three words of a text, without comments."""
    words = _words(without_comments(text[:LONGEST]).lower())
    return frozenset(map(" ".join, zip(words, words[1:], words[2:], strict=False)))


def _words(text: str) -> list[str]:
    """Return the words of a text, and each character of a script that does not part words."""
    return re.findall(r"\w+" if text.isascii() else WORD, text)  # the other one costs 3 ms before it is used


def questions(article: Known) -> Iterator[frozenset[str]]:
    """Yield the words of the title and of each phrase, as far as they say something: the same words ask the same.

    Of numbers the order counts: Outlook 2010 for Exchange 2007 is not Outlook 2007 for Exchange 2010.
    """
    for text in (article.title, *article.said[:MOST_PHRASES]):
        found = _words(text[:500].casefold())
        words = frozenset(found) - SMALL_WORDS
        numbers = [word for word in found if word.isdecimal()]
        if len(words) >= FEWEST_WORDS:
            yield words | {" ".join(numbers)} if len(numbers) > 1 else words
