"""What articles mean, as a cluster keeps it: each article's codes in its document, what pieces weigh in the mapping.

Those that have a question's words are ranked by meaning, too, as in a clone; none is found by meaning alone, for that takes
all codes at hand.
"""

from base64 import b64decode, b64encode
from binascii import Error
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any
from zlib import compress, decompress
from zlib import error as ZlibError

from kcs_cli.article.card import Known
from kcs_cli.search.engine.answer import NearPassage
from kcs_cli.search.meaning.asked_meaning import LONGEST, NOT_NEAR, are_alike, is_known, is_latin, is_word
from kcs_cli.search.meaning.code import BITS, BYTES, Encoder, nearness, piece_weights
from kcs_cli.search.meaning.code_file import DAMAGED, near_rows
from kcs_cli.search.meaning.piece_table import PIECES, piece_table
from kcs_cli.search.meaning.upkeep import encoded, pieces_of
from kcs_cli.text.outside import exact

WEIGHTS = "weights"  # in the mapping's `_meta`
SAMPLE = 20_000  # articles that the weights are counted in


def weights_of(articles: Iterable[Known]) -> str:
    """Return what each piece weighs in a base, by its first articles: to be kept in the mapping's `_meta`."""
    table = piece_table()
    table.hold_names()
    cut = [pieces_of(article, table) for article in islice(articles, SAMPLE)]
    counts = Counter(piece for one in cut for piece in {*one.title}.union(*one.blocks))
    return exact(b64encode(compress(piece_weights(counts, len(cut)), 9)))


def encoder_of(weights: object) -> Encoder | None:
    """Return what makes codes by such weights; None where they are none."""
    try:
        content = decompress(b64decode(weights)) if isinstance(weights, str) else b""
    except (Error, ValueError, ZlibError):
        return None
    return Encoder(piece_table(), content) if len(content) == PIECES else None


def document_codes(article: Known, encoder: Encoder) -> dict[str, Any]:
    """Return the codes of an article as its document has them."""
    codes = encoded(pieces_of(article, encoder.table), "0", encoder)
    return {"codes": exact(b64encode(codes.title + codes.blocks)), "lines": list(codes.lines)}


class ClusterMeaning:
    """What a question means; how near an article is, is known of those whose documents were read."""

    def __init__(self, code: bytes, factor: float, known: Mapping[str, Any], *, is_clear: bool) -> None:
        self.code = int.from_bytes(code, "big")
        self.factor = factor
        self.known = known  # by path, what their documents have
        self.is_clear = is_clear

    def of(self, path: str) -> NearPassage:
        """Return the nearest passage of an article; of one that is not known a nearness of 0."""
        try:
            kept = self.known[path]
            codes = b64decode(kept["codes"])
            bits, row = min(near_rows(codes[: BYTES * (len(kept["lines"]) + 1)], self.code, BITS))
            return NearPassage(nearness(bits), int(kept["lines"][row - 1]) if row else 0)
        except (KeyError, TypeError, *DAMAGED):
            return NOT_NEAR

    def is_word(self, typed: str) -> bool:
        """Tell whether what was typed is a common word, and so hardly another one mistyped."""
        return is_word(typed)

    def are_alike(self, one: str, other: str) -> bool:
        """Tell whether two words mean much the same."""
        return are_alike(one, other)

    def nearest(self, _: float) -> Sequence[str]:
        """Return none: articles that have none of the words are not looked through."""
        return ()


def cluster_meaning(encoder: Encoder, known: Mapping[str, Any], text: str, factor: float) -> ClusterMeaning | None:
    """Return the meaning of a question; None for one in a script that the table of pieces does not know."""
    text = text[:LONGEST]
    pieces = encoder.table.pieces_of(text) if is_latin(text) else []
    if not pieces:
        return None
    return ClusterMeaning(encoder.code(encoder.total(pieces)), factor, known, is_clear=is_known(text, pieces))
