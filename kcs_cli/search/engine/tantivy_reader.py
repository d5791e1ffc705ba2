"""Puts questions to one state of a Tantivy index."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from kcs_cli.article.card import Card
from kcs_cli.search.engine import schema
from kcs_cli.search.engine.asked import (
    All,
    AllOf,
    AnyOf,
    AnyTerm,
    Asked,
    Constant,
    Counts,
    Fuzzy,
    IndexHit,
    Nothing,
    Phrase,
    Prefix,
    Term,
    Weighted,
    among,
)
from kcs_cli.search.engine.faint import FAINT, LEVELS

if TYPE_CHECKING:
    import tantivy

FEW = 5  # articles with a word, below which deleted ones matter
MOST_KEPT = 500  # documents


class TantivyReader:
    """A searcher with its schema; see `reader.Reader`."""

    at_once = 1

    def __init__(self, index_schema: "tantivy.Schema", searcher: "tantivy.Searcher") -> None:
        from tantivy import Occur, Query

        self.schema = index_schema
        self.searcher = searcher
        self.query, self.occur = Query, Occur
        self.counted: Counts | None = None
        self.documents: dict[tuple[int, int], tantivy.Document] = {}  # read once

    def counts(self) -> Counts:
        """Count the articles."""
        if self.counted is None:
            asked, other = (self.searcher.doc_freq("question", value) for value in ("yes", "no"))
            languages = schema.language_counts(self.searcher) or {"": 1}
            faint = tuple(one for one in LEVELS if self.beginning(FAINT, one, 1))
            self.counted = Counts(self.searcher.num_docs, languages, questions=asked, others=other, faint=faint)
        return self.counted

    def frequencies(self, field: str, terms: Collection[str]) -> Mapping[str, int]:
        """Return how many articles have each term."""
        return {term: self._frequency(field, term) for term in terms}

    def _frequency(self, field: str, term: str) -> int:
        """Count the articles that have a term; few are counted one by one, because the index counts deleted ones too."""
        found: int = self.searcher.doc_freq(field, term)
        return self.matching((Term(field, term),))[0] if field == schema.TEXT and 0 < found <= FEW else found

    def matching(self, questions: Sequence[Asked]) -> list[int]:
        """Count the articles that each question finds."""
        found = (self.searcher.search(self.query_of(asked), 1, count=True) for asked in questions)
        return [schema.match_count(result) for result in found]

    def beginning(self, field: str, start: str, most: int) -> list[str]:
        """Return the first terms of a field that begin so."""
        every = self.query.all_query()  # leaves out what only deleted articles have
        return [term for term, _ in self.searcher.terms_with_prefix(field, start, every, most)]

    def rank(self, asked: Asked, limit: int, *, newest: bool = False) -> list[IndexHit]:
        """Return the best articles, or the newest."""
        query = self.query_of(asked)
        if newest:
            from tantivy import Order

            found = self.searcher.search(query, limit, count=False, order_by_field="updated", order=Order.Desc)
        else:
            found = self.searcher.search(query, limit, count=False)
        return [self._hit(0.0 if newest else score, address) for score, address in found.hits]

    def parts(self, paths: Sequence[str], questions: Sequence[Asked]) -> dict[str, list[tuple[int, float]]]:
        """Return, by path, what questions give to some articles."""
        there = (self.occur.Must, self.query_of(among(paths)))
        found: dict[str, list[tuple[int, float]]] = {}
        for place, asked in enumerate(questions):
            both = self.query.boolean_query([there, (self.occur.Must, self.query_of(asked))])
            for score, address in self.searcher.search(both, max(1, len(paths)), count=False).hits:
                found.setdefault(self._document(address)["path"][0], []).append((place, score))
        return found

    def finding(self, paths: Sequence[str], questions: Sequence[Asked]) -> dict[str, list[int]]:
        """Return, by path, which questions find some articles."""
        return {path: [place for place, _ in given] for path, given in self.parts(paths, questions).items()}

    def facets(self, asked: Asked, fields: Mapping[str, str], most: int) -> dict[str, tuple[tuple[str, int], ...]]:
        """Count, by name, the values of fields among the articles found, the commonest first."""
        terms = {name: {"terms": {"field": field, "size": most}} for name, field in fields.items()}
        counts = self.searcher.aggregate(self.query_of(asked), terms)
        return {
            name: tuple((str(bucket["key"]), int(bucket["doc_count"])) for bucket in counts[name]["buckets"])
            for name in fields
        }

    def query_of(self, asked: Asked, frequencies: str = "freq") -> "tantivy.Query":  # noqa: PLR0911, C901 - one line each
        """Translate a question; where its score does not matter, `basic` leaves out how often a term stands there."""
        query = self.query
        match asked:
            case Term(field, text):
                return query.term_query(self.schema, field, text, frequencies)
            case Weighted(inner, factor):
                return query.boost_query(self.query_of(inner, frequencies), factor)
            case AnyOf(parts, least):
                should = [(self.occur.Should, self.query_of(part, frequencies)) for part in parts]
                return query.boolean_query(should, least) if least > 1 else query.boolean_query(should)
            case AllOf(must, optional, without):
                each = [(self.occur.Must, self.query_of(part, frequencies)) for part in must]
                each += [(self.occur.Should, self.query_of(part, frequencies)) for part in optional]
                return query.boolean_query([*each, *((self.occur.MustNot, self.query_of(one, "basic")) for one in without)])
            case Constant(inner, score):
                return query.const_score_query(self.query_of(inner, "basic"), score)
            case Phrase(terms, slop):
                return query.phrase_query(self.schema, schema.TEXT, list(terms), slop)
            case AnyTerm(field, texts):
                return query.term_set_query(self.schema, field, list(texts))
            case Fuzzy(field, text, edits):
                return query.fuzzy_term_query(self.schema, field, text, edits, True)
            case Prefix(field, beginning):
                return query.regex_query(self.schema, field, f"{beginning}.*")
            case All():
                return query.all_query()
            case Nothing():
                return query.empty_query()

    def _hit(self, score: float, address: "tantivy.DocAddress") -> IndexHit:
        """Return a document as what was found."""
        document = self._document(address)
        return IndexHit(score=score, path=document["path"][0], read=partial(_card_of, document))

    def _document(self, address: "tantivy.DocAddress") -> "tantivy.Document":
        """Return what is stored of a document."""
        place = (address.segment_ord, address.doc)
        if place not in self.documents:
            if len(self.documents) >= MOST_KEPT:
                self.documents.clear()
            self.documents[place] = self.searcher.doc(address)
        return self.documents[place]


def _card_of(document: "tantivy.Document") -> Card:
    """Return the card of a document."""
    return schema.stored_card(document)
