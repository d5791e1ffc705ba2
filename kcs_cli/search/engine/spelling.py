"""How words that no article has may have been meant, by the words that articles have."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from kcs_cli.search.engine import weight
from kcs_cli.search.engine.variant import Variant, slips, variants
from kcs_cli.search.engine.word import Word
from kcs_cli.text.gram import is_cjk


class Spelling:
    """Knows the words of one index: `cut` takes a text apart, `frequency` counts the articles that have a word."""

    def __init__(self, cut: Callable[[str], list[Word]], frequency: Callable[[Word], int]) -> None:
        self.cut = cut
        self.frequency = frequency

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
        return [word for word in words if word.is_content and self.frequency(word)]

    def joined(self, words: Sequence[Word]) -> Iterator[tuple[str, str]]:
        """Yield neighbouring words that articles write as one, as they were typed and joined."""
        for one, other in dict.fromkeys(pairwise(words)):
            joined = one.typed + other.typed
            is_word = joined.isalpha() and len(joined) >= weight.FUZZY_LETTERS and not is_cjk(joined[0])
            if is_word and self.is_seen(joined):
                yield f"{one.typed} {other.typed}", joined

    def is_seen(self, text: str) -> bool:
        """Tell whether some article has a word."""
        words = self.cut(text)
        return len(words) == 1 and words[0].is_content and self.frequency(words[0]) > 0
