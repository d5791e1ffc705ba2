"""Tells what a text says: all the content words of a phrase, however they are inflected."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from kcs_cli.search.engine.word import Word, find_words
from kcs_cli.text.gram import gram_text, normal

BEGINNING = 4  # letters that a word and its inflections share


class StemPhrase(NamedTuple):
    """A phrase under a name: the stems of each of its content words, and how these begin."""

    name: str
    words: tuple[frozenset[str], ...]
    beginnings: tuple[str, ...]


class Phrases(NamedTuple):
    """Phrases, and the pattern of the longest beginning of each: most texts have none of them."""

    known: tuple[StemPhrase, ...]
    pattern: re.Pattern[str]


class PhraseReader:
    """Reads texts in the languages of a base."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = tuple(languages) or ("",)
        self.stems = lru_cache(200_000)(self.read)

    def phrases(self, texts: Mapping[str, Iterable[str]]) -> Phrases:
        """Take the phrases under some names apart."""
        known = tuple(self.phrase(name, text) for name, found in texts.items() for text in found)
        longest = {max(one.beginnings, key=len) for one in known if one.words}
        return Phrases(known, re.compile("|".join(map(re.escape, sorted(longest))) or "(?!)"))

    def phrase(self, name: str, text: str) -> StemPhrase:
        """Take a phrase apart; one of nothing but little words is all of them."""
        words = self.cut(text)
        content = [word for word in words if word.is_content] or words
        beginnings = (gram_text(word.typed).strip()[:BEGINNING] for word in content)
        return StemPhrase(name, tuple(frozenset(word.terms) for word in content), tuple(beginnings))

    def said(self, text: str, phrases: Phrases) -> list[str]:
        """Return the names of those phrases that a text says: it has all the words of one under the name."""
        if text.isascii() and not phrases.pattern.search(text.lower()):
            return []
        folded = gram_text(text)
        if not phrases.pattern.search(folded):
            return []
        likely = [one for one in phrases.known if one.words and all(beginning in folded for beginning in one.beginnings)]
        stems = self.stems(text) if likely else frozenset()
        return list(dict.fromkeys(one.name for one in likely if all(not stems.isdisjoint(word) for word in one.words)))

    def read(self, text: str) -> frozenset[str]:
        """Return the stems of a text."""
        return frozenset(term for word in self.cut(text) for term in word.terms)

    def cut(self, text: str) -> list[Word]:
        """Return the words of a text."""
        return find_words(normal(text), self.languages)
