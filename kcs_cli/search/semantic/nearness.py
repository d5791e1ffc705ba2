"""How near in meaning a question is to articles."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from kcs_cli.search.semantic.vector_file import VectorRows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CANDIDATES = 100  # articles nearest in meaning that are looked at beside those with the words
LEAST = 50  # the nearness of the 50th of them counts 0, that of the first 1


class Nearness:
    """Cosines of a question's vector with the passages of articles; an article is as near as its nearest passage.

    Only those of the articles asked for are compared; all where nobody else names the candidates.
    """

    def __init__(
        self,
        places: Mapping[str, VectorRows],
        matrix: "NDArray[np.float32]",
        question: "NDArray[np.float32]",
        candidates: Sequence[str] | None = None,
    ) -> None:
        self.places = places
        self.matrix = matrix
        self.question = question
        self.candidates = candidates
        self.known: dict[str, NDArray[np.float32]] = {}  # cosines of an article's passages, by its path

    def rows(self, path: str) -> "NDArray[np.float32]":
        """Return the cosines of an article's passages; a 0 for one without vectors."""
        import numpy as np

        if path not in self.known:
            one = self.places.get(path)
            found = self.matrix[one.start : one.start + one.passages] @ self.question if one else np.zeros(1, np.float32)
            self.known[path] = found
        return self.known[path]

    def of(self, path: str) -> float:
        """Return an article's cosine; 0 for one without vectors."""
        return float(self.rows(path).max())

    def row(self, path: str) -> int:
        """Return which of an article's passages is nearest; 0 for one without vectors."""
        return int(self.rows(path).argmax())

    @cached_property
    def nearest(self) -> Sequence[str]:
        """The paths of the candidates."""
        return self._nearest_of_all() if self.candidates is None else self.candidates

    def _nearest_of_all(self) -> list[str]:
        """Return the paths of the nearest articles, the nearest first."""
        import numpy as np

        paths = list(self.places)
        ends = [end for one in self.places.values() for end in (one.start, one.start + one.passages)]
        # Every second result is of the gap behind an article; the -1 is a place for the last end
        cosines = np.maximum.reduceat(np.append(self.matrix @ self.question, -1), np.array(ends, dtype=np.int64))[::2]
        chosen = np.argpartition(-cosines, CANDIDATES)[:CANDIDATES] if len(cosines) > CANDIDATES else np.arange(len(cosines))
        return [paths[place] for place in chosen[np.argsort(-cosines[chosen], kind="stable")]]

    def span(self, found: Iterable[str]) -> tuple[float, float]:
        """Return the cosines that count 0 and 1, among the candidates and the articles that were found."""
        cosines = sorted(map(self.of, {*self.nearest, *found}), reverse=True)
        return (cosines[min(LEAST, len(cosines)) - 1], cosines[0]) if cosines else (0.0, 1.0)
