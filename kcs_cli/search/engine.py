"""What kcs asks of a search engine, and what it gets."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from kcs_cli.article import Article, BrokenArticle
from kcs_cli.search.query import Query


class Where(NamedTuple):
    """Filters: within one name any value will do, all names must be met. `archived` lets archived articles in."""

    filters: Mapping[str, tuple[str, ...]] = {}
    archived: bool = False

    def __bool__(self) -> bool:
        return any(self.filters.values())


class Card(NamedTuple):
    """What the index keeps of an article, so that a result needs no file. `body` begins on the file's `body_line`."""

    id: str
    path: str
    title: str
    kind: str
    confidence: str
    audience: str
    governance: str
    owner: str
    tags: tuple[str, ...]
    language: str
    said: tuple[str, ...]
    aliases: tuple[str, ...]
    updated_on: date | None
    body: str
    body_line: int
    headings: tuple[tuple[int, str, str], ...]  # line in the file, heading, role


class Part(NamedTuple):
    """What one clause of the question gave to a hit's score: `kind` of clause, its `words`, the `field` they are in."""

    kind: str
    words: str
    field: str
    score: float


class Match(NamedTuple):
    """An article that answers, its score, and (when asked) the parts that add up to it."""

    card: Card
    score: float
    parts: tuple[Part, ...] = ()


class Answer(NamedTuple):
    """The best matches. `found` counts all articles with at least one of the words; `terms` are the words' stems.

    `needles` are the beginnings of the words as they may stand in a text, each with its weight (inverse frequency).
    `relaxed`: no article has the phrase or the fields asked for, these only have the words. `nearest`: the words
    that no article has, each with the words of the base most like it when nothing was found. `facets`: name → (value,
    articles), when asked.
    """

    matches: tuple[Match, ...] = ()
    found: int = 0
    terms: frozenset[str] = frozenset()
    needles: Mapping[str, float] = {}
    relaxed: bool = False
    nearest: Mapping[str, tuple[str, ...]] = {}
    facets: Mapping[str, tuple[tuple[str, int], ...]] = {}


class SearchEngine(Protocol):
    """An index of articles by path."""

    def state(self, paths: Sequence[str] | None = None) -> dict[str, str]:
        """Return path → digest, read from the index itself, of all articles or of some."""
        ...

    def apply(self, read: Iterable[Article | BrokenArticle], remove: Sequence[str]) -> None:
        """Take in articles and forget paths: all or none."""
        ...

    def search(self, query: Query, where: Where, limit: int, *, explain: bool = False, facets: bool = False) -> Answer:
        """Answer a question."""
        ...
