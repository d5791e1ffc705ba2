"""What a question means, by the codes of a base: how near each article is."""

from bisect import bisect_right
from collections.abc import Sequence
from heapq import heapify, heappop

from kcs_cli.search.engine.answer import NearPassage
from kcs_cli.search.meaning.code import BYTES, Encoder, distance_of
from kcs_cli.search.meaning.code_file import DAMAGED, CodeFile, near_rows
from kcs_cli.search.meaning.piece_table import find_tokens, piece_table

CANDIDATES = 100  # articles nearest in meaning that join those with the words
MOST_CODES = 120_000  # that are compared with a question, in some 22 ms; of larger bases only those of the titles
LONGEST = 2_000  # characters of a question
LATIN = 0.5  # share of the letters from which the table knows the script
LAST_LATIN = "\u024f"
CLEAR = 2  # pieces a word below which the words are known: in English 1.2 (95 %: 1.8), in German 2.2
ALIKE = 0.45  # likeness of two spellings of a word; of two words that differ in a letter nearly all lie below .2
NOT_NEAR = NearPassage(0.0, 0)


class AskedMeaning:
    """The meaning of a question; what it counts by `factor`."""

    def __init__(self, codes: CodeFile, code: bytes, factor: float, *, is_clear: bool = True) -> None:
        self.codes = codes
        self.is_clear = is_clear
        self.code = int.from_bytes(code, "big")
        self.factor = factor
        self.places: dict[str, int] = {}  # of the nearest articles, by their paths

    def of(self, path: str) -> NearPassage:
        """Return the nearest passage of an article; of one that has no codes a nearness of 0."""
        try:
            place = self.places[path] if path in self.places else self.codes.find(path)
            return NOT_NEAR if place is None else self.codes.near(place, self.code)
        except DAMAGED:  # since they were written
            return NOT_NEAR

    def is_word(self, typed: str) -> bool:
        """Tell whether what was typed is a common word, and so hardly another one mistyped."""
        return is_word(typed)

    def are_alike(self, one: str, other: str) -> bool:
        """Tell whether two words mean much the same."""
        return are_alike(one, other)

    def nearest(self, least: float) -> Sequence[str]:
        """Return the paths of the hundred nearest articles, as far as they are so near, the nearest first."""
        try:
            return self.find_nearest(distance_of(least))
        except DAMAGED:
            return ()

    def find_nearest(self, most: int) -> Sequence[str]:
        """Return the paths of the hundred articles whose codes differ in the fewest bits, in at most so many."""
        found = near_rows(self.codes.titles, self.code, most)
        if len(self.codes.titles) + len(self.codes.blocks) <= MOST_CODES * BYTES:
            rows = near_rows(self.codes.blocks, self.code, most)
            found += [(bits, bisect_right(self.codes.starts, row) - 1) for bits, row in rows]
        heapify(found)  # half of a large base may be as near: they are not all sorted
        articles: dict[int, None] = {}
        while found and len(articles) < CANDIDATES:
            articles[heappop(found)[1]] = None
        self.places = {self.codes.path(place): place for place in articles}
        return list(self.places)


def asked_meaning(codes: CodeFile, text: str, factor: float) -> AskedMeaning | None:
    """Return the meaning of a question; None for one in a script that the table of pieces does not know."""
    text = text[:LONGEST]
    if not is_latin(text):
        return None
    table = piece_table()
    pieces = table.pieces_of(text)
    if not pieces:
        return None
    encoder = Encoder(table, bytes(codes.weights))
    return AskedMeaning(codes, encoder.code(encoder.total(pieces)), factor, is_clear=is_known(text, pieces))


def is_word(typed: str) -> bool:
    """Tell whether what was typed is a common word."""
    return len(piece_table().pieces(typed.lower())) == 1


def are_alike(one: str, other: str) -> bool:
    """Tell whether two words mean much the same."""
    return piece_table().likeness(one.lower(), other.lower()) >= ALIKE


def is_latin(text: str) -> bool:
    """Tell whether a text is in the script that the table of pieces knows."""
    letters = [sign for sign in text if sign.isalpha()]
    return sum(letter <= LAST_LATIN for letter in letters) >= LATIN * max(1, len(letters))


def is_known(text: str, pieces: Sequence[int]) -> bool:
    """Tell whether the table knows the words of a text well: in few pieces each."""
    return is_latin(text) and len(pieces) < CLEAR * len(find_tokens(text))
