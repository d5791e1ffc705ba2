"""`kcs gaps` on a year of a desk whose gaps are known."""

import pytest

from kcs_cli.demand.gap import Gaps
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.text.period import Period
from tests.desk import make_desk


@pytest.fixture(scope="module", params=[1, 2, 3])
def year(request, tmp_path_factory):
    """A desk, and the gaps of its year as kcs lists them."""
    desk = make_desk(tmp_path_factory.mktemp("desk") / "kb", seed=request.param)
    return desk, Gaps(KnowledgeBase.open(str(desk.root))).open(Period(desk.since, desk.until), with_once=False)


def wordings(gaps):
    return {words for gap in gaps for words in (gap.query, *gap.wordings)}


def test_what_nobody_wrote_about_is_listed_and_nothing_else(year):
    desk, report = year
    known = desk.truth.gaps(desk.since, desk.until)
    unanswered = [gap for gap in known if not gap.article]
    listed = wordings(report.content)
    assert [gap.topic for gap in unanswered if listed.isdisjoint(gap.variants)] == []
    assert [gap.query for gap in report.content if not any(gap.query in one.variants for one in unanswered)] == []


def test_nearly_all_ways_to_ask_are_listed(year):
    desk, report = year
    unanswered = [gap for gap in desk.truth.gaps(desk.since, desk.until) if not gap.article]
    asked = {words for gap in unanswered for words in gap.variants}
    assert len(asked & wordings(report.content)) >= 0.8 * len(asked)


def test_words_that_share_nothing_with_the_article_are_proposed_to_be_said_there(year):
    desk, report = year
    wanted = {(one.article, one.phrase) for one in desk.truth.phrasings(desk.since, desk.until) if not one.shares_word}
    assert wanted <= {(gap.id, phrase) for gap in report.phrasing for phrase in gap.phrases}
