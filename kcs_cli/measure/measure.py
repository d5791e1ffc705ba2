"""`kcs report`: the measures of the evolve loop on a knowledge base, over a period, beside a baseline."""

from collections.abc import Callable, Sequence
from typing import Protocol

from kcs_cli.demand.case_file import ClosedCase
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.measure import (
    citations,
    created,
    health,
    known_new,
    link_rate,
    outcomes,
    reuse,
    self_service,
    time_to_publish,
    value,
)
from kcs_cli.measure.figure import Figure, Measure, share
from kcs_cli.measure.health import AllArticles
from kcs_cli.measure.material import NEVER, CaseLink
from kcs_cli.measure.measure_report import MeasureReport
from kcs_cli.measure.request import MeasureRequest, check_by, find_measure, with_target
from kcs_cli.measure.source import YEAR, Sources
from kcs_cli.owners.owner import Owners
from kcs_cli.owners.ownership import Ownership, OwnerSource
from kcs_cli.render.report import Chart, Report
from kcs_cli.review.review import ReviewFilter, review_stale
from kcs_cli.search.index.opener import engine
from kcs_cli.text.display import quantity
from kcs_cli.text.period import Period

NEEDED = {"link-rate": ("id", "closed_at"), "known-new": ("id", "opened_at", "closed_at", "issue")}
USUALLY_NEEDED = ("id", "opened_at", "closed_at")


class Tally(Protocol):
    """What counts cases while they are read."""

    def take(self, case: ClosedCase, links: Sequence[CaseLink], opened: float, closed: float, /) -> None:
        """Take in a case with its links that helped, and when it was opened and closed, in seconds."""
        ...


class MeasuredReport(Report, Protocol):
    """A report that has charts, too."""

    def charts(self) -> Sequence[Chart]:
        """Return its charts."""
        ...


def make_report(kb: KnowledgeBase, name: str, wish: MeasureRequest) -> MeasuredReport:
    """Return a report. Raise KcsError for one there is not, and for what it does not do."""
    measure = find_measure(name)
    check_by(measure, wish.by)
    if measure.needs_cases and wish.cases is None:
        raise KcsError(
            f"{name} is a measure of cases", f"kcs report {name} --cases FILE: CSV or JSON lines of your help desk"
        )
    if wish.mine and name != "citations":
        raise KcsError(f"{name} is no measure of one person", "--mine shows your own citations: kcs report citations --mine")
    return Measures(kb, measure, wish).report()


