"""Searches that ended in links, as cases that the search must go on to answer."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from kcs_cli.article.card import Card, cards_by_name
from kcs_cli.journal.event import Event, standing_events
from kcs_cli.journal.vocabulary import EventKind, Use
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.render.report import Column, Columns, Table
from kcs_cli.search.evaluation.judged import DEPTH, JudgedQuery
from kcs_cli.search.phrase import bare
from kcs_cli.text.display import OptionalText, fold, quantity

TOP = 3  # ranks among which an article stays


class Loss(NamedTuple):
    """What is wrong with an article that a query does not find any more, as a reviewer of its file reads it."""

    path: str
    article: str
    message: str


QUERY = Column("query", "query", lambda query: query[:60])
LOST_COLUMNS: Columns = (QUERY, Column("id", "article"), Column("rank_then", "rank then"), Column("rank", "rank now"),
                Column("first_id", "first now"), Column("path", ""))  # fmt: skip


class LostQuery(NamedTuple):
    """A query whose article is not where it was any more: the rank it had when it was linked, and has now without that.

    `is_taught`: with what its links taught it is among the first three all the same.
    """

    query: str
    id: str
    rank: int | None
    rank_then: int | None
    first_id: OptionalText
    path: OptionalText = ""
    is_taught: bool = False


class GoneQuery(NamedTuple):
    """A query whose article was deleted or archived, and no other took its place."""

    query: str
    id: str
    path: OptionalText = ""  # of an archived one

    @property
    def message(self) -> str:
        """Say it."""
        state = "is archived" if self.path else "is no more"
        return f"“{self.query}” led to {self.id}, which {state} and has no heir"


class RegressionReport(NamedTuple):
    """The queries that ended in links; of those that were `asked`, those kept, and those whose article is lost.

    The others cannot be asked: they are `gone`.
    """

    linked_queries: int
    asked: int
    kept: int
    lost: tuple[LostQuery, ...]
    gone: tuple[GoneQuery, ...]

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What CI says beside the articles' files."""
        lost = (
            loss(one.path, one.id, one.query, one.rank_then, one.rank, one.first_id, is_taught=one.is_taught)
            for one in self.lost
        )
        return (*lost, *(Loss(one.path, one.id, one.message) for one in self.gone))

    def tables(self) -> Sequence[Table]:
        """Return the counts, the lost ones, and those that are gone."""
        queries = quantity(self.linked_queries, "query", "queries")
        kept = f"{self.kept:,} of {queries} that ended in a link find it among the first {TOP}; {self.asked:,} asked"
        rows = tuple((one.query, one.id, one.rank_then, one.rank, one.first_id, one.path) for one in self.lost)
        lost = [Table("Lost:", LOST_COLUMNS, rows)] if rows else []
        gone = tuple((one.query, one.id, "archived" if one.path else "deleted") for one in self.gone)
        heirless = "Gone without an heir; kcs merge, or aliases of the article that answers now, give one:"
        return (
            Table(f"{kept} without what that link taught."),
            *lost,
            *([Table(heirless, (QUERY, Column("id", "article"), "state"), gone)] if gone else []),
        )


def loss(  # noqa: PLR0913 - what a sentence says
    path: str, article: str, query: str, before: int | None, now: int | None, first: str, *, is_taught: bool = False
) -> Loss:
    """Say what is wrong with an article."""
    others = f"; first is {first}" if first else ""
    but = " but for the words that its links taught" if is_taught else ""
    found = f"“{query}” found this article{f' at rank {before}' if before else ''}"
    return Loss(path, article, f"{found}, and now {rank_text(now)}{but}{others}")


def rank_text(rank: int | None) -> str:
    """Write a rank."""
    return f"at rank {rank}" if rank else "not among the first ten"


class LinkQuery(NamedTuple):
    """A query that ended in a link, by its words, and the rank that the article had when it first did (None: unknown)."""

    query: str
    article: str
    rank: int | None


