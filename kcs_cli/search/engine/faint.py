"""What an article is known by less surely: words that links taught, each at some sixths of what a phrase counts.

They stand in a field of their own, without frequencies: a word counts its rarity, as it would once in a text of usual
length, times its sixths. What the article says itself is left out: nobody needs to teach it.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from kcs_cli.article.model import FaintPhrase
from kcs_cli.search.engine import analysis
from kcs_cli.text.gram import grams, normal

if TYPE_CHECKING:
    import tantivy

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

    def __init__(self, index_schema: "tantivy.Schema", searcher: "tantivy.Searcher") -> None:
        self.schema = index_schema
        self.searcher = searcher

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """The sixths that some article is known by."""
        from tantivy import Query

        return tuple(one for one in LEVELS if self.searcher.terms_with_prefix(FAINT, one, Query.all_query(), 1))

    def count(self, term: str) -> int:
        """Count the articles that are known by a term."""
        return sum(int(self.searcher.doc_freq(FAINT, level + term)) for level in self.levels)

    def queries(self, term: str, factor: float) -> "Iterator[tantivy.Query]":
        """Yield what asks for a term, at each level."""
        from tantivy import Query

        for level in self.levels:
            if self.searcher.doc_freq(FAINT, level + term):
                asked = Query.term_query(self.schema, FAINT, level + term, "basic")
                yield Query.const_score_query(asked, factor * int(level) / SIXTHS)
