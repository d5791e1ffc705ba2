"""Searches that ended in links, as cases that the search must go on to answer."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from kcs_cli.journal.event import Event, EventKind, Use, standing_events
from kcs_cli.render.report import Table
from kcs_cli.search.evaluation.judged import JudgedQuery
from kcs_cli.search.phrase import bare
from kcs_cli.text.display import fold, quantity

TOP = 3  # ranks among which an article stays


class Loss(NamedTuple):
    """What is wrong with an article that a query does not find any more, as a reviewer of its file reads it."""

    path: str
    article: str
    message: str


class LostQuery(NamedTuple):
    """A query whose article is not among the first three any more: the rank it had when it was linked, and has now."""

    query: str
    article: str
    rank: int | None
    rank_then: int | None
    first: str
    path: str = ""


class RegressionReport(NamedTuple):
    """The queries that ended in links, and those whose article is lost. `gone` are linked articles that are no more."""

    queries: int
    kept: int
    lost: tuple[LostQuery, ...]
    gone: tuple[str, ...]

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What CI says beside the articles' files."""
        return tuple(loss(one.path, one.article, one.query, one.rank_then, one.rank, one.first) for one in self.lost)

    def tables(self) -> Sequence[Table]:
        """Return the counts, and the lost ones."""
        queries = quantity(self.queries, "query", "queries")
        kept = f"{self.kept:,} of {queries} that ended in a link find it among the first {TOP}"
        rows = tuple((one.query[:60], one.article, one.rank_then, one.rank, one.first) for one in self.lost)
        tables = [Table(kept), Table("Lost:", ("query", "article", "rank then", "rank now", "first now"), rows)]
        gone = [Table(f"{quantity(len(self.gone), 'linked article')} no longer there: {', '.join(self.gone[:5])}")]
        return (*tables[: 1 + bool(rows)], *(gone if self.gone else []))


def loss(path: str, article: str, query: str, before: int | None, now: int | None, first: str) -> Loss:
    """Say what is wrong with an article."""
    others = f"; first is {first}" if first else ""
    found = f"“{query}” found this article{f' at rank {before}' if before else ''}"
    return Loss(path, article, f"{found}, and now {rank_text(now)}{others}")


def rank_text(rank: int | None) -> str:
    """Write a rank."""
    return f"at rank {rank}" if rank else "not among the first ten"


class LinkQuery(NamedTuple):
    """A query that ended in a link, by its words, and the best rank that the article had then (None: unknown)."""

    query: str
    article: str
    rank: int | None


def linked_queries(events: Iterable[Event]) -> list[LinkQuery]:
    """Return the queries of the links that hold and helped, each with its article once, the oldest first."""
    found: dict[tuple[str, str], LinkQuery] = {}
    for event in standing_events(list(events)):
        words = bare(event.words) if event.kind is EventKind.link and event.use != Use.tried else ""
        if words:
            key = fold(words), event.article
            ranks = [rank for rank in (event.rank, found[key].rank if key in found else None) if rank]
            found[key] = LinkQuery(words, event.article, min(ranks, default=None))
    return list(found.values())


def check(
    linked: Sequence[LinkQuery],
    find: Callable[[str], Sequence[tuple[str, float]]],
    ids: Mapping[str, str],
    paths: Mapping[str, str] = {},
) -> RegressionReport:
    """Ask each query again. One article of a query is enough.

    `ids` maps all ids that articles go by to their own, `paths` these to where the articles are.
    """
    there = [one for one in linked if one.article in ids]
    wanted: dict[str, set[str]] = {}
    for one in there:
        wanted.setdefault(fold(one.query), set()).add(ids[one.article])
    answers = {one.query: [id_ for id_, _ in find(one.query)] for one in there}
    lost = tuple(
        LostQuery(
            query=one.query,
            article=id_,
            rank=_rank_of(id_, answers[one.query]),
            rank_then=one.rank,
            first=first(answers[one.query]),
            path=paths.get(id_, ""),
        )
        for one in there
        if (id_ := ids[one.article]) and wanted[fold(one.query)].isdisjoint(answers[one.query][:TOP])
    )
    gone = tuple(sorted({one.article for one in linked} - {one.article for one in there}))
    return RegressionReport(len(there), len(there) - len(lost), lost, gone)


def _rank_of(article: str, found: Sequence[str]) -> int | None:
    """Return an article's rank; None where it was not found."""
    return found.index(article) + 1 if article in found else None


def first(found: Sequence[str]) -> str:
    """Return what is found first."""
    return found[0] if found else ""


def as_cases(linked: Iterable[LinkQuery], ids: Mapping[str, str]) -> list[JudgedQuery]:
    """Return the queries as `kcs test FILE` reads them."""
    expected: dict[str, tuple[str, dict[str, float]]] = {}
    for one in linked:
        if one.article in ids:
            expected.setdefault(fold(one.query), (one.query, {}))[1][ids[one.article]] = 1.0
    return [JudgedQuery(f"q{number}", query, articles) for number, (query, articles) in enumerate(expected.values(), 1)]
