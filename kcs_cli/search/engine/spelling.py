"""How words that no article has may have been meant, by the words that articles have."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise

from kcs_cli.search.engine import analysis, schema, weight
from kcs_cli.search.engine.frequency import Frequencies
from kcs_cli.search.engine.variant import LONGEST, Variant, other_code, slips, variants
from kcs_cli.search.engine.word import Word
from kcs_cli.text.gram import is_cjk

FEWEST_JOINED = 2  # articles that write two words as one
MOST = 3  # suggestions for a word
MOST_TERMS = 5000  # looked through for them
ALIKE = 0.7  # share of letters in common, as difflib counts it
SHORTEST_PART = 2  # letters of a part of a word that articles write as two; of one that none writes as one it may be one
SHORT_PART = 3  # letters of a word that may well be half a name: IP, Wi, app
SHORTEST_NAME = 4  # letters of a word that may be two: Wi-Fi
MOMENT = (  # of a log: 2026-11-01T10:22:33.123456, 01/Nov/2026:10:22:33, Nov  1 10:22:33
    r"(?:\d{4}[-/]\d\d[-/]\d\d[T ]|\d\d/[A-Z][a-z]{2}/\d{4}:|[A-Z][a-z]{2} {1,2}\d{1,2} )"
    r"\d\d:\d\d(?::\d\d)?(?:[.,]\d{1,9})?Z?"
)


class Spelling:
    """Knows the words of one index: `cut` takes a text apart, `frequencies` count the articles that have a word.

    `count_phrases` counts, for each of several, the articles that have words one after another.
    """

    def __init__(
        self,
        cut: Callable[[str], list[Word]],
        frequencies: Frequencies,
        count_phrases: Callable[[Sequence[Sequence[Word]]], list[int]],
    ) -> None:
        self.count_phrases = count_phrases
        self.cut = cut
        self.frequencies = frequencies

    def meant(self, typed: str) -> Variant | None:
        """Return how a word that no article has may have been meant, so that articles have it; of glued ones the evenest."""
        glued: list[Variant] = []
        for variant in self.looked_up(variants(typed)):
            if all(map(self.is_seen, variant.words)):
                if variant.kind != "glued":
                    return variant
                glued.append(variant)
        return max(glued, key=lambda one: min(map(len, one.words)), default=None)

    def looked_up(self, found: Iterator[Variant]) -> Iterator[Variant]:
        """Yield ways a word may have been meant, of which as many are looked up at once as are worth it."""
        while some := list(islice(found, self.frequencies.reader.at_once)):
            if len(some) > 1:
                self.frequencies.look_up(word for variant in some for text in variant.words for word in self.cut(text))
            yield from some

    def likely(self, typed: str) -> list[Word]:
        """Return the words of articles that a slip on the keyboard most likely made this one of."""
        words = self.cut(" ".join(dict.fromkeys(slips(typed.lower()))))  # all at once: it takes a while to cut one
        self.frequencies.look_up(words)
        return [word for word in words if word.is_content and self.frequencies.of(word)]

    def look_up(self, words: Sequence[Word]) -> None:
        """Have what a question's words may be as one and as two counted with them, where that is worth it."""
        if self.frequencies.reader.at_once > 1:
            names = [one.typed + other.typed for one, other in pairwise(words)]
            names += [
                " ".join(pair) for word in words if _may_be_name(word.typed) for pair in _pairs(word.typed[:LONGEST], 1)
            ]
            self.frequencies.look_up((*words, *(word for name in dict.fromkeys(names) for word in self.cut(name))))

    def joined(self, words: Sequence[Word]) -> Iterator[tuple[str, str, float]]:
        """Yield neighbouring words that articles write as one: as they were typed, joined, and what that counts."""
        pairs = {(one, other): one.typed + other.typed for one, other in pairwise(words)}
        self.frequencies.look_up_surfaces(filter(_may_be_name, pairs.values()))
        for (one, other), joined in pairs.items():
            if _may_be_name(joined) and self.is_seen(joined) and (factor := self.joined_factor(one, other)):
                yield f"{one.typed} {other.typed}", joined, factor

    def joined_factor(self, one: Word, other: Word) -> float:
        """Return what two words count as one: much where they are a name (Wi-Fi, IPv6), nothing where few write them so."""
        joined = one.typed + other.typed
        whole = self.cut(joined)[0]
        # Not by a stem alone: “add one” is no addone, the stem of which add-ons have
        if _is_name_of(one, other) and (joined.lower() in whole.terms or self.frequencies.of_surface(joined)):
            # It is as rare as all the articles that write it as one or as two
            return weight.JOINED_NAME * self.frequencies.rarity_beside(whole, *self.count_phrases([(one, other)]))
        # Not by its stem: “what is” is no whatis because another language has a word whose stem is the same
        rarer = min(self.frequencies.of(one), self.frequencies.of(other))
        is_usual = self.frequencies.of_surface(joined) >= max(FEWEST_JOINED, rarer / 2)
        return weight.JOINED if is_usual and joined.isalpha() and len(joined) >= weight.FUZZY_LETTERS else 0.0

    def parted(self, typed: str) -> Iterator[tuple[str, str]]:
        """Yield how articles write a word as two, one after the other: login as log in, IPv6 as IP v6."""
        if not _may_be_name(typed) or len(typed) > LONGEST:
            return
        is_known = typed.isalpha() and any(map(self.frequencies.of, self.cut(typed)))
        shortest = SHORTEST_PART if is_known else 1
        pairs = _pairs(typed, shortest)
        parts = {pair: self.cut(" ".join(pair)) for pair in pairs}
        self.frequencies.look_up(word for words in parts.values() for word in words)
        known = [pair for pair in pairs if all(map(self.frequencies.of, parts[pair]))]
        counted = self.count_phrases([parts[pair] for pair in known]) if known else ()
        yield from (pair for pair, articles in zip(known, counted, strict=True) if articles)

    def is_seen(self, text: str) -> bool:
        """Tell whether some article has a word."""
        words = self.cut(text)
        return len(words) == 1 and words[0].is_content and self.frequencies.of(words[0]) > 0


