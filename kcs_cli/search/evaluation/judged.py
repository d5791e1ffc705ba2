"""How well a search finds what it should: judged queries against the index.

nDCG@10 with linear gain, as trec_eval computes it: DCG = Σ grade ÷ log2(rank + 1), divided by that of the best order;
MRR@10: mean of 1 ÷ rank of the first expected article; hit@k: share of queries with an expected article among the first k.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import isfinite, log2
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.files.table import tab_rows
from kcs_cli.render.report import Column, Columns, Table

DEPTH = 10
HINT = "Write query<TAB>article, or give queries.tsv and qrels.tsv"


class JudgedQuery(NamedTuple):
    """A query and the articles expected for it, by id, each with its grade (1 where none is given)."""

    query_id: str
    query: str
    expected: Mapping[str, float]


class ScoredHit(NamedTuple):
    """An article that a query found, and its score."""

    id: str
    score: float


class Outcome(NamedTuple):
    """What one query found: ids with scores in their order, and the rank of the first expected one (None: not there)."""

    judged: JudgedQuery
    hits: tuple[ScoredHit, ...]
    rank: int | None
    ndcg: float


class EvaluationReport(NamedTuple):
    """The measures over all queries; shares from 0 to 1. `unknown` are expected names that no article has."""

    asked: int
    ndcg_10: float
    mrr_10: float
    hit_1: float
    hit_5: float
    without_hits: int
    unknown: tuple[str, ...]
    outcomes: tuple[Outcome, ...]

    def tables(self) -> Sequence[Table]:
        """Return the measures, and the queries that fail."""
        columns = (
            Column("asked", "queries"), Column("ndcg_10", "nDCG@10"), Column("mrr_10", "MRR@10"), Column("hit_1", "hit@1"),
            Column("hit_5", "hit@5"), Column("without_hits", "share without hits", lambda n: n / max(1, self.asked)),
        )  # fmt: skip
        measures = (self.asked, self.ndcg_10, self.mrr_10, self.hit_1, self.hit_5, self.without_hits)
        heads: Columns = (Column("query", "query", lambda query: query[:60]), "expected", Column("first_id", "first found"))
        failed = tuple(
            (o.judged.query, tuple(o.judged.expected), o.hits[0].id if o.hits else None)
            for o in self.outcomes
            if o.rank is None
        )
        title = f"Queries whose expected article is not among the first {DEPTH}"
        return (Table("", columns, (measures,), upright=("measure", "value")), Table(title, heads, failed))


def evaluate(
    cases: Sequence[JudgedQuery], find: Callable[[str], Sequence[tuple[str, float]]], unknown: Iterable[str]
) -> EvaluationReport:
    """Ask each query with `find` (query → ids and scores, best first) and measure."""
    outcomes = tuple(_outcome(case, tuple(ScoredHit(*hit) for hit in find(case.query))) for case in cases)
    ranks = [o.rank for o in outcomes]
    total = max(1, len(outcomes))
    return EvaluationReport(
        asked=len(outcomes),
        ndcg_10=sum(o.ndcg for o in outcomes) / total,
        mrr_10=sum(1 / rank for rank in ranks if rank) / total,
        hit_1=sum(rank == 1 for rank in ranks) / total,
        hit_5=sum(rank is not None and rank <= 5 for rank in ranks) / total,
        without_hits=sum(not o.hits for o in outcomes),
        unknown=tuple(unknown),
        outcomes=outcomes,
    )


def _outcome(case: JudgedQuery, found: tuple[ScoredHit, ...]) -> Outcome:
    """Measure one query."""
    ids = [id_ for id_, _ in found[:DEPTH]]
    rank = next((n for n, id_ in enumerate(ids, 1) if id_ in case.expected), None)
    return Outcome(case, found, rank, ndcg([case.expected.get(id_, 0) for id_ in ids], case.expected.values()))


def ndcg(gains: Sequence[float], grades: Iterable[float]) -> float:
    """Return the discounted gain of an order divided by that of the best order."""
    best = _dcg(sorted(grades, reverse=True)[:DEPTH])
    return _dcg(gains) / best if best else 0.0


def _dcg(gains: Sequence[float]) -> float:
    """Return Σ gain ÷ log2(rank + 1)."""
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, 1))


def resolve(
    cases: Sequence[JudgedQuery], named: Callable[[str], Sequence[str]]
) -> tuple[list[JudgedQuery], dict[str, str], list[str]]:
    """Return the cases with the expected articles by id, name → id, and the names `named` (name → ids) has no one id for."""
    names = sorted({name for case in cases for name in case.expected})
    ids = {name: found[0] for name in names if len(found := named(name)) == 1}
    resolved = [case._replace(expected=_by_id(case.expected, ids)) for case in cases]
    return resolved, ids, [name for name in names if name not in ids]


def _by_id(expected: Mapping[str, float], ids: Mapping[str, str]) -> dict[str, float]:
    """Return the expected articles by id; one that two names mean keeps its better grade."""
    ascending = sorted(expected.items(), key=lambda item: item[1])
    best = {ids.get(name, name): grade for name, grade in ascending}
    return {id_: best[id_] for id_ in dict.fromkeys(ids.get(name, name) for name in expected)}


def read_cases(texts: Mapping[str, str]) -> list[JudgedQuery]:
    """Read judged queries from the texts of files: queries and judgements, or `query<TAB>article…` lines.

    Raise KcsError with file and line for what is neither.
    """
    rows = {name: list(tab_rows(name, text.removeprefix("\ufeff").split("\n"), HINT)) for name, text in texts.items()}
    if len(rows) == 2:
        (first, second), names = rows.values(), list(rows)
        if _is_judgements(first) and not _is_judgements(second):
            return _judged(second, first, names[0])
        if _is_judgements(second) or not first or not second:
            return _judged(first, second, names[1])
    return [
        JudgedQuery(f"q{number}", cells[0], dict.fromkeys(filter(None, map(str.strip, cells[1:])), 1.0))
        for number, (_, cells) in enumerate((row for found in rows.values() for row in found), 1)
    ]


Row = tuple[int, list[str]]  # line number, cells


def _is_judgements(rows: Sequence[Row]) -> bool:
    """Tell whether rows are `qid, article, grade` (or TREC's `qid, 0, article, grade`): most of them end in a number."""
    return sum(len(cells) in (3, 4) and _grade_of(cells) is not None for _, cells in rows) * 2 >= max(1, len(rows))


def _grade_of(cells: Sequence[str]) -> float | None:
    """Return the grade of a judgement; None for what is no number."""
    try:
        grade = float(cells[-1])
    except ValueError:
        return None
    return grade if isfinite(grade) else None


def _judged(queries: Sequence[Row], qrels: Sequence[Row], name: str) -> list[JudgedQuery]:
    """Join queries with their judgements; a query without an expected article is left out, as trec_eval does."""
    expected: dict[str, dict[str, float]] = defaultdict(dict)
    for number, cells in qrels:
        grade = _grade_of(cells) if len(cells) in (3, 4) else None
        if grade is None:
            raise KcsError(f"{name}, line {number} is no judgement", "Write qid<TAB>article<TAB>grade, the grade a number")
        if grade > 0:
            expected[cells[0]][cells[-2].strip()] = grade
    cases = [JudgedQuery(cells[0], cells[1], expected[cells[0]]) for _, cells in queries if cells[0] in expected]
    if not cases:
        raise KcsError(f"{name} judges none of the queries", "The first column of both files is the query's id")
    return cases
