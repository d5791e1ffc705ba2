"""What the words of many questions stand for: inflections, typos, other letters and synonyms of a word are that word.

Words are the same when a language of the base stems them alike; a word that no article has is another one when it may have
been meant so (another keyboard, other letters, glued, a letter changed); synonyms.toml says the rest.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from kcs_cli.search.engine import analysis, weight
from kcs_cli.search.engine.synonym import Synonym
from kcs_cli.search.engine.variant import variants
from kcs_cli.text.display import fold
from kcs_cli.text.folding import folded
from kcs_cli.text.gram import is_cjk, normal, pairs
from kcs_cli.text.privacy import KINDS

SCRUBBED = f"<(?:{'|'.join(KINDS)})>"  # what stands for something personal is no word
Features = frozenset[str]


class QuestionWords:
    """The words of some questions, looked at together; `find_known` returns those words that articles have."""

    def __init__(
        self,
        questions: Iterable[str],
        languages: Iterable[str],
        find_known: Callable[[Iterable[str]], set[str]],
        synonyms: Sequence[Synonym] = (),
    ) -> None:
        self.synonyms = _one_way(synonyms)
        texts = {*questions, *(text for one in self.synonyms for text in (one.said, one.means))}
        self.cut = {text: analysis.words(normal(re.sub(SCRUBBED, " ", text))) for text in texts}
        self.counts = Counter(word for words in self.cut.values() for word in set(words))
        self.languages = tuple(languages) or ("",)
        self.known = find_known(self.counts)

    def features(self, question: str) -> Features:
        """Return what a question asks for; a question of nothing but little words is asked for itself."""
        found = self.plain(question)
        for said, means in self.meanings:
            if said <= found:
                found = (found - said) | means
        return found or frozenset((f"={fold(question)}",))

    @cached_property
    def meanings(self) -> list[tuple[Features, Features]]:
        """The synonyms, as words that stand for others."""
        pairs = [(self.plain(one.said), self.plain(one.means)) for one in self.synonyms]
        return [(said, means) for said, means in pairs if said and means]

    def plain(self, text: str) -> Features:
        """Return the stems that a text's words stand for, its codes, and its pairs of characters."""
        words = self.joined(self.cut[text])
        little = max((stops.intersection(words) for stops in self.stop_words), key=len)
        content = [word for word in words if word not in little or len(little) == len(set(words))]
        couples = pairs(folded(normal(text)))
        characters = [word for word in content if is_cjk(word)]
        stems = {self.stems[meant] for word in content if not is_cjk(word) for meant in self.meant(word)}
        return frozenset((*stems, *(couples or characters), *analysis.codes(text)))

    def joined(self, words: Sequence[str]) -> list[str]:
        """Return the words, two neighbours as one where somebody writes them so: log in, login."""
        found: list[str] = []
        for word in words:
            if found and self.is_one_word(found[-1] + word):
                found[-1] += word
            else:
                found.append(word)
        return found

    def is_one_word(self, joined: str) -> bool:
        """Tell whether two words that were written as one are a word."""
        return len(joined) >= weight.FUZZY_LETTERS and joined in self.counts and joined.isalpha() and joined.isascii()

    @cached_property
    def stop_words(self) -> list[frozenset[str]]:
        """The words that say little, by language: of the base's first, but people ask in others, too."""
        words = sorted(self.counts)
        languages = dict.fromkeys((*self.languages, "en", *sorted(analysis.STOP_WORD_LISTS)))
        return [analysis.stop_words(words, language) for language in languages]

    @cached_property
    def stems(self) -> dict[str, str]:
        """Each word with the one that stands for all that any of the languages stems alike."""
        first: dict[str, str] = {}

        def root(word: str) -> str:
            while first.setdefault(word, word) != word:
                first[word] = word = first[first[word]]
            return word

        for language in self.languages:
            same: dict[str, str] = {}
            for word in sorted(self.counts):
                one, other = sorted((root(word), root(same.setdefault(" ".join(analysis.terms(word, language)), word))))
                first[other] = one
        return {word: root(word) for word in self.counts}

    def meant(self, word: str) -> tuple[str, ...]:
        """Return the word or the words that a word stands for; a typo of a typo is what that stands for."""
        seen = [word]
        while (other := self.respelled(seen[-1])) != (seen[-1],):
            if len(other) != 1:
                return other
            seen += other
        return (seen[-1],)

    def respelled(self, word: str) -> tuple[str, ...]:
        """Return how a word that no article has was probably meant; itself where nothing is likelier."""
        if word in self.known or word.isdecimal():
            return (word,)
        if word not in self.respellings:
            others = (one.words for one in variants(word) if all(self.is_likelier(other, word) for other in one.words))
            near = max(self.near(word), key=self.rank, default=word)
            self.respellings[word] = next(others, (near,))
        return self.respellings[word]

    @cached_property
    def respellings(self) -> dict[str, tuple[str, ...]]:
        """The words that were looked at, with how they were meant."""
        return {}

    def is_likelier(self, other: str, word: str) -> bool:
        """Tell whether another word is likelier than one that may be meant as it."""
        return other in self.counts and self.rank(other) > self.rank(word)

    def rank(self, word: str) -> tuple[bool, int, str]:
        """Return how likely a word is: one that articles have, then one that many questions have."""
        return word in self.known, self.counts[word], word

    def near(self, word: str) -> Iterator[str]:
        """Yield the likelier words that differ from a word in one letter, but not in the first one; one of them is long."""
        if _is_spelled(word):
            near = {other for cut in _shortened(word) for other in self.by_shortened.get(cut, ())}
            long = (other for other in near if max(len(word), len(other)) >= weight.FUZZY_LETTERS)
            yield from (other for other in long if other[0] == word[0] and self.is_likelier(other, word))

    @cached_property
    def by_shortened(self) -> dict[str, list[str]]:
        """The words, by what remains of each when a letter is left out."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for word in self.counts:
            if _is_spelled(word):
                for cut in _shortened(word):
                    found[cut].append(word)
        return found


def _is_spelled(word: str) -> bool:
    """Tell whether a word is one of letters in which a wrong one can be told."""
    return len(word) >= weight.FUZZY_LETTERS - 1 and word.isalpha() and not is_cjk(word)


def _shortened(word: str) -> set[str]:
    """Return a word, and what remains of it when a letter is left out."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _one_way(synonyms: Iterable[Synonym]) -> list[Synonym]:
    """Return the synonyms, of those that go both ways the first."""
    kept: dict[tuple[str, str], Synonym] = {}
    for one in synonyms:
        if (fold(one.means), fold(one.said)) not in kept:
            kept.setdefault((fold(one.said), fold(one.means)), one)
    return list(kept.values())
