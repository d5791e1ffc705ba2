"""Each report says exactly what is true of a desk: of the year, of a month, and of each group."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from statistics import median

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.measure.figure import Figure
from kcs_cli.measure.measure import make_report
from kcs_cli.measure.measure_report import MeasureReport
from kcs_cli.measure.request import MeasureRequest
from kcs_cli.text.period import Period, next_month
from tests import make
from tests.desk import make_desk
from tests.desk.truth import BY, Truth, visible_at
from tests.desk.truth_values import Share
from tests.desk.values import Article, Case

SEEDS = (1, 2, 3)
ANA = "ana@example.org"


@pytest.fixture(scope="module", params=SEEDS)
def desk(request, tmp_path_factory):
    return make_desk(tmp_path_factory.mktemp("desk") / "kb", seed=request.param, cases=800, articles=30)


@pytest.fixture
def truth(desk):
    return desk.truth


@pytest.fixture(params=["year", "month"])
def period(request, desk):
    if request.param == "year":
        return Period(desk.since, desk.until)
    return Period(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))


@lru_cache(maxsize=1)
def opened(root: Path) -> KnowledgeBase:
    """Return a desk that nobody writes to, its history and its journal read once for all reports."""
    return KnowledgeBase.open(str(root))


def report(desk, name: str, period: Period, **wish):
    kb = KnowledgeBase.open(str(desk.root)) if wish.get("mine") else opened(desk.root)
    return make_report(kb, name, MeasureRequest(period, desk.cases_file, **wish))


def measure(desk, name: str, period: Period, **wish) -> MeasureReport:
    found = report(desk, name, period, **wish)
    return found.measure if name == "reuse" else found


def counts(figure: Figure) -> Share:
    """Return what a share is made of; of none there is nothing."""
    return Share(figure.part or 0, figure.of or 0)


def groups(found: MeasureReport) -> dict[str, tuple[Figure, ...]]:
    return {one.label: one.figures for one in found.groups}


def months_of(period: Period) -> list[Period]:
    """Return the months of a period whose begin and end are at midnight in UTC."""
    found = [Period(period.since, min(next_month(period.since), period.until))]
    while found[-1].until < period.until:
        found.append(Period(found[-1].until, min(next_month(found[-1].until), period.until)))
    return found


# Cases


def test_link_rate(desk, truth, period):
    (rate,) = measure(desk, "link-rate", period).figures
    assert counts(rate) == truth.link_rate(*period)
    assert rate.value == 100 * rate.part / rate.of


@pytest.mark.parametrize("by", BY)
def test_link_rate_of_groups(desk, truth, period, by):
    found = groups(measure(desk, "link-rate", period, by=by))
    assert {label: counts(rate) for label, (rate,) in found.items()} == truth.link_rates(*period, by)


def test_known_and_new(desk, truth, period):
    known, new, lost = measure(desk, "known-new", period).figures
    true = truth.known(*period)
    whole = len(true.known) + len(true.new)
    assert [counts(one) for one in (known, new, lost)] == [
        Share(len(ids), whole) for ids in (true.known, true.new, true.not_captured)
    ]


@pytest.mark.parametrize("by", BY)
def test_known_and_new_of_groups(desk, truth, period, by):
    found = groups(measure(desk, "known-new", period, by=by))
    true, expected = truth.known(*period), {}
    for case in truth.closed(*period):
        one = expected.setdefault(BY[by](case), [0, 0, 0])
        for place, ids in enumerate((true.known, true.new, true.not_captured)):
            one[place] += case.id in ids
    assert {label: [figure.part for figure in figures] for label, figures in found.items()} == expected


def outcomes_of(true) -> list:
    return [true.first_contact, true.median_hours, true.csat_mean, true.csat_count, true.repeats]


def outcomes_in(figures) -> list:
    first, hours, csat, repeats = figures
    return [counts(first), hours.value, csat.value, csat.of, counts(repeats)]


def test_outcomes(desk, truth, period):
    found, true = measure(desk, "outcomes", period), truth.outcomes(*period)
    assert outcomes_in(found.figures) == outcomes_of(true)
    assert {one.name: one.part for one in found.beside} == true.mix


@pytest.mark.parametrize("by", BY)
def test_outcomes_of_groups(desk, truth, period, by):
    found = groups(measure(desk, "outcomes", period, by=by))
    for label, figures in found.items():
        part = Only(truth, lambda case, label=label: BY[by](case) == label)
        assert outcomes_in(figures) == outcomes_of(part.outcomes(*period))
    assert list(found) == sorted({BY[by](case) for case in truth.closed(*period)})


class Only(Truth):
    """The truth of some of the closed cases; what others say of them still counts."""

    def __init__(self, truth: Truth, wanted) -> None:
        super().__init__(truth.cases, truth.votes, list(truth.articles.values()), truth.topics)
        self.wanted = wanted

    def closed(self, since, until):
        return [case for case in super().closed(since, until) if self.wanted(case)]


# Articles


def test_reuse(desk, truth, period):
    found = report(desk, "reuse", period)
    true, pareto = truth.reuse(*period), truth.pareto(*period)
    reuses, articles, top = found.measure.figures
    assert (reuses.value, articles.value, counts(top)) == (sum(true.values()), len(true), pareto)
    assert {one.id: one.cases for one in found.head}.items() <= true.items()
    assert sum(one.cases for one in found.head) == pareto.part
    assert (found.tail, found.tail_reuses) == (len(true) - len(found.head), pareto.whole - pareto.part)
    assert found.never == len(truth.articles) - len(true)


def test_reuse_to_create(desk, truth, period):
    (ratio,) = measure(desk, "reuse", period).beside
    assert counts(ratio) == truth.reuse_create(*period)


def test_reuse_of_months(desk, truth, period):
    found = groups(measure(desk, "reuse", period, by="month"))
    expected = {f"{one.since:%Y-%m}": truth.pareto(*one) for one in months_of(period)}
    assert {label: counts(figures[2]) for label, figures in found.items()} == expected


def test_reuse_of_domains(desk, truth, period):
    found = groups(measure(desk, "reuse", period, by="domain"))
    expected: dict[str, int] = {}
    for id_, cases in truth.reuse(*period).items():
        expected[truth.articles[id_].domain] = expected.get(truth.articles[id_].domain, 0) + cases
    assert {label: figures[0].value for label, figures in found.items()} == expected


def test_citations(desk, truth, period):
    (found,) = measure(desk, "citations", period).figures
    assert counts(found) == Share(truth.citations(*period), len(truth.reuses(*period)))


def test_citations_of_months(desk, truth, period):
    found = groups(measure(desk, "citations", period, by="month"))
    expected = {f"{one.since:%Y-%m}": truth.citations(*one) for one in months_of(period)}
    assert {label: figures[0].part for label, figures in found.items()} == expected


def test_citations_of_domains(desk, truth, period):
    found = groups(measure(desk, "citations", period, by="domain"))
    domains = [truth.articles[article].domain for article, _ in truth.cited(*period, lambda _: True)]
    assert {label: figures[0].part for label, figures in found.items() if figures[0].part} == {
        domain: domains.count(domain) for domain in domains
    }


@pytest.mark.parametrize("number", range(8))
def test_ones_own_citations(desk, truth, period, number, monkeypatch):
    person = desk.people[number]
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", person.also or person.address)
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", person.also or person.address)
    (found,) = measure(desk, "citations", period, mine=True).figures
    assert found.part == truth.citations_of(person.address, *period)


def test_created(desk, truth, period):
    found = measure(desk, "created", period, by="month")
    expected = truth.created(*period)
    assert found.figures[0].value == sum(expected.values())
    assert {label: figure.value for label, (figure,) in groups(found).items() if figure.value} == expected


def test_created_of_domains(desk, truth, period):
    domains = [one.domain for one in truth.articles.values() if period.has(one.created_at)]
    found = groups(measure(desk, "created", period, by="domain"))
    assert {label: figure.value for label, (figure,) in found.items()} == {one: domains.count(one) for one in domains}


def test_time_to_publish(desk, truth, period):
    (found,) = measure(desk, "time-to-publish", period).figures
    assert (found.value, found.of) == truth.time_to_publish(*period)


def test_time_to_publish_of_months(desk, truth, period):
    found = groups(measure(desk, "time-to-publish", period, by="month"))
    expected = {f"{one.since:%Y-%m}": truth.time_to_publish(*one) for one in months_of(period)}
    assert {label: (figure.value, figure.of) for label, (figure,) in found.items()} == expected


def test_time_to_publish_of_domains(desk, truth, period):
    days: dict[str, list[float]] = {}
    for one in truth.articles.values():
        if (seen := visible_at(one)) and period.has(seen):
            days.setdefault(one.domain, []).append((seen - one.created_at) / timedelta(days=1))
    found = groups(measure(desk, "time-to-publish", period, by="domain"))
    assert {label: figure.value for label, (figure,) in found.items()} == {label: median(one) for label, one in days.items()}


# Self-service


def self_service_in(figures) -> tuple:
    searches, without, opened, helpful = figures
    return searches.value, without.part, opened.part, helpful.part, helpful.of - helpful.part


def test_self_service(desk, truth, period):
    assert self_service_in(measure(desk, "self-service", period).figures) == truth.self_service(*period)


def test_self_service_of_months(desk, truth, period):
    found = groups(measure(desk, "self-service", period, by="month"))
    expected = {f"{one.since:%Y-%m}": truth.self_service(*one) for one in months_of(period)}
    assert {label: self_service_in(figures) for label, figures in found.items()} == expected


# All at once


def test_value(desk, truth, period):
    found = report(desk, "value", period)
    reused = truth.reuse(*period)
    last = {id_: one.versions[-1].confidence for id_, one in truth.articles.items()}
    searched = truth.self_service(*period)
    assert [counts(one) for one in found.leading] == [
        truth.link_rate(*period), truth.reuse_create(*period),
        Share(truth.citations(*period), len(truth.reuses(*period))),
        Share(sum(last[id_] == "validated" for id_ in reused), len(reused)), Share(searched.opened, searched.searches),
    ]  # fmt: skip
    assert outcomes_in(found.lagging) == outcomes_of(truth.outcomes(*period))
    assert {one.name: one.part for one in found.mix} == truth.outcomes(*period).mix


def test_a_baseline_is_as_long_a_period_that_ends_there(desk, truth):
    period, end = (
        Period(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)),
        datetime(2026, 1, 1, tzinfo=UTC),
    )
    before = Period(end - timedelta(days=31), end)
    for name in ("link-rate", "known-new", "outcomes", "reuse", "citations", "created", "time-to-publish", "self-service"):
        found = measure(desk, name, period, baseline=end)
        alone = measure(desk, name, before)
        assert found._replace(previous=None) == measure(desk, name, period)
        assert found.previous == alone
    found = report(desk, "value", period, baseline=end)
    assert found.previous == report(desk, "value", before)


# As it was known at a time


def as_of(desk, at: datetime) -> Truth:
    """Return the truth of what had happened before a time."""
    cases = [case_at(case, at) for case in desk.cases if case.opened_at < at]
    articles = [article_at(one, at) for one in desk.articles if one.created_at < at]
    return Truth(cases, [vote for vote in desk.votes if vote.at < at], articles, desk.topics)


def case_at(case: Case, at: datetime) -> Case:
    links = [link for link in case.links if link.at < at]
    known = [
        link._replace(taken_back_at=None) if link.taken_back_at and link.taken_back_at >= at else link for link in links
    ]
    searches = tuple(one for one in case.searches if one.at < at)
    closed = case.closed_at if case.closed_at and case.closed_at < at else None
    return case._replace(links=tuple(known), searches=searches, closed_at=closed)


def article_at(article: Article, at: datetime) -> Article:
    return article._replace(versions=tuple(one for one in article.versions if one.at < at))


def test_what_was_known_at_a_time(desk):
    at = datetime(2026, 2, 10, 12, tzinfo=UTC)
    period, true = Period(desk.since, at), as_of(desk, at)

    def found(name):
        return measure(desk, name, period, at=at).figures

    known = true.known(*period)
    assert counts(found("link-rate")[0]) == true.link_rate(*period)
    assert [one.part for one in found("known-new")] == list(map(len, (known.known, known.new, known.not_captured)))
    assert outcomes_in(found("outcomes")) == outcomes_of(true.outcomes(*period))
    assert counts(found("reuse")[2]) == true.pareto(*period)
    assert found("citations")[0].part == true.citations(*period)
    assert found("created")[0].value == sum(true.created(*period).values())
    assert (found("time-to-publish")[0].value, found("time-to-publish")[0].of) == true.time_to_publish(*period)
    assert self_service_in(found("self-service")) == true.self_service(*period)


# What is refused


@pytest.mark.parametrize("by", ["person", "agent", "author", "by"])
def test_nobody_is_ranked(desk, by):
    for name in ("link-rate", "citations", "created", "outcomes"):
        with pytest.raises(KcsError, match="No measure ranks people"):
            report(desk, name, Period(desk.since, desk.until), by=by)


@pytest.mark.parametrize("name", ["link-rate", "known-new", "reuse", "citations", "created", "value", "health"])
def test_what_people_do_gets_no_target(desk, name):
    with pytest.raises(KcsError, match=f"{name} gets no target: "):
        report(desk, name, Period(desk.since, desk.until), target="100")


def test_the_link_rate_reads_no_history(desk, tmp_path):
    """Without a history that could be read, it is the same."""
    period = Period(desk.since, desk.until)
    kb = KnowledgeBase.open(str(desk.root))
    make_report(kb, "link-rate", MeasureRequest(period, desk.cases_file))
    assert "history" not in vars(kb)
    assert "opened" not in vars(kb)


def test_a_team_of_one_is_not_shown_apart(tmp_path):
    root = make.base(tmp_path / "kb", make.THREE)
    rows = ["id,closed_at,team,by", "1,2026-03-01T10:00Z,one,ana@example.org", "2,2026-03-02T10:00Z,two,ben@example.org",
            "3,2026-03-02T10:00Z,two,cy@example.org", "4,2026-03-02T10:00Z,one,ana@example.org"]  # fmt: skip
    (tmp_path / "cases.csv").write_text("\n".join(rows))
    period = Period(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC))
    found = make_report(
        KnowledgeBase.open(str(root)), "link-rate", MeasureRequest(period, tmp_path / "cases.csv", by="team")
    )
    assert [(one.label, one.figures[0].of) for one in found.groups] == [("two", 2)]
    assert found.figures[0].of == 4
    assert found.remarks[0] == "Left out: 1 team of one person: a person's figures are that person's own."
