"""Compares what a cluster answers with what the clone's own index does, by titles of its articles."""

from collections.abc import Sequence
from typing import NamedTuple

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.report import Column, Table
from kcs_cli.search.cluster.engine import ClusterEngine
from kcs_cli.search.cluster.opening import open_client
from kcs_cli.search.cluster.shelf import Shelf
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.query import parse
from kcs_cli.search.engine.seam import Engine
from kcs_cli.search.index.opener import open_index
from kcs_cli.search.synonym import synonyms
from kcs_cli.text.display import OptionalText

FIRST = 10  # hits that are compared
ENOUGH = 0.98  # of them that are the same


class Disagreement(NamedTuple):
    """A question that both answer otherwise: how many of the first hits are the same, and the first of each."""

    question: str
    same: int
    cluster: OptionalText
    own: OptionalText


class SampleCheck(NamedTuple):
    """How many questions were asked, the share of the first ten hits that are the same, and how often the first one is."""

    commit: str
    compared: int
    same_share: float
    same_first: int
    articles: int
    own_articles: int
    differ: tuple[Disagreement, ...]

    @property
    def is_alike(self) -> bool:
        """Tell whether both answer alike."""
        return self.same_share >= ENOUGH

    def tables(self) -> Sequence[Table]:
        """Return the figures, and the questions that are answered otherwise."""
        title = (
            f"{self.compared:,} questions: {self.same_share:.1%} of the first {FIRST} hits are the same, "
            f"the first one {self.same_first:,} times; {self.articles:,} articles there, {self.own_articles:,} here"
        )
        columns = ("question", Column("same", "same hits"), "cluster", Column("own", "here"))
        return (Table(title), Table("Answered otherwise:", columns, tuple(tuple(one) for one in self.differ)))


def check_sample(kb: KnowledgeBase, number: int) -> SampleCheck:
    """Ask both some articles' titles. Raise KcsError."""
    shelf = Shelf(open_client(kb))
    there, own = ClusterEngine(shelf), open_index(kb).engine
    cards = own.all_cards()
    titles = [card.title for card in cards[:: max(1, len(cards) // number)]][:number]
    there.synonyms = own.synonyms = synonyms(kb)
    found = [(title, _first(there, title), _first(own, title)) for title in kb.progress(titles)]
    shares = [len({*one} & {*other}) / max(1, len(other), len(one)) if one or other else 1.0 for _, one, other in found]
    differ = [
        Disagreement(title, len({*one} & {*other}), next(iter(one), ""), next(iter(other), ""))
        for title, one, other in found
        if {*one} != {*other} or one[:1] != other[:1]
    ]
    return SampleCheck(
        commit=shelf.stamp.commit,
        compared=len(found),
        same_share=sum(shares) / max(1, len(shares)),
        same_first=sum(one[:1] == other[:1] for _, one, other in found),
        articles=there.count(),
        own_articles=own.count(),
        differ=tuple(differ),
    )


def _first(engine: Engine, title: str) -> list[str]:
    """Return the paths of the first hits."""
    return [match.card.path for match in engine.search(parse(title), Where(), FIRST).matches]
