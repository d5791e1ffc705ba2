"""How many articles have a word: what a question's words are worth, and which of many are asked."""

from collections.abc import Iterable, Sequence
from math import log
from typing import TYPE_CHECKING

from kcs_cli.search.engine import analysis, schema, weight
from kcs_cli.search.engine.faint import FaintTerms
from kcs_cli.search.engine.word import Word, is_short_number
from kcs_cli.text.folding import folded
from kcs_cli.text.gram import normal

if TYPE_CHECKING:
    from kcs_cli.search.engine.reader import Reader


class Frequencies:
    """Counts the articles of one index; each term once."""

    def __init__(self, reader: "Reader") -> None:
        self.reader = reader
        self.counted: dict[str, int] = {}
        self.surfaces: dict[str, int] = {}
        self.faint = FaintTerms(reader)

    def look_up(self, words: Iterable[Word]) -> None:
        """Have all terms of some words counted at once, where each question to the index is a round trip."""
        if self.reader.at_once > 1:
            self.count({term: None for word in words for term in word.terms})

    def look_up_surfaces(self, words: Iterable[str]) -> None:
        """Have the articles that write some words so counted at once, where that is worth it."""
        if self.reader.at_once > 1:
            self.count_surfaces(map(_surface, words))

    def count(self, terms: Iterable[str]) -> None:
        """Have some terms counted."""
        if new := [term for term in terms if term not in self.counted]:
            self.faint.look_up(new)
            found = self.reader.frequencies(schema.TEXT, new)
            self.counted |= {term: found[term] + self.faint.count(term) for term in new}

    def of(self, word: Word) -> int:
        """Count the articles that have a word."""
        return sum(map(self.of_term, word.terms))

    def of_term(self, term: str) -> int:
        """Count the articles that have a term, or are known by it."""
        if term not in self.counted:
            self.count((term,))
        return self.counted[term]

    def of_surface(self, word: str) -> int:
        """Count the articles that write a word so, whatever its stem."""
        surface = _surface(word)
        if surface not in self.surfaces:
            self.count_surfaces((surface,))
        return self.surfaces[surface]

    def count_surfaces(self, surfaces: Iterable[str]) -> None:
        """Have some words counted as they are written."""
        if new := [one for one in dict.fromkeys(surfaces) if one not in self.surfaces]:
            self.surfaces |= self.reader.frequencies(schema.WORDS, new)

    def rarity(self, word: Word, term: str) -> float:
        """Return what a stem counts of what the index gives it: a rare one of a common word is not worth a rare word."""
        if len(word.terms) == 1:
            return 1.0
        of_word, of_term = self.idf(self.of(word)), self.idf(self.of_term(term))
        return min(1.0, of_word / of_term)

    def rarity_beside(self, word: Word, others: int) -> float:
        """Return what a word counts of what the index gives it, where so many other articles write it otherwise."""
        return self.idf(self.of(word) + others) / self.idf(self.of(word))

    def idf(self, articles: int) -> float:
        """Return the inverse document frequency, as BM25 has it (https://doi.org/10.1561/1500000019)."""
        return log(1 + (max(0, self.reader.counts().total - articles) + 0.5) / (articles + 0.5))

    def rarest(self, words: Sequence[Word], most: int) -> list[Word]:
        """Return those of different words that are known and that fewest articles have, in their order."""
        different = {word.stems: word for word in words}
        self.count(dict.fromkeys(term for word in different.values() for term in word.terms))
        counts = {stems: self.of(word) for stems, word in different.items()}
        known = sorted((count, stems) for stems, count in counts.items() if count)
        chosen = {stems for _, stems in known[:most]}
        return [word for stems, word in different.items() if stems in chosen]

    def rarest_terms(self, terms: Iterable[str], most: int) -> list[str]:
        """Return those of different terms that are known and that fewest articles have."""
        known = self.reader.frequencies(schema.TEXT, dict.fromkeys(terms))
        return sorted((term for term, n in known.items() if n), key=known.__getitem__)[:most]

    def rarest_content(self, words: Sequence[Word]) -> list[Word]:
        """Return those words of a pasted text that are known and that fewest articles have, in their order.

        Short numbers are left out: a log is full of them, and each is in some article.
        """
        content = [word for word in words if word.is_content and not is_short_number(word.typed)]
        return self.rarest(content, weight.RAREST)

    def askable(self, words: Sequence[Word]) -> list[Word]:
        """Return the words of a question, of one with thousands the rarest."""
        is_long = len({word.stems for word in words}) > weight.MOST_DIFFERENT
        return self.rarest(words, weight.MOST_DIFFERENT) if is_long else list(words)

    def rarest_codes(self, text: str) -> list[str]:
        """Return those codes of a pasted text that are known and that fewest articles have."""
        return self.rarest_terms(analysis.codes(folded(text)), weight.RAREST)

    def askable_terms(self, terms: Sequence[str]) -> list[str]:
        """Return different terms, of thousands the rarest."""
        different = list(dict.fromkeys(terms))
        is_long = len(different) > weight.MOST_DIFFERENT
        return self.rarest_terms(different, weight.MOST_DIFFERENT) if is_long else different


def _surface(word: str) -> str:
    """Return a word as the index has those that are not stemmed."""
    return "".join(analysis.words(normal(word)))
