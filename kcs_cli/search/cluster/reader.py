"""Asks an index on a cluster what a question needs to know: each call is one request, whatever it asks for."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from kcs_cli.article.card import Card
from kcs_cli.search.cluster.dialect import NOTHING, body_of, named
from kcs_cli.search.cluster.document import card_of
from kcs_cli.search.cluster.mapping import CODES
from kcs_cli.search.cluster.shelf import Shelf, hits_of, literal, understood
from kcs_cli.search.engine import schema
from kcs_cli.search.engine.asked import Asked, Counts, IndexHit

AT_ONCE = 2_000  # terms of one request
SAMPLE = 200  # articles looked through where a few terms will do
FEW = 10
WHOLE = 64  # hits that come with their texts: of more these are asked for where somebody reads one
SOURCE = ("path", schema.CARD, schema.PROSE)


class ClusterReader:
    """One index on a cluster; what was counted is remembered."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.known: dict[tuple[str, str], int] = {}  # frequencies by field and term

    @property
    def at_once(self) -> int:
        """How many terms are worth asking for at once."""
        return AT_ONCE

    def counts(self) -> Counts:
        """Count the articles; read once."""
        counts = self.shelf.counts
        questions = counts.values["question"]
        return Counts(
            total=counts.articles,
            languages=dict(counts.values["lang"]) or {"": 1},
            questions=questions.get("yes", 0),
            others=questions.get("no", 0),
            faint=counts.levels,
        )

    def frequencies(self, field: str, terms: Collection[str]) -> Mapping[str, int]:
        """Return how many articles have each term."""
        self.look_up([(field, term) for term in terms])
        return {term: self.known[field, term] for term in terms}

    def look_up(self, terms: Sequence[tuple[str, str]]) -> None:
        """Have terms of fields counted, and remember that."""
        new = [one for one in dict.fromkeys(terms) if one not in self.known]
        self.known |= zip(new, self._counted([{"term": {field: term}} for field, term in new]), strict=True)

    def matching(self, questions: Sequence[Asked]) -> list[int]:
        """Count the articles that each question finds."""
        return self._counted([body_of(one) for one in questions])

    def _counted(self, questions: Sequence[dict[str, Any]]) -> list[int]:
        """Return how many articles each of some questions finds."""
        found: list[int] = []
        for start in range(0, len(questions), AT_ONCE):
            filters = {"filters": {"filters": list(questions[start : start + AT_ONCE])}}
            answer = self.shelf.search({"size": 0, "track_total_hits": False, "aggs": {"counts": filters}})
            with understood():
                found += [int(one["doc_count"]) for one in answer["aggregations"]["counts"]["buckets"]]
        return found

    def beginning(self, field: str, start: str, most: int) -> list[str]:
        """Return the first terms of a field that begin so; of few those of some articles will do."""
        asked = {"terms": {"field": field, "include": f"{literal(start)}.*", "size": most, "order": {"_key": "asc"}}}
        body = {"size": 0, "track_total_hits": False, "query": {"prefix": {field: start}}, "aggs": {"terms": asked}}
        if most <= FEW:
            asked["terms"]["execution_hint"] = "map"  # for a few articles all terms of all are not numbered first
            # One that goes on after that beginning comes first, and no article is scored
            longer = {"constant_score": {"filter": {"regexp": {field: f"{literal(start)}.+"}}}}
            body["query"] = {"bool": {"must": body["query"], "should": longer}}
            body["aggs"] = {"few": {"sampler": {"shard_size": SAMPLE}, "aggs": body["aggs"]}}
        answer = self.shelf.search(body)
        with understood():
            found = answer["aggregations"]
            return [str(one["key"]) for one in found.get("few", found)["terms"]["buckets"]]

    def rank(self, asked: Asked, limit: int, *, newest: bool = False) -> list[IndexHit]:
        """Return the best articles, or the newest: then each with a score of 0; those as good by path."""
        if limit < 1:
            return []
        first = {"updated": {"order": "desc", "missing": 0}} if newest else {"_score": "desc"}
        fields = [*SOURCE, CODES] if limit <= WHOLE else ["path", CODES]
        body = {"size": limit, "track_total_hits": False, "_source": fields, "sort": [first, {"path": "asc"}]}
        hits = hits_of(self.shelf.search({**body, "query": body_of(asked)}))
        with understood():
            scores = [(0.0 if newest else float(hit["sort"][0]), dict(hit["_source"])) for hit in hits]
            self.shelf.codes |= {one["path"]: one[CODES] for _, one in scores if CODES in one}
            texts = _Texts(self.shelf, [source["path"] for _, source in scores])
            texts.cards = {one["path"]: card_of(one) for _, one in scores if schema.CARD in one and schema.PROSE in one}
            return [IndexHit(score, one["path"], partial(texts.card, one["path"])) for score, one in scores]

    def parts(self, paths: Sequence[str], questions: Sequence[Asked]) -> dict[str, list[tuple[int, float]]]:
        """Return, by path, what questions (by their places) give to some articles."""
        asked = [(str(n), body) for n, one in enumerate(questions) if (body := body_of(one)) != NOTHING]
        if not asked or not paths:
            return {}
        should = [named(body, name) for name, body in asked]
        query = {"bool": {"filter": {"terms": {"path": list(paths)}}, "should": should, "minimum_should_match": 1}}
        body = {"size": len(paths), "track_total_hits": False, "_source": ["path"], "query": query}
        answer = self.shelf.search(body, "&include_named_queries_score=true")
        with understood():
            return {
                hit["_source"]["path"]: [(int(name), float(score)) for name, score in hit["matched_queries"].items()]
                for hit in hits_of(answer)
            }

    def facets(self, asked: Asked, fields: Mapping[str, str], most: int) -> dict[str, tuple[tuple[str, int], ...]]:
        """Count, by name, the values of fields among the articles found, the commonest first."""
        counts = {name: {"terms": {"field": field, "size": most}} for name, field in fields.items()}
        answer = self.shelf.search({"size": 0, "track_total_hits": False, "query": body_of(asked), "aggs": counts})
        with understood():
            found = answer["aggregations"]
            return {
                name: tuple((str(one["key"]), int(one["doc_count"])) for one in found[name]["buckets"]) for name in fields
            }


class _Texts:
    """The articles of some hits, read together where the first of them is."""

    def __init__(self, shelf: Shelf, paths: Sequence[str]) -> None:
        self.shelf = shelf
        self.paths = paths
        self.cards: dict[str, Card] = {}

    def card(self, path: str) -> Card:
        """Return an article."""
        if path not in self.cards:
            with understood():
                self.cards.update((one["path"], card_of(one)) for one in self.shelf.having("path", self.paths, *SOURCE))
        with understood():
            return self.cards[path]
