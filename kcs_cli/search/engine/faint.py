"""What an article is known by less surely: words that links taught, each at some sixths of what a phrase counts.

They stand in a field of their own, without frequencies: a word counts its rarity, as it would once in a text of usual
length, times its sixths. What the article says itself is left out: nobody needs to teach it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kcs_cli.article.model import FaintPhrase
from kcs_cli.search.engine import analysis
from kcs_cli.search.engine.asked import Constant, Term
from kcs_cli.text.gram import grams, normal

if TYPE_CHECKING:
    from kcs_cli.search.engine.reader import Reader

FAINT = "faint"  # the field
SIXTHS = 6
LEVELS = tuple(map(str, range(1, SIXTHS)))  # what a term in it begins with


def faint_terms(phrases: Sequence[FaintPhrase], language: str, own: Collection[str], letters: str) -> list[str]:
    """Return the terms and 4-grams of phrases, each behind its sixths: the most that one gives it.

    `own` are the terms that the article has itself, `letters` the text of its 4-grams.
    """
    found: dict[str, int] = {}
    for phrase in phrases:
        text = normal(phrase.words)
        new = (term for term in analysis.terms(text, language) if term not in own)
        for term in (*new, *(gram_term(gram) for gram in grams(text) if gram not in letters)):
            found[term] = max(found.get(term, 0), phrase.sixths)
    return [f"{sixths}{term}" for term, sixths in found.items()]


def gram_term(gram: str) -> str:
    """Return how a 4-gram stands among terms: it may have spaces, which part those."""
    return f"\x01{gram}".replace(" ", "\x01")


class FaintTerms:
    """Those of one index; most have none, and are asked for none."""

    def __init__(self, reader: "Reader") -> None:
        self.reader = reader
        self.counted: dict[str, int] = {}

    @property
    def levels(self) -> tuple[str, ...]:
        """The sixths that some article is known by."""
        return self.reader.counts().faint

    def look_up(self, terms: Iterable[str]) -> None:
        """Have some terms counted, at each level."""
        asked = (level + term for term in terms for level in self.levels)
        if new := [one for one in dict.fromkeys(asked) if one not in self.counted]:
            self.counted |= self.reader.frequencies(FAINT, new)

    def count(self, term: str) -> int:
        """Count the articles that are known by a term that was looked up."""
        return sum(self.counted[level + term] for level in self.levels)

    def questions(self, term: str, factor: float) -> Iterator[Constant]:
        """Yield what asks for a term that was looked up, at each level."""
        for level in self.levels:
            if self.counted[level + term]:
                yield Constant(Term(FAINT, level + term), factor * int(level) / SIXTHS)
