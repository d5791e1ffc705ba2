"""The code of a text's meaning: 256 numbers, each one of four levels, as 768 bits; texts of like meaning differ in few.

The numbers are the sum of the rows of the text's pieces, each by how rare it is in the base. A level is where a number lies
between -r, 0 and r, r the root of the mean square; of two codes so many bits differ as their levels are apart.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import isqrt, log
from typing import NamedTuple

from kcs_cli.search.meaning.piece_table import DIMENSIONS, LANE_BYTES, LANES, OFFSET, PIECES, PieceTable

BITS = 3 * DIMENSIONS
BYTES = BITS // 8
RAREST = 63  # what a piece weighs that no article has
LEAST, SPAN = 0.3, 0.3  # the likeness that counts 0, and how much more counts 1: unrelated articles lie at .38, .53 at most


class WeightedRows(NamedTuple):
    """The sum of rows, each times the weight of its piece, and of the weights."""

    rows: int
    weight: int

    def __add__(self, other: "WeightedRows") -> "WeightedRows":  # type: ignore[override]  # no tuples are joined
        return WeightedRows(self.rows + other.rows, self.weight + other.weight)


class Encoder:
    """Makes codes by the table and what each of its pieces weighs in one base: a byte a piece."""

    def __init__(self, table: PieceTable, weights: bytes) -> None:
        self.table = table
        self.weights = weights
        self.rows: dict[int, int] = {}  # by piece, weighted

    def total(self, pieces: Iterable[int]) -> WeightedRows:
        """Add up the rows of a text's pieces."""
        rows = weight = 0
        known, weights = self.rows, self.weights
        for piece, times in Counter(pieces).items():
            row = known.get(piece) or self.row(piece)
            rows += row if times == 1 else times * row  # most stand there once, and to multiply takes as long as to add
            weight += times * weights[piece]
        return WeightedRows(rows, weight)

    def row(self, piece: int) -> int:
        """Return a piece's row by its weight."""
        row = self.rows[piece] = self.weights[piece] * self.table.row(piece)
        return row

    def code(self, total: WeightedRows) -> bytes:
        """Return the code of a text; of one without pieces a code that is like no other."""
        if not total.weight:
            return bytes(BYTES)
        shift = total.weight * OFFSET
        numbers = [number - shift for number in LANES.unpack(total.rows.to_bytes(LANE_BYTES, "little"))]
        root = isqrt(sum([number * number for number in numbers]) // DIMENSIONS)
        least = -root
        levels = ["111" if n > root else "011" if n > 0 else "001" if n > least else "000" for n in numbers]
        return int("".join(levels), 2).to_bytes(BYTES, "big")


def piece_weights(articles: Mapping[int, int], total: int) -> bytes:
    """Return what each piece weighs, by the number of articles that have it, of all: rare ones up to 63."""
    whole = log(1 + total)
    weights = bytearray([RAREST]) * PIECES
    for piece, number in articles.items():
        weights[piece] = max(1, round(RAREST * log(1 + total / (1 + number)) / whole))
    return bytes(weights)


def likeness(distance: int) -> float:
    """Return how like in meaning two texts are whose codes differ in so many bits: from -1 to 1."""
    return 1 - 2 * distance / BITS


def nearness(distance: int) -> float:
    """Return the same from 0, as far as texts that have nothing to do with one another, to 1."""
    return min(1.0, max(0.0, (likeness(distance) - LEAST) / SPAN))


def distance_of(least: float) -> int:
    """Return in how many bits two texts may differ that are at least so near."""
    return int(BITS * (1 - LEAST - SPAN * least) / 2)
