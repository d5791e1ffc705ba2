"""Keeps the codes of articles up with the index: made by revision, only for what changed.

What each piece weighs is counted once and kept; when a fifth of the articles changed since, all is made anew.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kcs_cli.article.card import Known
from kcs_cli.files.atomic import write_atomic
from kcs_cli.knowledge_base.progress import Progress, plain_progress
from kcs_cli.search.engine.engine import TantivyEngine
from kcs_cli.search.engine.mark_up import without_mark_up
from kcs_cli.search.meaning.block import blocks
from kcs_cli.search.meaning.code import Encoder, piece_weights
from kcs_cli.search.meaning.code_file import NAME, ArticleCodes, CodeFile, mark_of, with_changes, written
from kcs_cli.search.meaning.piece_table import PieceTable, piece_table

MOST_BLOCKS = 8  # of an article
FEW = 20  # articles of which the names of pieces are looked up one by one
ANEW = 5  # one of so many articles changed: the weights are counted again


def write_codes(engine: TantivyEngine, generation: Path, progress: Progress = plain_progress) -> None:
    """Make the codes of all articles and write them beside the index. Raise OSError."""
    write_atomic(generation / NAME, make_codes(engine, mark_of(generation), progress))


def make_codes(engine: TantivyEngine, mark: bytes = b"", progress: Progress = plain_progress) -> bytes:
    """Return the content of a file with the codes of all articles."""
    share = ArticleShare()
    for article, digest in map(engine.stored, progress(engine.places())):
        share.add(article, digest)
    weights = piece_weights(share.articles_by_piece(), len(share.texts))
    return whole(share.codes(weights), weights, mark)


def whole(codes: Mapping[str, ArticleCodes], weights: bytes, mark: bytes) -> bytes:
    """Return the content of a file with codes that were all made at once, by path."""
    return written(codes, weights, len(codes), 0, mark)


class ArticleShare:
    """The articles of an index, or some of them: cut into pieces first, then made codes of."""

    def __init__(self) -> None:
        self.table = piece_table()
        self.table.hold_names()
        self.texts: dict[str, tuple[ArticlePieces, str]] = {}

    def add(self, article: Known, digest: str) -> None:
        """Cut an article into pieces, its body as the index has it."""
        self.texts[article.path] = pieces_of(article, self.table), digest

    def leave_out(self, paths: Iterable[str]) -> None:
        """Forget the articles that are no part of the index after all."""
        for path in paths:
            self.texts.pop(path, None)

    def articles_by_piece(self) -> Counter[int]:
        """Return how many of the articles have each piece."""
        counts = Counter[int]()
        for found, _ in self.texts.values():
            counts.update({*found.title}.union(*found.blocks))
        return counts

    def codes(self, weights: bytes) -> dict[str, ArticleCodes]:
        """Return the codes by path, with what each piece weighs in the whole base."""
        encoder = Encoder(self.table, weights)
        return {path: encoded(found, digest, encoder) for path, (found, digest) in self.texts.items()}


def update_codes(
    engine: TantivyEngine, generation: Path, codes: CodeFile, read: Sequence[str], removed: Iterable[str]
) -> None:
    """Make the codes of the articles that changed, in place of those they had. Raise OSError."""
    changed = codes.changed + len(read)
    if changed * ANEW > codes.counted:
        write_codes(engine, generation)
        return
    table = piece_table()
    if len(read) > FEW:
        table.hold_names()
    revisions, encoder = engine.state(read), Encoder(table, bytes(codes.weights))
    cards = [card for path in read for card in engine.cards("path", path)]
    new = {card.path: encoded(pieces_of(card, table), revisions[card.path], encoder) for card in cards}
    content = with_changes(codes, new, {*read, *removed} - new.keys(), changed, mark_of(generation))
    write_atomic(generation / NAME, content)


class ArticlePieces(NamedTuple):
    """The pieces of an article: of its title, and of each of its first blocks, with the block's line."""

    title: "array[int]"
    blocks: tuple["array[int]", ...]
    lines: tuple[int, ...]


def pieces_of(card: Known, table: PieceTable) -> ArticlePieces:
    """Cut an article into blocks, without mark-up, and these into pieces."""
    cut = [(without_mark_up(text), line) for text, line in islice(blocks(card.body, card.body_line), MOST_BLOCKS)]
    found = [(text, line) for text, line in cut if text]
    return ArticlePieces(
        title=array("H", table.pieces_of(card.title)),
        blocks=tuple(array("H", table.pieces_of(text)) for text, _ in found),
        lines=tuple(line for _, line in found),
    )


def encoded(article: ArticlePieces, digest: str, encoder: Encoder) -> ArticleCodes:
    """Return the codes of an article: of its title alone, and of each block below the title."""
    title = encoder.total(article.title)
    return ArticleCodes(
        revision=int(digest[:16], 16),
        title=encoder.code(title),
        blocks=b"".join(encoder.code(title + encoder.total(block)) for block in article.blocks),
        lines=article.lines,
    )
