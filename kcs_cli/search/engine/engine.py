"""The search engine over Tantivy: one index, in a folder or in memory."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kcs_cli.article.card import Card
from kcs_cli.article.model import Article, BrokenArticle
from kcs_cli.article.version import labels, labels_of_original
from kcs_cli.errors import IndexDamagedError, IndexUnwritableError
from kcs_cli.search.engine import schema
from kcs_cli.search.engine.asking import AskingEngine
from kcs_cli.search.engine.schema import language_counts, match_count
from kcs_cli.search.engine.tantivy_reader import TantivyReader

if TYPE_CHECKING:
    import tantivy

    from kcs_cli.search.engine.analyst import Analyst
from kcs_cli.text.display import on_one_line
from kcs_cli.text.gram import normal
from kcs_cli.text.outside import writable_as_utf8

MANY = 1_000_000  # more than any base has


class TantivyEngine(AskingEngine):
    """An index of articles by path, in a folder or in memory."""

    reader: TantivyReader

    def __init__(self, index: "tantivy.Index") -> None:
        schema.register(index)
        self.index = index
        self.schema = index.schema
        super().__init__(TantivyReader(index.schema, index.searcher()))

    @property
    def searcher(self) -> "tantivy.Searcher":
        """What reads the state of the index that is asked."""
        return self.reader.searcher

    def twin(self) -> "TantivyEngine":
        """Return another one that asks the same state, whatever was written since: for another thread."""
        twin = TantivyEngine(self.index)
        twin.reader = TantivyReader(self.schema, self.searcher)
        return twin

    def reading(self) -> AbstractContextManager[None]:
        """Translate what Tantivy raises."""
        return _reading()

    @classmethod
    def create(cls, folder: Path | None) -> "TantivyEngine":
        """Make an empty index in an empty folder, or in memory."""
        import tantivy

        with _writing():
            return cls(tantivy.Index(schema.build_schema(), str(folder) if folder else None))

    @classmethod
    def open(cls, folder: Path) -> "TantivyEngine":
        """Open the index in a folder. Raise IndexDamagedError."""
        import tantivy

        with _reading():
            return cls(tantivy.Index.open(str(folder)))

    def state(self, paths: Sequence[str] | None = None) -> dict[str, str]:
        """Return path → digest of all articles, or of those of some paths that are there."""
        from tantivy import Query

        if paths is not None:
            found = self.documents("path", paths)
        else:
            with _reading():
                found = [self.searcher.doc(address) for _, address in self.hits(Query.all_query())]
        return {document["path"][0]: next(iter(document["digest"]), "") for document in found}

    def paths_with_ids(self, ids: Sequence[str]) -> list[str]:
        """Return the paths of all files that claim one of the ids, those set aside for it included."""
        return [document["path"][0] for document in self.documents("id", [normal(id_) for id_ in ids])]

    def ids_at(self, paths: Sequence[str]) -> set[str]:
        """Return the ids that the files at some paths claim, as the index knows them."""
        cards = (json.loads(document[schema.CARD][0]) for document in self.documents("path", paths))
        return {card["id"] for card in cards}

    def cards(self, field: str, value: str) -> list[Card]:
        """Return the sound articles with a term (`name`, `id`, `path`), by path."""
        from tantivy import Occur, Query

        # A path stays as its file system writes it (macOS may take letters apart); all other names are composed
        value = writable_as_utf8(value) if field == "path" else normal(value)
        wanted = Query.term_query(self.schema, field, value, "basic")
        broken = Query.term_query(self.schema, "state", schema.BROKEN, "basic")
        query = Query.boolean_query([(Occur.Must, wanted), (Occur.MustNot, broken)])
        with _reading():
            cards = [schema.stored_card(self.searcher.doc(address)) for _, address in self.hits(query)]
        return sorted(cards, key=lambda card: card.path)

    def included_files(self) -> list[str]:
        """Return the files that articles include or wait for, by their paths from the root."""
        return list(schema.value_counts(self.searcher, schema.INCLUDED))

    def including(self, files: Sequence[str]) -> set[str]:
        """Return the paths of the articles that include one of some files."""
        return {document["path"][0] for document in self.documents(schema.INCLUDED, files)} if files else set()

    def all_cards(self) -> list[Card]:
        """Return all sound articles, by path: what they are listed by, without their texts."""
        with _reading():
            cards = [schema.stored_card(self.searcher.doc(place), is_whole=False) for place in self.places()]
        return sorted(cards, key=lambda card: card.path)

    def bodies(self) -> Iterator[tuple[str, str]]:
        """Yield the text of each sound article with its path."""
        with _reading():
            for place in self.places():
                document = self.searcher.doc(place)
                yield document["path"][0], schema.body_of(document)

    def places(self) -> "list[tantivy.DocAddress]":
        """Return where all sound articles are, to be read one at a time."""
        from tantivy import Occur, Query

        broken = Query.term_query(self.schema, "state", schema.BROKEN, "basic")
        with _reading():
            found = self.hits(Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, broken)]))
        return [place for _, place in found]

    def stored(self, place: "tantivy.DocAddress") -> tuple[Card, str]:
        """Return the article at a place, and the digest of its file."""
        with _reading():
            document = self.searcher.doc(place)
            return schema.stored_card(document), next(iter(document["digest"]), "")

    def names(self, beginning: str = "") -> list[str]:
        """Return all names articles go by, or those that begin so, lower-case."""
        from tantivy import Query

        with _reading():  # the filter leaves out what only deleted articles were called
            found = self.searcher.terms_with_prefix("name", beginning, filter_query=Query.all_query())
        return [name for name, _ in found]

    def titled(self, title: str) -> list[Card]:
        """Return the sound articles of a title, by path; capitals do not matter."""
        from tantivy import Query

        typed = f"{on_one_line(normal(title).lower())[: schema.LONGEST_BEGINNING]}\t"
        with _reading():
            found = self.searcher.terms_with_prefix(schema.BEGINNING, typed, filter_query=Query.all_query())
        cards = {card.path: card for term, _ in found for card in self.cards("id", term.split("\t")[1])}
        return sorted(cards.values(), key=lambda card: card.path)

    def broken(self) -> list[BrokenArticle]:
        """Return the files that are set aside, by path."""
        found = [schema.read_broken(document[schema.CARD][0]) for document in self.documents("state", [schema.BROKEN])]
        return sorted(found, key=lambda article: article.path)

    def faulty(self) -> list[BrokenArticle]:
        """Return the files that are searched although their front matter cannot be read, by path."""
        cards = [schema.stored_card(document) for document in self.documents(schema.FAULT, ["yes"])]
        return sorted(BrokenArticle(card.path, *card.fault) for card in cards if card.fault)

    def unread(self) -> list[BrokenArticle]:
        """Return all files of which the front matter, or all, could not be read, by path."""
        return sorted([*self.broken(), *self.faulty()])

    def count_broken(self) -> int:
        """Count the files that are set aside."""
        from tantivy import Query

        with _reading():
            broken = Query.term_query(self.schema, "state", schema.BROKEN, "basic")
            return match_count(self.searcher.search(broken, 1, count=True))

    def languages(self) -> dict[str, int]:
        """Return language → number of articles analysed in it, the commonest first."""
        with _reading():
            counts = language_counts(self.searcher)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def usual(self) -> dict[str, str]:
        """Return what more than half of the articles have: state, audience, kind, owner."""
        with _reading():
            counts = {field: schema.value_counts(self.searcher, field) for field in ("state", "audience", "kind", "owner")}
        found = {field: max(values, key=lambda one: values[one]) for field, values in counts.items() if values}
        return {field: value for field, value in found.items() if counts[field][value] * 2 > self.searcher.num_docs}

    def versions(self, cards: Sequence[Card]) -> list[Card]:
        """Return some articles, with those that are the same ones in other languages."""
        found = {card.path: card for card in cards}
        new = list(cards)
        while new:
            originals = [label for card in new for label in labels_of_original(card)]
            documents = self.documents(schema.VERSION_OF, [*originals, *(label for card in new for label in labels(card))])
            documents += self.documents("name", originals) if originals else []
            others = {one["path"][0]: one for one in documents if one["path"][0] not in found}
            new = [schema.stored_card(document) for document in others.values()]
            found.update((card.path, card) for card in new)
        return list(found.values())

    def count(self) -> int:
        """Count the files in the index, those set aside included."""
        return self.searcher.num_docs

    def hits(self, query: "tantivy.Query") -> "list[tuple[float, tantivy.DocAddress]]":
        """Return all documents a query matches."""
        return self.searcher.search(query, min(MANY, max(1, self.searcher.num_docs)), count=False).hits

    def documents(self, field: str, values: Sequence[str]) -> "list[tantivy.Document]":
        """Return all documents that have one of the terms."""
        from tantivy import Query

        with _reading():
            hits = self.hits(Query.term_set_query(self.schema, field, list(values)))
            return [self.searcher.doc(address) for _, address in hits]

    def apply(
        self, read: Iterable[Article | BrokenArticle], remove: Sequence[str], analyst: "Analyst | None" = None
    ) -> None:
        """Take in articles, as an analyst analyses them, and forget paths: all or none. Raise IndexUnwritableError."""
        from kcs_cli.search.engine.analyst import Analyst  # a search writes nothing
        from kcs_cli.search.engine.intake import take_in

        with _writing():
            take_in(self.index, self.languages(), read, remove, analyst or Analyst())
        with _reading():
            self.index.reload()
            self.reader = TantivyReader(self.schema, self.index.searcher())


@contextmanager
def _reading() -> Iterator[None]:
    """Translate what Tantivy raises for an index it cannot read."""
    try:
        yield
    except BaseException as error:
        if _is_engine_error(error):
            raise IndexDamagedError(f"The index cannot be read ({_first_line(error)})", "kcs index --rebuild") from error
        raise


@contextmanager
def _writing() -> Iterator[None]:
    """Translate what Tantivy raises for an index it cannot write."""
    try:
        yield
    except BaseException as error:
        if _is_engine_error(error) or isinstance(error, UnicodeError):
            raise IndexUnwritableError(
                f"The index cannot be written ({_first_line(error)})",
                "Free some space, or name a folder in KCS_INDEX_DIR",
            ) from error
        raise


def _is_engine_error(error: BaseException) -> bool:
    """Tell whether Tantivy raised it; a Rust panic is a BaseException of a type that cannot be imported."""
    raised = isinstance(error, ValueError | OSError | SystemError) and not isinstance(error, UnicodeError)
    return raised or type(error).__name__ == "PanicException"


def _first_line(error: BaseException) -> str:
    """Return the beginning of an engine's message."""
    return on_one_line(str(error))[:120]
