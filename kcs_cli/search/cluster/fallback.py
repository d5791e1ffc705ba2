"""A cluster that is asked, and the clone's own index for it from the moment it does not answer: that is told once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from kcs_cli.article.card import Card
from kcs_cli.article.model import BrokenArticle
from kcs_cli.errors import ClusterError
from kcs_cli.knowledge_base.progress import Tell
from kcs_cli.search.cluster.engine import ClusterEngine
from kcs_cli.search.cluster.rest import Rest
from kcs_cli.search.engine.answer import PLAIN, Answer, QuestionMeaning, SearchOptions, Where
from kcs_cli.search.engine.query import Query
from kcs_cli.search.engine.seam import Engine
from kcs_cli.search.engine.synonym import Synonym

T = TypeVar("T")


class FallbackEngine:
    """Asks the cluster as long as that answers; `own` opens the index of the clone.

    Without a rest that index never answers for it.
    """

    def __init__(
        self, cluster: Callable[[], ClusterEngine], own: Callable[[], Engine], tell: Tell, rest: Rest | None
    ) -> None:
        self.cluster = cluster
        self.own = own
        self.tell = tell
        self.rest = rest
        self.synonyms: Sequence[Synonym] = ()
        self.instead = ""  # why the clone's own index answers
        if rest and (reason := rest.reason()):
            self.fall_back(reason, "It is asked again in half a minute")

    def asked(self, ask: Callable[[Engine], T]) -> T:
        """Return what the cluster answers, or what the clone's own index does. Raise ClusterError where it may not."""
        if not self.instead:
            try:
                return ask(self.with_synonyms(self.cluster()))
            except ClusterError as error:
                if self.rest is None:
                    raise
                if not error.status:
                    self.rest.begin(error.message)
                self.fall_back(error.message, error.hint if error.status else "See `kcs cluster status`")
        return ask(self.with_synonyms(self.own()))

    def fall_back(self, reason: str, hint: str) -> None:
        """Ask the index of the clone from now on, and say why."""
        self.instead = reason
        self.tell(f"{reason}; the index of this clone answers. {hint}")

    def meaning(self, text: str, factor: float, folder: Path | None) -> QuestionMeaning | None:
        """Return what a question means, as the cluster knows it; None where that does not answer."""
        if self.instead:
            return None
        try:
            return self.cluster().meaning(text, factor, folder, self.tell)
        except ClusterError:
            return None  # who asks next is told

    def with_synonyms(self, engine: Engine) -> Engine:
        """Return an engine that reads questions as this one does."""
        engine.synonyms = self.synonyms
        return engine

    def search(self, query: Query, where: Where, limit: int, options: SearchOptions = PLAIN) -> Answer:
        """Answer a question."""
        return self.asked(lambda engine: engine.search(query, where, limit, options))

    def cards(self, field: str, value: str) -> list[Card]:
        """Return the sound articles with a term, by path."""
        return self.asked(lambda engine: engine.cards(field, value))

    def all_cards(self) -> list[Card]:
        """Return all sound articles, by path, without their texts."""
        return self.asked(lambda engine: engine.all_cards())

    def bodies(self) -> Iterator[tuple[str, str]]:
        """Yield the text of each sound article with its path; what fails after the first of them fails for good."""
        return self.asked(lambda engine: _begun(engine.bodies()))

    def versions(self, cards: Sequence[Card]) -> list[Card]:
        """Return some articles, with those that are the same ones in other languages."""
        return self.asked(lambda engine: engine.versions(cards))

    def titled(self, title: str) -> list[Card]:
        """Return the sound articles of a title, by path."""
        return self.asked(lambda engine: engine.titled(title))

    def names(self, beginning: str = "") -> list[str]:
        """Return names that articles go by, or those that begin so, lower-case."""
        return self.asked(lambda engine: engine.names(beginning))

    def languages(self) -> dict[str, int]:
        """Return language → number of articles analysed in it, the commonest first."""
        return self.asked(lambda engine: engine.languages())

    def language_of(self, question: str) -> str:
        """Return the language of a question, of those that the articles are in; nothing where it is not clear."""
        return self.asked(lambda engine: engine.language_of(question))

    def usual(self) -> dict[str, str]:
        """Return what more than half of the articles have: state, audience, kind, owner."""
        return self.asked(lambda engine: engine.usual())

    def known_words(self, words: Iterable[str]) -> set[str]:
        """Return those of some words that an article has."""
        asked = list(words)
        return self.asked(lambda engine: engine.known_words(asked))

    def broken(self) -> list[BrokenArticle]:
        """Return the files that are set aside, by path."""
        return self.asked(lambda engine: engine.broken())

    def faulty(self) -> list[BrokenArticle]:
        """Return the files that are searched although their front matter cannot be read, by path."""
        return self.asked(lambda engine: engine.faulty())

    def unread(self) -> list[BrokenArticle]:
        """Return all files of which the front matter, or all, could not be read, by path."""
        return self.asked(lambda engine: engine.unread())

    def count_broken(self) -> int:
        """Count the files that are set aside."""
        return self.asked(lambda engine: engine.count_broken())

    def count(self) -> int:
        """Count the files in the index, those set aside included."""
        return self.asked(lambda engine: engine.count())

    def sharing_words(self, text: str, limit: int) -> list[Card]:
        """Return the articles that have most of the rarest words of a text."""
        return self.asked(lambda engine: engine.sharing_words(text, limit))


def _begun(bodies: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Return the same, the first of which has been read."""
    return chain(list(islice(bodies, 1)), bodies)
