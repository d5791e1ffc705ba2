"""Tests of chains of searches, and of how they end."""

from datetime import UTC, datetime, timedelta

import pytest

from kcs_cli.demand.chain import Ask, ChainEnd, attempts, find_asks, is_noise
from kcs_cli.journal.vocabulary import Use
from kcs_cli.search.log_line import LoggedSearch
from tests import make

START = datetime.fromtimestamp(1_772_620_200, UTC)  # that of make.event(0)


def search(minute, words, hits=("kb-1",), shown=(), terminal="tty1", found: int | None = -1):
    at = (START + timedelta(minutes=minute)).isoformat()
    count = len(hits) if found == -1 else found
    return LoggedSearch(f"s{minute}", words, dict.fromkeys(hits, 1), at, shown, terminal, count)


def asks(*searches, events=()):
    return list(find_asks(searches, attempts(events)))


def whys(*searches):
    return [(ask.wordings, ask.why, ask.article) for ask in asks(*searches)]


def tried(words, article="kb-1", case="A", number=1):
    return make.event(number, article=article, case=case, use=Use.tried, words=words)


def test_a_search_that_found_nothing_is_a_gap():
    assert asks(search(0, "fax", hits=())) == [Ask(("fax",), START, "tty1", ChainEnd.nothing)]


def test_a_search_whose_article_was_opened_is_no_gap():
    assert asks(search(0, "fax", shown=("kb-1",))) == []


def test_a_search_that_was_refined_and_given_up_is_a_gap():
    assert whys(search(0, "fax silent"), search(1, "fax stays silent")) == [
        (("fax silent", "fax stays silent"), ChainEnd.given_up, "")
    ]


def test_one_that_was_repeated_merely_opened_nothing():
    assert whys(search(0, "fax silent"), search(1, "fax silent?")) == [
        (("fax silent", "fax silent?"), ChainEnd.unopened, "")
    ]


def test_earlier_words_that_did_not_have_the_article_lack_as_phrases():
    found = whys(
        search(0, "fax stumm", hits=()),
        search(1, "fax stumm silent", hits=("kb-2", "kb-3", "kb-4", "kb-1")),
        search(2, "fax silent", hits=("kb-1", "kb-2"), shown=("kb-1",)),
        search(3, "fax silent again"),
    )
    assert found == [(("fax stumm", "fax stumm silent"), ChainEnd.reworded, "kb-1")]


def test_earlier_words_that_had_the_article_are_no_gap():
    assert asks(search(0, "fax"), search(1, "fax silent", shown=("kb-1",))) == []


def test_an_article_that_was_tried_in_vain_is_no_answer():
    one = search(0, "fax silent", shown=("kb-1",))
    assert asks(one, events=[tried("fax silent")]) == [
        Ask(("fax silent",), START, "tty1", ChainEnd.tried, "", ("kb-1",), ("kb-1",))
    ]


def test_the_resolution_of_the_case_is_the_article_that_was_missed():
    solved = make.event(2, article="kb-9", case="A", use=Use.resolution)
    (ask,) = asks(search(0, "fax silent", shown=("kb-1",)), events=[tried("fax silent"), solved])
    assert (ask.why, ask.article) == (ChainEnd.tried, "kb-9")


def test_what_a_colleague_tried_in_vain_counts_though_the_search_is_not_here():
    (ask,) = asks(events=[tried("fax silent"), tried("ls", number=2)])
    assert (ask.wordings, ask.who, ask.why, ask.tried) == (("fax silent",), "ana@example.org", ChainEnd.tried, ("kb-1",))


def test_a_link_that_was_taken_back_was_not_tried():
    assert asks(events=[tried("fax"), make.event(2, "unlink", case="A", ends=(tried("fax").id,))]) == []


def test_filters_and_signs_are_no_words():
    assert whys(search(0, "fax -vpn tag:x", hits=()))[0][0] == ("fax",)


def test_where_the_number_of_results_is_not_known_nothing_was_opened():
    assert whys(search(0, "fax", hits=(), found=None)) == [(("fax",), ChainEnd.unopened, "")]


@pytest.mark.parametrize("words", ["", "x", "..", "12", "kcs show 1", "git status", "ls -la", "cd ..", "exit", "tag:vpn"])
def test_slips_are_no_questions(words):
    assert is_noise(words)
    assert asks(search(0, words, hits=())) == []


@pytest.mark.parametrize("words", ["vpn", "git push is rejected", "打印", "0x80070005", "2fa", "ls: command not found"])
def test_questions_are_no_slips(words):
    assert not is_noise(words)
