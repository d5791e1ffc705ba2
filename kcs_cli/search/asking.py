"""Tells whether a text says something: all the content words of a phrase, however they are inflected."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from kcs_cli.search import analysis
from kcs_cli.search.words import Word, find_words

BEGINNING = 4  # letters that a word and its inflections share


class Phrase(NamedTuple):
    """A phrase: the stems of each of its content words, and how these begin."""

    words: tuple[frozenset[str], ...]
    beginnings: tuple[str, ...]


class Asking:
    """Reads texts in the languages of a base."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = tuple(languages) or ("",)
        self.stems = lru_cache(200_000)(self.read)

    def phrase(self, text: str) -> Phrase:
        """Take a phrase apart; one of nothing but little words is all of them."""
        words = self.cut(text)
        content = [word for word in words if word.is_content] or words
        beginnings = (analysis.gram_text(word.typed).strip()[:BEGINNING] for word in content)
        return Phrase(tuple(frozenset(word.terms) for word in content), tuple(beginnings))

    def says(self, text: str, phrases: Sequence[Phrase]) -> bool:
        """Tell whether a text has all the words of one of some phrases."""
        folded = analysis.gram_text(text) if phrases else ""  # most texts are told apart by this alone
        likely = [one for one in phrases if one.words and all(beginning in folded for beginning in one.beginnings)]
        return any(all(stems & self.stems(text) for stems in one.words) for one in likely)

    def read(self, text: str) -> frozenset[str]:
        """Return the stems of a text."""
        return frozenset(term for word in self.cut(text) for term in word.terms)

    def cut(self, text: str) -> list[Word]:
        """Return the words of a text."""
        return find_words(analysis.normal(text), self.languages)
