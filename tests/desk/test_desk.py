"""The desk that tests of reports are made with: its files say what its plan says, and its truths agree with each other."""

import csv
import subprocess
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kcs_cli.history.opening import history
from kcs_cli.journal.event import read_all_lines, standing_events
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.place import label
from kcs_cli.search.ask import find
from kcs_cli.search.log import SearchLog
from kcs_cli.text.privacy import scrub
from tests import make
from tests.desk import __main__ as command
from tests.desk import make_desk, make_year
from tests.desk.edges import turn
from tests.desk.truth_values import Known, Share
from tests.desk.values import TRIED

ANA = "ana@example.org"
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    return make_desk(tmp_path_factory.mktemp("desk") / "kb")


@pytest.fixture(scope="module")
def events(desk):
    """The events of the journal's files, each once."""
    return list({event.id: event for file in lines_of(desk.journal) for event in read_all_lines(file)}.values())


@pytest.fixture(scope="module")
def searches(desk):
    return SearchLog(desk.searches_folder.parent, "", label(desk.root)).searches(24)


def lines_of(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in sorted(folder.rglob("*.jsonl"))]


def files_of(root: Path) -> dict[str, bytes]:
    """Return all that a desk has written, the repository's commits by the name of the last."""
    own = [file for folder in ("journal", "searches") for file in (root / ".git/kcs" / folder).rglob("*.jsonl")]
    work = [file for file in root.rglob("*") if file.is_file() and ".git" not in file.relative_to(root).parts]
    found = {str(file.relative_to(root)): file.read_bytes() for file in (*own, *work)}
    return {**found, "HEAD": make.git(root, "rev-parse", "HEAD").encode()}


def small(root: Path, seed: int = 1):
    return files_of(make_desk(root, seed=seed, cases=200, articles=25).root)


def test_a_seed_gives_the_same_files(tmp_path):
    first = small(tmp_path / "kb")
    (tmp_path / "kb").rename(tmp_path / "before")
    assert small(tmp_path / "kb") == first
    assert len(first) > 100


def test_another_seed_gives_others(tmp_path):
    first, other = small(tmp_path / "a" / "kb"), small(tmp_path / "b" / "kb", seed=2)
    assert first["HEAD"] != other["HEAD"]
    assert first["cases.csv"] != other["cases.csv"]


def test_a_desk_of_too_few_or_too_many_articles_is_refused(tmp_path):
    with pytest.raises(ValueError, match="20 to 200"):
        make_desk(tmp_path, articles=19)


def test_every_line_of_the_journal_is_an_event_and_one_is_there_twice(desk, events):
    lines = b"".join(lines_of(desk.journal)).splitlines()
    assert len(lines) == desk.events + 1
    assert len(events) == desk.events
    assert len(desk.people) > len(list(desk.journal.iterdir())) > 20


def test_a_writers_events_are_in_the_order_of_time(desk):
    for file in lines_of(desk.journal):
        ids = [event.id for event in read_all_lines(file)]
        assert ids == sorted(ids)


def test_the_links_that_hold_are_those_of_the_plan(desk, events):
    found = Counter(
        (one.case, one.article, str(one.use), one.by, one.at) for one in standing_events(events) if one.kind == "link"
    )
    planned = Counter(
        (case.id, one.article, one.use, one.by, one.at.isoformat(timespec="milliseconds"))
        for case in desk.cases
        for one in case.holding
    )
    assert found == planned


def test_flags_and_votes_are_those_of_the_plan(desk, events):
    open_ = [event for event in standing_events(events) if event.kind == "flag"]
    flags = [flag for case in desk.cases for flag in case.flags]
    assert sorted(event.article for event in open_) == sorted(flag.article for flag in flags if flag.closed_at is None)
    assert 0 < len(open_) < len(flags)
    votes = Counter(str(event.vote) for event in events if event.kind == "rate")
    assert votes == Counter(vote.vote for vote in desk.votes)


