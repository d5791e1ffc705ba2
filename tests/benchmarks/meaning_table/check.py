"""Compares a table that was made with the one in the package: the hashes, and which questions come nearest to their kind.

Each pair says one thing in two ways. A question counts as told where its own pair is nearer than all the others.
"""

import hashlib
import sys
from pathlib import Path

from kcs_cli.search import meaning
from kcs_cli.search.meaning.code import Encoder
from kcs_cli.search.meaning.piece_table import PIECES, PieceTable

PAIRS = (
    ("my automobile needs fixing", "car repair"), ("physician and drugs", "medicine from the doctor"),
    ("reimbursement", "money back after a purchase"), ("sluggish wifi connection", "wireless network is slow"),
    ("credentials no longer known", "forgotten password"), ("my package got lost", "parcel does not arrive"),
    ("invoice is wrong", "error in the bill"), ("remove a user", "delete an account"),
    ("photos are blurry", "bad picture quality"), ("laptop gets hot", "computer overheats"),
    ("cancel the subscription", "end a contract"), ("screen stays black", "display shows nothing"),
)  # fmt: skip


def told(folder: Path) -> int:
    """Return how many questions are nearest to their own pair."""
    encoder = Encoder(PieceTable(folder), bytes([1]) * PIECES)
    asked, said = (
        [int.from_bytes(encoder.code(encoder.total(encoder.table.pieces_of(pair[side]))), "big") for pair in PAIRS]
        for side in (0, 1)
    )
    best = [min(range(len(said)), key=lambda n: (said[n] ^ code).bit_count()) for code in asked]
    return sum(place == number for number, place in enumerate(best))


def main(work: str) -> None:
    """Print both."""
    for folder in (Path(meaning.__file__).parent, Path(work)):
        hashes = ", ".join(
            f"{name} {hashlib.sha256((folder / name).read_bytes()).hexdigest()[:12]}" for name in ("rows.bin", "words.bin")
        )
        print(f"{told(folder):>3} of {len(PAIRS)} told: {hashes}")


if __name__ == "__main__":
    main(*sys.argv[1:])
