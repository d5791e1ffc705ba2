"""What customers call a thing that articles call otherwise: found in a question, so that both are asked."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from kcs_cli.search.engine.word import Word


class Synonym(NamedTuple):
    """A customer's word (or several), and what articles say for it; of those in a `language` only, where one is given."""

    said: str
    means: str
    language: str = ""

    @property
    def shown(self) -> str:
        """Return it as `--explain` shows it."""
        return f"{self.said} → {self.means}"


Cut = Callable[[str], list[Word]]


def find_synonyms(words: Sequence[Word], synonyms: Sequence[Synonym], cut: Cut) -> Iterator[tuple[Synonym, list[Word]]]:
    """Yield the synonyms whose words stand in a question, one after another, with the words that they mean."""
    asked = [word.stems for word in words]
    for synonym in synonyms:
        said = [word.stems for word in cut(synonym.said)]
        if said and any(asked[start : start + len(said)] == said for start in range(len(asked) - len(said) + 1)):
            yield synonym, [word for word in cut(synonym.means) if word.stems not in asked]
