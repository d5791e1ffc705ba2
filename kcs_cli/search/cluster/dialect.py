"""Questions as OpenSearch takes them: each of kcs's own becomes one of its queries, with the same scores.

What is worth a constant is one there, and what is worth nothing a filter. Boosts are given when a question is asked.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from kcs_cli.search.engine import schema
from kcs_cli.search.engine.asked import (
    All,
    AllOf,
    AnyOf,
    AnyTerm,
    Asked,
    Constant,
    Fuzzy,
    Nothing,
    Phrase,
    Prefix,
    Term,
    Weighted,
)

Body = dict[str, Any]
Names = Mapping[int, str]  # of parts of a question, by their identity: as values a term and a beginning may be equal
NAMELESS: Names = {}
MOST_EXPANSIONS = 1_000  # terms that one with letters changed may be
NOTHING: Body = {"match_none": {}}


def body_of(asked: Asked, factor: float = 1.0, names: Names = NAMELESS) -> Body:
    """Return a question, its scores times a factor, and with names for some of its parts."""
    body = _body(asked, factor, names)
    name = names.get(id(asked))
    return body if name is None or body == NOTHING else named(body, name)


def _body(asked: Asked, factor: float, names: Names) -> Body:
    match asked:
        case Term(field, text):
            return {"term": {field: {"value": text, "boost": factor}}}
        case AnyTerm(field, texts):
            return {"terms": {field: list(texts), "boost": factor}}
        case Phrase(terms, slop):
            words = {"query": " ".join(terms), "slop": slop, "analyzer": "whitespace", "boost": factor}
            return {"match_phrase": {schema.TEXT: words}}
        case Fuzzy() | Prefix():
            return _expanded(asked, factor)
        case All() | Nothing():
            return {"match_all": {"boost": factor}} if isinstance(asked, All) else NOTHING
        case _:
            return _joined(asked, factor, names)


def _expanded(asked: Fuzzy | Prefix, factor: float) -> Body:
    """Return what stands for many terms, of which each counts the same."""
    if isinstance(asked, Prefix):
        return {"prefix": {asked.field: {"value": asked.beginning, "rewrite": "constant_score", "boost": factor}}}
    near = {"fuzziness": asked.edits, "max_expansions": MOST_EXPANSIONS, "transpositions": True, "prefix_length": 0}
    return {"fuzzy": {asked.field: {"value": asked.text, **near, "rewrite": "constant_score", "boost": factor}}}


def _joined(asked: AnyOf | AllOf | Constant | Weighted, factor: float, names: Names) -> Body:
    """Return what is made of other questions."""
    match asked:
        case AnyOf(parts, least):
            return (
                {"bool": {"should": _all(parts, names), "minimum_should_match": least, "boost": factor}}
                if parts
                else NOTHING
            )
        case AllOf(must, optional, without):
            ranked = [one for one in must if not _is_filter(one)]
            filters = [body_of(one.asked, names=names) for one in must if isinstance(one, Constant) and _is_filter(one)]
            # With nothing that must be there OpenSearch would ask for one of what may be
            each = {
                "must": _all(ranked, names),
                "filter": filters,
                "should": _all(optional, names),
                "must_not": _all(without),
            }
            given = {name: found for name, found in each.items() if found}
            return {"bool": {**given, "minimum_should_match": 0, "boost": factor}}
        case Constant(inner, score):
            return {"constant_score": {"filter": body_of(inner, names=names), "boost": factor * score}}
        case Weighted(inner, own):
            return body_of(inner, factor * own, names)


def _all(asked: Sequence[Asked], names: Names = NAMELESS) -> list[Body]:
    """Return several questions."""
    return [body_of(one, names=names) for one in asked]


def _is_filter(asked: Asked) -> bool:
    """Tell whether a question lets articles in and ranks none."""
    return isinstance(asked, Constant) and asked.score == 0


def named(body: Body, name: str) -> Body:
    """Return a question with a name, by which an answer tells what it gave; it must find something."""
    ((kind, said),) = body.items()
    if kind in ("bool", "constant_score", "match_all", "terms"):
        return {kind: {**said, "_name": name}}
    ((field, options),) = said.items()
    return {kind: {field: {**options, "_name": name}}}
