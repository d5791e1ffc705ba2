"""Knowledge at risk: much reused articles that one active person knows, or nobody."""

from collections.abc import Callable, Container, Sequence
from typing import NamedTuple

from kcs_cli.owners.owner_report import OwnedArticle, marked_owner
from kcs_cli.owners.ownership import Expert, Ownership
from kcs_cli.render.report import Column, Columns, Table
from kcs_cli.text.display import quantity

HEAD_SHARE = 0.8  # of all reuse: the articles that make it up are much reused
LEAST_USE = 3  # cases, or links, of an article that is much reused


class RiskReport(NamedTuple):
    """Much reused articles that one active person knows, or nobody. `basis`: reuses, or links where no reuse is noted."""

    basis: str
    much_used: int
    owned: tuple[OwnedArticle, ...]

    def tables(self) -> Sequence[Table]:
        """Return the articles, the most used first."""
        columns: Columns = (
            Column("id", "article"),
            "title",
            "links" if self.basis == "links" else Column("cases", self.basis),
            Column("", "knows it"),
            Column("owners", ""),
            Column("owner_source", ""),
            Column("", "owner"),
        )
        rows = tuple(
            (a.id, a.title, a.cases if self.basis == "reuses" else a.links, _knows(a.ownership),
             a.ownership.owners, a.ownership.owner_source.value, marked_owner(a.ownership))
            for a in self.owned
        )  # fmt: skip
        head = quantity(self.much_used, "much used article")
        said = f"{len(self.owned):,} of the {head}: one active person knows it, or nobody."
        hint = "No reuse is noted yet (kcs link): these are articles that others link to."
        return (
            *([Table("", columns, rows)] if rows else []),
            Table(said),
            *([Table(hint)] if self.basis == "links" else []),
        )


class ArticleUse(NamedTuple):
    """How much an article is used: the cases it solved or helped, the articles that link to it."""

    id: str
    path: str
    cases: int
    links: int


class MuchUsed(NamedTuple):
    """The articles that make up the head of the Pareto, the most used first, by `basis`."""

    basis: str
    articles: tuple[ArticleUse, ...]


def much_used(articles: Sequence[ArticleUse]) -> MuchUsed:
    """Return those of some articles that are much used."""
    basis = "reuses" if any(one.cases for one in articles) else "links"
    used = sorted(articles, key=lambda one: (-_use(one, basis), one.id))
    total, so_far, head = sum(_use(one, basis) for one in articles), 0, list[ArticleUse]()
    for one in used:
        if so_far >= HEAD_SHARE * total or _use(one, basis) < LEAST_USE:
            break
        head.append(one)
        so_far += _use(one, basis)
    return MuchUsed(basis, tuple(head))


def at_risk(
    articles: Sequence[ArticleUse],
    with_owners: Callable[[Sequence[ArticleUse]], Sequence[OwnedArticle]],
    are_known: Callable[[Sequence[ArticleUse]], Container[str]] = lambda _: (),
) -> RiskReport:
    """Return the much reused articles that at most one active person knows.

    `with_owners` finds who answers for some, in their order: it takes long, so it is asked only of the head, and not of
    those that `are_known` to several.
    """
    basis, head = much_used(articles)
    known = are_known(head)
    owned = with_owners([one for one in head if one.id not in known])
    return RiskReport(basis, len(head), tuple(one for one in owned if len(_active_experts(one.ownership)) <= 1))


def _use(one: ArticleUse, basis: str) -> int:
    """Return how much an article is used."""
    return one.cases if basis == "reuses" else one.links


def _knows(known: Ownership) -> str:
    """Say who knows an article: the active person, else the last one who did."""
    active = [one.person for one in _active_experts(known)]
    last = max(known.experts, key=lambda one: one.last_on, default=None)
    return active[0] if active else f"nobody; last {last.person}, {last.last_on}" if last else "nobody"


def _active_experts(known: Ownership) -> list[Expert]:
    """Return who knows an article and is active."""
    return [one for one in known.experts if one.is_active and one.knows_it]
