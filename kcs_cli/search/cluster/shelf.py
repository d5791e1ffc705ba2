"""The articles as a cluster has them: asked for by a term, counted, listed. Nothing here ranks.

One process asks one copy of the index (`preference`), so that what it counts and what it ranks are of one state.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from kcs_cli.errors import ClusterError
from kcs_cli.search.cluster.client import HINT, NO_OPENSEARCH, Client, quoted
from kcs_cli.search.cluster.known_mapping import KnownMapping
from kcs_cli.search.cluster.mapping import SEQUENCE, ClusterStamp, read_meta, read_stamp
from kcs_cli.search.engine import schema
from kcs_cli.search.engine.faint import FAINT, LEVELS

if TYPE_CHECKING:
    from kcs_cli.search.meaning.code import Encoder
    from kcs_cli.search.meaning.code_file import ArticleCodes

PRIMARY = "_primary"  # as a preference: the copy that is written first
PAGE = 1_000  # documents of one answer
MOST_VALUES = 10_000  # of a field that are listed or asked for at once
Source = dict[str, Any]  # what the cluster keeps of a document
Asked = dict[str, Any]  # a question as OpenSearch takes it
SOUND: Asked = {"bool": {"must_not": [{"term": {"state": schema.BROKEN}}]}}
COUNTED = ("lang", "state", "audience", "kind", "owner", "question")


class ShelfCounts(NamedTuple):
    """How many articles there are: in all, by the values of a field, and by the sixths that they are known by.

    `sequence` is the highest number of what the index of that `name` took in.
    """

    name: str
    articles: int
    sequence: int
    values: Mapping[str, Mapping[str, int]]
    levels: tuple[str, ...]


class Shelf:
    """One index of one cluster."""

    def __init__(self, client: Client, known: KnownMapping | None = None) -> None:
        self.client = client
        self.known = known or KnownMapping()
        self.codes: dict[str, ArticleCodes] = {}  # of the articles that were ranked, by path
        self.preference = client.preference

    @cached_property
    def mapping(self) -> tuple[str, dict[str, Any]]:
        """The index that goes by the name now, and what is kept beside its fields. Raise ClusterError."""
        if self.known.kept:  # then what the index has is asked first, for it tells whether that still holds
            counted = self._counted
            if (kept := self.known.of(counted.name, counted.sequence)) is not None:
                return counted.name, kept
        # Who searches takes a node's own word for it: else each node asks the cluster's manager, which may hang
        local = "" if self.preference == PRIMARY else "&local=true"
        said = self.client.ask("GET", f"{quoted(self.client.index)}/_mapping?filter_path=*.mappings._meta{local}")
        with understood():
            return next(((name, dict(found)) for name, found in said.items()), ("", {}))

    @cached_property
    def encoder(self) -> "Encoder | None":
        """What makes codes of meaning as the index has them; None where it has none."""
        from kcs_cli.search.cluster.coding import WEIGHTS, encoder_of  # loads a table

        return encoder_of(read_meta(self.mapping[1]).get(WEIGHTS))

    @cached_property
    def stamp(self) -> ClusterStamp:
        """What the index was made from. Raise ClusterError for one that this version cannot ask."""
        found, name = read_stamp(self.mapping[1]), self.client.index
        if found is None:
            raise ClusterError(f"The index {name} on the cluster is none of kcs", "[search] index_name names another one")
        if not found.is_readable:
            hint = "`kcs cluster sync` of this version makes it anew, or install that version"
            raise ClusterError(f"The index {name} on the cluster was made by another version of kcs", hint)
        return found

    @cached_property
    def counts(self) -> ShelfCounts:
        """The numbers that all questions need, asked once. Raise ClusterError."""
        _ = self.stamp
        counted, (name, mapping) = self._counted, self.mapping
        if counted.name == name and self.known.of(name, counted.sequence) is None:
            self.known.keep(name, counted.sequence, mapping)
        return counted

    @cached_property
    def _counted(self) -> ShelfCounts:
        by_value = {field: {"terms": {"field": field, "size": PAGE}} for field in (*COUNTED, "_index")}
        levels = {"filters": {"filters": {level: {"prefix": {FAINT: level}} for level in LEVELS}}}
        more = {"levels": levels, "last": {"max": {"field": SEQUENCE}}}
        answer = self._search({"size": 0, "track_total_hits": True, "aggs": {**by_value, **more}})
        with understood():
            found = answer["aggregations"]
            return ShelfCounts(
                name=next(iter(_buckets(found["_index"])), ""),
                articles=total(answer),
                sequence=int(found["last"]["value"] or 0),
                values={field: _buckets(found[field]) for field in COUNTED},
                levels=tuple(level for level in LEVELS if found["levels"]["buckets"][level]["doc_count"]),
            )

    def search(self, body: Asked, more: str = "") -> dict[str, Any]:
        """Return the answer to a question, which all of the index gave; `more` are options. Raise ClusterError."""
        _ = self.stamp  # of an index of another version nothing is asked
        return self._search(body, more)

    def _search(self, body: Asked, more: str = "") -> dict[str, Any]:
        options = f"allow_partial_search_results=false&preference={self.preference}{more}"
        return _whole(self.client.ask("POST", f"{quoted(self.client.index)}/_search?{options}", body))

    def search_all(self, bodies: Sequence[Asked]) -> list[dict[str, Any]]:
        """Return the answers to several questions, which are one request. Raise ClusterError."""
        _ = self.stamp
        if len(bodies) < 2:
            return [self.search(body) for body in bodies]
        head = {"allow_partial_search_results": False, "preference": self.preference}
        return [_whole(answer) for answer in self.client.ask_all(bodies, head)]

    def sources(self, query: Asked, *fields: str) -> Iterator[Source]:
        """Yield some fields of all documents that a question finds, by path."""
        after: list[Any] = []
        while True:
            place = {"search_after": after} if after else {}
            body = {"size": PAGE, "query": query, "sort": [{"path": "asc"}], "_source": list(fields), **place}
            hits = hits_of(self.search(body))
            with understood():
                found = [(dict(hit["_source"]), list(hit["sort"])) for hit in hits]
            yield from (source for source, _ in found)
            if len(found) < PAGE or found[-1][1] == after:
                return
            after = found[-1][1]

    def having(self, field: str, values: Sequence[str], *fields: str) -> Iterator[Source]:
        """Yield some fields of all documents that have one of the terms, by path."""
        for start in range(0, len(values), MOST_VALUES):
            yield from self.sources({"terms": {field: list(values[start : start + MOST_VALUES])}}, *fields)

    def count(self, query: Asked) -> int:
        """Count what a question finds."""
        return total(self.search({"size": 0, "track_total_hits": True, "query": query}))

    def terms(self, field: str, beginning: str = "") -> Iterator[str]:
        """Yield the values of a field that begin so, in their order."""
        query = {"prefix": {field: beginning}} if beginning else {"match_all": {}}
        after = beginning[:-1]  # the articles that are found have other values, too: those before are left out
        while True:
            source = {"sources": [{field: {"terms": {"field": field}}}], "size": MOST_VALUES, "after": {field: after}}
            answer = self.search({"size": 0, "query": query, "aggs": {"terms": {"composite": source}}})
            with understood():
                found = [str(one["key"][field]) for one in answer["aggregations"]["terms"]["buckets"]]
            yield from (one for one in found if one.startswith(beginning))
            if len(found) < MOST_VALUES or found[-1] <= after or found[-1][: len(beginning)] > beginning:
                return
            after = found[-1]


def _whole(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer that all of the index gave. Raise ClusterError for one of a part."""
    with understood():
        if answer["timed_out"] or answer["_shards"]["failed"]:
            raise ClusterError("The cluster answers only in part", HINT, 503)
    return answer


@contextmanager
def understood() -> Iterator[None]:
    """Translate what an answer raises that is not as OpenSearch has them."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, StopIteration) as error:
        raise ClusterError("The cluster answers what no OpenSearch does", HINT, reason=NO_OPENSEARCH) from error


def hits_of(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the hits of an answer."""
    with understood():
        return [dict(hit) for hit in answer["hits"]["hits"]]


def total(answer: Mapping[str, Any]) -> int:
    """Return how many documents a question found."""
    with understood():
        return int(answer["hits"]["total"]["value"])


def literal(text: str) -> str:
    """Return a text as a pattern that finds it alone, in Lucene's regular expressions."""
    return re.sub(r'([.?+*|{}\[\]()"\\#@&<>~^$-])', r"\\\1", text)


def _buckets(found: Mapping[str, Any]) -> dict[str, int]:
    """Return value → number of documents."""
    return {str(one["key"]): int(one["doc_count"]) for one in found["buckets"]}