class Measures:
    """One measure, gathered and counted."""

    def __init__(self, kb: KnowledgeBase, measure: Measure, wish: MeasureRequest) -> None:
        self.kb = kb
        self.measure = measure
        self.wish = wish
        self.sources = Sources(kb, wish.at)

    def report(self) -> MeasuredReport:
        """Return the report."""
        if self.measure.name in ("health", "value"):
            with_target(self.measure, (), self.wish.target)  # which is refused
            return self.health() if self.measure.name == "health" else self.value()
        if self.measure.name == "reuse":
            with_target(self.measure, (), self.wish.target)
            return self.reuse()
        now, *before = self.make[self.measure.name]()
        now = now._replace(before=before[0]) if before else now
        return now._replace(target=with_target(self.measure, now.figures, self.wish.target))

    @property
    def make(self) -> dict[str, Callable[[], list[MeasureReport]]]:
        """What makes each measure, of all periods."""
        return {
            "link-rate": self.link_rate,
            "known-new": self.known_new,
            "outcomes": self.outcomes,
            "citations": self.citations,
            "created": self.created,
            "time-to-publish": self.time_to_publish,
            "self-service": self.self_service,
        }

    def count(self, tallies: Sequence[Tally], *, of_articles: bool = True) -> None:
        """Read the cases once, for all that counts them. Raise KcsError."""
        if self.wish.cases is None:
            return
        links = self.sources.links(self.wish.periods, of_articles=of_articles)
        cases = linked = 0
        takes = [tally.take for tally in tallies]
        for case in self.sources.cases(self.wish.cases, NEEDED.get(self.measure.name, USUALLY_NEEDED)):
            found = links.of(case.id)
            opened = case.opened_at.timestamp() if case.opened_at else NEVER
            closed = case.closed_at.timestamp() if case.closed_at else NEVER
            cases += 1
            linked += bool(found)
            for take in takes:
                take(case, found, opened, closed)
        if links.links and cases and not linked:
            known = next(iter(links.links))
            self.kb.tell(f"None of {quantity(cases, 'case')} has a link in the journal, which names cases as {known}: "
                         "is the right column read? [cases] id in kcs.toml")  # fmt: skip

    def link_rate(self) -> list[MeasureReport]:
        """Count links."""
        tallies = [link_rate.LinkRate(period, self.wish.by) for period in self.wish.periods]
        self.count(tallies, of_articles=False)
        return [one.report() for one in tallies]

    def known_new(self) -> list[MeasureReport]:
        """Part the cases."""
        tallies = [known_new.KnownNew(period, self.sources.begun, self.wish.by) for period in self.wish.periods]
        self.count(tallies)
        return [one.report() for one in tallies]

    def outcomes(self) -> list[MeasureReport]:
        """Count what became of the cases."""
        openings = outcomes.Openings()
        tallies = [outcomes.Outcomes(period, openings, self.wish.by) for period in self.wish.periods]
        self.count([openings, *tallies], of_articles=False)
        openings.sort()
        return [one.report() for one in tallies]

    def citations(self) -> list[MeasureReport]:
        """Count reuse by others."""
        self.need_history()
        mine = self.sources.me() if self.wish.mine else None
        known = [(self.sources.reuse(period), period) for period in self.wish.periods]
        return [
            citations.report_citations(rows, self.sources.articles, period, self.wish.by, mine) for rows, period in known
        ]

    def created(self) -> list[MeasureReport]:
        """Count new articles."""
        self.need_history()
        return [created.report_created(self.sources.articles, period, self.wish.by) for period in self.wish.periods]

    def time_to_publish(self) -> list[MeasureReport]:
        """Measure how long articles took."""
        articles = self.sources.published(self.wish.periods)
        return [time_to_publish.report_time_to_publish(articles, period, self.wish.by) for period in self.wish.periods]

    def self_service(self) -> list[MeasureReport]:
        """Count searches and votes."""
        return [
            self_service.report_self_service(*self.sources.asked(period), period, self.wish.by, self.sources.site(period))
            for period in self.wish.periods
        ]

    def need_history(self) -> None:
        """Raise KcsError where there is none."""
        self.sources.pasts(lambda _: ())

    def ratios(self) -> list[reuse.ReuseCreate]:
        """Return what counts reuse : create in each period."""
        known = self.sources.begun
        return [reuse.ReuseCreate(known, 1 << number) for number in range(len(self.wish.periods))]

    def new_articles(self, period: Period) -> int:
        """Return how many articles were created in a period."""
        return sum(period.has(at) for at in self.sources.created.values())

    def reuse(self) -> reuse.ReuseReport:
        """Return how reuse spreads; with cases, its ratio to what was created."""
        tallies = self.ratios() if self.wish.cases else []
        self.count(tallies)
        flags, found = self.sources.flags(), []
        for number, period in enumerate(self.wish.periods):
            ratio = tallies[number].figure(self.new_articles(period)) if tallies else None
            rows = self.sources.reuse(period)
            found.append(reuse.report_reuse(rows, self.sources.articles, period, self.wish.by, flags, ratio))
        now, *before = found
        return now._replace(measure=now.measure._replace(before=before[0].measure)) if before else now

    def value(self) -> value.ValueReport:
        """Return leading and lagging measures."""
        periods, ratios = self.wish.periods, self.ratios()
        rates = [link_rate.LinkRate(period) for period in periods]
        openings = outcomes.Openings()
        became = [outcomes.Outcomes(period, openings) for period in periods]
        self.count([openings, *ratios, *rates, *became])
        openings.sort()
        before = None
        for number in reversed(range(len(periods))):
            period = periods[number]
            lagging = became[number].report()
            leading = [
                rates[number].report().figures[0], ratios[number].figure(self.new_articles(period)),
                *self.of_articles(period),
            ]  # fmt: skip
            before = value.report_value(period, leading, lagging.figures, lagging.beside, before)
        assert before
        return before

    def of_articles(self, period: Period) -> list[Figure]:
        """Return the leading figures that need no cases: citations, what is validated, searches that were of use."""
        rows, articles = self.sources.reuse(period, monthly=False), self.sources.articles
        reused = [articles[row.article] for row in rows if row.month < 0]
        validated = share("reused articles validated", sum(one.confidence == "validated" for one in reused), len(reused))
        cited = citations.report_citations(rows, articles, period, "").figures[0]
        opened = self.sources.asked(period)[0].figures()[2]
        return [cited, validated, opened._replace(name="search led to an article")]

    def health(self) -> health.HealthReport:
        """Return what needs attention."""
        period, sources = self.wish.period, self.sources
        now = self.wish.at or self.kb.now()
        cases = {row.article: row.cases for row in sources.reuse(period, monthly=False) if row.month < 0}
        flags, worked = sources.flags(), sources.worked_at()
        aged = [place for place in cases if place in worked and worked[place] < now - YEAR]
        named = sources.owners(now)
        owners = [named[sources.articles[place].id] for place in cases]
        searched = sources.asked(period)[0]
        rate, lost = self.of_cases(period)
        state = health.HealthState(
            len(sources.articles), engine(self.kb).count_broken(), len(flags), len(flags.keys() & cases.keys()), len(aged),
            sum(cases[place] for place in aged), sum(one.source is OwnerSource.nobody for one in owners),
            sum(one.has_left for one in owners), sum(sources.articles[place].confidence == "wip" for place in cases),
            searched.searches, searched.without, rate, lost, sources.has_history,
            len(cases), self.of_all(list(named.values())),
        )  # fmt: skip
        return health.report_health(state, period)

    def of_all(self, owners: Sequence[Ownership]) -> AllArticles:
        """Return what is to be done about all articles; what needs a history only where there is one."""
        sources, at = self.sources, self.wish.at
        return AllArticles(
            to_review=review_stale(self.kb, ReviewFilter(), 0, None, at).found if sources.has_history else None,
            unowned=sum(one.source is OwnerSource.nobody for one in owners),
            left=sum(one.has_left for one in owners),
            at_risk=len(Owners(self.kb).at_risk().articles) if sources.has_history and at is None else None,
            wip=sum(one.confidence == "wip" for one in sources.articles),
        )

    def of_cases(self, period: Period) -> tuple[Figure | None, Figure | None]:
        """Return the link rate and the share of cases solved again; None without cases."""
        if self.wish.cases is None:
            return None, None
        rate, known = link_rate.LinkRate(period), known_new.KnownNew(period, self.sources.begun)
        self.count([rate, known])
        return rate.report().figures[0], known.report().figures[2]
