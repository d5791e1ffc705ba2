"""The searches that a question becomes on a cluster, and what their answers say."""

from collections.abc import Sequence
from typing import NamedTuple

from kcs_cli.search.cluster.dialect import NAMELESS, Body, Names, body_of
from kcs_cli.search.cluster.mapping import BLOCK_CODES, TITLE_CODE
from kcs_cli.search.cluster.shelf import literal
from kcs_cli.search.engine import schema
from kcs_cli.search.engine.asked import Asked

SAMPLE = 200  # articles looked through where a few terms will do
FEW = 10
WHOLE = 64  # hits that come with their texts: of more these are asked for where somebody reads one
SOURCE = ("path", schema.CARD, schema.PROSE)


class WordStart(NamedTuple):
    """Asks for the first terms of a field that begin so."""

    field: str
    start: str
    most: int


class Ranking(NamedTuple):
    """Asks for the best articles, or the newest."""

    asked: Asked
    limit: int
    newest: bool = False


def counting(questions: Sequence[Body]) -> Body:
    """Ask how many articles each of some questions finds."""
    return {"size": 0, "track_total_hits": False, "aggs": {"counts": {"filters": {"filters": list(questions)}}}}


def numbers_of(answer: Body) -> list[int]:
    """Return what an answer to that says."""
    return [int(one["doc_count"]) for one in answer["aggregations"]["counts"]["buckets"]]


def starting(one: WordStart) -> Body:
    """Ask for the first terms of a field that begin so."""
    pattern = literal(one.start)
    asked = {"terms": {"field": one.field, "include": f"{pattern}.*", "size": one.most, "order": {"_key": "asc"}}}
    prefix = {"prefix": {one.field: one.start}}
    body = {"size": 0, "track_total_hits": False, "query": prefix, "aggs": {"terms": asked}}
    if one.most <= FEW:
        asked["terms"]["execution_hint"] = "map"  # for a few articles all terms of all are not numbered first
        # One that goes on after that beginning comes first, and no article is scored
        longer = {"constant_score": {"filter": {"regexp": {one.field: f"{pattern}.+"}}}}
        body["query"] = {"bool": {"must": prefix, "should": longer}}
        body["aggs"] = {"few": {"sampler": {"shard_size": SAMPLE}, "aggs": body["aggs"]}}
    return body


def terms_of(answer: Body) -> list[str]:
    """Return what an answer to that says."""
    found = answer["aggregations"]
    return [str(one["key"]) for one in found.get("few", found)["terms"]["buckets"]]


def ranking_body(one: Ranking, names: Names = NAMELESS) -> Body:
    """Ask for the best articles, or the newest."""
    first = {"updated": {"order": "desc", "missing": 0}} if one.newest else {"_score": "desc"}
    return {
        "size": one.limit,
        "track_total_hits": False,
        "_source": list(SOURCE if one.limit <= WHOLE else SOURCE[:1]),
        "docvalue_fields": [TITLE_CODE, BLOCK_CODES],
        "sort": [first, {"path": "asc"}],
        "query": body_of(one.asked, names=names),
    }
