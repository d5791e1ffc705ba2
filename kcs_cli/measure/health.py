"""Health on one page: what needs attention first, each line with the command that shows more."""

from collections.abc import Sequence

from kcs_cli.article.model import OwnerSource
from kcs_cli.measure.figure import Explanation, Figure, Measure
from kcs_cli.measure.health_report import AllArticles, HealthReport, HealthState, report_health
from kcs_cli.measure.known_new import KnownNew
from kcs_cli.measure.link_rate import LinkRate
from kcs_cli.measure.measurement import Measurement
from kcs_cli.measure.source import YEAR
from kcs_cli.owners.owner import Owners
from kcs_cli.owners.ownership import Ownership
from kcs_cli.review.review import ReviewFilter, review_stale
from kcs_cli.search.index.opener import engine

MEASURE = Measure(
    "health",
    "What needs attention first, on one page.",
    Explanation(
        numerator="for each line what it says; the lines are in the order in which a customer is hurt: wrong "
        "articles that are used, "
        "files that are none, what is asked in vain, what nobody keeps up, what is not linked",
        denominator="as each line says",
        time_span="searches, reuse and cases: the period; all else: as it is now",
        left_out="what is as it should be: it is named in one line at the end; link rate and known cases without --cases",
        source="KCS v6 Practices Guide, content health; the order and the limits of 10 % are our own",
    ),
    refusal="it is a list of what to look at",
)


def measure(run: Measurement) -> HealthReport:
    """Gather what needs attention."""
    period, sources = run.wish.period, run.sources
    articles, now = sources.articles, run.wish.at or run.kb.now()
    cases = sources.reused(period)
    flags, worked = sources.flags(), sources.worked_at()
    aged = [place for place in cases if place in worked and worked[place] < now - YEAR]
    named = sources.owners(now)
    owners = [named[articles[place].id] for place in cases]
    searched = sources.asked(period, monthly=False)[0]
    rate, lost = _of_cases(run)
    state = HealthState(
        articles=len(articles),
        broken=len(engine(run.kb).unread()),
        flagged=len(flags),
        flagged_reused=len(flags.keys() & cases.keys()),
        aged=len(aged),
        aged_cases=sum(cases[place] for place in aged),
        unowned=sum(one.owner_source is OwnerSource.nobody for one in owners),
        left=sum(one.has_left for one in owners),
        wip=sum(articles[place].confidence == "wip" for place in cases),
        searches=searched.searches,
        without=searched.without,
        link_rate=rate,
        solved_again=lost,
        has_history=sources.has_history,
        reused=len(cases),
        all=_of_all(run, list(named.values())),
    )
    return report_health(state, period)


def _of_all(run: Measurement, owners: Sequence[Ownership]) -> AllArticles:
    """Return what is to be done about all articles; what needs a history only where there is one."""
    kb, sources, at = run.kb, run.sources, run.wish.at
    return AllArticles(
        to_review=review_stale(kb, ReviewFilter(), 0, None, at).found if sources.has_history else None,
        unowned=sum(one.owner_source is OwnerSource.nobody for one in owners),
        left=sum(one.has_left for one in owners),
        at_risk=Owners(kb).count_at_risk() if sources.has_history and at is None else None,
        wip=sum(one.confidence == "wip" for one in sources.articles),
    )


def _of_cases(run: Measurement) -> tuple[Figure | None, Figure | None]:
    """Return the link rate and the share of cases solved again; None without cases."""
    if run.wish.cases is None:
        return None, None
    rate, known = LinkRate(run.wish.period), KnownNew(run.wish.period, run.sources.begun)
    run.count([rate, known])
    return rate.report().figures[0], known.report().figures[2]
