"""The code of a text's meaning: 256 numbers, each one of four levels, as 768 bits; texts of like meaning differ in few.

The numbers are the sum of the rows of the text's pieces, each by how rare it is in the base. A level is where a number lies
between -r, 0 and r, r the root of the mean square; of two codes so many bits differ as their levels are apart.
"""

from collections.abc import Iterable, Mapping
from math import isqrt, log
from operator import mul
from struct import Struct

from kcs_cli.search.meaning.piece_table import DIMENSIONS, OFFSET, PIECES, PieceTable

BITS = 3 * DIMENSIONS
BYTES = BITS // 8
SUMS = Struct(f"<{DIMENSIONS + 1}I")  # of the rows' numbers, and of the weights
ABOVE = 1 << 32 * DIMENSIONS
RAREST = 63  # what a piece weighs that no article has
LEAST, SPAN = 0.3, 0.3  # the likeness that counts 0, and how much more counts 1: unrelated articles lie at .38, .53 at most


class WeightedRows(dict[int, int]):
    """By piece: its row times its weight, with the weight above it as one more number. Made when it is asked for."""

    def __init__(self, table: PieceTable, weights: bytes) -> None:
        self.table = table
        self.weights = weights

    def __missing__(self, piece: int) -> int:
        row = self[piece] = self.weights[piece] * (self.table.row(piece) + ABOVE)
        return row


class Encoder:
    """Makes codes by the table and what each of its pieces weighs in one base: a byte a piece."""

    def __init__(self, table: PieceTable, weights: bytes) -> None:
        self.table = table
        self.weights = weights
        self.rows = WeightedRows(table, weights)

    def total(self, pieces: Iterable[int]) -> int:
        """Add up the rows of a text's pieces, and their weights above them. Of two texts the totals can be added."""
        return sum(map(self.rows.__getitem__, pieces))

    def code(self, total: int) -> bytes:
        """Return the code of a text; of one without pieces a code that is like no other."""
        if not total:
            return bytes(BYTES)
        *numbers, weight = SUMS.unpack(total.to_bytes(SUMS.size, "little"))
        middle = weight * OFFSET  # each number is that much greater than what it stands for
        squares = sum(map(mul, numbers, numbers)) - middle * (2 * sum(numbers) - DIMENSIONS * middle)
        root = isqrt(squares // DIMENSIONS)
        high, low = middle + root, middle - root
        levels = ["111" if n > high else "011" if n > middle else "001" if n > low else "000" for n in numbers]
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
