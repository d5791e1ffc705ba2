"""What articles mean, as a cluster keeps it: each article's codes in its document, what pieces weigh in the mapping.

They come with the articles that are ranked; what is near a question and has none of its words takes all at hand (`held`).
"""

from base64 import b64decode, b64encode, urlsafe_b64decode
from binascii import Error
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from struct import Struct
from typing import Any, TypeAlias
from zlib import compress, decompress
from zlib import error as ZlibError

from kcs_cli.article.card import Known
from kcs_cli.errors import ClusterError
from kcs_cli.search.cluster.mapping import BLOCK_CODES, TITLE_CODE
from kcs_cli.search.engine.answer import NearPassage
from kcs_cli.search.meaning.asked_meaning import (
    LONGEST,
    NOT_NEAR,
    AskedMeaning,
    are_alike,
    is_known,
    is_latin,
    is_word,
)
from kcs_cli.search.meaning.code import BITS, BYTES, Encoder, nearness, piece_weights
from kcs_cli.search.meaning.code_file import CODE, DAMAGED, ArticleCodes, CodeFile, near_rows
from kcs_cli.search.meaning.piece_table import PIECES, piece_table
from kcs_cli.search.meaning.upkeep import encoded, pieces_of
from kcs_cli.text.outside import exact

WEIGHTS = "weights"  # in the mapping's `_meta`
SAMPLE = 20_000  # articles that the weights are counted in
BLOCK = Struct(f">{BYTES}sI")  # a block's code and line
HeldCodes: TypeAlias = Callable[[], CodeFile | None]


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


def document_codes(article: Known, encoder: Encoder) -> dict[str, str]:
    """Return the codes of an article as its document has them: each block's with its line."""
    codes = encoded(pieces_of(article, encoder.table), "0", encoder)
    each = (code for (code,) in CODE.iter_unpack(codes.blocks))
    blocks = b"".join(BLOCK.pack(code, line) for code, line in zip(each, codes.lines, strict=True))
    found = {TITLE_CODE: codes.title, BLOCK_CODES: blocks}
    return {name: exact(b64encode(content)) for name, content in found.items() if content}


def article_codes_of(columns: Mapping[str, Any]) -> ArticleCodes | None:
    """Read the codes of an article back from the columns of its document; None where there are none."""
    try:
        title, blocks = (_decoded(columns.get(name, [""])[0]) for name in (TITLE_CODE, BLOCK_CODES))
        each = list(BLOCK.iter_unpack(blocks))
    except (TypeError, KeyError, AttributeError, Error, *DAMAGED):
        return None
    if len(title) != BYTES:
        return None
    return ArticleCodes(0, title, b"".join(code for code, _ in each), tuple(line for _, line in each))


def _decoded(column: str) -> bytes:
    """Read bytes as OpenSearch writes those of a column: in letters for addresses, without what fills them up."""
    return urlsafe_b64decode(column + "=" * (-len(column) % 4))


class ClusterMeaning:
    """What a question means; how near an article is, is known of those that were ranked.

    `held` returns the codes of all articles; None where the base is too large for that, or the clone has no place for them.
    """

    def __init__(
        self, code: bytes, factor: float, known: Mapping[str, ArticleCodes], held: HeldCodes, *, is_clear: bool
    ) -> None:
        self.code = code
        self.number = int.from_bytes(code, "big")
        self.factor = factor
        self.known = known
        self.held = held
        self.is_clear = is_clear
        self.found: dict[float, Sequence[str]] = {}  # the nearest articles, by how near they are at least

    def of(self, path: str) -> NearPassage:
        """Return the nearest passage of an article; of one that is not known a nearness of 0."""
        if (codes := self.known.get(path)) is None:
            return NOT_NEAR
        bits, row = min(near_rows(codes.title + codes.blocks, self.number, BITS))
        return NearPassage(nearness(bits), codes.lines[row - 1] if row else 0)

    def is_word(self, typed: str) -> bool:
        """Tell whether what was typed is a common word, and so hardly another one mistyped."""
        return is_word(typed)

    def are_alike(self, one: str, other: str) -> bool:
        """Tell whether two words mean much the same."""
        return are_alike(one, other)

    def nearest(self, least: float) -> Sequence[str]:
        """Return the paths of the hundred nearest articles, as far as they are so near, the nearest first."""
        if least not in self.found:
            self.found[least] = ()
            with suppress(ClusterError):  # who asks next is told
                if codes := self.held():
                    self.found[least] = AskedMeaning(codes, self.code, self.factor).nearest(least)
        return self.found[least]


def cluster_meaning(
    encoder: Encoder, known: Mapping[str, ArticleCodes], held: HeldCodes, text: str, factor: float
) -> ClusterMeaning | None:
    """Return the meaning of a question; None for one in a script that the table of pieces does not know."""
    text = text[:LONGEST]
    pieces = encoder.table.pieces_of(text) if is_latin(text) else []
    if not pieces:
        return None
    return ClusterMeaning(encoder.code(encoder.total(pieces)), factor, known, held, is_clear=is_known(text, pieces))
