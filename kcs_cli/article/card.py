"""What the index keeps of an article: enough to name it, to show it as a hit and to judge it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from kcs_cli.article.model import Article, Fault, unique


class Card(NamedTuple):
    """What the index keeps of an article, so that a result needs no file. `body` begins on the file's `body_line`.

    Where all articles are listed they have no `body` and no `headings`: these take most of the room.
    """

    id: str
    path: str
    title: str
    kind: str
    confidence: str
    audience: str
    owner: str
    tags: tuple[str, ...]
    language: str
    said: tuple[str, ...]
    updated_on: date | None
    body: str
    body_line: int
    headings: tuple[tuple[int, str], ...]  # line in the file, heading
    aliases: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()  # words of searches that led to it
    translation_of: str = ""  # a name of the article it is a translation of
    by_rule: tuple[str, ...] = ()  # owners by CODEOWNERS
    governance: str = ""
    review: tuple[str, ...] = ()  # what its front matter says of its review
    addresses: tuple[str, ...] = ()  # where its site has it, as its front matter says
    fault: Fault | None = None  # why its front matter cannot be read
    rule_source: str = ""  # which file names them: CODEOWNERS, or OWNERS

    @property
    def ids(self) -> tuple[str, ...]:
        """The id, the former ones, and the path without suffix, which is the id of an article that has none yet.

        What was noted under any of them is about this article.
        """
        return unique((self.id, *self.aliases, self.path.rsplit(".", 1)[0]))


def card_of(article: Article) -> Card:
    """Return an article as search knows it, without its headings."""
    return Card(
        id=article.id,
        path=article.path,
        title=article.title,
        kind=article.kind.value,
        confidence=article.confidence.value,
        audience=article.audience.value,
        owner=article.owner,
        tags=article.tags,
        language=article.language,
        said=article.said,
        updated_on=article.updated_on,
        body=article.body,
        body_line=article.body_line,
        headings=(),
        aliases=article.aliases,
        translation_of=article.translation_of,
        governance=article.governance.value,
        review=article.review,
        addresses=article.addresses,
        fault=article.fault,
    )


def cards_by_name(cards: Iterable[Card]) -> dict[str, Card]:
    """Return the articles by all names they go by and went by; what is one's id is no other's former name."""
    known = list(cards)
    former = {name: card for card in known for name in card.ids[1:]}
    return {**former, **{card.id: card for card in known}}


def ids_by_name(cards: Sequence[Card], names: Collection[str]) -> dict[str, str]:
    """Return the ids of the articles that go by some names, or went by them: of few names it takes less than all cards."""
    if not names:
        return {}
    former = {name: card.id for card in cards for name in card.ids[1:] if name in names}
    return {**former, **{card.id: card.id for card in cards if card.id in names}}


Known = Article | Card  # an article as its file has it, or as the index does
