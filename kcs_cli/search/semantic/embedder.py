"""What turns texts into vectors, so that texts of like meaning have like vectors."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Embedder(Protocol):
    """A sentence-embedding model."""

    @property
    def key(self) -> str:
        """Name the model: vectors of another one cannot be compared with its own."""
        ...

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return a vector of length 1 for each text: texts × dimensions."""
        ...
