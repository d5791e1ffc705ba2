"""How near texts are in meaning by themselves, in no base in particular: what is said of two does not change with others."""

from collections.abc import Sequence
from functools import cache

from kcs_cli.search.engine import analysis
from kcs_cli.search.meaning.asked_meaning import LONGEST, is_known
from kcs_cli.search.meaning.code import RAREST, Encoder, nearness
from kcs_cli.search.meaning.piece_table import piece_table
from kcs_cli.text.outside import exact

SMALL, PART = 6, 30  # what a small word weighs, and the end of a word; others RAREST


@cache
def plain_encoder() -> Encoder:
    """Return what makes codes by what pieces usually weigh."""
    names = list(map(exact, piece_table().names))
    small = analysis.stop_words(names, "en")
    weights = bytes(
        SMALL if name in small or not any(map(str.isalnum, name)) else PART if name.startswith("##") else RAREST
        for name in names
    )
    return Encoder(piece_table(), weights)


def plain_code(text: str) -> int | None:
    """Return the code of a text; None where the table does not know its words well."""
    pieces = piece_table().pieces_of(text[:LONGEST])
    if not pieces or not is_known(text[:LONGEST], pieces):
        return None
    return int.from_bytes(plain_encoder().code(plain_encoder().total(pieces)), "big")


def nearest_of(code: int, others: Sequence[int]) -> float:
    """Return how near the nearest of some codes is: from 0 to 1."""
    return max((nearness((code ^ other).bit_count()) for other in others), default=0.0)


def likeness_of(one: str, other: str) -> float:
    """Return how near two texts are in meaning, from 0 to 1; 0 where the table does not know them."""
    codes = [plain_code(text) for text in (one, other)]
    return nearest_of(codes[0], [codes[1]]) if codes[0] is not None and codes[1] is not None else 0.0
