"""What the questions of kcs ask of an index, whichever engine has it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from kcs_cli.search.engine.asked import Asked, Counts, IndexHit


class Reader(Protocol):
    """One state of an index; each call may be a round trip to another machine. Raise IndexDamagedError."""

    @property
    def at_once(self) -> int:
        """How many terms are worth asking for at once, where the first ones may do: 1 where asking costs next to nothing."""
        ...

    def counts(self) -> Counts:
        """Count the articles; read once."""
        ...

    def frequencies(self, field: str, terms: Collection[str]) -> Mapping[str, int]:
        """Return how many articles have each term; in the text few are counted exactly, elsewhere deleted ones may count."""
        ...

    def matching(self, questions: Sequence[Asked]) -> list[int]:
        """Count the articles that each question finds."""
        ...

    def beginning(self, field: str, start: str, most: int) -> list[str]:
        """Return the first terms of a field that begin so, in their order, as far as some article has them."""
        ...

    def rank(self, asked: Asked, limit: int, *, newest: bool = False) -> list[IndexHit]:
        """Return the best articles, or the newest: then each with a score of 0."""
        ...

    def parts(self, paths: Sequence[str], questions: Sequence[Asked]) -> dict[str, list[tuple[int, float]]]:
        """Return, by path, what questions (by their places) give to some articles: together that is an article's score."""
        ...

    def finding(self, paths: Sequence[str], questions: Sequence[Asked]) -> dict[str, list[int]]:
        """Return, by path, which questions (by their places) find some articles."""
        ...

    def facets(self, asked: Asked, fields: Mapping[str, str], most: int) -> dict[str, tuple[tuple[str, int], ...]]:
        """Count, by name, the values of fields among the articles found, the commonest first."""
        ...
