"""Which commit made a search lose its article: the order in which commits are looked at, and what was found."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from kcs_cli.render.report import Table
from kcs_cli.search.evaluation.link import TOP, rank_text
from kcs_cli.text.display import OptionalText, quantity

FILES = 3  # of a commit that are named


class BisectOutcome(StrEnum):
    """What became of the article."""

    found = "found"  # it is among the first three today
    broken = "broken"  # by the commit
    uncommitted = "uncommitted"  # by what is not committed yet
    never = "never"  # at none of the commits that were tried


class HitPlace(NamedTuple):
    """Where a query's article is in a state: its rank (None: not among the first ten), its path, and what comes first.

    Without a path the article is not there at all.
    """

    rank: int | None = None
    path: OptionalText = ""
    first_id: OptionalText = ""

    @property
    def is_good(self) -> bool:
        """Tell whether the search finds it."""
        return self.rank is not None and self.rank <= TOP

    @property
    def shown(self) -> str:
        """Write it."""
        return rank_text(self.rank) if self.path else "not there"


class Culprit(NamedTuple):
    """The commit that lost an article; `paths` are those of the knowledge base that it changed, the article's own first."""

    commit: str
    on: date
    authors: tuple[str, ...]
    subject: OptionalText
    paths: tuple[str, ...]
    place_before: HitPlace
    place_after: HitPlace


class BreakReport(NamedTuple):
    """A query and its article, where that is today, and the commit that lost it.

    `tried`: at how many of the `commits` of the branch the search was asked; those with the same articles and settings as
    another one are not asked again.
    """

    query: str
    id: str
    title: OptionalText
    finding: BisectOutcome
    today: HitPlace
    tried: int
    commits: int
    culprit: Culprit | None = None

    def tables(self) -> Sequence[Table]:
        """Return what was found, and how."""
        tried = f"Asked at {self.tried:,} of {quantity(self.commits, 'commit')} that changed the knowledge base"
        rows = (("article", self.id), ("title", self.title), ("today", self.today.shown), *self.commit_rows)
        found = Table(self.sentence, ("what", "found"), tuple(row for row in rows if row[1]))
        return (found, *([Table(tried)] if self.tried else []))

    @property
    def sentence(self) -> str:
        """Say in one line what was found."""
        match self.finding:
            case BisectOutcome.found:
                return f"“{self.query}”: nothing is broken, its article is among the first {TOP}"
            case BisectOutcome.never:
                return f"“{self.query}”: its article was among the first {TOP} at none of the commits tried"
            case BisectOutcome.uncommitted:
                return f"“{self.query}”: its article is lost by what is not committed yet"
            case BisectOutcome.broken:
                return f"“{self.query}”: its article is lost since this commit"

    @property
    def commit_rows(self) -> Sequence[tuple[str, str | date]]:
        """What is shown of the commit."""
        if (one := self.culprit) is None:
            return ()
        more = len(one.paths) - FILES
        return (
            ("commit", one.commit[:12]), ("day", one.on), ("author", ", ".join(one.authors)), ("subject", one.subject),
            *(("file", file) for file in one.paths[:FILES]), ("files", f"and {more:,} more" if more > 0 else ""),
            ("before", one.place_before.shown), ("after", one.place_after.shown), ("first after", one.place_after.first_id),
        )  # fmt: skip


def find_break(commits: int, is_good: Callable[[int], bool], likely: Iterable[int] = ()) -> int | None:
    """Return the number of a bad commit whose elder is good; None where no good one is met. 0 is the newest, and bad.

    Backwards in doubling steps to a good commit, then between it and the nearest bad one. `likely` are looked at when the
    steps met no good one.
    """
    bad = {0}
    for good in chain(doublings(commits), likely):
        if good not in bad and is_good(good):
            return _narrowed(max(number for number in bad if number < good), good, is_good)
        bad.add(good)
    return None


def doublings(commits: int) -> Iterator[int]:
    """Yield 1, 2, 4, … and the oldest commit."""
    number = 1
    while number < commits - 1:
        yield number
        number *= 2
    if commits > 1:
        yield commits - 1


def _narrowed(bad: int, good: int, is_good: Callable[[int], bool]) -> int:
    """Halve what is between a bad commit and an elder good one until they are neighbours; return the bad one."""
    while good - bad > 1:
        middle = (bad + good) // 2
        bad, good = (bad, middle) if is_good(middle) else (middle, good)
    return bad