def test_links_name_texts_that_git_has(desk, events):
    names = "\n".join({event.revision for event in events if event.revision}) + "\n"
    done = subprocess.run(
        ["git", "-C", desk.root, "cat-file", "--batch-check=%(objecttype)"],
        input=names,
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(done.stdout.split()) == {"blob"}
    today = {line.split()[2] for line in make.git(desk.root, "ls-tree", "-r", "HEAD").splitlines()}
    assert {article.blob for article in desk.articles} <= today


def test_the_log_has_the_searches_of_the_plan(desk, searches):
    planned = [one for case in desk.cases for one in case.searches]
    expected = Counter((one.terminal, one.words, one.hits, opened_of(one)) for one in planned)
    assert Counter((one.terminal, one.words, tuple(one.lines), one.shown) for one in searches) == expected
    assert len(searches) == desk.searches
    assert [one.at for one in searches] == sorted(one.at for one in searches)


def opened_of(search):
    return (*search.opened, *([search.written] if search.written else []))


def test_a_terminal_ends_with_one_case_before_it_is_asked_about_another(searches, desk):
    case_of = {(one.terminal, one.at): case.id for case in desk.cases for one in case.searches}
    asked = [(one.terminal, case_of[one.terminal, datetime.fromisoformat(one.at)]) for one in searches]
    for terminal in {terminal for terminal, _ in asked}:
        cases = [case for name, case in asked if name == terminal]
        assert len([case for case, before in zip(cases, ["", *cases], strict=False) if case != before]) == len(set(cases))


def test_nothing_personal_is_in_journal_and_log(events, searches):
    words = {one.words for one in (*events, *searches)}
    assert [text for text in words if scrub(text) != text] == []


def test_issues_that_are_scrubbed_say_the_case_so_that_no_two_become_the_same(desk):
    personal = [case for case in desk.cases if scrub(case.issue) != case.issue]
    assert len(personal) > 20
    assert [case.id for case in personal if case.id not in case.issue] == []


def test_the_export_has_the_cases_of_the_plan(desk):
    with desk.cases_file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == desk.written == len(desk.cases) == 2_000
    for row, case in zip(rows, desk.cases, strict=True):
        assert datetime.fromisoformat(row["opened_at"]) == case.opened_at
        assert (datetime.fromisoformat(row["closed_at"]) if row["closed_at"] else None) == case.closed_at
        assert [row["contacts"], row["csat"]] == ["" if one is None else str(one) for one in (case.contacts, case.csat)]
        assert row["cost"] == ("" if case.cents is None else f"{case.cents / 100:.2f}")
        for name in ("id", "team", "domain", "kind", "language", "channel", "issue", "customer", "by"):
            assert row[name] == getattr(case, name)


def test_git_says_who_made_the_first_commit_of_an_article_and_when(desk):
    pasts = history(KnowledgeBase.open(str(desk.root))).pasts([article.path for article in desk.articles])
    old = {one.also: one.address for one in desk.people if one.also}
    for article in desk.articles:
        created = pasts[article.path].created
        assert created is not None
        assert created.commit.at == article.created_at
        assert old.get(created.commit.by[0], created.commit.by[0]) == article.author
        assert [change.blob for change in pasts[article.path].changes] == [one.blob for one in reversed(article.versions)]
    assert make.git(desk.root, "status", "--short") == ""


@pytest.mark.parametrize("arguments", [("events",), ("review-stale",), ("test",), ("lint",), ("owners",), ("index",)])
def test_kcs_works_on_it(desk, arguments):
    done = make.run(desk.root, *arguments)
    assert done.status == 0, done.out + done.err
    assert "cannot be read" not in done.err


def test_kcs_counts_the_reuse_of_an_article_as_the_truth_does(desk):
    events = record(KnowledgeBase.open(str(desk.root)))
    reuse = desk.truth.reuse(desk.since, desk.until)
    assert {article: events.reuse([article]).cases for article in reuse} == reuse


@pytest.mark.parametrize("by", ["team", "domain", "kind", "month"])
def test_link_rates_add_up(desk, by):
    whole, parts = desk.truth.link_rate(desk.since, desk.until), desk.truth.link_rates(desk.since, desk.until, by)
    assert Share(sum(one.part for one in parts.values()), sum(one.whole for one in parts.values())) == whole
    assert len(parts) == {"team": 5, "domain": 6, "kind": 3, "month": 13}[by]


def test_more_and_more_cases_are_linked(desk):
    middle = desk.since + 182 * DAY
    before, after = desk.truth.link_rate(desk.since, middle), desk.truth.link_rate(middle, desk.until)
    assert before.part / before.whole < after.part / after.whole - 0.05
    rates = [desk.truth.link_rate(*period) for period in ((desk.since, middle), (middle, desk.until))]
    assert sum(rate.whole for rate in rates) == desk.truth.link_rate(desk.since, desk.until).whole


def test_known_and_new_are_the_closed_cases(desk):
    known, new, lost = desk.truth.known(desk.since, desk.until)
    closed = desk.truth.closed(desk.since, desk.until)
    assert known | new == {case.id for case in closed}
    assert not known & new
    assert lost < new
    assert min(map(len, (known, lost))) > 50
    assert len(desk.cases) > len(closed) > len(desk.cases) - 100


def test_reuse_adds_up(desk):
    truth, period = desk.truth, (desk.since, desk.until)
    reuses = sum(truth.reuse(*period).values())
    assert truth.pareto(*period).whole == reuses == len(truth.reuses(*period))
    assert 0.4 < truth.pareto(*period).part / reuses < 0.8
    citations = [truth.citations_of(person.address, *period) for person in desk.people]
    assert sum(citations) == truth.citations(*period) < reuses
    assert citations[0] > 20
    assert truth.reuse_create(*period).part < reuses
    assert truth.reuse_create(*period).whole == sum(truth.created(*period).values()) > 9


def test_outcomes_are_those_of_closed_cases(desk):
    outcomes = desk.truth.outcomes(desk.since, desk.until)
    closed = desk.truth.closed(desk.since, desk.until)
    assert sum(outcomes.mix.values()) == len(closed)
    assert outcomes.first_contact.whole == sum(case.contacts is not None for case in closed) < len(closed)
    assert outcomes.repeats.whole == sum(bool(case.customer) for case in closed) < len(closed)
    assert 0.02 < outcomes.repeats.part / outcomes.repeats.whole < 0.2
    assert 3 < outcomes.csat_mean < 5
    assert 1 < outcomes.median_hours < 24


def test_nothing_is_known_of_a_period_without_cases(desk):
    later = (desk.until + 30 * DAY, desk.until + 60 * DAY)
    assert desk.truth.link_rate(*later) == Share(0, 0)
    assert desk.truth.known(*later) == Known(frozenset(), frozenset(), frozenset())
    assert desk.truth.outcomes(*later)[:4] == (Share(0, 0), None, 0, None)
    assert desk.truth.time_to_publish(*later) == (None, 0)
    assert desk.truth.gaps(*later) == desk.truth.phrasings(*later) == []


def test_searches_and_votes_add_up(desk):
    known = desk.truth.self_service(desk.since, desk.until)
    assert known.searches == desk.searches
    assert known.helpful + known.unhelpful == len(desk.votes)
    assert 0 < known.without_hits < known.opened < known.searches


def test_articles_take_days_until_they_are_seen(desk):
    published = desk.truth.time_to_publish(desk.since, desk.until)
    assert published.articles >= 5
    assert 1 < published.median_days < 60


@pytest.mark.parametrize("seed", range(1, 6))
def test_each_gap_is_asked_several_times_by_several(tmp_path, seed):
    desk = make_desk(tmp_path / "kb", seed=seed)
    gaps = desk.truth.gaps(desk.since, desk.until)
    assert len(gaps) == 8
    assert sum(bool(gap.article) for gap in gaps) == 3
    for gap in gaps:
        assert gap.asked >= gap.sessions >= 3
        assert min(len(gap.terminals), len(gap.variants)) >= 2
        assert gap.answered_at is None or gap.last_at < gap.answered_at
    assert {gap.language for gap in gaps} == {"en", "de", "lt"}
    phrasings = desk.truth.phrasings(desk.since, desk.until)
    assert len(phrasings) == 4
    assert min(one.times for one in phrasings) >= 3


def test_what_nobody_wrote_about_is_not_found_and_never_linked(desk):
    kb = KnowledgeBase.open(str(desk.root))
    gaps = desk.truth.gaps(desk.since, desk.until)
    scores = [score for gap in gaps if not gap.article for words in gap.variants for _, score in find(kb, words)[:1]]
    assert max(scores, default=0) < 20
    answers = [find(kb, words)[0][0] == gap.article for gap in gaps if gap.article for words in gap.variants]
    assert all(answers)
    about = {id_: gap for gap in gaps for id_ in gap.cases}
    linked = [(link.article, about[case.id]) for case in desk.cases if case.id in about for link in case.helped]
    written = [(article, gap) for article, gap in linked if article.startswith("kb-")]
    assert [gap.article for _, gap in written] == [article for article, _ in written]
    assert len(written) == 3  # in the case that an article was written in


def test_an_article_without_customers_words_is_found_by_its_own(desk):
    kb = KnowledgeBase.open(str(desk.root))
    for one in desk.truth.phrasings(desk.since, desk.until):
        assert find(kb, one.query)[0][0] == one.article
        assert one.shares_word or one.article not in [article for article, _ in find(kb, one.phrase)]


def test_incidents_come_and_go(desk):
    for topic in (
        one for one in desk.topics if one.starts_at and one.fixed_at and one.kind == "incident" and one.weight > 0.4
    ):
        opened = [case.opened_at for case in desk.cases if case.topic == topic.name]
        assert len(opened) > 15
        assert topic.starts_at - DAY < min(opened)
        assert max(opened) < topic.fixed_at + DAY


def test_what_was_eliminated_is_asked_no_more_and_what_was_leveraged_is(desk):
    eliminated, simplified, automated, leveraged = desk.truth.matrix(desk.since, desk.until)
    assert [one.what for one in (eliminated, simplified, automated, leveraged)] == [
        "eliminate", "simplify", "automate", "leverage",
    ]  # fmt: skip
    assert eliminated.after <= 1 < eliminated.before
    assert automated.before > 2 * automated.after
    assert leveraged.after > 0
    for one in (eliminated, simplified, automated, leveraged):
        assert sum(one.months.values()) == one.before + one.after
        linked = [
            case
            for case in desk.truth.closed(desk.since, desk.until)
            if one.article in {link.article for link in case.helped}
        ]
        assert sum(one.linked_months.values()) == len(linked)
        assert sum(one.linked_cents.values()) == sum(case.cents or 0 for case in linked)


def test_the_cases_at_the_edges_fall_on_the_right_side(desk):
    truth, start = desk.truth, turn(desk.world)
    before, after = ({case.id for case in truth.closed(*period)} for period in ((desk.since, start), (start, desk.until)))
    assert "CS-000001" in after
    assert "CS-000002" in before
    (rate,) = truth.link_rates(start - timedelta(hours=2), start, "month").items()
    assert (rate[0], rate[1].whole) == (f"{start - timedelta(hours=2):%Y-%m}", 1)
    back = {case.id for case in desk.cases if case.customer == "cu-back" and truth.came_back(case)}
    assert back == {"CS-000003"}
    _, new, lost = truth.known(desk.since, desk.until)
    assert "CS-000007" in new - lost
    assert lost & {"CS-000008", "CS-000010"} == {"CS-000010"}


def test_the_mistakes_that_people_make_are_there(desk):
    links = [(link, case) for case in desk.cases for link in case.links]
    authors = {article.id: article.author for article in desk.articles}
    holding_, replaced = (
        {id(one) for case in desk.cases for one in case.holding},
        [one for one, _ in links if one.replaces >= 0],
    )
    assert sum(link.taken_back_at is not None for link, _ in links) > 10
    assert len(replaced) > 5
    assert sum(link.use == TRIED and id(link) in holding_ for link, _ in links) > 20
    assert sum(authors.get(link.article) == link.by for link, _ in links) > 20
    assert sum(link.article.startswith("https:") for link, _ in links) > 5
    assert sum(len({link.article for link in case.helped}) < len(case.helped) for case in desk.cases) > 5
    assert sum(link.by != case.by for link, case in links) > 20
    assert sum(not case.closed_at and bool(case.helped) for case in desk.cases) > 0
    assert {one.by for article in desk.articles for one in article.versions} & {one.also for one in desk.people if one.also}


def test_the_desk_is_staffed_and_weekends_are_quiet(desk):
    teams = Counter(person.team.name for person in desk.people if person.left is None)
    assert len(teams) == 5
    assert all(6 <= number <= 10 for number in teams.values())
    week = Counter(case.opened_at.weekday() for case in desk.cases)
    assert max(week[5], week[6]) < min(week[day] for day in range(5)) / 2
    assert desk.people[0].address == ANA


def test_a_year_is_written_for_a_base_that_is_there(tmp_path):
    root = make_desk(tmp_path / "kb", cases=20).root
    before = make.git(root, "status", "--short"), make.git(root, "rev-parse", "HEAD")
    for file in (root / ".git/kcs").rglob("*.jsonl"):
        file.unlink()
    made = make_year(root, tmp_path / "cases.csv", cases=800, events=1_000, until=date(2026, 6, 30), keep=True)
    lines = b"".join(lines_of(made.journal))
    assert (made.written, made.events, len(read_all_lines(lines))) == (800, 1_000, 1_001)
    assert made.until == datetime(2026, 6, 30, tzinfo=UTC)
    assert len(made.cases) == 800
    assert (make.git(root, "status", "--short"), make.git(root, "rev-parse", "HEAD")) == before
    found = record(KnowledgeBase.open(str(root)))
    assert {one: found.reuse([one]).cases for one in made.truth.reuse(made.since, made.until)} == made.truth.reuse(
        made.since, made.until
    )
    assert len(made.truth.gaps(made.since, made.until)) == 8
    assert len(made.truth.matrix(made.since, made.until)) == 4


def test_a_year_may_have_fewer_events_than_cases_bring(tmp_path):
    root = make_desk(tmp_path / "kb", cases=20).root
    made = make_year(root, tmp_path / "cases.csv", cases=500, events=100, until=date(2026, 6, 30))
    assert (made.events, made.cases) == (100, ())


def test_the_command_says_what_it_wrote(tmp_path, monkeypatch, capsys):
    root = make_desk(tmp_path / "kb", cases=20, articles=20).root
    monkeypatch.setattr("sys.argv", ["desk", str(root), "--cases", "60", "--events", "50", "--until", "2026-06-30"])
    command.main()
    out = capsys.readouterr().out
    assert out.startswith("60 cases, 50 events, ")
    assert "20 articles, 2025-06-30 to 2026-06-30" in out
    assert (tmp_path / "kb-cases.csv").read_text().count("\nCS-") == 60
