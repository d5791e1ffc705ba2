"""Asks an index on a cluster what a question needs to know: each call is one request, whatever it asks for.

Terms that were counted are remembered; so is what was asked ahead for the question at hand (see `foresight`).
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial

from kcs_cli.article.card import Card
from kcs_cli.search.cluster.dialect import NOTHING, Body, body_of, named
from kcs_cli.search.cluster.document import card_of
from kcs_cli.search.cluster.request import (
    SOURCE,
    Ranking,
    WordStart,
    counting,
    numbers_of,
    ranking_body,
    starting,
    terms_of,
)
from kcs_cli.search.cluster.shelf import Shelf, hits_of, understood
from kcs_cli.search.engine import schema
from kcs_cli.search.engine.asked import AnyOf, Asked, Counts, IndexHit

AT_ONCE = 2_000  # terms that are counted together
MOST_KNOWN = 200_000  # terms that are remembered


class ClusterReader:
    """One index on a cluster."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.text = ""  # of the question at hand
        self.known: dict[tuple[str, str], int] = {}  # frequencies by field and term
        self.counted: dict[str, int] = {}  # articles by question
        self.begun: dict[WordStart, list[str]] = {}
        self.ahead: dict[tuple[str, int, bool], list[IndexHit]] = {}
        self.names: dict[str, str] = {}  # by question: what was named in the rankings ahead …
        self.matched: dict[str, frozenset[str]] = {}  # … and, by path, the names of those that find an article

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

    def matching(self, questions: Sequence[Asked]) -> list[int]:
        """Count the articles that each question finds."""
        self.look_up(questions=questions)
        return [self.counted[_key(one)] for one in questions]

    def beginning(self, field: str, start: str, most: int) -> list[str]:
        """Return the first terms of a field that begin so; of few those of some articles will do."""
        asked = WordStart(field, start, most)
        self.look_up(starts=(asked,))
        return self.begun[asked]

    def look_up(
        self,
        terms: Iterable[tuple[str, str]] = (),
        questions: Sequence[Asked] = (),
        starts: Iterable[WordStart] = (),
        rankings: Sequence[Ranking] = (),
        parts: Sequence[Asked] = (),
    ) -> bool:
        """Have terms of fields and questions counted, beginnings of words and articles looked for: in one request, if any.

        Of `parts` of the rankings it is known then which of their articles they find.
        """
        new = [one for one in dict.fromkeys(terms) if one not in self.known]
        by_key = {_key(one): one for one in questions}
        counted = [key for key in by_key if key not in self.counted]
        begun = [one for one in dict.fromkeys(starts) if one not in self.begun]
        filters = [{"term": {field: term}} for field, term in new] + [body_of(by_key[key]) for key in counted]
        counts = [counting(filters[start : start + AT_ONCE]) for start in range(0, len(filters), AT_ONCE)]
        names = {id(one): str(n) for n, one in enumerate(parts)}
        asked = [*counts, *map(starting, begun), *(ranking_body(one, names) for one in rankings)]
        answers = iter(self.shelf.search_all(asked))
        with understood():
            numbers = [n for _ in counts for n in numbers_of(next(answers))]
            self.known |= zip(new, numbers, strict=False)
            self.counted |= zip(counted, numbers[len(new) :], strict=True)
            self.begun |= {one: terms_of(next(answers)) for one in begun}
        self.names |= {_key(one): names[id(one)] for one in parts}
        for one, answer in zip(rankings, answers, strict=True):
            self.ahead[_ranking_key(one)] = self._hits(one, answer)
            self.matched |= _matched(answer)
        return bool(asked)

    def rank(self, asked: Asked, limit: int, *, newest: bool = False) -> list[IndexHit]:
        """Return the best articles, or the newest: then each with a score of 0; those as good by path."""
        ranking = Ranking(asked, limit, newest)
        if limit < 1:
            return []
        if (key := _ranking_key(ranking)) in self.ahead:
            return self.ahead[key]
        return self._hits(ranking, self.shelf.search(ranking_body(ranking)))

    def _hits(self, ranking: Ranking, answer: Body) -> list[IndexHit]:
        """Return what was ranked."""
        hits = hits_of(answer)
        with understood():
            scores = [(0.0 if ranking.newest else float(hit["sort"][0]), dict(hit["_source"])) for hit in hits]
            self._remember_codes({hit["_source"]["path"]: hit["fields"] for hit in hits if "fields" in hit})
            texts = _Texts(self.shelf, [source["path"] for _, source in scores])
            texts.cards = {one["path"]: card_of(one) for _, one in scores if schema.CARD in one and schema.PROSE in one}
            return [IndexHit(score, one["path"], partial(texts.card, one["path"])) for score, one in scores]

    def _remember_codes(self, columns: Mapping[str, Body]) -> None:
        """Keep what the articles that were ranked mean."""
        if columns:
            from kcs_cli.search.cluster.coding import article_codes_of  # loads a table

            read = {path: article_codes_of(found) for path, found in columns.items()}
            self.shelf.codes |= {path: codes for path, codes in read.items() if codes}

    def begin(self, text: str) -> bool:
        """Forget what was ranked ahead, and what was counted for another question; tell whether this is another one."""
        self.ahead, self.names, self.matched = {}, {}, {}
        if text == self.text:
            return False
        self.text, self.counted, self.begun = text, {}, {}
        if len(self.known) > MOST_KNOWN:
            self.known = {}
        return True

    def finding(self, paths: Sequence[str], questions: Sequence[Asked]) -> dict[str, list[int]]:
        """Return, by path, which questions (by their places) find some articles."""
        names = [self._names_of(one) for one in questions]
        if any(one is None for one in names) or any(path not in self.matched for path in paths):
            return {path: [place for place, _ in given] for path, given in self.parts(paths, questions).items()}
        found = {path: [n for n, one in enumerate(names) if one and one & self.matched[path]] for path in paths}
        return {path: places for path, places in found.items() if places}

    def _names_of(self, asked: Asked) -> frozenset[str] | None:
        """Return the names of a question, or of all of which one must find an article; None where some have none."""
        parts = asked.parts if isinstance(asked, AnyOf) and asked.least == 1 and _key(asked) not in self.names else (asked,)
        names = [self.names.get(_key(one)) for one in parts]
        return None if None in names else frozenset(filter(None, names))

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


def _key(asked: Asked) -> str:
    """Return what a question is remembered by: as values, a term and a beginning may be equal."""
    return json.dumps(body_of(asked))


def _matched(answer: Body) -> dict[str, frozenset[str]]:
    """Return, by path, the names of the parts of a question that find an article."""
    with understood():
        return {hit["_source"]["path"]: frozenset(hit.get("matched_queries", ())) for hit in hits_of(answer)}


def _ranking_key(ranking: Ranking) -> tuple[str, int, bool]:
    return _key(ranking.asked), ranking.limit, ranking.newest


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
