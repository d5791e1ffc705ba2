"""The table of word pieces: 30,522 rows of 256 numbers, learned from a small sentence model.

`words.bin` has the pieces in their order, as bytes, and where each begins; `rows.bin` a row of signed bytes for each. A text
is the sum of its pieces' rows. Both files are mapped into memory: a question touches the pages of its own pieces alone.
`tests/benchmarks/meaning_table` makes them.
"""

import mmap
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache
from itertools import chain
from math import hypot
from operator import mul
from pathlib import Path
from struct import Struct

PIECES, DIMENSIONS = 30_522, 256
ROW, LANES = Struct(f"{DIMENSIONS}b"), Struct(f"<{DIMENSIONS}I")
OFFSET = 128  # added to each number of a row, so that rows can be added up as one large number without borrowing
LONGEST_WORD, LONGEST_PIECE = 100, 18  # characters of a word, bytes of a piece's name
MOST_KNOWN = 50_000  # words that are remembered
TOKEN, ASCII_TOKEN = r"[^\W_]+|[^\w\s]|_", r"[A-Za-z0-9]+|[^A-Za-z0-9\s]"  # of ASCII both find the same, the second sooner


class PieceNames(Sequence[bytes]):
    """The pieces, in order: what is looked up by bisection touches a few pages."""

    def __init__(self, file: Path) -> None:
        self.text = _mapped(file)
        self.begins = memoryview(self.text)[len(self.text) - 4 * (PIECES + 1) :].cast("I")

    def __len__(self) -> int:
        return PIECES

    def __getitem__(self, place: int) -> bytes:  # type: ignore[override]  # no slice is asked for
        return self.text[self.begins[place] : self.begins[place + 1]]


def longest_beginning(names: Sequence[bytes], text: bytes) -> int | None:
    """Return the number of the longest of some names, in order, that a text begins with; None where it begins with none."""
    end, high = len(text), len(names)
    while end > 0:
        high = bisect_right(names, text[:end], 0, high)  # what comes later is greater, so no beginning of it
        if not high:
            break
        name = names[high - 1]
        if text.startswith(name):
            return high - 1
        # A longer beginning of the text than the two have in common would be greater than this name
        end = next((place for place, sign in enumerate(name) if sign != text[place]), end)
    return None


class PieceTable:
    """The table in a folder."""

    def __init__(self, folder: Path) -> None:
        self.names = PieceNames(folder / "words.bin")
        self.held: dict[bytes, int] = {}
        self.rows = _mapped(folder / "rows.bin")
        self.known = KnownWords(self.cut)

    def hold_names(self) -> None:
        """Keep the numbers of all pieces by name: for many texts that is quicker than to look each up in the file."""
        self.held = self.held or {name: number for number, name in enumerate(self.names)}

    def beginning(self, text: bytes) -> int | None:
        """Return the number of the longest piece that a text begins with; None where it begins with none."""
        if not self.held:
            return longest_beginning(self.names, text)
        for end in range(min(len(text), LONGEST_PIECE), 0, -1):
            if (number := self.held.get(text[:end])) is not None:
                return number
        return None

    def row(self, piece: int) -> int:
        """Return a piece's row as one number of 256 lanes of 32 bits, each number raised by OFFSET."""
        return int.from_bytes(LANES.pack(*[x + OFFSET for x in ROW.unpack_from(self.rows, piece * DIMENSIONS)]), "little")

    def pieces(self, word: str) -> tuple[int, ...]:
        """Return the pieces of a word, the longest first that it begins with, and so on; nothing where one is lacking."""
        return self.known[word]

    def cut(self, word: str) -> tuple[int, ...]:
        """Return the same, found out anew."""
        found: list[int] = []
        rest = (word if word.isascii() else _without_accents(word)).encode()
        while rest and len(word) <= LONGEST_WORD:
            begin = b"##" if found else b""
            piece = self.beginning(begin + rest)
            if piece is None or (length := len(self.names[piece]) - len(begin)) <= 0:
                return ()
            found.append(piece)
            rest = rest[length:]
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
        return list(chain.from_iterable(map(self.known.__getitem__, find_tokens(text.lower()))))


class KnownWords(dict[str, tuple[int, ...]]):
    """The pieces of the words that were asked for, found out when a word is asked for first."""

    def __init__(self, cut: Callable[[str], tuple[int, ...]]) -> None:
        self.cut = cut

    def __missing__(self, word: str) -> tuple[int, ...]:
        if len(self) >= MOST_KNOWN:
            self.clear()
        pieces = self[word] = self.cut(word)
        return pieces


def find_tokens(text: str) -> list[str]:
    """Return the words and the signs of a text."""
    return re.findall(ASCII_TOKEN if text.isascii() else TOKEN, text)


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
