"""How queries find their articles in another revision of a knowledge base, and here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kcs_cli.render.report import Column, Columns, Table
from kcs_cli.search.evaluation.judged import DEPTH, EvaluationReport, Outcome
from kcs_cli.search.evaluation.link import QUERY, TOP, GoneQuery, Loss, loss
from kcs_cli.text.display import OptionalText, quantity

GONE = 5  # articles that are no more, and are named
BEYOND = DEPTH + 1  # where an article stands that is not among the first ten


class Verdict(StrEnum):
    """What became of a query; in the order in which they are listed."""

    lost = "lost"  # among the first three there, and not here
    worse = "worse"
    gone = "gone"  # none of its articles is here any more
    unchanged = "unchanged"
    better = "better"
    new = "new"  # none of its articles was there yet


class QueryComparison(NamedTuple):
    """A query: the best rank of an expected article there and here (None: beyond ten), and what is first here."""

    query: str
    id: str
    path: OptionalText
    verdict: Verdict
    rank_there: int | None
    rank_here: int | None
    first_id_here: OptionalText

    @property
    def other_first(self) -> str | None:
        """What is first here in place of the article."""
        return None if self.rank_here == 1 else self.first_id_here


class BaselineRevision(NamedTuple):
    """What is compared with: what a person called it, the commit, and the day of that."""

    name: str
    commit: str
    on: date


class ComparisonReport(NamedTuple):
    """All queries there and here: nDCG@10, how many are among the first three, how many of each verdict, and the changed.

    `unknown` are expected names that no article has, there or here.
    """

    there: BaselineRevision
    asked: int
    ndcg_there: float
    ndcg_here: float
    top_there: int
    top_here: int
    verdicts: Mapping[str, int]
    changed: tuple[QueryComparison, ...]
    unknown: tuple[str, ...] = ()

    @property
    def ndcg_10(self) -> float:
        """The measure here."""
        return self.ndcg_here

    @property
    def lost(self) -> tuple[QueryComparison, ...]:
        """The queries whose article is not among the first three any more."""
        return tuple(one for one in self.changed if one.verdict is Verdict.lost)

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What CI says beside the articles' files."""
        lost = (loss(one.path, one.id, one.query, one.rank_there, one.rank_here, one.first_id_here) for one in self.lost)
        gone = (one for one in self.changed if one.verdict is Verdict.gone)
        return (*lost, *(Loss(one.path, one.id, GoneQuery(one.query, one.id, one.path).message) for one in gone))

    def tables(self) -> Sequence[Table]:
        """Return the counts, the measures, and what has changed: the worse ones first."""
        there = f"{self.there.name} ({self.there.commit[:10]}, {self.there.on})"
        counts = ", ".join(f"{number:,} {name}" for name, number in self.verdicts.items() if number)
        head = f"{quantity(self.asked, 'query', 'queries')} at {there} and here: {counts or 'nothing to compare'}"
        tops = f"among the first {TOP}: {self.top_there:,} there, {self.top_here:,} here"
        measures = f"nDCG@{DEPTH} {self.ndcg_there:.3f} there, {self.ndcg_here:.3f} here; {tops}"
        columns: Columns = (Column("verdict", "change"), QUERY, Column("id", "article"), Column("rank_there", "there"),
                   Column("rank_here", "here"), Column("first_id_here", ""), Column("", "first here"),
                   Column("path", ""))  # fmt: skip
        rows = tuple(
            (one.verdict.value, one.query, one.id, one.rank_there, one.rank_here, one.first_id_here, one.other_first,
             one.path)
            for one in self.changed
            if one.verdict is not Verdict.gone
        )  # fmt: skip
        return (Table(head), Table(measures), Table("", columns, rows), *self.gone)

    @property
    def gone(self) -> list[Table]:
        """The articles of which no name is left here, in a line."""
        names = dict.fromkeys(one.id for one in self.changed if one.verdict is Verdict.gone)
        first = ", ".join(list(names)[:GONE]) + (", …" if len(names) > GONE else "")
        lacking = f"{quantity(len(names), 'article')} no longer here, without an heir: {first}"
        return [Table(lacking)] if names else []


def compare_reports(
    revision: BaselineRevision, there: EvaluationReport, here: EvaluationReport, paths: Mapping[str, str]
) -> ComparisonReport:
    """Compare what the same queries found; `paths` are those of the articles here, by id."""
    pairs = zip(there.outcomes, here.outcomes, strict=True)
    found = [_compared(old, new, {*there.unknown}, {*here.unknown}, paths) for old, new in pairs]
    counts = Counter(one.verdict for one in found)
    return ComparisonReport(
        there=revision,
        asked=here.asked,
        ndcg_there=there.ndcg_10,
        ndcg_here=here.ndcg_10,
        top_there=sum(_is_top(outcome.rank) for outcome in there.outcomes),
        top_here=sum(_is_top(outcome.rank) for outcome in here.outcomes),
        verdicts={verdict.value: counts[verdict] for verdict in Verdict},
        changed=tuple(sorted((one for one in found if one.verdict is not Verdict.unchanged), key=_gravity)),
        unknown=tuple(name for name in here.unknown if name in there.unknown),
    )


def _compared(
    there: Outcome, here: Outcome, unknown_there: set[str], unknown_here: set[str], paths: Mapping[str, str]
) -> QueryComparison:
    """Compare one query; `unknown` are the expected names that no article has."""
    known = [name for name in here.judged.expected if name not in unknown_here]
    found = next((id_ for id_, _ in here.hits if id_ in here.judged.expected), "")
    article = found or (known or [*here.judged.expected, ""])[0]
    is_there = any(name not in unknown_there for name in there.judged.expected)
    verdict = verdict_on(there.rank, here.rank, is_there=is_there, is_here=bool(known))
    first = here.hits[0][0] if here.hits else ""
    return QueryComparison(
        query=here.judged.query,
        id=article,
        path=paths.get(article, ""),
        verdict=verdict,
        rank_there=there.rank,
        rank_here=here.rank,
        first_id_here=first,
    )


def verdict_on(there: int | None, here: int | None, *, is_there: bool, is_here: bool) -> Verdict:
    """Return what became of a query whose article has these ranks."""
    if is_there != is_here:
        return Verdict.gone if is_there else Verdict.new
    old, new = there or BEYOND, here or BEYOND
    if old == new:
        return Verdict.unchanged
    if new < old:
        return Verdict.better
    return Verdict.lost if _is_top(there) and not _is_top(here) else Verdict.worse


def _is_top(rank: int | None) -> bool:
    """Tell whether a rank is among the first three."""
    return rank is not None and rank <= TOP


def _gravity(one: QueryComparison) -> tuple[int, int, str]:
    """Sort by verdict, then by how many ranks were lost or won."""
    ranks = (one.rank_here or BEYOND) - (one.rank_there or BEYOND)
    return list(Verdict).index(one.verdict), -abs(ranks), one.query