def linked_queries(events: Iterable[Event]) -> list[LinkQuery]:
    """Return the queries of the links that hold and helped, each with its article once, the oldest first.

    None is of words that were forgotten since.
    """
    found: dict[tuple[str, str], LinkQuery] = {}
    known_bare, known_fold = cache(bare), cache(fold)  # thousands of links come from the same words
    for event in standing_events(list(events)):
        words = known_bare(event.words)
        key = known_fold(words), event.article
        if words and event.kind is EventKind.link and event.use != Use.tried:
            before = found[key].rank if key in found else None
            found[key] = LinkQuery(words, event.article, before or event.rank or None)
        elif event.kind is EventKind.forget:
            found.pop(key, None)
    return list(found.values())


class LiveArticles(NamedTuple):
    """The articles that may answer: the ids they go by → their own, the `paths` of all; the ids of `archived` ones."""

    ids: Mapping[str, str]
    paths: Mapping[str, str] = {}
    archived: frozenset[str] = frozenset()


def live_articles(cards: Iterable[Card]) -> LiveArticles:
    """Return the articles that may answer, of all. An archived one does not, but for another that has its id as an alias."""
    known = list(cards)
    live = [card for card in known if card.confidence != Confidence.archived]
    ids = {name: card.id for name, card in cards_by_name(live).items()}
    paths = {name: card.path for name, card in cards_by_name(known).items()}
    return LiveArticles(ids, paths, frozenset(paths) - frozenset(ids))


def wanted_articles(linked: Iterable[LinkQuery], live: LiveArticles) -> dict[str, set[str]]:
    """Return for each query that can be asked, by its folded words, the articles of which one is enough."""
    wanted: dict[str, set[str]] = {}
    for one in linked:
        if one.article in live.ids:
            wanted.setdefault(fold(one.query), set()).add(live.ids[one.article])
    return wanted


Found = Sequence[tuple[str, float]]  # ids and scores, the best first
Answers = Callable[[str], Found]


def check(linked: Sequence[LinkQuery], untaught: Answers, taught: Answers, live: LiveArticles) -> RegressionReport:
    """Ask each query again. One article of a query is enough.

    `untaught` answers without what the query's own links taught, `taught` as a search does.
    """
    wanted = wanted_articles(linked, live)
    lost: list[LostQuery] = []
    for one in linked:
        ids = wanted.get(fold(one.query), set())
        if one.article in live.ids and not is_kept(one.rank, rank_of(ids, untaught(one.query)), taught, one.query, ids):
            lost.append(_as_lost(one, live, untaught(one.query), taught(one.query)))
    gone = tuple(
        GoneQuery(one.query, one.article, live.paths[one.article] if one.article in live.archived else "")
        for one in linked
        if fold(one.query) not in wanted
    )
    asked = sum(one.article in live.ids for one in linked)
    return RegressionReport(asked + len(gone), asked, asked - len(lost), tuple(lost), gone)


def is_kept(then: int | None, now: int | None, taught: Answers, query: str, ids: Collection[str]) -> bool:
    """Tell whether a query finds its article among the first three, and untaught as well as when it was linked."""
    least = TOP if then is None or then <= TOP else max(then, DEPTH)
    return now is not None and now <= least and (rank_of(ids, taught(query)) or DEPTH) <= TOP


def _as_lost(one: LinkQuery, live: LiveArticles, untaught: Found, taught: Found) -> LostQuery:
    """Return a query that is lost, with what is found in place of its article."""
    id_ = live.ids[one.article]
    is_taught = (rank_of((id_,), taught) or DEPTH) <= TOP
    rank = rank_of((id_,), (untaught if is_taught else taught)[:DEPTH])
    return LostQuery(one.query, id_, rank, one.rank, first(untaught), live.paths.get(id_, ""), is_taught)


def rank_of(ids: Collection[str], found: Found) -> int | None:
    """Return the best rank that one of some articles has; None where none was found."""
    return next((rank for rank, (id_, _) in enumerate(found, 1) if id_ in ids), None)


def first(found: Found) -> str:
    """Return what is found first."""
    return found[0][0] if found else ""


def as_cases(linked: Iterable[LinkQuery], ids: Mapping[str, str]) -> list[JudgedQuery]:
    """Return the queries as `kcs test FILE` reads them."""
    expected: dict[str, tuple[str, dict[str, float]]] = {}
    for one in linked:
        if one.article in ids:
            expected.setdefault(fold(one.query), (one.query, {}))[1][ids[one.article]] = 1.0
    return [JudgedQuery(f"q{number}", query, articles) for number, (query, articles) in enumerate(expected.values(), 1)]
