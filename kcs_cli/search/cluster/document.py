"""An article as a document on a cluster: the values that the clone's own index takes, as JSON."""

import json
from typing import TYPE_CHECKING, Any

from kcs_cli.article.card import Card
from kcs_cli.article.model import Article, BrokenArticle
from kcs_cli.search.cluster.mapping import FREQUENCIES
from kcs_cli.search.engine import analysis, schema
from kcs_cli.search.engine.faint import FAINT
from kcs_cli.text.outside import exact

if TYPE_CHECKING:
    from kcs_cli.search.meaning.code import Encoder

NOTHING = "\x01"  # a word that nobody asks for
# Lucene counts rarity and usual length among the articles that have a field at all, Tantivy among all
NEVER_EMPTY = {
    **dict.fromkeys((schema.TEXT, *FREQUENCIES), NOTHING),
    **dict.fromkeys(schema.GRAM_FIELDS.values(), NOTHING * 4),
}


def cluster_document(article: Article | BrokenArticle, language: str, encoder: "Encoder | None" = None) -> dict[str, Any]:
    """Return an article's document, analysed in a language, or that of a file that is set aside.

    With an encoder (`coding.encoder_of`) it has the codes of its meaning.
    """
    values = {**NEVER_EMPTY, **schema.document_values(article, language)}
    values[schema.CARD] = json.loads(values[schema.CARD])
    if schema.PROSE in values:
        values[schema.PROSE] = exact(values[schema.PROSE])
    if schema.WORDS in values:
        values[schema.WORDS] = list(dict.fromkeys(analysis.analyzer("", True).analyze(values[schema.WORDS])))
    if FAINT in values:
        values[FAINT] = values[FAINT].split()
    if encoder and isinstance(article, Article):
        from kcs_cli.search.cluster.coding import document_codes  # reads back a card, too, who asks

        values |= document_codes(article, encoder)
    return values


def document_line(values: dict[str, Any]) -> bytes:
    """Return a document as a line of a bulk request; half a surrogate pair, which is no text, becomes a `?`."""
    return json.dumps(values, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def card_of(source: dict[str, Any], *, is_whole: bool = True) -> Card:
    """Read a card back from what the cluster keeps of a document. Raise ValueError, TypeError, KeyError for another's."""
    prose = source[schema.PROSE].encode() if is_whole else b""
    return schema.read_card(json.dumps(source[schema.CARD]).encode(), prose)


def broken_of(source: dict[str, Any]) -> BrokenArticle:
    """Read back why a file was set aside."""
    return BrokenArticle(**source[schema.CARD])
