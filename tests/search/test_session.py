"""Tests of which searches belong together."""

from datetime import UTC, datetime, timedelta

import pytest

from kcs_cli.search.log_line import LoggedSearch
from kcs_cli.search.session import asked_again, chains, is_soon, landings, refined_hits

START = datetime.fromtimestamp(1_772_620_200, UTC)


def at(second, words, hits=("kb-print1",), terminal="tty1", shown=()):
    time = (START + timedelta(seconds=second)).isoformat()
    return LoggedSearch(f"s{second}", words, dict.fromkeys(hits, 1), time, shown, terminal)


def test_searches_of_one_terminal_about_the_same_are_a_chain():
    first, second, other, next_ = (
        at(0, "fax silent"), at(300, "fax is silent now"), at(360, "fax silent", terminal="tty2"),
        at(420, "vpn down"),
    )  # fmt: skip
    late = at(1080, "vpn down now")
    assert chains([first, second, other, next_, late]) == [(first, second), (other,), (next_,), (late,)]


def test_short_words_asked_again_are_a_chain():
    assert len(chains([at(0, "hp"), at(60, "HP")])) == 1


def test_searches_of_nobody_known_are_alone():
    assert len(chains([at(0, "fax silent", terminal=""), at(60, "fax silent", terminal="")])) == 2


def test_a_chain_goes_on_from_its_last_search():
    searches = [at(0, "fax silent"), at(500, "fax silent now"), at(1000, "fax silent today")]
    assert chains(searches) == [tuple(searches)]


def test_a_search_is_asked_again_by_the_same_person_who_opened_nothing():
    first, again, opened, after = (
        at(0, "fax"),
        at(5, "fax silent"),
        at(6, "fax silent now", shown=("kb-1",)),
        at(7, "fax line"),
    )
    searches = [first, at(1, "fax", terminal="tty2"), at(2, "fax", terminal=""), again, opened, after]
    assert list(asked_again(searches)) == [(first, again), (again, opened)]


def test_a_search_asked_again_in_other_words_refines_its_hits():
    assert list(refined_hits([at(0, "printer"), at(60, "printer dead")])) == [("kb-print1", START)]


def test_a_search_is_not_refined_when_it_was_opened_repeated_elsewhere_or_much_later():
    opened = [at(0, "printer", shown=("kb-print1",)), at(60, "printer dead")]
    same = [at(0, "printer"), at(60, "printer")]
    elsewhere = [at(0, "printer"), at(60, "printer dead", terminal="tty2")]
    later = [at(0, "printer"), at(601, "printer dead")]
    assert [list(refined_hits(one)) for one in (opened, same, elsewhere, later)] == [[], [], [], []]


def test_only_the_first_three_hits_of_a_refined_search_were_seen():
    searches = [at(0, "printer", hits=("a", "b", "c", "d")), at(60, "printer dead")]
    assert [article for article, _ in refined_hits(searches)] == ["a", "b", "c"]


def test_a_search_leads_to_what_was_opened_or_to_its_first_hit():
    searches = [at(0, "x", hits=("a", "b")), at(1, "y", hits=("a", "b"), shown=("b",)), at(2, "z", hits=())]
    assert list(landings(searches)) == ["a", "b"]


@pytest.mark.parametrize(("seconds", "minutes", "soon"), [(600, 10, True), (601, 10, False), (601, 11, True)])
def test_soon_is_a_time_after_a_search(seconds, minutes, soon):
    assert is_soon(at(0, "fax"), START + timedelta(seconds=seconds), timedelta(minutes=minutes)) is soon


@pytest.mark.parametrize("time", ["None", "2026-03-04"])
def test_nothing_is_soon_after_a_search_of_no_known_time(time):
    assert not is_soon(at(0, "fax")._replace(at=time), START)
