"""A search engine over an index on a cluster, which answers what the clone's own index does; it takes nothing in itself."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from kcs_cli.article.card import Card
from kcs_cli.article.model import BrokenArticle
from kcs_cli.article.version import labels, labels_of_original
from kcs_cli.knowledge_base.progress import Tell, silent
from kcs_cli.search.cluster.document import broken_of, card_of
from kcs_cli.search.cluster.foresight import foresee, foresee_language
from kcs_cli.search.cluster.reader import ClusterReader
from kcs_cli.search.cluster.shelf import SOUND, Shelf, Source, understood
from kcs_cli.search.engine import schema
from kcs_cli.search.engine.answer import QuestionMeaning
from kcs_cli.search.engine.asking import AskingEngine
from kcs_cli.search.engine.question import Inquiry
from kcs_cli.text.display import on_one_line
from kcs_cli.text.gram import normal
from kcs_cli.text.outside import writable_as_utf8

WHOLE = (schema.CARD, schema.PROSE)


class ClusterEngine(AskingEngine):
    """The articles on a cluster."""

    def __init__(self, shelf: Shelf) -> None:
        self.asked = ClusterReader(shelf)
        super().__init__(self.asked)
        self.shelf = shelf

    def foresee(self, inquiry: Inquiry, limit: int) -> None:
        """Have all counted and ranked that a question needs."""
        foresee(self.asked, inquiry, limit)

    def language_of(self, question: str) -> str:
        """Return the language of a question, of those that the articles are in; nothing where it is not clear."""
        if len(self.languages()) > 1:
            foresee_language(self.asked, self.questioner(), question)
        return super().language_of(question)

    def meaning(self, text: str, factor: float, folder: Path | None = None, tell: Tell = silent) -> QuestionMeaning | None:
        """Return what a question means; None where the index has no codes, or their table knows nothing of it.

        In `folder` the codes of all articles are held.
        """
        encoder = self.shelf.encoder
        if encoder is None:
            return None
        from kcs_cli.search.cluster.coding import cluster_meaning
        from kcs_cli.search.cluster.held import held_codes

        held = partial(held_codes, self.shelf, encoder, folder, tell) if folder else lambda: None
        return cluster_meaning(encoder, self.shelf.codes, held, text, factor)

    def cards(self, field: str, value: str) -> list[Card]:
        """Return the sound articles with a term (`name`, `id`, `path`), by path."""
        wanted = writable_as_utf8(value) if field == "path" else normal(value)
        return self._cards({"bool": {"filter": [{"term": {field: wanted}}, SOUND]}})

    def all_cards(self) -> list[Card]:
        """Return all sound articles, by path: what they are listed by, without their texts."""
        with understood():
            return [card_of(one, is_whole=False) for one in self.shelf.sources(SOUND, schema.CARD)]

    def bodies(self) -> Iterator[tuple[str, str]]:
        """Yield the text of each sound article with its path."""
        for source in self.shelf.sources(SOUND, "path", schema.PROSE):
            with understood():
                body = source["path"], source[schema.PROSE].partition("\n")[2]
            yield body

    def names(self, beginning: str = "") -> list[str]:
        """Return names that articles go by, or those that begin so, lower-case."""
        return list(self.shelf.terms("name", beginning))

    def titled(self, title: str) -> list[Card]:
        """Return the sound articles of a title, by path; capitals do not matter."""
        typed = f"{on_one_line(normal(title).lower())[: schema.LONGEST_BEGINNING]}\t"
        return self._cards({"bool": {"filter": [{"prefix": {schema.BEGINNING: typed}}, SOUND]}})

    def broken(self) -> list[BrokenArticle]:
        """Return the files that are set aside, by path."""
        with understood():
            return sorted(broken_of(one) for one in self.shelf.having("state", [schema.BROKEN], schema.CARD))

    def faulty(self) -> list[BrokenArticle]:
        """Return the files that are searched although their front matter cannot be read, by path."""
        with understood():
            cards = [card_of(one, is_whole=False) for one in self.shelf.having(schema.FAULT, ["yes"], schema.CARD)]
        return sorted(BrokenArticle(card.path, *card.fault) for card in cards if card.fault)

    def unread(self) -> list[BrokenArticle]:
        """Return all files of which the front matter, or all, could not be read, by path."""
        return sorted([*self.broken(), *self.faulty()])

    def count_broken(self) -> int:
        """Count the files that are set aside."""
        return self._values("state").get(schema.BROKEN, 0)

    def count(self) -> int:
        """Count the files in the index, those set aside included."""
        return self.shelf.counts.articles

    def languages(self) -> dict[str, int]:
        """Return language → number of articles analysed in it, the commonest first."""
        return dict(sorted(self._values("lang").items(), key=lambda item: (-item[1], item[0])))

    def usual(self) -> dict[str, str]:
        """Return what more than half of the articles have: state, audience, kind, owner."""
        counts = {field: self._values(field) for field in ("state", "audience", "kind", "owner")}
        found = {field: max(values, key=lambda one: values[one]) for field, values in counts.items() if values}
        return {field: value for field, value in found.items() if counts[field][value] * 2 > self.count()}

    def versions(self, cards: Sequence[Card]) -> list[Card]:
        """Return some articles, with those that are the same ones in other languages."""
        found = {card.path: card for card in cards}
        new = list(cards)
        while new:
            originals = [label for card in new for label in labels_of_original(card)]
            same = [*originals, *(label for card in new for label in labels(card))]
            either = [{"terms": {schema.VERSION_OF: same}}, {"terms": {"name": originals}}]
            others = self._cards({"bool": {"filter": [{"bool": {"should": either}}, SOUND]}}) if same or originals else []
            new = [card for card in others if card.path not in found]
            found.update((card.path, card) for card in new)
        return list(found.values())

    def _values(self, field: str) -> Mapping[str, int]:
        """Return value → number of articles of a field of few values."""
        return self.shelf.counts.values[field]

    def _cards(self, query: Source) -> list[Card]:
        """Return the articles that a question finds, by path."""
        with understood():
            return [card_of(one) for one in self.shelf.sources(query, *WHOLE)]
