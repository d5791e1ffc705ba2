"""A reader that answers nothing but what is known already, and notes what else a question asks.

Where a question is put to it first, all that was noted is one request.
"""

from collections.abc import Collection, Mapping, Sequence

from kcs_cli.search.cluster.reader import ClusterReader
from kcs_cli.search.cluster.request import WordStart
from kcs_cli.search.engine.asked import Asked, Counts, IndexHit


class Rehearsal:
    """Guesses that an unknown term, or question, finds so many articles; see `reader.Reader`."""

    def __init__(self, reader: ClusterReader, guess: int) -> None:
        self.reader = reader
        self.guess = guess
        self.terms: dict[tuple[str, str], None] = {}
        self.questions: list[Asked] = []
        self.starts: list[WordStart] = []

    @property
    def at_once(self) -> int:
        """How many terms are worth asking for at once."""
        return self.reader.at_once

    def look_up(self) -> bool:
        """Have all that was noted counted and looked for; tell whether something was."""
        return self.reader.look_up(self.terms, self.questions, self.starts)

    def counts(self) -> Counts:
        """Count the articles; read once."""
        return self.reader.counts()

    def frequencies(self, field: str, terms: Collection[str]) -> Mapping[str, int]:
        """Return what is known of each term, and note the others."""
        known = self.reader.known
        self.terms |= dict.fromkeys((field, term) for term in terms if (field, term) not in known)
        return {term: known.get((field, term), self.guess) for term in terms}

    def matching(self, questions: Sequence[Asked]) -> list[int]:
        """Guess how many articles each question finds."""
        self.questions += questions
        return [self.guess for _ in questions]

    def beginning(self, field: str, start: str, most: int) -> list[str]:
        """Note the beginning; nothing begins so."""
        self.starts.append(WordStart(field, start, most))
        return []

    def rank(self, _asked: Asked, _limit: int, *, newest: bool = False) -> list[IndexHit]:  # noqa: ARG002 - a protocol
        """Return no article."""
        return []

    def parts(self, _paths: Sequence[str], _questions: Sequence[Asked]) -> dict[str, list[tuple[int, float]]]:
        """Return nothing."""
        return {}

    def finding(self, _paths: Sequence[str], _questions: Sequence[Asked]) -> dict[str, list[int]]:
        """Return nothing."""
        return {}

    def facets(self, _asked: Asked, _fields: Mapping[str, str], _most: int) -> dict[str, tuple[tuple[str, int], ...]]:
        """Return nothing."""
        return {}
