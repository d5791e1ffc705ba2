"""The table of word pieces: 30,522 rows of 256 numbers, learned from a small sentence model.

`words.bin` has the pieces in their order, as bytes, and where each begins; `rows.bin` a row of signed bytes for each. A text
is the sum of its pieces' rows. Both files are mapped into memory: a question touches the pages of its own pieces alone.
`tests/benchmarks/meaning_table` makes them.
"""

import mmap
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cache
from itertools import chain
from math import hypot
from operator import mul
from pathlib import Path
from struct import Struct

PIECES, DIMENSIONS = 30_522, 256
ROW, LANES = Struct(f"{DIMENSIONS}b"), Struct(f"<{DIMENSIONS}I")
LANE_BYTES = LANES.size
OFFSET = 128  # added to each number of a row, so that rows can be added up as one large number without borrowing
LONGEST_WORD = 100  # characters
MOST_KNOWN = 50_000  # words that are remembered
TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")


class PieceNames(Sequence[bytes]):
    """The pieces, in order: what is looked up by bisection touches a few pages."""

    def __init__(self, file: Path) -> None:
        self.text = _mapped(file)
        self.begins = memoryview(self.text)[len(self.text) - 4 * (PIECES + 1) :].cast("I")

    def __len__(self) -> int:
        return PIECES

    def __getitem__(self, place: int) -> bytes:  # type: ignore[override]  # no slice is asked for
        return self.text[self.begins[place] : self.begins[place + 1]]

    def find(self, piece: bytes) -> int | None:
        """Return the number of a piece; None for one that is not there."""
        place = bisect_left(self, piece)
        return place if place < PIECES and self[place] == piece else None


class PieceTable:
    """The table in a folder."""

    def __init__(self, folder: Path) -> None:
        self.names = PieceNames(folder / "words.bin")
        self.rows = _mapped(folder / "rows.bin")
        self.find: Callable[[bytes], int | None] = self.names.find
        self.known: dict[str, tuple[int, ...]] = {}

    def hold_names(self) -> None:
        """Keep all names in a dictionary: for many texts that is quicker than to bisect."""
        if self.find == self.names.find:
            self.find = {self.names[place]: place for place in range(PIECES)}.get

    def row(self, piece: int) -> int:
        """Return a piece's row as one number of 256 lanes of 32 bits, each number raised by OFFSET."""
        return int.from_bytes(LANES.pack(*[x + OFFSET for x in ROW.unpack_from(self.rows, piece * DIMENSIONS)]), "little")

    def pieces(self, word: str) -> tuple[int, ...]:
        """Return the pieces of a word, the longest first that it begins with, and so on; nothing where one is lacking."""
        found = self.known.get(word)
        if found is None:
            if len(self.known) >= MOST_KNOWN:
                self.known.clear()
            found = self.known[word] = self._cut(word)
        return found

    def _cut(self, word: str) -> tuple[int, ...]:
        found: list[int] = []
        word = word if word.isascii() else _without_accents(word)
        start, length = 0, len(word)
        while start < length <= LONGEST_WORD:
            for end in range(length, start, -1):
                piece = self.find(("##" * (start > 0) + word[start:end]).encode())
                if piece is not None:
                    break
            else:
                return ()
            found.append(piece)
            start = end
        return tuple(found)

    def likeness(self, one: str, other: str) -> float:
        """Return the cosine of two words' rows; 0 where one has none."""
        first, second = (self.sums(word) for word in (one, other))
        length = hypot(*first) * hypot(*second)
        return sum(map(mul, first, second)) / length if length else 0.0

    def sums(self, word: str) -> tuple[int, ...]:
        """Return the sum of the rows of a word's pieces."""
        rows = [ROW.unpack_from(self.rows, piece * DIMENSIONS) for piece in self.pieces(word)]
        return tuple(map(sum, zip(*rows, strict=True)))

    def pieces_of(self, text: str) -> list[int]:
        """Return the pieces of a text."""
        return list(chain.from_iterable(map(self.pieces, TOKEN.findall(text.lower()))))


def _without_accents(word: str) -> str:
    """Return a word as the table has it."""
    import unicodedata

    return "".join(sign for sign in unicodedata.normalize("NFD", word) if unicodedata.category(sign) != "Mn")


@cache
def piece_table() -> PieceTable:
    """Return the table that comes with kcs."""
    return PieceTable(Path(__file__).parent)


def _mapped(file: Path) -> mmap.mmap:
    """Map a file into memory, to be read."""
    with file.open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
