"""How near in meaning a question is to each article."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kcs_cli.search.semantic.vector_file import VectorRows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST = 200  # the nearness of the 200th article counts 0, that of the first 1
CANDIDATES = 50  # articles nearest in meaning that are looked at beside those with the words


class Layout(NamedTuple):
    """Where articles' vectors are: their paths, and first and last row of each, one after another."""

    places: Mapping[str, VectorRows]
    paths: tuple[str, ...]
    ends: "NDArray[np.int64]"

    @classmethod
    def of(cls, articles: Mapping[str, VectorRows]) -> "Layout":
        """Lay out articles."""
        import numpy as np

        ends = [end for one in articles.values() for end in (one.start, one.start + one.passages)]
        return cls(articles, tuple(articles), np.array(ends, dtype=np.int64))


class Nearness:
    """Cosines of a question's vector with all passages: `rows`; an article is as near as its nearest passage."""

    def __init__(self, layout: Layout, rows: "NDArray[np.float32]") -> None:
        self.layout = layout
        self.rows = rows

    @cached_property
    def all(self) -> "NDArray[np.float32]":
        """The cosine of each article, in their order."""
        import numpy as np

        # Every second result is of the gap behind an article; the -1 is a place for the last end
        return np.maximum.reduceat(np.append(self.rows, -1), self.layout.ends)[::2] if self.layout.paths else self.rows[:0]

    def of(self, path: str) -> float:
        """Return an article's cosine; 0 for one without vectors."""
        one = self.layout.places.get(path)
        return float(self.rows[one.start : one.start + one.passages].max()) if one else 0.0

    def row(self, path: str) -> int:
        """Return which of an article's passages is nearest; 0 for one without vectors."""
        one = self.layout.places.get(path)
        return int(self.rows[one.start : one.start + one.passages].argmax()) if one else 0

    def nearest(self, number: int = CANDIDATES) -> list[str]:
        """Return the paths of the nearest articles, the nearest first."""
        import numpy as np

        cosines = self.all
        chosen = np.argpartition(-cosines, number)[:number] if len(cosines) > number else np.arange(len(cosines))
        return [self.layout.paths[place] for place in chosen[np.argsort(-cosines[chosen], kind="stable")]]

    @cached_property
    def span(self) -> tuple[float, float]:
        """The cosines that count 0 and 1."""
        import numpy as np

        if not len(self.all):
            return 0.0, 1.0
        place = min(LEAST, len(self.all)) - 1
        return float(-np.partition(-self.all, place)[place]), float(self.all.max())
