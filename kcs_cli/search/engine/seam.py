"""What commands ask of a search engine, whichever it is."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from kcs_cli.article.card import Card
from kcs_cli.article.model import BrokenArticle
from kcs_cli.search.engine.answer import PLAIN, Answer, SearchOptions, Where
from kcs_cli.search.engine.query import Query
from kcs_cli.search.engine.synonym import Synonym


class Engine(Protocol):
    """A search engine over one knowledge base."""

    synonyms: Sequence[Synonym]  # by which questions are read

    @property
    def instead(self) -> str:
        """Why it answers for another one, in words; nothing where it is the one that was to be asked."""
        ...

    def search(self, query: Query, where: Where, limit: int, options: SearchOptions = PLAIN) -> Answer:
        """Answer a question, in the archive only when nothing else matches. Raise IndexDamagedError."""
        ...

    def cards(self, field: str, value: str) -> list[Card]:
        """Return the sound articles with a term (`name`, `id`, `path`), by path."""
        ...

    def all_cards(self) -> list[Card]:
        """Return all sound articles, by path, without their texts."""
        ...

    def bodies(self) -> Iterator[tuple[str, str]]:
        """Yield the text of each sound article with its path."""
        ...

    def versions(self, cards: Sequence[Card]) -> list[Card]:
        """Return some articles, with those that are the same ones in other languages."""
        ...

    def titled(self, title: str) -> list[Card]:
        """Return the sound articles of a title, by path."""
        ...

    def names(self, beginning: str = "") -> list[str]:
        """Return all names articles go by, or those that begin so, lower-case."""
        ...

    def languages(self) -> dict[str, int]:
        """Return language → number of articles analysed in it, the commonest first."""
        ...

    def language_of(self, question: str) -> str:
        """Return the language of a question, of those that the articles are in; nothing where it is not clear."""
        ...

    def usual(self) -> dict[str, str]:
        """Return what more than half of the articles have: state, audience, kind, owner."""
        ...

    def known_words(self, words: Iterable[str]) -> set[str]:
        """Return those of some words that an article has."""
        ...

    def broken(self) -> list[BrokenArticle]:
        """Return the files that are set aside, by path."""
        ...

    def faulty(self) -> list[BrokenArticle]:
        """Return the files that are searched although their front matter cannot be read, by path."""
        ...

    def unread(self) -> list[BrokenArticle]:
        """Return all files of which the front matter, or all, could not be read, by path."""
        ...

    def count_broken(self) -> int:
        """Count the files that are set aside."""
        ...

    def count(self) -> int:
        """Count the files in the index, those set aside included."""
        ...

    def sharing_words(self, text: str, limit: int) -> list[Card]:
        """Return the articles that have most of the rarest words of a text."""
        ...
