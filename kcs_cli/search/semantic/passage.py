"""The passages of an article that get a vector each."""

from typing import NamedTuple

from kcs_cli.article.card import Card
from kcs_cli.search.engine.mark_up import without_mark_up
from kcs_cli.search.meaning.block import blocks

VERSION = 1  # of how articles are cut
MOST = 40  # passages of an article


class Piece(NamedTuple):
    """A text that gets a vector, and the line of the file it begins on."""

    text: str
    line: int


def pieces(card: Card) -> list[Piece]:
    """Return an article's title, its customers' phrases, and its body in passages, each below the title."""
    named = [Piece(text, card.body_line) for text in (card.title, *card.said) if text.strip()]
    passages = [Piece(f"{card.title}\n{without_mark_up(text)}", line) for text, line in blocks(card.body, card.body_line)]
    return [*named, *passages][:MOST] or [Piece(card.id, card.body_line)]
