"""Tests of what is missing: groups of chains, judged by what today's search finds."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.demand.chain import Ask, ChainEnd
from kcs_cli.demand.gap_report import (
    AnswerCandidate,
    Gap,
    GapBasis,
    GapKind,
    GapReport,
    PresentAnswers,
    judge,
    report_gaps,
)
from kcs_cli.demand.group import gather
from tests import make

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
TITLES = {"kb-1": "Fax", "kb-2": "VPN"}
IDS = {"kb-1": "kb-1", "kb-old": "kb-1", "kb-2": "kb-2"}
ABOUT = GapBasis(date(2026, 10, 25), None, 9, 2)


def ask(*wordings: str, who="tty1", why=ChainEnd.nothing, day=0, **fields) -> Ask:
    return Ask(wordings, AT + timedelta(days=day), who, why, **fields)


def today(**answers: Sequence[str]) -> PresentAnswers:
    """What is found: by the words with _ for a space, the articles, of which a first one with ! has strong evidence."""
    found = {
        words.replace("_", " "): [AnswerCandidate(one.rstrip("!"), 1.0 if one.endswith("!") else 0.3) for one in articles]
        for words, articles in answers.items()
    }
    return PresentAnswers(lambda words: found.get(words, []), TITLES)


def groups(*asks: Ask, heads: Mapping[str, str] | None = None):
    same = {words: words for one in asks for words in one.wordings}
    return gather(asks, same | dict(heads or {}), IDS)


def gap(*asks: Ask, find: PresentAnswers | None = None, heads: Mapping[str, str] | None = None) -> Gap:
    (group,) = groups(*asks, heads=heads)
    return judge(group, find or today())


def test_where_nothing_answers_content_is_missing():
    found = gap(ask("fax"), ask("fax", who="tty2", day=1), find=today(fax=["kb-2"]))
    assert found == Gap(
        GapKind.content, "fax", 2, 2, date(2026, 11, 21), (), {"found nothing": 2}, title="VPN", nearest_id="kb-2"
    )


def test_where_the_article_was_opened_in_the_end_a_phrase_is_missing():
    found = gap(ask("fax stumm", why=ChainEnd.reworded, article="kb-old"), ask("fax stumm"))
    assert (found.kind, found.id, found.title, found.phrases) == (GapKind.phrasing, "kb-1", "Fax", ("fax stumm",))


def test_a_phrase_that_finds_the_article_by_now_is_missing_no_more():
    find = today(fax_stumm=["kb-2", "kb-1"])
    assert gap(ask("fax stumm", why=ChainEnd.reworded, article="kb-1"), find=find).kind is GapKind.closed


def test_wordings_that_led_to_one_article_are_one_gap_with_a_phrase_each():
    asks = (
        ask("fax stumm", why=ChainEnd.reworded, article="kb-1"),
        ask("fax silent", why=ChainEnd.reworded, article="kb-1"),
        ask("silent fax", "fax silent", why=ChainEnd.reworded, article="kb-1"),
    )
    found = gap(*asks, heads={"silent fax": "fax silent"})
    assert (found.query, found.wordings, found.phrases) == (
        "fax silent", ("silent fax", "fax stumm"), ("fax silent", "fax stumm"),
    )  # fmt: skip


def test_an_article_that_is_no_more_answers_nothing():
    assert gap(ask("fax", why=ChainEnd.reworded, article="kb-gone")).kind is GapKind.content


def test_a_later_wording_that_is_answered_tells_which_article_lacks_the_phrase():
    found = gap(ask("fax stumm", "fax silent", why=ChainEnd.given_up), find=today(fax_silent=["kb-1!"]))
    assert (found.kind, found.id, found.phrases) == (GapKind.phrasing, "kb-1", ("fax stumm",))


def test_an_article_that_was_seen_and_answers_was_not_opened():
    one = ask("fax", "fax silent", why=ChainEnd.given_up, seen=("kb-1",))
    found = gap(one, ask("fax", why=ChainEnd.unopened), find=today(fax=["kb-1!"]))
    assert (found.kind, found.id, found.times) == (GapKind.opening, "kb-1", 1)


def test_what_found_nothing_and_is_answered_now_is_closed():
    found = gap(ask("fax"), find=today(fax=["kb-1!"]))
    assert (found.kind, found.id, found.title) == (GapKind.closed, "kb-1", "Fax")


def test_an_article_that_was_tried_in_vain_is_no_answer():
    assert gap(ask("fax", why=ChainEnd.tried, tried=("kb-1",)), find=today(fax=["kb-1!"])).kind is GapKind.content


def test_to_open_nothing_is_a_gap_only_where_nothing_answers():
    assert gap(ask("fax", why=ChainEnd.unopened), find=today(fax=["kb-1!"])).kind is GapKind.none
    assert gap(ask("fax", why=ChainEnd.unopened), find=today(fax=["kb-1"])).kind is GapKind.content


def test_what_was_not_found_then_and_answers_now_closed_the_gap_of_those_who_opened_nothing():
    assert gap(ask("fax", why=ChainEnd.unopened, seen=("kb-2",)), find=today(fax=["kb-1!"])).kind is GapKind.closed
    assert gap(ask("fax", why=ChainEnd.unopened, seen=("kb-1",)), find=today(fax=["kb-1!"])).kind is GapKind.none


def test_an_article_written_since_closed_the_gap_where_nothing_tells_what_was_found_then():
    asked = ask("fax", why=ChainEnd.unopened)
    written = today(fax=["kb-1!"])._replace(is_written=lambda article, last: (article, last) == ("kb-1", AT))
    assert [gap(asked, find=find).kind for find in (written, today(fax=["kb-1!"]))] == [GapKind.closed, GapKind.none]
    assert gap(ask("fax", why=ChainEnd.unopened, seen=("kb-1",)), find=written).kind is GapKind.none


def test_a_phrase_with_something_personal_is_not_proposed():
    found = gap(ask("fax of <e-mail>", why=ChainEnd.reworded, article="kb-1"))
    assert (found.kind, found.phrases) == (GapKind.phrasing, ())


def test_a_chain_of_several_wordings_goes_to_the_group_of_most():
    found = groups(ask("a", "b"), ask("b"), ask("b"), ask("a"))
    assert [(one.heads[0], len(one.asks)) for one in found] == [("b", 3), ("a", 1)]


def test_those_of_most_people_come_first_then_of_most_times_then_the_latest():
    asks = (ask("a"), ask("a"), ask("b"), ask("b", who="tty2"), ask("c", day=1), ask("d"), ask("d", day=2))
    assert [one.heads[0] for one in groups(*asks)] == ["b", "d", "a", "c"]


def test_what_was_asked_once_is_below_the_fold():
    asks = (ask("a"), ask("a"), ask("b"), ask("c", why=ChainEnd.unopened))
    report = report_gaps(groups(*asks), today(), ABOUT, 20, with_once=False)
    assert ([one.query for one in report.gaps], report.once, report.more) == (["a"], 1, 0)
    everything = report_gaps(groups(*asks), today(), ABOUT, 0, with_once=True)
    assert ([(one.n, one.query) for one in everything.gaps], everything.once) == ([(1, "a"), (2, "b"), (3, "c")], 0)


def test_a_list_ends_when_each_kind_has_enough():
    asks = [ask(words) for words in "abcd" for _ in range(2)]
    asks += [ask(f"p{n}", why=ChainEnd.reworded, article=f"kb-{n}") for n in (1, 2) for _ in range(3)]
    report = report_gaps(groups(*asks), today(), ABOUT, 1, with_once=False)
    assert ([(one.n, one.query) for one in report.gaps], report.more) == ([(1, "a"), (2, "p1")], 4)


def test_the_report_says_what_it_counted_and_what_it_does_not_list():
    assert [table.title for table in make.tables(GapReport(ABOUT, (), (), (), 1, 2, 3))] == [
        "From 9 searches since 2026-10-25 in 2 terminals here: no gap that was asked twice.", "And 2 asked once: --all",
        "3 more were asked more than once: --all",
        "1 that today's search answers are not listed; kcs gaps --replay looks back.",
    ]  # fmt: skip
    assert GapBasis(date(2026, 10, 1), date(2026, 10, 31), 1, 1, 1, 1).shown == (
        "From 1 search since 2026-10-01 until 2026-10-31 in 1 terminal here, 1 of them imported by 1 known visitor"
    )


WORDS = st.sampled_from("abcdef")
ASK = st.builds(
    lambda wordings, who, article: ask(*wordings, who=who, article=article),
    st.lists(WORDS, min_size=1, max_size=3, unique=True), st.sampled_from(("t1", "t2")),
    st.sampled_from(("", "kb-1", "kb-2")),
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(ASK, max_size=12), st.randoms())
def test_each_chain_is_in_one_group_whatever_the_order(asks, random):
    found = groups(*asks)
    assert sorted(map(repr, asks)) == sorted(repr(one) for group in found for one in group.asks)
    shuffled = groups(*random.sample(asks, len(asks)))
    assert [sorted(map(repr, group.asks)) for group in found] == [sorted(map(repr, group.asks)) for group in shuffled]
