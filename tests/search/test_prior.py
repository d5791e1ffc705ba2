from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.article.card import Card
from kcs_cli.article.model import Reuse
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.search.engine.answer import ClauseScore, Match
from kcs_cli.search.prior import MANY, lift, reuse_share, with_prior

TODAY = date(2026, 3, 1)
STATES = st.sampled_from([state.value for state in Confidence])
REUSE = st.builds(Reuse, st.integers(0, 10_000), st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 3))
SCORES = st.floats(0.01, 50)


def match(name: str, score: float, confidence: str = "wip", parts: tuple[ClauseScore, ...] = ()) -> Match:
    card = Card(name, f"{name}.md", "", "problem", confidence, "public", "", (), "en", (), None, "", 1, ())
    return Match(card, score, parts)


@st.composite
def matches(draw) -> list[tuple[Match, Reuse]]:
    scores = sorted(draw(st.lists(SCORES, min_size=1, max_size=8)), reverse=True)
    return [(match(f"kb-{n}", score, draw(STATES)), draw(REUSE)) for n, score in enumerate(scores)]


@settings(max_examples=200, deadline=None)
@given(matches())
def test_the_prior_never_lifts_an_article_over_one_whose_score_is_more_than_6_percent_higher(given_matches):
    found, reuse = zip(*given_matches, strict=True)
    before = {one.card.id: one.score for one in found}
    ranked = [before[one.card.id] for one in with_prior(found, reuse, TODAY, len(found))]
    for place, score in enumerate(ranked):
        assert all(later * 0.94 <= score for later in ranked[place + 1 :])


@settings(max_examples=100, deadline=None)
@given(SCORES, STATES, REUSE)
def test_the_prior_adds_nothing_less_than_0_and_at_most_6_percent(score, state, reuse):
    lifted = lift(match("kb-1", score, state), reuse, TODAY).score
    assert score <= lifted <= score * 1.06 * (1 + 1e-12)


@settings(max_examples=100, deadline=None)
@given(SCORES, STATES, REUSE)
def test_the_parts_add_up_to_the_score(score, state, reuse):
    lifted = lift(match("kb-1", score, state, (ClauseScore("word", "vpn", "text", score),)), reuse, TODAY)
    assert sum(part.score for part in lifted.parts) == pytest.approx(lifted.score)


def test_each_part_of_the_prior_is_named():
    word = ClauseScore("word", "vpn", "text", 100.0)
    lifted = lift(match("kb-1", 100.0, "validated", (word,)), Reuse(MANY, TODAY), TODAY)
    assert lifted.parts == (
        word,
        ClauseScore("prior", "validated", "confidence", 2.0),
        ClauseScore("prior", "63 cases", "reuse", 4.0),
    )


def test_one_case_is_called_a_case():
    lifted = lift(match("kb-1", 1.0, parts=(ClauseScore("word", "vpn", "text", 1.0),)), Reuse(1, TODAY), TODAY)
    assert lifted.parts[1].words == "1 case"


def test_nobody_sees_parts_who_did_not_ask():
    assert lift(match("kb-1", 1.0, "validated"), Reuse(5, TODAY), TODAY).parts == ()


def test_a_match_says_how_often_its_article_was_reused():
    reuse = Reuse(3, TODAY, 1)
    assert lift(match("kb-1", 1.0), reuse, TODAY).reuse == reuse


def test_of_two_equal_matches_the_validated_one_comes_first():
    found = [match("kb-wip", 1.0), match("kb-not", 1.0, "not-validated"), match("kb-val", 1.0, "validated")]
    assert [one.card.id for one in with_prior(found, [Reuse()] * 3, TODAY, 10)] == ["kb-val", "kb-not", "kb-wip"]


def test_of_two_equal_matches_the_one_reused_more_often_comes_first():
    reuse = [Reuse(1, TODAY), Reuse(9, TODAY)]
    assert [one.card.id for one in with_prior([match("a", 1.0), match("b", 1.0)], reuse, TODAY, 10)] == ["b", "a"]


def test_of_two_equal_matches_the_one_reused_lately_comes_first():
    reuse = [Reuse(5, TODAY - timedelta(days=400)), Reuse(5, TODAY)]
    assert [one.card.id for one in with_prior([match("a", 1.0), match("b", 1.0)], reuse, TODAY, 10)] == ["b", "a"]


def test_matches_that_nothing_tells_apart_keep_their_order():
    found = [match(name, 0.0) for name in "cab"]
    assert [one.card.id for one in with_prior(found, [Reuse()] * 3, TODAY, 10)] == ["c", "a", "b"]


def test_no_more_matches_are_kept_than_were_asked_for():
    found = [match(str(n), 10.0 - n) for n in range(8)]
    assert len(with_prior(found, [Reuse()] * 8, TODAY, 3)) == 3


@pytest.mark.parametrize(
    ("reuse", "share"),
    [
        (Reuse(), 0.0),
        (Reuse(MANY, TODAY), 0.04),
        (Reuse(7, TODAY), 0.02),
        (Reuse(10**9, TODAY), 0.04),
        (Reuse(MANY, TODAY - timedelta(days=180)), 0.03),
        (Reuse(MANY, TODAY - timedelta(days=100_000)), 0.02),
        (Reuse(MANY, TODAY + timedelta(days=30)), 0.04),
    ],
    ids=str,
)
def test_reuse_counts_by_how_much_there_was_and_how_lately(reuse, share):
    assert reuse_share(reuse, TODAY) == pytest.approx(share)
