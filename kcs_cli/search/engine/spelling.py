"""How words that no article has may have been meant, by the words that articles have."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from kcs_cli.search.engine import analysis, schema, weight
from kcs_cli.search.engine.frequency import Frequencies
from kcs_cli.search.engine.variant import LONGEST, Variant, slips, variants
from kcs_cli.search.engine.word import Word
from kcs_cli.text.gram import is_cjk

FEWEST_JOINED = 2  # articles that write two words as one
MOST = 3  # suggestions for a word
MOST_TERMS = 5000  # looked through for them
ALIKE = 0.7  # share of letters in common, as difflib counts it
SHORTEST_PART = 2  # letters of a part of a word that articles write as two


class Spelling:
    """Knows the words of one index: `cut` takes a text apart, `frequencies` count the articles that have a word.

    `is_phrase` tells whether some article has words one after another.
    """

    def __init__(
        self,
        cut: Callable[[str], list[Word]],
        frequencies: Frequencies,
        is_phrase: Callable[[Sequence[Word]], bool],
    ) -> None:
        self.is_phrase = is_phrase
        self.cut = cut
        self.frequencies = frequencies

    def meant(self, typed: str) -> Variant | None:
        """Return how a word that no article has may have been meant, so that articles have it; of glued ones the evenest."""
        glued: list[Variant] = []
        for variant in variants(typed):
            if all(map(self.is_seen, variant.words)):
                if variant.kind != "glued":
                    return variant
                glued.append(variant)
        return max(glued, key=lambda one: min(map(len, one.words)), default=None)

    def likely(self, typed: str) -> list[Word]:
        """Return the words of articles that a slip on the keyboard most likely made this one of."""
        words = self.cut(" ".join(dict.fromkeys(slips(typed.lower()))))  # all at once: it takes a while to cut one
        return [word for word in words if word.is_content and self.frequencies.of(word)]

    def joined(self, words: Sequence[Word]) -> Iterator[tuple[str, str]]:
        """Yield neighbouring words that articles write as one, as they were typed and joined."""
        for one, other in dict.fromkeys(pairwise(words)):
            joined = one.typed + other.typed
            is_word = joined.isalpha() and len(joined) >= weight.FUZZY_LETTERS and not is_cjk(joined[0])
            # Not by its stem: “what is” is no whatis because another language has a word whose stem is the same
            rarer = min(self.frequencies.of(one), self.frequencies.of(other))
            if is_word and self.is_seen(joined) and self.frequencies.of_surface(joined) >= max(FEWEST_JOINED, rarer / 2):
                yield f"{one.typed} {other.typed}", joined

    def parted(self, typed: str) -> Iterator[tuple[str, str]]:
        """Yield how articles write a word as two, one after the other: login as log in."""
        if not typed.isalpha() or not weight.FUZZY_LETTERS <= len(typed) <= LONGEST or is_cjk(typed[0]):
            return
        for place in range(SHORTEST_PART, len(typed) - SHORTEST_PART + 1):
            parts = self.cut(f"{typed[:place]} {typed[place:]}")
            if all(map(self.frequencies.of, parts)) and self.is_phrase(parts):
                yield typed[:place], typed[place:]

    def is_seen(self, text: str) -> bool:
        """Tell whether some article has a word."""
        words = self.cut(text)
        return len(words) == 1 and words[0].is_content and self.frequencies.of(words[0]) > 0


def unknown_words(frequencies: Frequencies, words: Sequence[Word], *, suggest: bool) -> dict[str, tuple[str, ...]]:
    """Return the words that no article has, each with the words of the base most like it where they are asked for."""
    long = (word for word in words if len(word.typed) > 2 and not is_cjk(word.typed))
    unseen = dict.fromkeys(word.typed for word in long if not frequencies.of(word))
    return {word: _similar_words(frequencies, word) if suggest else () for word in unseen}


def _similar_words(frequencies: Frequencies, word: str) -> tuple[str, ...]:
    """Return the words of the base that are most like one and begin with the same letter."""
    from difflib import get_close_matches

    from tantivy import Query

    if len(word) > LONGEST:
        return ()
    folded = "".join(analysis.words(word))
    terms = frequencies.searcher.terms_with_prefix(schema.WORDS, folded[:1], Query.all_query(), MOST_TERMS)
    return tuple(get_close_matches(folded, [term for term, _ in terms], MOST, ALIKE))
