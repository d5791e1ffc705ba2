"""What the index keeps of an article: enough to name it, to show it as a hit and to judge it."""

from datetime import date
from typing import NamedTuple

from kcs_cli.article.model import Article


class Card(NamedTuple):
    """What the index keeps of an article, so that a result needs no file. `body` begins on the file's `body_line`."""

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

    @property
    def ids(self) -> tuple[str, ...]:
        """The id and the former ones: what was noted under any of them is about this article."""
        return (self.id, *self.aliases)


Known = Article | Card  # an article as its file has it, or as the index does
