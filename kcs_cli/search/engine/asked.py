"""What can be asked of an index, as plain values: each engine translates them into its own queries."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from kcs_cli.article.card import Card


class Term(NamedTuple):
    """Articles that have a term in a field, ranked by BM25."""

    field: str
    text: str


class AnyTerm(NamedTuple):
    """Articles that have one of many terms in a field; it ranks none of them."""

    field: str
    texts: tuple[str, ...]


class Phrase(NamedTuple):
    """Articles whose text has terms one after another, at most `slop` moves apart, ranked by BM25 of all of them."""

    terms: tuple[str, ...]
    slop: int = 0


class Fuzzy(NamedTuple):
    """Articles with a term that differs by so many letters, changed, added, left out or swapped; each counts 1."""

    field: str
    text: str
    edits: int


class Prefix(NamedTuple):
    """Articles with a term that begins so; each counts 1."""

    field: str
    beginning: str


class All(NamedTuple):
    """All articles; each counts 1."""


class Nothing(NamedTuple):
    """No article."""


class AnyOf(NamedTuple):
    """What at least so many of the parts find, ranked by the sum of what these give."""

    parts: "tuple[Asked, ...]"
    least: int = 1


class AllOf(NamedTuple):
    """What all that `must` finds and nothing of `without`, ranked by the sum of what `must` and `optional` give."""

    must: "tuple[Asked, ...]"
    optional: "tuple[Asked, ...]" = ()
    without: "tuple[Asked, ...]" = ()


class Constant(NamedTuple):
    """What something finds, each article with the same score."""

    asked: "Asked"
    score: float


class Weighted(NamedTuple):
    """What something finds, its scores times a factor."""

    asked: "Asked"
    factor: float


Asked: TypeAlias = Term | AnyTerm | Phrase | Fuzzy | Prefix | All | Nothing | AnyOf | AllOf | Constant | Weighted


def any_of(parts: Sequence[Asked]) -> Asked:
    """Join with OR; of none, nothing is found."""
    return AnyOf(tuple(parts)) if parts else Nothing()


def among(paths: Sequence[str]) -> Asked:
    """Ask for some articles, without a score."""
    # A set of terms is run over the whole dictionary of paths: ten terms, each looked up, take a twentieth of that
    return Constant(any_of([Term("path", path) for path in paths]), 0.0)


class IndexHit(NamedTuple):
    """An article that an index found, by its path, with its score; its card is read when it is asked for."""

    score: float
    path: str
    read: Callable[[], Card]

    @property
    def card(self) -> Card:
        """The article, as the index has it."""
        return self.read()


class Counts(NamedTuple):
    """The articles of an index: files in all, those set aside among them; by language; titles that are questions or not.

    `faint` are the sixths (see `faint`) that some article is known by: most bases have none.
    """

    total: int
    languages: dict[str, int]
    questions: int
    others: int
    faint: tuple[str, ...] = ()
