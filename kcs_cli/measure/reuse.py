"""Reuse: how the cases spread over the articles, the head with its state, the long tail as information."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from kcs_cli.demand.case_file import ClosedCase
from kcs_cli.journal.ledger.measures import MonthReuse
from kcs_cli.measure.figure import (
    Explanation,
    Figure,
    FigureGroup,
    Measure,
    number,
    ratio,
    share,
)
from kcs_cli.measure.known_new import is_older
from kcs_cli.measure.material import NEVER, CaseLink, WrittenArticle, groups
from kcs_cli.measure.measure_report import MeasureReport
from kcs_cli.measure.measurement import Measurement
from kcs_cli.render.report import Chart, Column, Columns, Table
from kcs_cli.text.display import quantity
from kcs_cli.text.period import Period

HEAD = 20  # of the head, that a table shows
NORMAL = "A long tail is normal: it needs neither review nor archive."
MEASURE = Measure(
    "reuse",
    "What cases come to: the head, the long tail.",
    Explanation(
        numerator="reuses: pairs of an article of the base and a case it is linked to as resolution or reference, "
        "each once; the top "
        "20 %: the reuses of the most reused fifth of the reused articles, rounded up; reuse : create (with --cases): "
        "reuses of articles first committed before their case was opened",
        denominator="all reuses; for reuse : create, the articles created in the period",
        time_span="by the time a link was noted; months begin in the zone of the period's begin",
        left_out="links taken back or replaced; articles tried in vain; links outside the base, and to articles "
        "that are gone; votes "
        "and flags",
        source="KCS v6 Practices Guide, article reuse; the long tail is normal",
    ),
    by=("domain", "month"),
    refusal="it counts an activity: with a goal on reuse, people link what does not help, and the base loses its meaning",
)


class Head(NamedTuple):
    """An article of the head: the cases it helped, the per cent of all reuses up to it, its state, its open flags."""

    id: str
    title: str
    cases: int
    up_to: float
    confidence: str
    flags: int


class ReuseReport(NamedTuple):
    """How the cases spread over articles: the head, and how many of the long tail were reused, and never (information)."""

    measure: MeasureReport
    head: tuple[Head, ...]
    tail: int
    tail_reuses: int
    never: int

    def tables(self) -> Sequence[Table]:
        """Return the figures, the head, the tail."""
        rows = tuple((one.id, one.title, one.cases, one.up_to, one.confidence, one.flags) for one in self.head[:HEAD])
        more = len(self.head) - len(rows)
        title = f"The head{f', {HEAD} of {len(self.head)} (--format json has all)' if more else ''}:"
        tail = (
            f"The long tail: {quantity(self.tail, 'article')} in {quantity(self.tail_reuses, 'case')}, "
            f"{self.never:,} not reused."
        )
        columns: Columns = (
            Column("id", "article"),
            "title",
            "cases",
            Column("up_to", "up to", lambda share: f"{share:.0f} %"),
            "confidence",
            Column("flags", "flags", lambda flags: flags or None),
        )
        return (*self.measure.tables(), *([Table(title, columns, rows)] if rows else []), Table(tail), Table(NORMAL))

    def charts(self) -> Sequence[Chart]:
        """Return the reuses of the head, and those of the months."""
        labels = tuple(one.title for one in self.head[:HEAD])
        cases = tuple(float(one.cases) for one in self.head[:HEAD])
        head = [Chart("Cases of the most reused articles", "bar", labels, {"cases": cases})] if labels else []
        return (*head, *self.measure.charts())


class ReuseCreate:
    """Counts reuses of articles that were there before the case was opened, while cases are read.

    `bit` tells the links that were noted in the period.
    """

    def __init__(self, created: Mapping[int, float], bit: int = 1) -> None:
        self.created = created
        self.bit = bit
        self.reused = 0

    def take(self, _: ClosedCase, links: Sequence[CaseLink], opened: float, __: float) -> None:
        """Take in a case."""
        if not links or opened == NEVER:
            return
        noted = {link.article: link for link in links if link.noted & self.bit and link.article is not None}
        for link in noted.values():
            self.reused += is_older(self.created, link, opened)

    def figure(self, created: int) -> Figure:
        """Return the ratio to the articles created."""
        return ratio("reuse : create", self.reused, created)


def measure(run: Measurement) -> ReuseReport:
    """Count how reuse spreads; with cases, its ratio to what was created."""
    sources, wish = run.sources, run.wish
    ratios = count_ratios(run) if wish.cases else []
    run.count(ratios)
    flags, found = sources.flags(), []
    for place, period in enumerate(wish.periods):
        created = ratios[place].figure(sources.created_in(period)) if ratios else None
        found.append(report_reuse(sources.reuse(period), sources.articles, period, wish.by, flags, created))
    now, *before = found
    return now._replace(measure=now.measure._replace(previous=before[0].measure)) if before else now


def count_ratios(run: Measurement) -> list[ReuseCreate]:
    """Return what counts reuse : create in each period."""
    return [ReuseCreate(run.sources.begun, 1 << place) for place in range(len(run.wish.periods))]


def report_reuse(
    rows: Sequence[MonthReuse], articles: Sequence[WrittenArticle], period: Period, by: str, flags: Mapping[int, int],
    created: Figure | None = None,
) -> ReuseReport:  # fmt: skip
    """Return how reuse spreads; `flags` are the open ones by article, `created` the ratio where there are cases."""
    counts = {row.article: row.cases for row in rows if row.month < 0}
    domains: dict[str, list[int]] = {}
    for article, cases in counts.items():
        domains.setdefault(articles[article].domain, []).append(cases)
    months = months_of(rows, period, lambda found: _figures([row.cases for row in found]))
    parts = months if by == "month" else groups({name: _figures(cases) for name, cases in domains.items()})
    extra = (created,) if created else ()
    measure = MeasureReport(
        name=MEASURE.name,
        title="Reuse",
        period=period,
        figures=_figures(list(counts.values())),
        grouped_by=by,
        groups=parts if by else (),
        months=months,
        beside=extra,
    )
    head = _find_head(counts, articles, flags)
    tail = len(counts) - len(head)
    return ReuseReport(
        measure=measure,
        head=head,
        tail=tail,
        tail_reuses=sum(counts.values()) - sum(one.cases for one in head),
        never=len(articles) - len(counts),
    )


def _figures(counts: Sequence[int]) -> tuple[Figure, ...]:
    """Return the figures of the reuses of some articles."""
    top = sorted(counts, reverse=True)[: _top_of(len(counts))]
    top_share = share("the top 20 % have", sum(top), sum(counts))  # of all there is, and no sample: no interval
    return number("reuses", sum(counts)), number("articles reused", len(counts)), top_share._replace(low=None, high=None)


def _top_of(articles: int) -> int:
    """Return how many are a fifth, rounded up."""
    return -(-articles // 5)


def months_of(
    rows: Sequence[MonthReuse], period: Period, figures_of: Callable[[Sequence[MonthReuse]], tuple[Figure, ...]]
) -> tuple[FigureGroup, ...]:
    """Return the months of a period; one that is alone is the whole period."""
    starts = period.month_names
    found: dict[int, list[MonthReuse]] = {month: [] for month in range(len(starts))}
    for row in rows:
        if row.month >= 0 or len(starts) == 1:
            found[max(0, row.month)].append(row)
    return tuple(FigureGroup(name, figures_of(found[place])) for place, name in enumerate(starts))


def _find_head(counts: Mapping[int, int], articles: Sequence[WrittenArticle], flags: Mapping[int, int]) -> tuple[Head, ...]:
    """Return the top fifth of the reused articles, the most reused first."""
    ordered = sorted(counts, key=lambda one: (-counts[one], articles[one].title, articles[one].id))
    total, so_far, head = sum(counts.values()), 0, []
    for one in ordered[: _top_of(len(ordered))]:
        so_far += counts[one]
        article = articles[one]
        found = (article.id, article.title, counts[one], 100 * so_far / total, article.confidence, flags.get(one, 0))
        head.append(Head(*found))
    return tuple(head)