def _pairs(typed: str, shortest: int) -> list[tuple[str, str]]:
    """Return the ways to write a word as two, of so many letters at least."""
    return [(typed[:place], typed[place:]) for place in range(shortest, len(typed) - shortest + 1)]


def _may_be_name(word: str) -> bool:
    """Tell whether a word may also be written as two: of some letters, or with a digit."""
    has_letter = any(map(str.isalpha, word))
    return word.isalnum() and has_letter and len(word) >= (SHORTEST_NAME if word.isalpha() else 2) and not is_cjk(word[0])


def _is_name_of(one: Word, other: Word) -> bool:
    """Tell whether two words are likely a name together: with a number, or one so short that it is hardly one alone."""
    if any(map(str.isdigit, one.typed + other.typed)):
        return one.typed[-1].isalpha() and not (other.says_little or (one.says_little and len(one.typed) > 1))
    return not (one.says_little or other.says_little) and min(len(one.typed), len(other.typed)) <= SHORT_PART


def unknown_words(
    frequencies: Frequencies, words: Sequence[Word], text: str, *, suggest: bool
) -> dict[str, tuple[str, ...]]:
    """Return the words of a text that no article has, each with the words of the base most like it where asked for.

    A code that articles write with `0x`, or without, is known to them; when a line was logged nobody looks for.
    """
    long = (word for word in words if len(word.typed) > 2 and not is_cjk(word.typed))
    unseen = dict.fromkeys(word.typed for word in long if not frequencies.of(word))
    if unseen and any(map(str.isdecimal, text)):
        logged = {part for moment in re.findall(MOMENT, text) for part in re.findall(r"\w+", moment)}
        unseen = {word: None for word in unseen if word not in logged and not _is_other_code(frequencies, word)}
    return {word: _similar_words(frequencies, word) if suggest else () for word in unseen}


def _is_other_code(frequencies: Frequencies, typed: str) -> bool:
    """Tell whether articles have a code as it is written otherwise."""
    other = other_code(typed)
    return bool(other) and frequencies.of_surface(other) > 0


def _similar_words(frequencies: Frequencies, word: str) -> tuple[str, ...]:
    """Return the words of the base that are most like one and begin with the same letter."""
    from difflib import get_close_matches

    if len(word) > LONGEST:
        return ()
    folded = "".join(analysis.words(word))
    return tuple(get_close_matches(folded, frequencies.reader.beginning(schema.WORDS, folded[:1], MOST_TERMS), MOST, ALIKE))
